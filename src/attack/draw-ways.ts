/** Steps in a row as moves and ways that people are shown. */

import type { Control } from '../model/control.ts';
import { stepTypes } from '../model/step-type.ts';
import type { AttackGraph } from './graph.ts';
import { countLayers, memberKind, moveKinds, type Terrain } from './terrain.ts';
import type { Move, Way } from './way.ts';

export interface WayDrawer {
  /** The steps from one shown place to the next. */
  toMove(chain: readonly number[]): Move;
  toWay(to: number, moves: readonly Move[]): Way;
}

export const createWayDrawer = ({ graph, costs, kinds }: Terrain): WayDrawer => {
  const controlsOf = indexControls(graph);
  return {
    toMove(chain) {
      const typed = chain.find((step) => kinds[step] !== memberKind);
      const type = moveKinds[typed === undefined ? memberKind : (kinds[typed] as number)] ?? 'MEMBER';
      const steps = chain.flatMap((step) => graph.steps[step] ?? []);
      return {
        type,
        technique:
          type === 'MEMBER'
            ? null
            : ((typed === undefined ? undefined : graph.steps[typed]?.technique) ?? stepTypes[type].technique),
        from: placeAt(graph, graph.from[chain[0] as number] as number),
        to: placeAt(graph, graph.to[chain.at(-1) as number] as number),
        cost: chain.reduce((sum, step) => sum + (costs[step] as number), 0),
        grant: [...new Set(steps.map(({ grant }) => grant))].filter((grant) => grant !== '').join('; '),
        by: [...new Set(steps.flatMap(({ by }) => by ?? []))],
        controls: controlsOf(chain),
        steps: chain,
      };
    },
    toWay: (to, moves) => ({
      to,
      depth: moves.reduce((sum, { cost }) => sum + cost, 0),
      proven: moves.reduce(
        (sum, { steps }) => steps.reduce((sum, step) => sum + countLayers(graph.layers.proven[step] as number), sum),
        0,
      ),
      moves,
    }),
  };
};

const placeAt = (graph: AttackGraph, place: number) => {
  const found = graph.places[place];
  if (found === undefined) throw new Error(`the attack graph has no place ${place}`);
  return found;
};

/** The graph names the steps of each control; here the other way round. */
const indexControls = ({ steps, controls, guarded, guardedStart }: AttackGraph) => {
  const start = new Int32Array(steps.length + 1);
  for (const step of guarded) start[step + 1] = (start[step + 1] as number) + 1;
  for (let step = 0; step < steps.length; step++)
    start[step + 1] = (start[step + 1] as number) + (start[step] as number);
  const filled = start.slice();
  const controlAt = new Int32Array(guarded.length);
  for (let control = 0; control < controls.length; control++)
    for (let at = guardedStart[control] as number; at < (guardedStart[control + 1] as number); at++) {
      const step = guarded[at] as number;
      controlAt[filled[step] as number] = control;
      filled[step] = (filled[step] as number) + 1;
    }
  return (chain: readonly number[]): readonly Control[] => {
    const numbers = new Set<number>();
    for (const step of chain)
      for (let at = start[step] as number; at < (start[step + 1] as number); at++) numbers.add(controlAt[at] as number);
    return [...numbers].sort((a, b) => a - b).flatMap((number) => controls[number] ?? []);
  };
};
