/** Finds the workloads of a namespace whose pods have given labels, without asking each of them. */

import { matchesAll, type Labels } from './choose-selector.ts';
import type { Workload } from './needed-flow.ts';

/** Empty labels fit everybody. */
export type SelectWorkloads = (namespace: string, labels: Labels) => readonly Workload[];

export const createLabelIndex = (workloads: readonly Workload[]): SelectWorkloads => {
  const byNamespace = Map.groupBy(workloads, ({ namespace }) => namespace);
  const byLabel = new Map<string, Set<Workload>>();
  for (const workload of workloads) {
    for (const labels of workload.labels) {
      for (const [key, value] of Object.entries(labels)) {
        if (typeof value !== 'string') continue;
        const place = toPlace(workload.namespace, key, value);
        const known = byLabel.get(place);
        if (known === undefined) byLabel.set(place, new Set([workload]));
        else known.add(workload);
      }
    }
  }
  return (namespace, labels) => {
    const entries = Object.entries(labels);
    if (entries.length === 0) return byNamespace.get(namespace) ?? [];
    const sets = entries.map(([key, value]) => byLabel.get(toPlace(namespace, key, value)) ?? nobody);
    // The rarest label leaves the fewest to ask.
    const rarest = sets.reduce((least, set) => (set.size < least.size ? set : least));
    return [...rarest].filter((workload) => workload.labels.some((pod) => matchesAll(labels, pod)));
  };
};

const nobody: ReadonlySet<Workload> = new Set();

const toPlace = (namespace: string, key: string, value: string): string => `${namespace}\n${key}\n${value}`;
