/** Why a connection is refused: the direction in which nothing passes, and the policies and rules that stand in the way. */

import { createReachability } from '../../../kube/network/create-reachability.ts';
import type { NetworkEstate } from '../../../kube/network/network-estate.ts';
import type { NetworkPolicy, NetworkRule, NetworkTier } from '../../../kube/network/network-policy.ts';
import { renderPlace } from '../../../kube/network/place.ts';
import type { End, PortSet } from '../../../kube/network/reachability.ts';
import { containsPrefix, parseIpPrefix } from '../../../lang/go/ip-address.ts';
import type { Side } from '../../../kube/network/side.ts';

export type Direction = 'egress' | 'ingress';

export interface Refusal {
  readonly direction: Direction;
  /** What passes in this direction: with the other one they leave nothing in common. */
  readonly passing: PortSet;
  readonly obstacles: readonly Obstacle[];
}

export type Obstacle =
  /** It selects the pod, so that only what such policies allow may pass; it allows nothing of this. */
  | { readonly kind: 'isolates'; readonly policy: NetworkPolicy }
  | { readonly kind: 'denies'; readonly policy: NetworkPolicy; readonly rule: NetworkRule };

/**
 * Asked of a pair that nothing connects on the ports asked for. It asks the evaluator itself, of an estate of those two and
 * of one direction, and then of one policy or rule at a time: few questions, and no second opinion on what a policy means.
 */
export const findRefusal = (
  estate: NetworkEstate,
  from: End,
  to: End,
  isAsked: (ports: PortSet) => boolean,
): readonly Refusal[] => {
  const ask = createPairQuestion(estate, from, to);
  const refusals = (['egress', 'ingress'] as const).flatMap((direction): readonly Refusal[] => {
    const side = direction === 'egress' ? from.side : to.side;
    const passing = ask(keepDirection(estate.tiers, direction));
    if (passing.isAll) return [];
    const obstacles = side === null ? [] : findObstacles(estate.tiers, direction, ask);
    return [{ direction, passing, obstacles }];
  });
  const blocked = refusals.filter(({ passing }) => !isAsked(passing));
  return blocked.length > 0 ? blocked : refusals;
};

/** What passes between the two where only these tiers are asked. */
const createPairQuestion = (
  estate: NetworkEstate,
  from: End,
  to: End,
): ((tiers: readonly NetworkTier[]) => PortSet) => {
  const taken = new Set([from.side, to.side]);
  const sides = estate.sides.filter((side): side is Side => side.kind === 'node' || taken.has(side));
  return (tiers) => {
    const part = createReachability({ sides, tiers });
    const find = (end: End): End | undefined => part.ends.find((other) => isSameEnd(end, other));
    const source = find(from);
    const target = find(to);
    if (source === undefined || target === undefined) throw new Error('an end of the estate is an end of its part');
    return part.ports(source, target);
  };
};

/** Fewer policies cut the outside into fewer ends: one of them holds what was a narrower one. */
const isSameEnd = (end: End, other: End): boolean => {
  if (end.side !== null) return other.side === end.side && end.pods.every((pod) => other.pods.includes(pod));
  if (other.side !== null || renderPlace(other.place) === renderPlace(end.place)) return other.side === null;
  const [first] = end.prefixes;
  // A name that no policy left says is like any address.
  return first === undefined ? other.place.kind === 'internet' : other.prefixes.some((outer) => holds(outer, first));
};

const holds = (outer: string, inner: string): boolean => {
  const around = parseIpPrefix(outer);
  const within = parseIpPrefix(inner);
  return around.kind === 'parsed' && within.kind === 'parsed' && containsPrefix(around.value, within.value);
};

const keepDirection = (tiers: readonly NetworkTier[], direction: Direction): readonly NetworkTier[] =>
  tiers.map((tier) => ({ ...tier, policies: tier.policies.map((policy) => keepOne(policy, direction)) }));

const keepOne = (policy: NetworkPolicy, direction: Direction): NetworkPolicy => ({
  ...policy,
  ingress: direction === 'ingress' ? policy.ingress : null,
  egress: direction === 'egress' ? policy.egress : null,
});

const findObstacles = (
  tiers: readonly NetworkTier[],
  direction: Direction,
  ask: (tiers: readonly NetworkTier[]) => PortSet,
): readonly Obstacle[] => {
  const obstacles: Obstacle[] = [];
  for (const tier of tiers) {
    for (const policy of tier.policies) {
      const rules = policy[direction];
      if (rules === null) continue;
      const only = (some: readonly NetworkRule[]): readonly NetworkTier[] => [
        { ...tier, policies: [{ ...keepOne(policy, direction), [direction]: some }] },
      ];
      if (tier.atEnd === 'deny' && ask(only([])).isEmpty) obstacles.push({ kind: 'isolates', policy });
      for (const rule of rules) {
        if (
          rule.action === 'deny' &&
          !ask([{ ...tier, atEnd: 'continue', policies: [{ ...keepOne(policy, direction), [direction]: [rule] }] }])
            .isAll
        ) {
          obstacles.push({ kind: 'denies', policy, rule });
        }
      }
    }
  }
  return obstacles;
};
