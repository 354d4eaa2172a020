/** An estate with other NetworkPolicies than its own: to ask what would be. */

import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { toNamespaceName } from '../namespace-name.ts';

/** The same estate with these NetworkPolicies instead of its own. */
export const withPolicies = (snapshot: Snapshot, policies: readonly Resource[]): Snapshot => {
  const isPolicy = (group: string, kind: string): boolean => group === 'networking.k8s.io' && kind === 'NetworkPolicy';
  return {
    kind: snapshot.kind,
    evidence: snapshot.evidence,
    unread: snapshot.unread,
    list: (group, kind) => (isPolicy(group, kind) ? policies : snapshot.list(group, kind)),
    find: (group, kind, namespace, name) =>
      isPolicy(group, kind)
        ? policies.find(({ ref }) => ref.name === name && toNamespaceName(ref.namespace) === toNamespaceName(namespace))
        : snapshot.find(group, kind, namespace, name),
  };
};
