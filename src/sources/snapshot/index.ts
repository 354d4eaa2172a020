/** The door of the source `snapshot`: a file that `vauban snapshot` wrote, read as what it was taken of. */

import type { Source } from '../source.ts';

export const snapshotSource = {
  id: 'snapshot',
  target: 'path',
  async *read(target, context) {
    const { readSnapshot } = await import('./read-snapshot.ts');
    yield* readSnapshot(target, context);
  },
} satisfies Source;
