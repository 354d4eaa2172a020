/** Before each asset: how many walls stand, how many of them are proved, in which layers, and the worst way to it. */

import { layers, type Layer } from '../model/layer.ts';
import type { Asset, Place } from '../model/place.ts';
import { createWayDrawer } from './draw-ways.ts';
import { findBestSteps, type BestSteps } from './find-best-steps.ts';
import { findDepths } from './find-depths.ts';
import type { AttackGraph } from './graph.ts';
import { toTerrain } from './terrain.ts';
import { traceWays } from './trace-ways.ts';
import type { Way } from './way.ts';

export interface AssetWalls {
  readonly asset: Asset;
  readonly place: Place;
  /** `null`: no known path. */
  readonly depth: number | null;
  readonly proven: number | null;
  /** Those in which guards stand on the way. */
  readonly layers: readonly Layer[];
  /** The first by depth, length and ids. */
  readonly way: Way | null;
}

/** In the order of the graph's assets. */
export const summariseWalls = (graph: AttackGraph, entry: number): readonly AssetWalls[] => {
  const terrain = toTerrain(graph);
  const depths = findDepths(graph, entry, 'depth');
  const proven = findDepths(graph, entry, 'proven').cost;
  const best = findBestSteps(terrain, entry, depths);
  const standing = gatherLayers(graph, best);
  const trace = traceWays(terrain, best, createWayDrawer(terrain));
  return graph.assets.flatMap(({ asset, place: number }): readonly AssetWalls[] => {
    const place = graph.places[number];
    if (place === undefined) return [];
    if (depths.cost[number] === -1) return [{ asset, place, depth: null, proven: null, layers: [], way: null }];
    return [
      {
        asset,
        place,
        depth: depths.cost[number] as number,
        proven: proven[number] as number,
        layers: layers.filter((_, at) => ((standing[number] as number) & (1 << at)) !== 0),
        way: trace(number),
      },
    ];
  });
};

/** Of each place, a bit for each layer on its best way. */
const gatherLayers = (graph: AttackGraph, { last, order }: BestSteps): Uint16Array => {
  const standing = new Uint16Array(graph.places.length);
  for (const place of order) {
    const step = last[place] as number;
    if (step === -1) continue;
    standing[place] = (standing[graph.from[step] as number] as number) | (graph.layers.depth[step] as number);
  }
  return standing;
};
