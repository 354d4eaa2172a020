/** The doors of the sources `cluster` and `cluster-policies`: their code is loaded when something has to be read by them, which most scans of files never need. */

import type { Source } from '../source.ts';

export const clusterSource = {
  id: 'cluster',
  target: 'context',
  async *read(target, context) {
    const { readLiveCluster } = await import('./cluster-source.ts');
    yield* readLiveCluster(target, context);
  },
} satisfies Source;

/** The native admission policies of a live cluster and their bindings: what it is to be judged by, before it is read. */
export const clusterPoliciesSource = {
  id: 'cluster-policies',
  target: 'context',
  async *read(target, context) {
    const { readLivePolicies } = await import('./cluster-source.ts');
    yield* readLivePolicies(target, context);
  },
} satisfies Source;
