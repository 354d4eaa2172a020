/** The door of the source `cluster`: its code is loaded when something has to be read by it, which most scans of files never need. */

import type { Source } from '../source.ts';

export const clusterSource = {
  id: 'cluster',
  target: 'context',
  async *read(target, context) {
    const { readLiveCluster } = await import('./cluster-source.ts');
    yield* readLiveCluster(target, context);
  },
} satisfies Source;
