/** Cilium's policies as tiers: what is denied, what is allowed without isolating, and what isolates, beside NetworkPolicies. */

import type { NetworkPolicy, NetworkRule, NetworkTier } from '../../network-policy.ts';
import type { CiliumDirection, CiliumRules } from './parse-cilium-policy.ts';

/** Denials win over whatever allows, NetworkPolicies too. */
export const toCiliumTiers = (
  rules: readonly CiliumRules[],
  namespaced: readonly NetworkPolicy[],
): readonly NetworkTier[] => [
  {
    name: 'cilium denials',
    atEnd: 'continue',
    policies: choose(rules, ({ denies }, { isExact }) => (isExact ? orNull(denies) : null)),
  },
  {
    name: 'cilium allowances without default deny',
    atEnd: 'continue',
    policies: choose(rules, (direction, whole) => (isIsolating(direction, whole) ? null : orNull(direction.allows))),
  },
  {
    name: 'namespace',
    atEnd: 'deny',
    policies: [
      ...namespaced,
      ...choose(rules, (direction, whole) => (isIsolating(direction, whole) ? direction.allows : null)),
    ],
  },
];

const isIsolating = ({ isolates }: CiliumDirection, { isExact }: CiliumRules): boolean => isolates && isExact;

const orNull = (rules: readonly NetworkRule[]): readonly NetworkRule[] | null => (rules.length === 0 ? null : rules);

const choose = (
  rules: readonly CiliumRules[],
  take: (direction: CiliumDirection, whole: CiliumRules) => readonly NetworkRule[] | null,
): readonly NetworkPolicy[] =>
  rules.flatMap((whole) => {
    const { resource, subject } = whole;
    const ingress = take(whole.ingress, whole);
    const egress = take(whole.egress, whole);
    return ingress === null && egress === null ? [] : [{ resource, subject, ingress, egress }];
  });
