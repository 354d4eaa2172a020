/** The ways that fit what is searched for, by how many walls stand before them, the fewest first. */

import type { AttackWay } from '../../../../src/hosts/console/api/attacks.ts';

export interface WaysOfDepth {
  readonly depth: number;
  readonly ways: readonly AttackWay[];
}

/** Every word must occur in what is reached, in the layers that stand before it, or in a place on the way. */
export const narrowWays = (ways: readonly AttackWay[], text: string): readonly AttackWay[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return ways;
  return ways.filter(({ to, layers, moves }) => {
    const all = [to.id, to.title, ...layers, ...moves.map(({ to: place }) => place.title)].join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
};

export const groupByDepth = (ways: readonly AttackWay[]): readonly WaysOfDepth[] =>
  [...Map.groupBy(ways, ({ depth }) => depth)]
    .map(([depth, same]) => ({ depth, ways: same }))
    .toSorted((a, b) => a.depth - b.depth);
