/** How far it is from every place to one, around places that may not be entered. */

import { gone, memberKind, type Terrain } from './terrain.ts';
import type { Work } from './work.ts';

/**
 * Costs and lengths as one number, which orders as they do: no way is as long as there are places, and none costs more
 * than sixteen for each, so that no sum leaves what a number holds exactly.
 */
export const costUnit = 2 ** 24;

export const toWeight = ({ costs, kinds }: Terrain, step: number): number =>
  (costs[step] as number) * costUnit + (kinds[step] === memberKind ? 0 : 1);

interface BackSearch {
  readonly target: number;
  readonly isBlocked: (place: number) => boolean;
  readonly work: Work;
  /** Asked with each place that is settled; nothing farther than what it answers is looked at. */
  readonly settle?: (place: number, weight: number) => number;
}

/** `Infinity` from where no way leads; also from what is farther than was asked. */
export const searchBack = (terrain: Terrain, { target, isBlocked, work, settle }: BackSearch): Float64Array => {
  const { graph, costs } = terrain;
  const { from, into, intoStart } = graph;
  const weights = new Float64Array(graph.places.length).fill(Infinity);
  weights[target] = 0;
  let farthest = Infinity;
  // By cost, and those of one cost by length.
  const waiting: number[][][] = [[[target]]];
  for (let cost = 0; cost < waiting.length; cost++) {
    const lengths = waiting[cost] ?? [];
    for (let length = 0; length < lengths.length; length++) {
      const weight = cost * costUnit + length;
      if (weight > farthest) return weights;
      const places = lengths[length] ?? [];
      for (let next = 0; next < places.length; next++) {
        const place = places[next] as number;
        // One that came nearer meanwhile was seen there; one that is in this list twice finds nothing new.
        if ((weights[place] as number) < weight) continue;
        if (settle !== undefined) farthest = settle(place, weight);
        const end = intoStart[place + 1] as number;
        work.left -= end - (intoStart[place] as number);
        if (work.left < 0) return weights;
        for (let at = intoStart[place] as number; at < end; at++) {
          const step = into[at] as number;
          if (costs[step] === gone) continue;
          const source = from[step] as number;
          const there = weight + toWeight(terrain, step);
          if (there >= (weights[source] as number) || isBlocked(source)) continue;
          weights[source] = there;
          const costThere = cost + (costs[step] as number);
          const byLength = (waiting[costThere] ??= []);
          (byLength[there - costThere * costUnit] ??= []).push(source);
        }
      }
      lengths[length] = [];
    }
    waiting[cost] = [];
  }
  return weights;
};
