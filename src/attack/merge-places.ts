/** Makes one place of all that no way in could tell apart, so that a large estate is asked about as a small one. */

import type { Place } from '../model/place.ts';
import type { Step } from '../model/step.ts';
import type { AttackGraph } from './graph.ts';
import { groupByNumber } from './group-by-number.ts';
import { labelSteps } from './label-steps.ts';
import { refinePlaces } from './refine-places.ts';

export interface Merged {
  /** Named after the first member of each class; `numberOf` knows every member. Controls have the numbers they had. */
  readonly graph: AttackGraph;
  /** Of each place of the given graph, its number in the merged one. */
  readonly classOf: Int32Array;
  /** Numbers in the given graph of what a merged place stands for, in order. */
  members(this: void, place: number): readonly number[];
}

/**
 * Every way of the merged graph is one of the given graph, with the same types, costs and controls, and the other way
 * round: depths, and gains of controls, from the entries to the assets are the same. Entries and assets stand alone.
 */
export const mergePlaces = (graph: AttackGraph, entries: readonly number[]): Merged => {
  const labels = labelSteps(graph);
  const classOf = refinePlaces(graph, labels, startApart(graph, entries));
  const classes = numberByFirst(classOf);
  const { start, members } = groupByNumber(classOf, classes);
  const firstOf = (place: number): number => members[start[place] ?? 0] ?? 0;
  const places = Array.from({ length: classes }, (_, place) =>
    toMerged(graph.places[firstOf(place)], (start[place + 1] ?? 0) - (start[place] ?? 0)),
  );
  const kept = keepSteps(
    graph,
    labels,
    classOf,
    places.map((_, place) => firstOf(place)),
  );
  const from = kept.map((step) => classOf[graph.from[step] ?? 0] ?? 0);
  const to = kept.map((step) => classOf[graph.to[step] ?? 0] ?? 0);
  const out = groupByNumber(from, classes);
  const into = groupByNumber(to, classes);
  return {
    classOf,
    members: (place) => [...members.subarray(start[place], start[place + 1])],
    graph: {
      places,
      numberOf(place) {
        const number = graph.numberOf(place);
        return number === undefined ? undefined : classOf[number];
      },
      steps: Array.from(kept, (step, number) => toStep(graph.steps[step], places, from[number], to[number])),
      from,
      to,
      outStart: out.start,
      out: out.members,
      intoStart: into.start,
      into: into.members,
      controls: graph.controls,
      ...keepGuarded(graph, kept),
      layers: {
        depth: Uint16Array.from(kept, (step) => graph.layers.depth[step] ?? 0),
        proven: Uint16Array.from(kept, (step) => graph.layers.proven[step] ?? 0),
      },
      assets: graph.assets.map(({ asset, place }) => ({ asset, place: classOf[place] ?? 0 })),
      unknowns: graph.unknowns,
    },
  };
};

/** Places of different kinds are not merged, so that a merged one is of a kind that people can be told. */
const startApart = ({ places, assets }: AttackGraph, entries: readonly number[]): Int32Array => {
  const alone = new Set([...entries, ...assets.map(({ place }) => place)]);
  const kinds = new Map<string, number>();
  return Int32Array.from(places, ({ kind }, place) => {
    const name = alone.has(place) ? `alone/${place}` : kind;
    const known = kinds.get(name) ?? kinds.size;
    kinds.set(name, known);
    return known;
  });
};

/** Classes in the order of their first members; the number of them. */
const numberByFirst = (classOf: Int32Array): number => {
  const numberNow = new Int32Array(classOf.length).fill(-1);
  let count = 0;
  for (let place = 0; place < classOf.length; place += 1) {
    const old = classOf[place] ?? 0;
    if ((numberNow[old] ?? -1) < 0) {
      numberNow[old] = count;
      count += 1;
    }
    classOf[place] = numberNow[old] ?? 0;
  }
  return count;
};

const toMerged = (first: Place | undefined, members: number): Place => {
  if (first === undefined) throw new Error('a class without members');
  return members === 1 ? first : { ...first, title: `${first.title} and ${members - 1} more` };
};

/**
 * One step of each label from a class to a class: one that leaves the first member, since what is said of it is true of that;
 * of several, the one that leads to the first member there, else the first drawn.
 */
const keepSteps = (
  { outStart, out, to }: AttackGraph,
  labels: Int32Array,
  classOf: Int32Array,
  firstOf: readonly number[],
): Int32Array => {
  const kept: number[] = [];
  for (const first of firstOf) {
    const byEnd = new Map<number, number>();
    const last = outStart[first + 1] ?? 0;
    for (let at = outStart[first] ?? 0; at < last; at += 1) {
      const step = out[at] ?? 0;
      const end = classOf[to[step] ?? 0] ?? 0;
      const key = (labels[step] ?? 0) * firstOf.length + end;
      if (!byEnd.has(key) || to[step] === firstOf[end]) byEnd.set(key, step);
    }
    for (const step of byEnd.values()) kept.push(step);
  }
  return Int32Array.from(kept);
};

const toStep = (step: Step | undefined, places: readonly Place[], from = 0, to = 0): Step => {
  const [start, end] = [places[from]?.id, places[to]?.id];
  if (step === undefined || start === undefined || end === undefined) throw new Error('a step without ends');
  return step.from === start && step.to === end ? step : { ...step, from: start, to: end };
};

const keepGuarded = (
  { steps, controls, guardedStart, guarded }: AttackGraph,
  kept: Int32Array,
): Pick<AttackGraph, 'guardedStart' | 'guarded'> => {
  const numberNow = new Int32Array(steps.length).fill(-1);
  for (let number = 0; number < kept.length; number += 1) numberNow[kept[number] ?? 0] = number;
  const start = new Int32Array(controls.length + 1);
  const members = new Int32Array(guarded.length);
  let count = 0;
  for (let control = 0; control < controls.length; control += 1) {
    for (let at = guardedStart[control] ?? 0; at < (guardedStart[control + 1] ?? 0); at += 1) {
      const number = numberNow[guarded[at] ?? 0] ?? -1;
      if (number < 0) continue;
      members[count] = number;
      count += 1;
    }
    members.subarray(start[control], count).sort();
    start[control + 1] = count;
  }
  return { guardedStart: start, guarded: members.slice(0, count) };
};
