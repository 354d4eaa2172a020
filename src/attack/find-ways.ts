/** The ways from an entry to what matters, worst first. */

import { compareHops, createWaySource, type FoundWay, type WaySource } from './create-way-source.ts';
import { createWayDrawer } from './draw-ways.ts';
import { findBestSteps, type BestSteps } from './find-best-steps.ts';
import { findDepths } from './find-depths.ts';
import type { AttackGraph } from './graph.ts';
import { createMoveLister, type Hop } from './list-moves.ts';
import { costUnit, toWeight } from './search-back.ts';
import { moveKinds, toTerrain, type Terrain } from './terrain.ts';
import { traceWays } from './trace-ways.ts';
import type { Way } from './way.ts';
import type { Work } from './work.ts';

export interface WaysWanted {
  readonly most: number;
  /** What may be looked at for further ways to places whose best one is told. Below 0 afterwards: there may be others. */
  readonly work?: Work;
}

/** About a second on two cores. */
const enough = 30_000_000;

/**
 * By depth, length and the ids on them. To one target they are the first of all its simple ways in that order; two that
 * differ in hubs alone are one.
 *
 * To several, first comes the best way to each, then what is left is filled with further ways, in turns, the worst
 * first. Where there are more targets than ways wanted, what leads through something worth more than its end comes
 * last: who has the cluster has every Secret, and a thousand ways that say so tell one thing. For the same reason no
 * further way leads through such a place.
 */
export const findWays = (
  graph: AttackGraph,
  entry: number,
  targets: readonly number[],
  { most, work = { left: enough } }: WaysWanted,
): readonly Way[] => {
  const terrain = toTerrain(graph);
  const depths = findDepths(graph, entry, 'depth');
  const best = findBestSteps(terrain, entry, depths);
  const drawer = createWayDrawer(terrain);
  const trace = traceWays(terrain, best, drawer);
  const toWorth = weighTargets(graph, targets);
  const lister = createMoveLister(terrain, work);

  const farness = (place: number): number =>
    (depths.cost[place] as number) * costUnit + (depths.length[place] as number);
  const reached = [...new Set(targets)]
    .filter((place) => depths.cost[place] !== -1)
    .sort((a, b) => farness(a) - farness(b) || (best.rank[a] as number) - (best.rank[b] as number));
  const toBest = (place: number): Told => {
    const way = trace(place);
    return { to: place, hops: toHops(terrain, way), weight: farness(place), way };
  };
  const crowded = reached.length > most;
  const heaviest = crowded ? findHeaviest(terrain, best, toWorth) : null;
  const leadsThrough = (place: number): boolean => heaviest !== null && (heaviest[place] as number) > toWorth(place);

  const first = reached
    .filter((place) => !leadsThrough(place))
    .slice(0, most)
    .map(toBest);
  const room = most - first.length;
  const toSource = (to: number): WaySource => {
    const worth = toWorth(to);
    const isBlocked = (place: number): boolean => depths.cost[place] === -1 || toWorth(place) > worth;
    return createWaySource({ terrain, lister, entry, target: to, isBlocked, work });
  };
  const further =
    room === 0
      ? []
      : takeTurns(
          [
            ...first.map((told) => toTurn(told, toSource)),
            ...reached
              .filter(leadsThrough)
              .slice(0, room)
              .map((place): Turn => ({
                next: toBest(place),
                weight: farness(place),
                last: true,
                count: 0,
                pull: () => null,
              })),
          ],
          room,
        );
  // What was found is drawn, whatever work is left.
  const drawn = createMoveLister(terrain, { left: Infinity });
  return [...first, ...further].sort(compareTold).map(({ to, hops, way }) => {
    if (way !== null) return way;
    const moves = hops.map((hop, at) => drawer.toMove(drawn.chain(hops[at - 1]?.to ?? entry, hop)));
    return drawer.toWay(to, moves);
  });
};

interface Told extends FoundWay {
  readonly to: number;
  /** `null` until it is drawn. */
  readonly way: Way | null;
}

const compareTold = (a: Told, b: Told): number => a.weight - b.weight || compareHops(a.hops, b.hops);

/** What an asset weighs, where it is asked about; a place that is asked about and no asset weighs nothing, as all others do. */
const weighTargets = ({ assets }: AttackGraph, targets: readonly number[]): ((place: number) => number) => {
  const asked = new Set(targets);
  const weights = new Map<number, number>();
  for (const { asset, place } of assets) if (asked.has(place)) weights.set(place, asset.weight);
  return (place) => weights.get(place) ?? 0;
};

/** Of each place, the worth of the worthiest before it on its best way. */
const findHeaviest = (
  { graph }: Terrain,
  { last, order }: BestSteps,
  toWorth: (place: number) => number,
): Float64Array => {
  const heaviest = new Float64Array(graph.places.length);
  for (const place of order) {
    const step = last[place] as number;
    if (step === -1) continue;
    const before = graph.from[step] as number;
    heaviest[place] = Math.max(heaviest[before] as number, toWorth(before));
  }
  return heaviest;
};

const toHops = (terrain: Terrain, { moves }: Way): readonly Hop[] =>
  moves.map(({ type, steps }) => ({
    to: terrain.graph.to[steps.at(-1) as number] as number,
    kind: moveKinds.indexOf(type),
    weight: steps.reduce((sum, step) => sum + toWeight(terrain, step), 0),
  }));

/** Where the next way to one target comes from. */
interface Turn {
  next: Told | null;
  /** The next weighs no less. */
  weight: number;
  readonly last: boolean;
  count: number;
  pull(): Told | null;
}

const toTurn = (best: Told, toSource: (to: number) => WaySource): Turn => {
  let source: WaySource | null = null;
  return {
    next: null,
    weight: best.weight,
    last: false,
    count: 0,
    pull() {
      source ??= toSource(best.to);
      let found = source.next();
      if (found !== null && compareHops(found.hops, best.hops) === 0) found = source.next();
      return found === null ? null : { to: best.to, ...found, way: null };
    },
  };
};

/** By depth, then in turns; the weight of a turn that has no way ready is a lower bound. */
const takeTurns = (turns: Turn[], most: number): readonly Told[] => {
  const taken: Told[] = [];
  while (taken.length < most && turns.length > 0) {
    let at = 0;
    for (const [other, turn] of turns.entries()) {
      const least = turns[at];
      if (least !== undefined && compareTurns(turn, least) < 0) at = other;
    }
    const turn = turns[at];
    if (turn === undefined) break;
    if (turn.next === null) {
      turn.next = turn.pull();
      if (turn.next === null) turns.splice(at, 1);
      else turn.weight = turn.next.weight;
    } else {
      taken.push(turn.next);
      turn.next = null;
      turn.count++;
    }
  }
  return taken;
};

const compareTurns = (a: Turn, b: Turn): number =>
  Math.floor(a.weight / costUnit) - Math.floor(b.weight / costUnit) ||
  Number(a.last) - Number(b.last) ||
  a.count - b.count ||
  a.weight - b.weight ||
  Number(a.next !== null) - Number(b.next !== null) ||
  (a.next === null || b.next === null ? 0 : compareHops(a.next.hops, b.next.hops));
