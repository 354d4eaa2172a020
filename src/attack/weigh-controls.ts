/** What each control that can be had would buy: by how much the walls before assets would rise. */

import type { Control } from '../model/control.ts';
import type { Asset } from '../model/place.ts';
import { createDepthFinder } from './find-depths.ts';
import type { AttackGraph, Distances } from './graph.ts';
import { createGainMeter, deepest, type GainMeter } from './measure-gains.ts';
import { createProposer, type Proposal } from './propose-controls.ts';
import { gone, suppose, toTerrain, type Terrain } from './terrain.ts';

export interface Weighed {
  readonly control: Control;
  /** The sum of weight × (depth after − depth before) over assets, depths beyond 16 and no known path as 16. */
  readonly gain: number;
  /**
   * How many steps on shortest ways to assets it would guard or remove; for one that others need, theirs as well. Its
   * gain is its own alone.
   */
  readonly tight: number;
  /** The assets before which its wall would count at once. */
  readonly after: readonly { readonly asset: Asset; readonly before: number | null; readonly after: number | null }[];
}

/** By gain, then tight steps, then scope, then id. Without those that have no step on any shortest way to an asset. */
export const weighControls = (graph: AttackGraph, entry: number): readonly Weighed[] =>
  createControlScales(graph, entry)
    .weigh([], 'all')
    .map(({ weighed }) => weighed)
    .sort(compareWeighed);

export interface ControlScales {
  /** With some controls supposed to stand; in the order of the graph. */
  weigh(
    supposed: readonly number[],
    /** Whose ways are looked at for tight steps: `helped` are those before which all that can be had would raise a wall. */
    assets: 'all' | 'helped',
  ): readonly { readonly number: number; readonly weighed: Weighed }[];
}

export const createControlScales = (graph: AttackGraph, entry: number): ControlScales => {
  const given = toTerrain(graph);
  const finder = createDepthFinder(graph);
  const propose = createProposer(graph);
  return {
    weigh(supposed, assets) {
      const terrain = supposed.length === 0 ? given : suppose(given, supposed);
      const proposals = propose(supposed);
      // The finder uses what it told before again.
      const { cost, length } = finder.find(entry, 'depth', supposed);
      const distances = { cost: cost.slice(), length: length.slice() };
      const helped = assets === 'all' ? null : finder.find(entry, 'depth', [...supposed, ...listAll(proposals)]).cost;
      const isAsked = (place: number): boolean => helped === null || helped[place] !== distances.cost[place];
      const meter = createGainMeter(terrain, entry, distances);
      const countTight = createTightCounter(terrain, meter, findTight(terrain, distances, isAsked));
      return proposals.flatMap(({ control: number, opens }) => {
        const control = graph.controls[number];
        const tight = countTight([number, ...opens]);
        if (control === undefined || tight === 0) return [];
        const { gain, changes } = meter.measure(number);
        const after = changes.map(({ asset: { asset }, before, after }) => ({ asset, before, after }));
        return [{ number, weighed: { control, gain, tight, after } }];
      });
    },
  };
};

const listAll = (proposals: readonly Proposal[]): readonly number[] =>
  proposals.flatMap(({ control, opens }) => [control, ...opens]);

/** How many steps on shortest ways any of some controls would change. */
const createTightCounter = (
  { graph }: Terrain,
  meter: GainMeter,
  tight: Uint8Array,
): ((controls: readonly number[]) => number) => {
  const counted = new Int32Array(graph.steps.length);
  let question = 0;
  return (controls) => {
    question++;
    let count = 0;
    for (const control of controls)
      for (let at = graph.guardedStart[control] as number; at < (graph.guardedStart[control + 1] as number); at++) {
        const step = graph.guarded[at] as number;
        if (tight[step] === 0 || counted[step] === question || !meter.changes(control, step)) continue;
        counted[step] = question;
        count++;
      }
    return count;
  };
};

/** The steps on shortest ways to assets before which a wall more would count. */
const findTight = (
  { graph, costs }: Terrain,
  { cost: depths }: Distances,
  isAsked: (place: number) => boolean,
): Uint8Array => {
  const tight = new Uint8Array(graph.steps.length);
  const seen = new Uint8Array(graph.places.length);
  const waiting: number[] = [];
  for (const { place } of graph.assets) {
    const depth = depths[place] as number;
    if (depth === -1 || depth >= deepest || seen[place] === 1 || !isAsked(place)) continue;
    seen[place] = 1;
    waiting.push(place);
  }
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop())
    for (let at = graph.intoStart[place] as number; at < (graph.intoStart[place + 1] as number); at++) {
      const step = graph.into[at] as number;
      const source = graph.from[step] as number;
      if (depths[source] === -1 || costs[step] === gone) continue;
      if ((depths[source] as number) + (costs[step] as number) !== depths[place]) continue;
      tight[step] = 1;
      if (seen[source] === 1) continue;
      seen[source] = 1;
      waiting.push(source);
    }
  return tight;
};

export const compareWeighed = (a: Weighed, b: Weighed): number =>
  b.gain - a.gain ||
  b.tight - a.tight ||
  compareTexts(a.control.scope, b.control.scope) ||
  compareTexts(a.control.id, b.control.id);

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
