/** What one more control would change: the depths of which assets, and what that is worth. */

import { layers } from '../model/layer.ts';
import { findBestSteps } from './find-best-steps.ts';
import type { AttackGraph, Distances, GraphAsset } from './graph.ts';
import { gone, type Terrain } from './terrain.ts';
import { toWayTree, type WayTree } from './way-tree.ts';

/** Deeper than this a wall more or less is nothing to a person; no known path counts as much. */
export const deepest = 16;

export interface Change {
  readonly asset: GraphAsset;
  /** `null`: no known path. */
  readonly before: number | null;
  readonly after: number | null;
}

export interface Gain {
  readonly gain: number;
  /** The assets whose depth is another then, in the order of the graph. */
  readonly changes: readonly Change[];
}

export interface GainMeter {
  measure(control: number): Gain;
  /** Whether the control would make this step dearer, or delete it. */
  changes(control: number, step: number): boolean;
}

/**
 * Exact, and only as much work as the control changes: walls make ways dearer and never cheaper, so that a place keeps
 * its depth while the best way to it keeps its cost. Of one tree of best ways only what hangs on changed steps is looked
 * at, and of that only what no other step of the same cost holds up.
 */
export const createGainMeter = (terrain: Terrain, entry: number, distances: Distances): GainMeter => {
  const { graph, costs, standing } = terrain;
  const { from, to, out, outStart, into, intoStart, guarded, guardedStart } = graph;
  const depths = distances.cost;
  const tree = toWayTree(graph, findBestSteps(terrain, entry, distances));
  const assetsBefore = countAssets(graph, tree, depths);
  const assetAt = new Map(graph.assets.map((asset) => [asset.place, asset]));

  /** Which question a mark is of; so that nothing is cleared between them. */
  let question = 0;
  const changed = new Int32Array(graph.steps.length);
  const asked = new Int32Array(graph.places.length);
  const affected = new Int32Array(graph.places.length);
  const fresh = new Int32Array(graph.places.length);

  const changes = (number: number, step: number): boolean => {
    const control = graph.controls[number];
    if (control === undefined || costs[step] === gone) return false;
    return control.effect === 'remove' || ((standing[step] as number) & (1 << layers.indexOf(control.layer))) === 0;
  };

  const hasAssets = (place: number): boolean => {
    const start = tree.enter[place] as number;
    return (assetsBefore[start + (tree.size[place] as number)] as number) > (assetsBefore[start] as number);
  };

  /** The ends of changed steps of the tree, where any leads to assets; marks all changed steps. */
  const findRoots = (number: number): readonly number[] => {
    const roots: number[] = [];
    for (let at = guardedStart[number] as number; at < (guardedStart[number + 1] as number); at++) {
      const step = guarded[at] as number;
      if (!changes(number, step)) continue;
      changed[step] = question;
      const end = to[step] as number;
      if (tree.last[end] === step) roots.push(end);
    }
    // A branch without assets may still be what holds up another: all of them or none.
    return roots.some(hasAssets) ? roots : [];
  };

  /** −1 for a step that is gone. */
  const priceOf = (step: number, removes: boolean): number => {
    if (changed[step] !== question) return costs[step] === gone ? -1 : (costs[step] as number);
    return removes ? -1 : (costs[step] as number) + 1;
  };

  /** From the roots down, every place that no step from elsewhere holds up at its depth. */
  const findAffected = (roots: readonly number[], removes: boolean): readonly number[] => {
    const isBelow = tree.below(roots);
    const isHeldUp = (place: number): boolean => {
      for (let at = intoStart[place] as number; at < (intoStart[place + 1] as number); at++) {
        const step = into[at] as number;
        const source = from[step] as number;
        if (depths[source] === -1 || isBelow(source)) continue;
        const price = priceOf(step, removes);
        if (price !== -1 && (depths[source] as number) + price === depths[place]) return true;
      }
      return false;
    };
    const found: number[] = [];
    const waiting = [...roots];
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      if (asked[place] === question) continue;
      asked[place] = question;
      if (isHeldUp(place)) continue;
      affected[place] = question;
      found.push(place);
      tree.eachChild(place, (child) => waiting.push(child));
    }
    return found;
  };

  /** The new depths of those places, into `fresh`: from the others first, then among themselves. */
  const settle = (places: readonly number[], removes: boolean): void => {
    const waiting: number[][] = [];
    const reach = (place: number, depth: number): void => {
      if (fresh[place] !== -1 && (fresh[place] as number) <= depth) return;
      fresh[place] = depth;
      (waiting[depth] ??= []).push(place);
    };
    for (const place of places) fresh[place] = -1;
    for (const place of places)
      for (let at = intoStart[place] as number; at < (intoStart[place + 1] as number); at++) {
        const step = into[at] as number;
        const source = from[step] as number;
        if (affected[source] === question || depths[source] === -1) continue;
        const price = priceOf(step, removes);
        if (price !== -1) reach(place, (depths[source] as number) + price);
      }
    for (let depth = 0; depth < waiting.length; depth++) {
      const list = waiting[depth] ?? [];
      for (let next = 0; next < list.length; next++) {
        const place = list[next] as number;
        if (fresh[place] !== depth) continue;
        for (let at = outStart[place] as number; at < (outStart[place + 1] as number); at++) {
          const step = out[at] as number;
          const end = to[step] as number;
          if (affected[end] !== question) continue;
          const price = priceOf(step, removes);
          if (price !== -1) reach(end, depth + price);
        }
      }
    }
  };

  return {
    changes,
    measure(number) {
      question++;
      const roots = findRoots(number);
      if (roots.length === 0) return nothing;
      const removes = graph.controls[number]?.effect === 'remove';
      const places = findAffected(roots, removes);
      const met = places.flatMap((place) => assetAt.get(place) ?? []);
      if (met.length === 0) return nothing;
      settle(places, removes);
      const after = met
        .filter(({ place }) => fresh[place] !== depths[place])
        .sort((a, b) => a.place - b.place)
        .map((asset) => ({
          asset,
          before: toDepth(depths[asset.place] as number),
          after: toDepth(fresh[asset.place] as number),
        }));
      return { gain: after.reduce((sum, change) => sum + toGain(change), 0), changes: after };
    },
  };
};

const nothing: Gain = { gain: 0, changes: [] };

const toDepth = (cost: number): number | null => (cost === -1 ? null : cost);

const toGain = ({ asset, before, after }: Change): number =>
  asset.asset.weight * (Math.min(deepest, after ?? deepest) - Math.min(deepest, before ?? deepest));

/** Of each number of places in the order of the tree, how many assets are among them. */
const countAssets = (graph: AttackGraph, tree: WayTree, depths: Int32Array): Int32Array => {
  const counts = new Int32Array(tree.count + 1);
  for (const { place } of graph.assets) {
    if (depths[place] === -1) continue;
    const at = (tree.enter[place] as number) + 1;
    counts[at] = (counts[at] as number) + 1;
  }
  for (let at = 1; at < counts.length; at++) counts[at] = (counts[at] as number) + (counts[at - 1] as number);
  return counts;
};
