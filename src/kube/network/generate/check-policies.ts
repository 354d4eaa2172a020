/** Reads the written policies back and asks the evaluator: what is needed and would still be cut. */

import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { createReachability } from '../create-reachability.ts';
import type { Reachability } from '../reachability.ts';
import { toNamespaceName } from '../namespace-name.ts';
import { readFlowEstate } from './flow-estate.ts';
import { createFlowEnds, hasPort } from './flow-ends.ts';
import type { NeededFlow } from './needed-flow.ts';
import { withPolicies } from './with-policies.ts';

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
  const closed = new Set(written.map(({ ref }) => toNamespaceName(ref.namespace)));
  const after = createReachability(readFlowEstate(withPolicies(without, [...kept, ...written]), flows, closed));
  const cut = findCut(after, flows);
  if (cut.length === 0) return [];
  const before = new Set(findCut(createReachability(readFlowEstate(without, flows, closed)), cut));
  return cut.map((flow) => ({ flow, before: before.has(flow) }));
};

const findCut = (reachability: Reachability, flows: readonly NeededFlow[]): readonly NeededFlow[] => {
  const endsOf = createFlowEnds(reachability);
  return flows.filter(({ from, to, ports }) =>
    endsOf(from).some((source) =>
      endsOf(to).some((target) => {
        const open = reachability.ports(source, target);
        return ports.some((port) => !hasPort(open, port));
      }),
    ),
  );
};
