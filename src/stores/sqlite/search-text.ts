/** Asks the text index which positions hold every word of a question, never for more than a bounded number. */

import type { DatabaseSync } from 'node:sqlite';
import { layerGroups } from '../../model/layer.ts';
import { severities } from '../../model/severity.ts';
import type { FindingsFilter } from '../findings-query.ts';
import { resolvedBit, statuses, toBucket, toFlags } from './columns.ts';
import { toKey } from './record-findings.ts';
import type { EstateState, ListName } from './read-state.ts';
import { longWord, mostBeginnings, toAnyOf, toAskedWords, toMark, toTerm, type MarkLetter } from './text-index.ts';

export interface TextSearch {
  /** What the words ask of the index, and the filter where `narrow` says so; `null` where nothing can fit. */
  toQuestion(state: EstateState, filter: FindingsFilter, narrow: boolean): string | null;
  /** Positions from `from` up to `to` in their order; at most so many. */
  positions(state: EstateState, question: string, range: Range): readonly number[];
}

export interface Range {
  readonly from: number;
  readonly to?: number;
  readonly most: number;
}

export const createTextSearch = (database: DatabaseSync): TextSearch => {
  // Upwards only: to walk its lists backwards the index reads all of them.
  const ask = database.prepare(
    'select rowid from text_index where text_index match ? and rowid between ? and ? order by rowid limit ?',
  );
  ask.setReturnArrays(true);
  const beginnings = database.prepare('select text from long_word where text >= ? and text < ? limit ?');

  const toWordTerm = (word: string): string | null => {
    if (word.length < 2) return toTerm(word);
    if (word.length < longWord) return `${toTerm(word)}*`;
    const found = beginnings.all(word, `${word}\u{10FFFF}`, mostBeginnings + 1) as unknown as readonly {
      text: string;
    }[];
    if (found.length === 0) return null;
    return found.length > mostBeginnings ? `${toTerm(word)}*` : toAnyOf(found.map(({ text }) => toTerm(text)));
  };

  return {
    toQuestion: (state, filter, narrow) => {
      const terms: string[] = [];
      for (const word of toAskedWords(filter.text)) {
        const term = toWordTerm(word);
        if (term === null) return null;
        terms.push(term);
      }
      if (narrow) {
        const marks = toFilterMarks(state, filter);
        if (marks === null) return null;
        terms.push(...marks);
      }
      return terms.join(' AND ');
    },
    positions: ({ number, positions }, question, { from, to = positions, most }) => {
      // As whole numbers: a number is bound as a fraction, and by that the index cannot begin where it should.
      const [low, high] = [BigInt(toKey(number, from)), BigInt(toKey(number, to))];
      const rows = ask.all(question, low, high, most) as unknown as readonly (readonly [number])[];
      const base = toKey(number, 0);
      return rows.map(([key]) => key - base);
    },
  };
};

/** More values than this are cheaper to look at than to ask for. */
const mostMarks = 64;

/** `null` where a value that is asked for was never seen. */
const toFilterMarks = ({ words }: EstateState, filter: FindingsFilter): readonly string[] | null => {
  const marks: string[] = [];
  let isPossible = true;
  const add = (letter: MarkLetter, numbers: readonly number[], asked: number): void => {
    if (asked === 0) return;
    if (numbers.length === 0) isPossible = false;
    else if (numbers.length <= mostMarks) marks.push(toAnyOf(numbers.map((number) => toTerm(toMark(letter, number)))));
  };
  const numbersOf = (list: ListName, values: readonly string[]): readonly number[] =>
    values.flatMap((value) => words[list].numbers.get(value) ?? []);
  for (const name of ['namespace', 'kind', 'rule', 'fix'] as const)
    add(name, numbersOf(name, filter[name]), filter[name].length);
  add('status', filter.status.map((each) => statuses.indexOf(each)).filter(isFound), filter.status.length);
  add('group', filter.group.map((each) => layerGroups.indexOf(each)).filter(isFound), filter.group.length);
  const known = filter.severity.filter((each) => severities.includes(each));
  add('bucket', known.flatMap(bucketsOf), filter.severity.length);
  return isPossible ? marks : null;
};

const isFound = (number: number): boolean => number >= 0;

const bucketsOf = (severity: (typeof severities)[number]): readonly number[] => [
  ...new Set(
    statuses.flatMap((status) =>
      [true, false].map((exposes) => toBucket(toFlags(status, severity, 'Cluster', exposes) & ~resolvedBit)),
    ),
  ),
];
