/** Least costs from one entry to every place: how many walls an attacker crosses at least. */

import { layers } from '../model/layer.ts';
import type { AttackGraph, Count, Distances } from './graph.ts';

/** `supposed`: numbers of controls that are supposed to stand: guards add their layer, removers delete. */
export const findDepths = (
  graph: AttackGraph,
  entry: number,
  count: Count,
  supposed: readonly number[] = [],
): Distances => createDepthFinder(graph).find(entry, count, supposed);

export interface DepthFinder {
  /** What it gives is overwritten by the next call. */
  find(entry: number, count: Count, supposed?: readonly number[]): Distances;
}

/**
 * Asks one graph again and again without making anything new. With `into`, distances are to the place asked about from
 * every other one.
 *
 * Places wait in buckets: by cost beyond the present one, and those of the present cost by length; a place is in one
 * bucket at a time. A step costs at most one of each layer, so that few buckets of cost go round, and every step is
 * looked at once: linear, whatever the costs.
 */
export const createDepthFinder = (graph: AttackGraph, direction: 'out' | 'into' = 'out'): DepthFinder => {
  const { places, steps, controls, guardedStart, guarded } = graph;
  const starts = direction === 'out' ? graph.outStart : graph.intoStart;
  const ways = direction === 'out' ? graph.out : graph.into;
  const ends = direction === 'out' ? graph.to : graph.from;
  const cost = new Int32Array(places.length);
  const length = new Int32Array(places.length);
  const found: Distances = { cost, length };

  const members = new Uint16Array(steps.length);
  for (const [number, { type }] of steps.entries()) if (type === 'MEMBER') members[number] = isMember;
  const masks: Partial<Record<Count, Uint16Array>> = {};
  const maskOf = (count: Count): Uint16Array =>
    (masks[count] ??= members.map((member, step) => member | (graph.layers[count][step] ?? 0)));

  // Buckets first by length, then by cost, going round; each a list through `next` and `previous`.
  const lengths = places.length + 1;
  const heads = new Int32Array(lengths + rounds).fill(-1);
  const next = new Int32Array(places.length);
  /** The place before, or −1 − the bucket whose first it is. */
  const previous = new Int32Array(places.length);

  const put = (place: number, bucket: number): void => {
    const head = heads[bucket] ?? -1;
    next[place] = head;
    previous[place] = -1 - bucket;
    if (head >= 0) previous[head] = place;
    heads[bucket] = place;
  };

  const take = (place: number): void => {
    const after = next[place] ?? -1;
    const before = previous[place] ?? -1;
    if (before >= 0) next[before] = after;
    else heads[-1 - before] = after;
    if (after >= 0) previous[after] = before;
  };

  const suppose = (mask: Uint16Array, supposed: readonly number[]): void => {
    for (const number of supposed) {
      const control = controls[number];
      if (control === undefined) continue;
      const bit = control.effect === 'remove' ? isGone : 1 << layers.indexOf(control.layer);
      for (let at = guardedStart[number] ?? 0; at < (guardedStart[number + 1] ?? 0); at += 1) {
        const step = guarded[at] ?? 0;
        mask[step] = (mask[step] ?? 0) | bit;
      }
    }
  };

  const restore = (mask: Uint16Array, supposed: readonly number[], count: Count): void => {
    const given = graph.layers[count];
    for (const number of supposed) {
      for (let at = guardedStart[number] ?? 0; at < (guardedStart[number + 1] ?? 0); at += 1) {
        const step = guarded[at] ?? 0;
        mask[step] = (members[step] ?? 0) | (given[step] ?? 0);
      }
    }
  };

  const search = (entry: number, mask: Uint16Array): void => {
    cost.fill(-1);
    length.fill(-1);
    cost[entry] = 0;
    length[entry] = 0;
    put(entry, lengths);
    let waiting = 1;
    for (let level = 0; waiting > 0; level += 1) {
      // Every place of this cost, by its length.
      const bucket = lengths + (level % rounds);
      let least = lengths;
      let here = 0;
      for (let place = heads[bucket] ?? -1; place >= 0;) {
        const after = next[place] ?? -1;
        const steps = length[place] ?? 0;
        put(place, steps);
        if (steps < least) least = steps;
        here += 1;
        place = after;
      }
      heads[bucket] = -1;
      waiting -= here;
      for (let steps = least; here > 0; steps += 1) {
        for (let place = heads[steps] ?? -1; place >= 0; place = heads[steps] ?? -1) {
          take(place);
          here -= 1;
          const last = starts[place + 1] ?? 0;
          for (let at = starts[place] ?? 0; at < last; at += 1) {
            const step = ways[at] ?? 0;
            const how = mask[step] ?? 0;
            if (how >= isGone) continue;
            const price = prices[how & ofLayers] ?? 0;
            const costThere = level + price;
            const lengthThere = steps + (how >= isMember ? 0 : 1);
            const end = ends[step] ?? 0;
            const known = cost[end] ?? -1;
            if (known >= 0) {
              if (known < costThere || (known === costThere && (length[end] ?? 0) <= lengthThere)) continue;
              // An equally dear one already waits where it belongs unless it does so by its length.
              if (known === costThere && price > 0) {
                length[end] = lengthThere;
                continue;
              }
              take(end);
              if (known === level) here -= 1;
              else waiting -= 1;
            }
            cost[end] = costThere;
            length[end] = lengthThere;
            if (price === 0) {
              put(end, lengthThere);
              here += 1;
            } else {
              put(end, lengths + (costThere % rounds));
              waiting += 1;
            }
          }
        }
      }
    }
  };

  return {
    find(entry, count, supposed = []) {
      const mask = maskOf(count);
      suppose(mask, supposed);
      search(entry, mask);
      restore(mask, supposed, count);
      return found;
    },
  };
};

/** Beside the bits of the layers, of which there are fewer. */
const isMember = 1 << 14;
const isGone = 1 << 15;
const ofLayers = (1 << layers.length) - 1;

/** More than the dearest step costs. */
const rounds = layers.length + 1;

/** How many layers a mask has. */
const prices = Uint8Array.from({ length: 1 << layers.length }, (_, mask) => {
  let count = 0;
  for (let rest = mask; rest > 0; rest >>= 1) count += rest & 1;
  return count;
});
