/** Reads the written policies back and asks the evaluator: what is needed and would still be cut. */

import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { createReachability } from '../create-reachability.ts';
import type { End, PortSet, Reachability } from '../reachability.ts';
import { readNetworkEstate } from '../read-network-estate.ts';
import { withPolicies } from './generate-policies.ts';
import type { FlowEnd, FlowPort, NeededFlow } from './needed-flow.ts';

export interface CutFlow {
  readonly flow: NeededFlow;
  /** It is cut today as well: by policies that were there before. */
  readonly before: boolean;
}

export const checkPolicies = (
  without: Snapshot,
  written: readonly Resource[],
  flows: readonly NeededFlow[],
): readonly CutFlow[] => {
  const existing = without.list('networking.k8s.io', 'NetworkPolicy');
  const names = new Set(written.map(({ ref }) => `${ref.namespace ?? ''}/${ref.name}`));
  const kept = existing.filter(({ ref }) => !names.has(`${ref.namespace ?? ''}/${ref.name}`));
  const after = createReachability(readNetworkEstate(withPolicies(without, [...kept, ...written])));
  const cut = findCut(after, flows);
  if (cut.length === 0) return [];
  const before = new Set(findCut(createReachability(readNetworkEstate(without)), cut));
  return cut.map((flow) => ({ flow, before: before.has(flow) }));
};

const findCut = (reachability: Reachability, flows: readonly NeededFlow[]): readonly NeededFlow[] => {
  const byPlace = Map.groupBy(reachability.ends, ({ place }) =>
    place.kind === 'workload' ? `${place.namespace}/${place.name}` : place.kind === 'cidr' ? place.prefix : place.kind,
  );
  const endsOf = (end: FlowEnd): readonly End[] => {
    switch (end.kind) {
      case 'workload':
        return (byPlace.get(`${end.workload.namespace}/${end.workload.name}`) ?? []).filter(
          ({ side }) => side?.kind === 'pods' && side.workload.kind === end.workload.ref.kind,
        );
      // Pods that nobody has read have no end.
      case 'pods':
        return [];
      case 'everyone':
        return byPlace.get('internet') ?? [];
      case 'addresses':
        return end.prefixes.flatMap((prefix) =>
          prefix.endsWith('/0') ? (byPlace.get('internet') ?? []) : (byPlace.get(prefix) ?? []),
        );
    }
  };
  return flows.filter(({ from, to, ports }) =>
    endsOf(from).some((source) =>
      endsOf(to).some((target) => {
        // What no policy can part is parted by nobody: pods with the host's network are judged by their node's address.
        const open = reachability.ports(source, target);
        return ports.some((port) => !includes(open, port));
      }),
    ),
  );
};

const includes = ({ ranges }: PortSet, { protocol, port }: FlowPort): boolean =>
  ranges[protocol].some(([first, last]) => first <= port && port <= last);
