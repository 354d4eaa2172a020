/** What a wall buys, in words: `closes the way to 3 Secrets; cluster-admin open → 1`. */

import type { Weighed } from '../../attack/weigh-controls.ts';
import { toNoun } from './walls-text.ts';

type Changes = Weighed['after'];

/** The empty text where it buys nothing alone. */
export const tellGain = (after: Changes): string => {
  const groups = [...Map.groupBy(after, toKey).values()].sort(compareGroups);
  const told = groups.slice(0, mostGroups).map(tellGroup);
  const left = groups.slice(mostGroups).reduce((sum, group) => sum + group.length, 0);
  return [...told, ...(left === 0 ? [] : [`and more walls before ${left} more`])].join('; ');
};

const mostGroups = 6;

const toKey = ({ asset, before, after }: Changes[number]): string => JSON.stringify([asset.kind, before, after]);

/** What is cut off first, then what stood open, then what weighs most. */
const compareGroups = (a: Changes, b: Changes): number => {
  const [one, other] = [a[0], b[0]];
  if (one === undefined || other === undefined) return 0;
  return (
    Number(other.after === null) - Number(one.after === null) ||
    (one.before ?? Infinity) - (other.before ?? Infinity) ||
    other.asset.weight - one.asset.weight ||
    b.length - a.length
  );
};

const tellGroup = (group: Changes): string => {
  const [first] = group;
  if (first === undefined) return '';
  const { asset, before, after } = first;
  const what = group.length === 1 ? asset.place : toNoun(asset.kind, group.length);
  return after === null ? `closes every known way to ${what}` : `${what} ${tellDepth(before)} → ${tellDepth(after)}`;
};

const tellDepth = (depth: number | null): string => (depth === null ? 'no way' : depth === 0 ? 'open' : String(depth));
