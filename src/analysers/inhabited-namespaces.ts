/** The namespaces in which people's workloads stand, declared or not, with what stands in each. */

import type { Resource } from '../model/resource.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { isSystemNamespace } from './lived-in.ts';
import { readStandingWorkloads, type StandingWorkload } from './standing-workloads.ts';

export interface Inhabited {
  readonly name: string;
  /** The Namespace where it was read, else its first workload. */
  readonly about: Resource;
  readonly declared: boolean;
  readonly workloads: readonly StandingWorkload[];
  /** Nothing but agents that stand on every node and need it. */
  readonly agentsAlone: boolean;
}

/** The cluster's own are run by whoever installed it. In the order of their names. */
export const listInhabitedNamespaces = (snapshot: Snapshot): readonly Inhabited[] =>
  [...Map.groupBy(readStandingWorkloads(snapshot), ({ place }) => place.namespace)]
    .filter(([name]) => !isSystemNamespace(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, workloads]): readonly Inhabited[] => {
      const [first] = workloads;
      if (first === undefined) return [];
      const declared = snapshot.find('', 'Namespace', null, name);
      return [
        {
          name,
          about: declared ?? first.resource,
          declared: declared !== undefined,
          workloads,
          agentsAlone: workloads.every(({ resource }) => resource.ref.kind === 'DaemonSet'),
        },
      ];
    });
