/** The best way to every place at once: of each place the step that the least way by cost, length and the ids on it ends with. */

import type { Distances } from './graph.ts';
import { gone, memberKind, type Terrain } from './terrain.ts';

export interface BestSteps {
  /** Of each place, the last step of its best way; −1 for the entry and where there is no way. */
  readonly last: Int32Array;
  /** Of each shown place its rank: of two with equal length, the one with the lesser ids on its best way comes first. */
  readonly rank: Int32Array;
  /** Every place that is reached, each after the one its last step comes from. */
  readonly order: readonly number[];
}

/**
 * Shown places are taken by length and, of equal length, by the ids on their best ways: whoever comes first to a place
 * has the least ways to it. So every step is looked at once, and no way is compared with another.
 */
export const findBestSteps = (terrain: Terrain, entry: number, distances: Distances): BestSteps => {
  const { graph, costs, kinds, hub } = terrain;
  const { from, to, out, outStart } = graph;
  const { cost, length } = distances;
  const last = new Int32Array(graph.places.length).fill(-1);
  const rank = new Int32Array(graph.places.length);
  const seen = new Uint8Array(graph.places.length);
  const order: number[] = [];
  let ranked = 0;

  const takes = (step: number): boolean => {
    const source = from[step] as number;
    const target = to[step] as number;
    return (
      seen[target] === 0 &&
      costs[step] !== gone &&
      cost[target] === (cost[source] as number) + (costs[step] as number) &&
      length[target] === (length[source] as number) + (kinds[step] === memberKind ? 0 : 1)
    );
  };

  const take = (step: number, hubs: number[], shown: number[]): void => {
    const target = to[step] as number;
    seen[target] = 1;
    last[target] = step;
    order.push(target);
    (hub[target] === 1 ? hubs : shown).push(target);
  };

  /** From the places in `hubs` on by `MEMBER` alone; the other steps met come to `others`. */
  const flood = (hubs: number[], shown: number[], others: number[]): void => {
    for (let next = 0; next < hubs.length; next++) {
      const place = hubs[next] as number;
      for (let at = outStart[place] as number; at < (outStart[place + 1] as number); at++) {
        const step = out[at] as number;
        if (!takes(step)) continue;
        if (kinds[step] === memberKind) take(step, hubs, shown);
        else others.push(step);
      }
    }
  };

  /** By the steps out of one shown place and the hubs it is in: what they lead to, in the order of ids. */
  const arrive = (steps: number[], shown: number[], others: number[]): void => {
    if (steps.length > 1) steps.sort((a, b) => (kinds[a] as number) - (kinds[b] as number) || a - b);
    const arrived: number[] = [];
    for (const step of steps) {
      if (!takes(step)) continue;
      const hubs: number[] = [];
      take(step, hubs, arrived);
      flood(hubs, arrived, others);
    }
    for (const place of arrived.sort(byNumber)) shown.push(place);
  };

  seen[entry] = 1;
  order.push(entry);
  let level = [entry];
  // Steps behind the one step of a chain that is not `MEMBER`: none, unless a chart breaks that rule.
  let seconds: number[] = [];
  while (level.length > 0 || seconds.length > 0) {
    const nextLevel: number[] = [];
    const nextSeconds: number[] = [];
    for (let at = 0; at < level.length; at++) {
      const source = level[at] as number;
      rank[source] = ranked++;
      const same: number[] = [];
      const steps: number[] = [];
      flood([source], same, steps);
      for (const place of same.sort(byNumber)) level.push(place);
      arrive(steps, nextLevel, nextSeconds);
    }
    arrive(seconds, nextLevel, nextSeconds);
    level = nextLevel;
    seconds = nextSeconds;
  }
  return { last, rank, order };
};

const byNumber = (a: number, b: number): number => a - b;
