/** Why the ports between two ends are open: for each direction, the rule that had the word on each part of them. */

import type { PortSets } from '../port-set.ts';
import type { Because, End, PortSet } from '../reachability.ts';
import type { Views } from './create-views.ts';

/** What one direction says of `answer`, the ports that are open in both. */
export const explainDirection = (
  views: Views,
  asker: End,
  peer: End,
  answer: PortSet,
  sets: PortSets,
): readonly Because[] => {
  const { direction } = views;
  const { profile, decision, rules } = views.explain(asker.index, peer.index);
  if (profile.length === 0) {
    const isHost = asker.side !== null && (asker.side.kind === 'node' || asker.side.hostNetwork);
    return [{ direction, ports: answer, reason: { kind: isHost ? 'host-network' : 'not-selected' } }];
  }
  const because: Because[] = rules.flatMap((ofTier, tier) =>
    ofTier.map(({ policy, rule }, at) => ({
      direction,
      ports: sets.intersect(answer, sets.toSet(decision.by[tier]?.[at] ?? [])),
      reason: { kind: 'rule' as const, policy, rule },
    })),
  );
  const open = sets.intersect(answer, sets.toSet(decision.leftOpen));
  return [...because, { direction, ports: open, reason: { kind: 'left-open' as const } }].filter(
    ({ ports }) => !ports.isEmpty,
  );
};
