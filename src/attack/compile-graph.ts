/** Merges what the charts drew into the one attack graph: places by id, controls by id, and the steps each control has. */

import type { AttackParts } from '../model/attack-parts.ts';
import type { Control } from '../model/control.ts';
import { layers } from '../model/layer.ts';
import type { Asset, Place } from '../model/place.ts';
import type { Step } from '../model/step.ts';
import type { AttackGraph, Count, GraphAsset } from './graph.ts';
import { groupByNumber, type Groups } from './group-by-number.ts';
import { mergeControls } from './merge-controls.ts';
import { createStepSelection } from './select-steps.ts';

/**
 * Linear in steps, selectors and what they select. Throws where a step or an asset names a place that no chart declared:
 * a bug of the chart, of which an attacker's way could be missing. A selector that names one selects nothing: the
 * place it speaks of is not in this estate.
 */
export const compileGraph = (parts: readonly AttackParts[]): AttackGraph => {
  const places = mergePlaces(parts);
  const numbers = new Map(places.map(({ id }, number) => [id, number]));
  const drawn = numberSteps(parts, numbers);
  const controls = mergeControls(parts.flatMap((part) => part.controls));
  const selected = selectSteps(drawn, controls, numbers);
  const { steps, tied } = removeSteps(drawn, controls, selected);
  const out = groupByNumber(steps.from, places.length);
  const into = groupByNumber(steps.to, places.length);
  return {
    places,
    numberOf: (place) => numbers.get(place),
    steps: steps.steps,
    from: steps.from,
    to: steps.to,
    outStart: out.start,
    out: out.members,
    intoStart: into.start,
    into: into.members,
    controls,
    guardedStart: tied.start,
    guarded: tied.members,
    layers: toLayers(steps.steps.length, controls, tied),
    assets: toAssets(parts, numbers),
    unknowns: gatherUnknowns(parts, controls),
  };
};

const mergePlaces = (parts: readonly AttackParts[]): readonly Place[] => {
  const byId = new Map<string, Place>();
  for (const part of parts) for (const place of part.places) if (!byId.has(place.id)) byId.set(place.id, place);
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
};

interface NumberedSteps {
  readonly steps: readonly Step[];
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** In the order of the places they leave, so that a search walks through memory as it lies; otherwise as drawn. */
const numberSteps = (parts: readonly AttackParts[], numbers: ReadonlyMap<string, number>): NumberedSteps => {
  const count = parts.reduce((sum, { steps }) => sum + steps.length, 0);
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const steps: Step[] = [];
  for (const part of parts) {
    for (const step of part.steps) {
      from[steps.length] = toNumber(numbers, step.from, step);
      to[steps.length] = toNumber(numbers, step.to, step);
      steps.push(step);
    }
  }
  return pickSteps({ steps, from, to }, groupByNumber(from, numbers.size).members);
};

const toNumber = (numbers: ReadonlyMap<string, number>, place: string, { type, from, to }: Step): number => {
  const number = numbers.get(place);
  if (number === undefined)
    throw new Error(`the step ${type} from ${from} to ${to} names ${place}, which no chart declared`);
  return number;
};

const pickSteps = ({ steps, from, to }: NumberedSteps, wanted: Int32Array): NumberedSteps => {
  const picked: Step[] = [];
  for (const number of wanted) {
    const step = steps[number];
    if (step !== undefined) picked.push(step);
  }
  return {
    steps: picked,
    from: wanted.map((number) => from[number] ?? 0),
    to: wanted.map((number) => to[number] ?? 0),
  };
};

/** The steps of each control, in order. */
const selectSteps = (
  { steps, from, to }: NumberedSteps,
  controls: readonly Control[],
  numbers: ReadonlyMap<string, number>,
): Groups => {
  const selection = createStepSelection({ steps, from, to, controls, numbers });
  const start = new Int32Array(controls.length + 1);
  const lists = controls.map((control, number) => {
    const list = selection.select(control);
    start[number + 1] = (start[number] ?? 0) + list.length;
    return list;
  });
  const members = new Int32Array(start[controls.length] ?? 0);
  for (const [number, list] of lists.entries()) members.set(list, start[number]);
  return { start, members };
};

/** Without the steps that standing removers delete. */
const removeSteps = (
  drawn: NumberedSteps,
  controls: readonly Control[],
  tied: Groups,
): { readonly steps: NumberedSteps; readonly tied: Groups } => {
  const gone = new Uint8Array(drawn.steps.length);
  let removed = 0;
  for (const [number, { state, effect }] of controls.entries()) {
    if (state.kind !== 'standing' || effect !== 'remove') continue;
    for (let at = tied.start[number] ?? 0; at < (tied.start[number + 1] ?? 0); at += 1) {
      const step = tied.members[at] ?? 0;
      removed += gone[step] === 0 ? 1 : 0;
      gone[step] = 1;
    }
  }
  if (removed === 0) return { steps: drawn, tied };
  const left = new Int32Array(drawn.steps.length - removed);
  const numberNow = new Int32Array(drawn.steps.length).fill(-1);
  let count = 0;
  for (let step = 0; step < gone.length; step += 1) {
    if (gone[step] === 1) continue;
    left[count] = step;
    numberNow[step] = count;
    count += 1;
  }
  return { steps: pickSteps(drawn, left), tied: renumber(tied, numberNow) };
};

const renumber = ({ start, members }: Groups, numberNow: Int32Array): Groups => {
  const kept = new Int32Array(members.length);
  const startNow = new Int32Array(start.length);
  let count = 0;
  for (let group = 0; group + 1 < start.length; group += 1) {
    for (let at = start[group] ?? 0; at < (start[group + 1] ?? 0); at += 1) {
      const number = numberNow[members[at] ?? 0] ?? -1;
      if (number < 0) continue;
      kept[count] = number;
      count += 1;
    }
    startNow[group + 1] = count;
  }
  return { start: startNow, members: kept.slice(0, count) };
};

const toLayers = (
  steps: number,
  controls: readonly Control[],
  { start, members }: Groups,
): Readonly<Record<Count, Uint16Array>> => {
  const depth = new Uint16Array(steps);
  const proven = new Uint16Array(steps);
  for (const [number, { state, effect, layer }] of controls.entries()) {
    if (state.kind !== 'standing' || effect !== 'guard') continue;
    const bit = 1 << layers.indexOf(layer);
    for (let at = start[number] ?? 0; at < (start[number + 1] ?? 0); at += 1) {
      const step = members[at] ?? 0;
      depth[step] = (depth[step] ?? 0) | bit;
      if (state.proof === 'enforced') proven[step] = (proven[step] ?? 0) | bit;
    }
  }
  return { depth, proven };
};

/** In the order of the places. A place is one asset however many charts call it one: the heaviest counts, of equal ones the first. */
const toAssets = (parts: readonly AttackParts[], numbers: ReadonlyMap<string, number>): readonly GraphAsset[] => {
  const byPlace = new Map<number, Asset>();
  for (const part of parts) {
    for (const asset of part.assets) {
      const place = numbers.get(asset.place);
      if (place === undefined) throw new Error(`the asset ${asset.place} is at a place that no chart declared`);
      const known = byPlace.get(place);
      if (known === undefined || known.weight < asset.weight) byPlace.set(place, asset);
    }
  }
  return [...byPlace].map(([place, asset]) => ({ asset, place })).sort((a, b) => a.place - b.place);
};

const gatherUnknowns = (parts: readonly AttackParts[], controls: readonly Control[]): readonly string[] => [
  ...new Set([
    ...parts.flatMap(({ unknowns }) => unknowns),
    ...controls.flatMap(({ state }) => (state.kind === 'unknown' ? [state.why] : [])),
  ]),
];
