/** The moves from one shown place to others: through the hubs between them, the least chain for each place and type. */

import { toWeight } from './search-back.ts';
import { gone, memberKind, type Terrain } from './terrain.ts';
import type { Work } from './work.ts';

/** The least of those to one place by one type; `weight` as `toWeight` has it. */
export interface Hop {
  readonly to: number;
  readonly kind: number;
  readonly weight: number;
}

export interface MoveLister {
  /** `rest` is how far it is from each place to where the way shall end: what leads nowhere is left out. */
  list(place: number, rest: Float64Array): readonly Hop[];
  /** Only those on shortest ways, in the order of their ids. */
  listTight(place: number, rest: Float64Array): readonly Hop[];
  /** The steps of a move that was listed. */
  chain(place: number, hop: Hop): readonly number[];
}

type Follows = (step: number) => boolean;

interface Start {
  readonly place: number;
  readonly weight: number;
  /** By which it comes there; −1 for where the move begins. */
  readonly step: number;
}

export const createMoveLister = (terrain: Terrain, work: Work): MoveLister => {
  const { graph, costs, kinds } = terrain;
  const { from, to, out, outStart } = graph;
  const spread = createSpread(terrain, work);

  /** First the hubs the place is in, by `MEMBER` alone; then, for each type, on from the steps of that type. */
  const flood = (
    place: number,
    follows: Follows,
    meet: (hop: Hop, last: Spread['last'], before: ReadonlyMap<number, number>) => void,
    only: number | null = null,
  ): void => {
    const starts = new Map<number, Start[]>();
    const before = new Map<number, number>();
    const region = spread([{ place, weight: 0, step: -1 }], (step) => kinds[step] === memberKind && follows(step));
    for (const hub of region.hubs) before.set(hub, region.last(hub));
    for (const at of [place, ...region.hubs]) {
      for (let next = outStart[at] as number; next < (outStart[at + 1] as number); next++) {
        const step = out[next] as number;
        const kind = kinds[step] as number;
        if (kind === memberKind || (only !== null && kind !== only) || !follows(step)) continue;
        const start = { place: to[step] as number, weight: region.weight(at) + toWeight(terrain, step), step };
        const known = starts.get(kind);
        if (known === undefined) starts.set(kind, [start]);
        else known.push(start);
      }
    }
    for (const end of region.shown)
      if (end !== place) meet({ to: end, kind: memberKind, weight: region.weight(end) }, region.last, before);
    for (const [kind, list] of starts) {
      const found = spread(list, follows);
      for (const end of found.shown)
        if (end !== place) meet({ to: end, kind, weight: found.weight(end) }, found.last, before);
    }
  };

  return {
    list(place, rest) {
      const hops: Hop[] = [];
      flood(
        place,
        (step) => costs[step] !== gone && rest[to[step] as number] !== Infinity,
        (hop) => hops.push(hop),
      );
      return hops;
    },
    listTight(place, rest) {
      const hops: Hop[] = [];
      flood(
        place,
        (step) =>
          costs[step] !== gone &&
          rest[to[step] as number] !== Infinity &&
          rest[from[step] as number] === toWeight(terrain, step) + (rest[to[step] as number] as number),
        (hop) => hops.push(hop),
      );
      return hops.sort(byIds);
    },
    chain(place, hop) {
      const chain: number[] = [];
      flood(
        place,
        (step) => costs[step] !== gone,
        ({ to: end, kind }, last, before) => {
          if (end !== hop.to || kind !== hop.kind) return;
          let step = last(end);
          // What comes to a start was noted as below −1.
          while (step >= 0) {
            chain.push(step);
            step = last(from[step] as number);
          }
          if (step === -1) return;
          step = -2 - step;
          while (step !== -1) {
            chain.push(step);
            const source = from[step] as number;
            step = source === place ? -1 : (before.get(source) ?? -1);
          }
        },
        hop.kind === memberKind ? -1 : hop.kind,
      );
      return chain.reverse();
    },
  };
};

export const byIds = (a: Hop, b: Hop): number => a.to - b.to || a.kind - b.kind;

interface Spread {
  /** Those that were reached, at their least. */
  readonly hubs: readonly number[];
  readonly shown: readonly number[];
  readonly weight: (place: number) => number;
  /** The step it is reached by: −1 for the start of the move, −2 − the step for another start. Good until the next spread. */
  readonly last: (place: number) => number;
}

/** From the starts on, through hubs alone. */
const createSpread = (terrain: Terrain, work: Work): ((starts: readonly Start[], follows: Follows) => Spread) => {
  const { graph, hub } = terrain;
  const { to, out, outStart } = graph;
  // Of the present spread: what was reached, how dear and by which step, and what is settled.
  const reached = new Int32Array(graph.places.length);
  const settled = new Int32Array(graph.places.length);
  const weights = new Float64Array(graph.places.length);
  const by = new Int32Array(graph.places.length);
  let present = 0;
  return (starts, follows) => {
    present++;
    // Few weights differ, so that looking at all of them finds the least at once.
    const waiting = new Map<number, number[]>();
    const reach = (place: number, weight: number, step: number): void => {
      if (reached[place] === present && (weights[place] as number) <= weight) return;
      reached[place] = present;
      weights[place] = weight;
      by[place] = step;
      const places = waiting.get(weight);
      if (places === undefined) waiting.set(weight, [place]);
      else places.push(place);
    };
    const hubs: number[] = [];
    const shown: number[] = [];
    for (const { place, weight, step } of starts) reach(place, weight, step === -1 ? -1 : -2 - step);
    while (waiting.size > 0 && work.left >= 0) {
      const weight = Math.min(...waiting.keys());
      const places = waiting.get(weight) ?? [];
      for (let next = 0; next < places.length; next++) {
        const place = places[next] as number;
        if (settled[place] === present) continue;
        settled[place] = present;
        if (by[place] !== -1) (hub[place] === 1 ? hubs : shown).push(place);
        if (hub[place] === 0 && by[place] !== -1) continue;
        const end = outStart[place + 1] as number;
        work.left -= end - (outStart[place] as number) + 1;
        for (let at = outStart[place] as number; at < end; at++) {
          const step = out[at] as number;
          if (follows(step)) reach(to[step] as number, weight + toWeight(terrain, step), step);
        }
      }
      waiting.delete(weight);
    }
    return { hubs, shown, weight: (place) => weights[place] as number, last: (place) => by[place] as number };
  };
};
