/** The JSON of `vauban attacks`, in pieces: a thousand ways have ten thousand steps. */

import type { AttackAnswer } from '../../attack/attack-answer.ts';
import type { AttackGraph } from '../../attack/graph.ts';
import { layers } from '../../model/layer.ts';
import { stepTypes } from '../../model/step-type.ts';
import { writeJson, writeJsonLines } from '../../reports/write-json.ts';
import type { FindGrant } from '../assemble/attack/find-grants.ts';
import type { AttackEstate } from './attack-estate.ts';
import { toHead, toMoveJson } from './attack-json.ts';

export function* renderAttacksJson(
  answer: AttackAnswer,
  estate: Pick<AttackEstate, 'entry' | 'missing'>,
  find: FindGrant,
): Generator<string> {
  yield '{\n';
  for (const [key, value] of Object.entries(toHead(estate))) yield `  "${key}": ${writeJson(value)},\n`;
  yield `  "left": ${answer.left},\n  "paths": `;
  yield* writeJsonLines(answer.ways, ({ to, depth, proven, moves }) => ({
    to: to.id,
    depth,
    proven,
    steps: moves.map((move) => toMoveJson(move, find)),
  }));
  yield '\n}\n';
}

/**
 * Each step of the graph as it is, those through hubs included: between two places that are shown lies one that is no
 * `MEMBER`. Objects are named without their lines: to look up a hundred thousand takes longer than all the rest.
 */
export function* renderEdges(graph: AttackGraph, nameOf: (key: string) => string): Generator<string> {
  const controlsOf = indexControls(graph);
  let piece = '';
  for (const [number, { type, technique, from, to, grant, by }] of graph.steps.entries()) {
    piece += `${writeJson({
      type,
      technique: technique ?? (type === 'MEMBER' ? null : stepTypes[type].technique),
      from,
      to,
      fromHub: isHub(graph, graph.from[number]),
      toHub: isHub(graph, graph.to[number]),
      cost: countBits(graph.layers.depth[number] ?? 0),
      grant,
      by: by === null ? null : nameOf(by),
      controls: controlsOf(number).flatMap((control) => {
        const known = graph.controls[control];
        return known === undefined
          ? []
          : [{ layer: known.layer, id: known.id, state: known.state.kind, effect: known.effect }];
      }),
    })}\n`;
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Characters written at once. */
const pieceSize = 64 * 1024;

const isHub = ({ places }: AttackGraph, number: number | undefined): boolean => places[number ?? -1]?.kind === 'hub';

const countBits = (mask: number): number => layers.filter((_, at) => (mask & (1 << at)) !== 0).length;

/** The graph names the steps of each control; here the other way round. */
const indexControls = ({
  steps,
  controls,
  guardedStart,
  guarded,
}: AttackGraph): ((step: number) => readonly number[]) => {
  const of: (number[] | undefined)[] = Array.from({ length: steps.length });
  for (let control = 0; control < controls.length; control += 1) {
    for (let index = guardedStart[control] ?? 0; index < (guardedStart[control + 1] ?? 0); index += 1) {
      const step = guarded[index] ?? 0;
      const known = of[step];
      if (known === undefined) of[step] = [control];
      else known.push(control);
    }
  }
  return (step) => of[step] ?? [];
};
