/** The workload a link means: by its whole id, or as the network and ways in name it, by namespace and name. */

import type { WorkloadEntry } from '../../../../src/hosts/console/api/workloads.ts';

export const findWorkload = (workloads: readonly WorkloadEntry[], wanted: string | null): WorkloadEntry | undefined =>
  wanted === null
    ? undefined
    : (workloads.find(({ id }) => id === wanted) ??
      workloads.find(({ namespace, name }) => `${namespace}/${name}` === wanted));
