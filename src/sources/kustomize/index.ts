/** The door of the source `kustomize`: its code is loaded when something has to be read by it, which most scans of files never need. */

import type { Source } from '../source.ts';

export const kustomizeSource = {
  id: 'kustomize',
  target: 'path',
  async *read(target, context) {
    const { readKustomizationFolder } = await import('./read-kustomization.ts');
    yield* readKustomizationFolder(target, context);
  },
} satisfies Source;
