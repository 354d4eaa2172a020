/** What existing policies allow by themselves: were everything else closed, it would still pass, and needs no rule. */

import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { createReachability } from '../create-reachability.ts';
import { toNamespaceName } from '../namespace-name.ts';
import type { End } from '../reachability.ts';
import { readFlowEstate } from './flow-estate.ts';
import { createFlowEnds, hasPort } from './flow-ends.ts';
import type { FlowEnd, NeededFlow } from './needed-flow.ts';
import { withPolicies } from './with-policies.ts';

export const findCovered = (
  snapshot: Snapshot,
  namespaces: readonly string[],
  flows: readonly NeededFlow[],
): ReadonlySet<NeededFlow> => {
  const existing = snapshot.list('networking.k8s.io', 'NetworkPolicy');
  const chosen = new Set(namespaces);
  if (!existing.some(({ ref }) => chosen.has(toNamespaceName(ref.namespace)))) return new Set();
  const closed = withPolicies(snapshot, [...existing, ...namespaces.map(toDeny)]);
  const reachability = createReachability(readFlowEstate(closed, flows, chosen));
  const endsOf = createFlowEnds(reachability);
  const outside = reachability.ends.filter(({ side }) => side === null);
  return new Set(
    flows.filter(({ from, to, ports }) => {
      const sources = endsOf(from);
      // Whoever wrote down where a host or the API server is knows more than is seen here: that is not widened again.
      if (isAnywhere(to))
        return (
          sources.length > 0 &&
          sources.every((source) =>
            outside.some((target) => ports.some((port) => hasPort(reachability.ports(source, target), port))),
          )
        );
      const targets = endsOf(to);
      const passes = (source: End, target: End): boolean => {
        const open = reachability.ports(source, target);
        return ports.every((port) => hasPort(open, port));
      };
      return (
        sources.length > 0 &&
        targets.length > 0 &&
        sources.every((source) => targets.every((target) => passes(source, target)))
      );
    }),
  );
};

const isAnywhere = (end: FlowEnd): boolean =>
  end.kind === 'addresses' && end.prefixes.some((prefix) => prefix.endsWith('/0'));

/** Only for the asking: its name is one that no object can have, so that it stands for none. */
const toDeny = (namespace: string): Resource => ({
  ref: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace, name: 'Default-Deny' },
  object: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'default-deny', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  },
  origin: { kind: 'rendered', by: 'kustomize', folder: '', template: null, document: 0, item: null },
});
