/** What the store holds of one estate in memory: its columns and words, brought up to date by what was written since. */

import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store.ts';
import { classify, createClasses, type Classes } from './classes.ts';
import { bytesOf, chunkLength, createColumns, growColumns, unpackChunk, type Columns } from './columns.ts';

export interface EstateState {
  readonly number: number;
  version: number;
  /** How many positions were given out. */
  positions: number;
  /** The number of the last look; 0 where there was none. */
  last: number;
  readonly columns: Columns;
  readonly classes: Classes;
  readonly words: Readonly<Record<ListName, WordList>>;
}

/** The words whose numbers stand in columns; subjects stay on disk. */
export const listNames = ['namespace', 'kind', 'rule', 'fix'] as const;

export type ListName = (typeof listNames)[number];

export const listNumbers: Readonly<Record<ListName | 'subject', number>> = {
  namespace: 1,
  kind: 2,
  rule: 3,
  fix: 4,
  subject: 5,
};

/** Numbers count from 1: 0 is none. */
export interface WordList {
  readonly texts: string[];
  readonly numbers: Map<string, number>;
}

export interface StateReader {
  /** Inside a transaction. `null` for an estate that was never looked at. */
  read(estate: string): EstateState | null;
  /** What was changed in memory is not what is on disk. */
  drop(estate: string): void;
}

/** A server that shows many large estates holds those that are asked for. */
const mostBytes = 96 << 20;

export const createStateReader = (database: DatabaseSync, place: string): StateReader => {
  const states = new Map<string, EstateState>();
  const ask = database.prepare('select number, version, positions, last from estate where id = ?');
  const chunks = database.prepare('select number, bytes from chunk where estate = ? and version > ?');
  const words = database.prepare(
    'select number, text from word where estate = ? and list = ? and number > ? order by number',
  );
  words.setReturnArrays(true);

  const refresh = (state: EstateState): void => {
    growColumns(state.columns, state.positions);
    const changed: number[] = [];
    for (const { number, bytes } of chunks.iterate(state.number, state.version) as Iterable<ChunkRow>) {
      if (!unpackChunk(state.columns, number, bytes)) throw damaged(place);
      changed.push(number);
    }
    for (const number of changed.sort((a, b) => a - b))
      classify(
        state.classes,
        state.columns,
        number * chunkLength,
        Math.min((number + 1) * chunkLength, state.positions),
      );
    for (const name of listNames) {
      const list = state.words[name];
      const rows = words.iterate(state.number, listNumbers[name], list.texts.length - 1);
      for (const [number, text] of rows as unknown as Iterable<[number, string]>) {
        if (number !== list.texts.length) throw damaged(place);
        list.texts.push(text);
        list.numbers.set(text, number);
      }
    }
  };

  return {
    read: (id) => {
      const row = ask.get(id) as EstateRow | undefined;
      if (row === undefined) return null;
      const held = states.get(id);
      const state = held ?? createState(row);
      if (held === undefined || held.version !== row.version) {
        state.positions = row.positions;
        state.last = row.last ?? 0;
        // Half of a refresh is worth nothing.
        states.delete(id);
        refresh(state);
        state.version = row.version;
      }
      states.delete(id);
      states.set(id, state);
      evict(states);
      return state;
    },
    drop: (id) => void states.delete(id),
  };
};

interface ChunkRow {
  readonly number: number;
  readonly bytes: Uint8Array;
}

interface EstateRow {
  readonly number: number;
  readonly version: number;
  readonly positions: number;
  readonly last: number | null;
}

const createState = ({ number, positions, last }: EstateRow): EstateState => ({
  number,
  version: -1,
  positions,
  last: last ?? 0,
  columns: createColumns(positions),
  classes: createClasses(),
  words: { namespace: createWords(), kind: createWords(), rule: createWords(), fix: createWords() },
});

const createWords = (): WordList => ({ texts: [''], numbers: new Map() });

/** The one asked for last stays, however large. */
const evict = (states: Map<string, EstateState>): void => {
  let bytes = 0;
  for (const [id, { columns }] of [...states].toReversed()) {
    bytes += bytesOf(columns);
    if (bytes > mostBytes && bytes > bytesOf(columns)) states.delete(id);
  }
};

const damaged = (place: string): StoreError =>
  new StoreError(
    'damaged',
    `${place} is damaged; move it away, or put a copy of it back, and history begins anew from there`,
  );
