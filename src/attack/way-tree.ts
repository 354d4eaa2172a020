/** The best ways to all places as one tree, of which any branch is looked up at once. */

import type { BestSteps } from './find-best-steps.ts';
import type { AttackGraph } from './graph.ts';

export interface WayTree {
  /** How many places are in it. */
  readonly count: number;
  /** Of each place, the step its best way ends with; −1 for the root and what is not in the tree. */
  readonly last: Int32Array;
  /** Each branch lies in a row: from `enter` of its first place, `size` long. −1 for what is not in the tree. */
  readonly enter: Int32Array;
  readonly size: Int32Array;
  readonly eachChild: (place: number, take: (child: number) => void) => void;
  /** Tells whether a place is on a branch that begins at one of these. */
  readonly below: (roots: readonly number[]) => (place: number) => boolean;
}

export const toWayTree = ({ from, places }: AttackGraph, { last, order }: BestSteps): WayTree => {
  const enter = new Int32Array(places.length).fill(-1);
  const size = new Int32Array(places.length);
  const free = new Int32Array(places.length);
  const row = new Int32Array(order.length);
  for (let at = order.length - 1; at >= 0; at--) {
    const place = order[at] as number;
    const step = last[place] as number;
    const own = (size[place] as number) + 1;
    size[place] = own;
    if (step !== -1) size[from[step] as number] = (size[from[step] as number] as number) + own;
  }
  for (const place of order) {
    const step = last[place] as number;
    const parent = step === -1 ? -1 : (from[step] as number);
    const at = parent === -1 ? 0 : (free[parent] as number);
    if (parent !== -1) free[parent] = at + (size[place] as number);
    enter[place] = at;
    free[place] = at + 1;
    row[at] = place;
  }
  return {
    count: order.length,
    last,
    enter,
    size,
    eachChild(place, take) {
      const end = (enter[place] as number) + (size[place] as number);
      for (let at = (enter[place] as number) + 1; at < end;) {
        const child = row[at] as number;
        take(child);
        at += size[child] as number;
      }
    },
    below(roots) {
      // Branches are within one another or apart: of those that begin no later, the last outermost one decides.
      const starts: number[] = [];
      const ends: number[] = [];
      for (const start of roots.map((root) => enter[root] as number).sort((a, b) => a - b)) {
        if (start < (ends.at(-1) ?? 0)) continue;
        starts.push(start);
        ends.push(start + (size[row[start] as number] as number));
      }
      return (place) => {
        const at = enter[place] as number;
        let low = 0;
        let high = starts.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if ((starts[middle] as number) <= at) low = middle + 1;
          else high = middle;
        }
        return low > 0 && at < (ends[low - 1] as number);
      };
    },
  };
};
