/** The door of the source `control-plane`: its code is loaded when a cluster is read. */

import type { Source } from '../source.ts';

export const controlPlaneSource = {
  id: 'control-plane',
  target: 'context',
  async *read(target, context) {
    const { readLiveControlPlane } = await import('./control-plane-source.ts');
    yield* readLiveControlPlane(target, context);
  },
} satisfies Source;
