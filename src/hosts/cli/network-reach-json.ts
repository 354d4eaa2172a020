/** The JSON of `vauban network reach`, in pieces: a large estate has a hundred thousand connections. */

import type { Json, JsonObject } from '../../model/json.ts';
import { writeJson, writeJsonLines } from '../../reports/write-json.ts';
import type { ReachAnswer } from '../assemble/network/ask-reach.ts';
import type { LoadedNetwork } from '../assemble/network/load-network.ts';
import { listNamedPrefixes } from '../assemble/network/named-prefixes.ts';
import { groupRows } from '../assemble/network/group-rows.ts';
import { countRows, listRows, mostRows, toRowJson } from '../assemble/network/reach-rows.ts';
import { tellExposures, toExposureJson } from '../assemble/network/tell-exposures.ts';

export function* renderReachJson(answer: ReachAnswer, most = mostRows): Generator<string> {
  yield `{\n  "complete": ${isComplete(answer.network)}`;
  if (countRows(answer) > most) {
    const { groups, rows, itself } = groupRows(answer);
    yield ',\n  "groups": {';
    for (const [index, { id, places }] of groups.entries()) {
      yield `${index === 0 ? '' : ','}\n    ${writeJson(id)}: ${writeJson([...places])}`;
    }
    yield '\n  },\n  "connections": ';
    yield* writeJsonLines(rows, (row) => row);
    yield ',\n  "itself": ';
    yield* writeJsonLines(itself(), (row) => row);
  } else {
    yield ',\n  "connections": ';
    yield* writeJsonLines(listRows(answer, { withBecause: true }), (row) => toRowJson(row, { withBecause: true }));
  }
  for (const [key, value] of toNotes(answer.network)) yield `,\n  "${key}": ${writeList(value)}`;
  yield `,\n  "internet": ${writeJson({ except: [...listNamedPrefixes(answer.places)] })}`;
  yield `,\n  "exposures": ${writeList(tellExposures(answer).map(toExposureJson))}`;
  yield '\n}\n';
}

/** One connection a line, in bounded memory; why each is allowed only where it was asked for. */
export function* renderReachLines(answer: ReachAnswer, withBecause: boolean): Generator<string> {
  let piece = '';
  for (const row of listRows(answer, { withBecause })) {
    piece += `${writeJson(toRowJson(row, { withBecause }))}\n`;
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Characters written at once. */
const pieceSize = 64 * 1024;

export const isComplete = ({ partial }: Pick<LoadedNetwork, 'partial'>): boolean => partial.length === 0;

export const toNotes = ({
  partial,
  problems,
}: Pick<LoadedNetwork, 'partial' | 'problems'>): readonly (readonly [string, readonly JsonObject[]])[] => [
  ['partial', partial.map(({ why, about }) => ({ why, about }))],
  ['problems', problems.map((problem) => ({ ...problem }))],
];

export const writeList = (items: readonly Json[]): string => [...writeJsonLines(items, (item) => item)].join('');
