/** What every search on an attack graph looks at step by step: the cost and the kind of each step, and which places are hubs. */

import { stepTypes, type StepType } from '../model/step-type.ts';
import { layers } from '../model/layer.ts';
import type { AttackGraph } from './graph.ts';

export interface Terrain {
  readonly graph: AttackGraph;
  /** Of each step the layers in which a guard stands or is supposed to, as the graph has them. */
  readonly standing: Uint16Array;
  /** Of each step; `gone` for one that a supposed remover deletes. */
  readonly costs: Uint8Array;
  /** Of each step, the place of its type in `moveKinds`. */
  readonly kinds: Uint8Array;
  /** Of each place, whether it is never shown. */
  readonly hub: Uint8Array;
}

export const gone = 255;

/** In the order in which ways of equal depth and length are told apart. */
export const moveKinds: readonly (StepType | 'MEMBER')[] = [
  'MEMBER',
  ...Object.keys(stepTypes).map((type) => type as StepType),
].toSorted() as readonly (StepType | 'MEMBER')[];

export const memberKind = moveKinds.indexOf('MEMBER');

/** With what is enforced and what is declared. */
export const toTerrain = (graph: AttackGraph): Terrain => {
  const { steps, places } = graph;
  const standing = graph.layers.depth;
  const kindOf = new Map<string, number>(moveKinds.map((type, kind) => [type, kind]));
  const kinds = new Uint8Array(steps.length);
  const costs = new Uint8Array(steps.length);
  for (let step = 0; step < kinds.length; step++) {
    kinds[step] = kindOf.get(steps[step]?.type ?? '') ?? memberKind;
    costs[step] = countLayers(standing[step] as number);
  }
  const hub = new Uint8Array(places.length);
  for (let place = 0; place < hub.length; place++) hub[place] = places[place]?.kind === 'hub' ? 1 : 0;
  return { graph, standing, costs, kinds, hub };
};

/** The same with more controls, told by number, taken to stand. */
export const suppose = (terrain: Terrain, supposed: readonly number[]): Terrain => {
  const { controls, guarded, guardedStart } = terrain.graph;
  const standing = terrain.standing.slice();
  const costs = terrain.costs.slice();
  for (const number of supposed) {
    const control = controls[number];
    if (control === undefined) continue;
    const bit = 1 << layers.indexOf(control.layer);
    for (let at = guardedStart[number] as number; at < (guardedStart[number + 1] as number); at++) {
      const step = guarded[at] as number;
      if (control.effect === 'remove') costs[step] = gone;
      else if (((standing[step] as number) & bit) === 0) {
        standing[step] = (standing[step] as number) | bit;
        if (costs[step] !== gone) costs[step] = (costs[step] as number) + 1;
      }
    }
  }
  return { ...terrain, standing, costs };
};

export const countLayers = (bits: number): number => {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
};
