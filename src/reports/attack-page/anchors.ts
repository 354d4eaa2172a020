/** What stands behind the `#` of each way: the place it leads to, so that a link outlives the next run. */

import type { AnsweredWay } from '../../attack/attack-answer.ts';

/** By the ways' order. Names of strangers become ids: only what needs no escape in an attribute or an address stays. */
export const toAnchors = (ways: readonly AnsweredWay[]): readonly string[] => {
  const taken = new Map<string, number>();
  return ways.map(({ to }) => {
    const base = `to/${to.id.replace(/[^A-Za-z0-9/._:@-]/g, '_').slice(0, longest)}`;
    const number = (taken.get(base) ?? 0) + 1;
    taken.set(base, number);
    return number === 1 ? base : `${base}~${number}`;
  });
};

const longest = 200;
