/** Finds the values of a JSON stream and the items of a List in it, byte by byte, without parsing. */

import type { ListMark, ListScanner } from './list-marks.ts';

/**
 * Values may follow each other (`{…}{…}`, one a line), as kubectl reads them. Text that is no JSON gives marks that
 * make no sense, and then a document or item that does not parse: this only decides where to cut.
 */
export const createJsonScanner = (start: number): ListScanner => {
  const state: State = {
    offset: start,
    depth: 0,
    place: 'outside',
    key: '',
    expectKey: false,
    inItem: false,
    inItems: false,
  };
  return {
    get reached() {
      return state.offset;
    },
    push: (bytes) => {
      const marks: ListMark[] = [];
      for (let index = 0; index < bytes.length && state.place !== 'astray'; index = step(state, bytes, index, marks));
      state.offset += bytes.length;
      return marks;
    },
    end: () => [],
  };
};

interface State {
  /** Of the chunk's first byte in the stream. */
  offset: number;
  depth: number;
  place: 'outside' | 'string' | 'escape' | 'astray';
  /** The last string at depth 1 where a key may stand, up to a few bytes: enough to tell `items`. */
  key: string;
  expectKey: boolean;
  inItems: boolean;
  inItem: boolean;
}

const [quote, backslash, comma, colon, openBrace, closeBrace, openBracket, closeBracket] = [
  34, 92, 44, 58, 123, 125, 91, 93,
];

/** Handles what stands at `index`; returns where to go on. */
const step = (state: State, bytes: Uint8Array, index: number, marks: ListMark[]): number => {
  if (state.place === 'escape') {
    state.place = 'string';
    return index + 1;
  }
  if (state.place === 'string') return stepInString(state, bytes, index, marks);
  const byte = bytes[index];
  if (byte === 32 || byte === 10 || byte === 13 || byte === 9) return index + 1;
  const at = state.offset + index;
  if (state.depth === 0 && byte !== openBrace && byte !== openBracket) {
    state.place = 'astray';
    marks.push({ kind: 'stray', at });
    return index + 1;
  }
  if (byte === comma || byte === colon) {
    if (state.depth === 1 && byte === comma) state.expectKey = true;
    if (state.depth === 2 && byte === comma) endItem(state, at, marks);
    return index + 1;
  }
  if (byte === closeBrace || byte === closeBracket) {
    close(state, at, marks);
    return index + 1;
  }
  begin(state, at, marks);
  if (byte === quote) {
    state.place = 'string';
    if (state.depth === 1) state.key = '';
  } else if (byte === openBrace || byte === openBracket) open(state, byte, at, marks);
  return index + 1;
};

const stepInString = (state: State, bytes: Uint8Array, index: number, marks: ListMark[]): number => {
  const collect = state.depth === 1 && state.expectKey && state.key.length <= longestKey;
  for (let at = index; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === backslash) {
      state.key += collect ? '\\' : '';
      state.place = 'escape';
      return at + 1;
    }
    if (byte === quote) {
      state.place = 'outside';
      if (state.depth === 1) state.expectKey = false;
      if (state.depth === 2) endItem(state, state.offset + at + 1, marks);
      return at + 1;
    }
    if (collect && state.key.length <= longestKey) state.key += String.fromCharCode(byte ?? 0);
  }
  return bytes.length;
};

const longestKey = 'items'.length;

/** Something other than white space or punctuation starts here: a value at the top, or an item. */
const begin = (state: State, at: number, marks: ListMark[]): void => {
  if (state.depth === 0) marks.push({ kind: 'value-start', at });
  if (state.depth === 2 && state.inItems && !state.inItem) {
    state.inItem = true;
    marks.push({ kind: 'item-start', at });
  }
};

const open = (state: State, byte: number, at: number, marks: ListMark[]): void => {
  if (state.depth === 0) {
    state.expectKey = byte === openBrace;
    state.key = '';
  }
  if (state.depth === 1 && byte === openBracket && state.key === 'items') {
    state.inItems = true;
    marks.push({ kind: 'items-open', at: at + 1 });
  }
  state.depth += 1;
};

const close = (state: State, at: number, marks: ListMark[]): void => {
  if (state.depth === 2) {
    endItem(state, at, marks);
    if (state.inItems) marks.push({ kind: 'items-close', at });
    state.inItems = false;
    state.key = '';
  }
  state.depth = Math.max(0, state.depth - 1);
  if (state.depth === 2) endItem(state, at + 1, marks);
  if (state.depth === 0) endValue(at + 1, marks);
};

const endItem = (state: State, at: number, marks: ListMark[]): void => {
  if (!state.inItem) return;
  state.inItem = false;
  marks.push({ kind: 'item-end', at });
};

const endValue = (at: number, marks: ListMark[]): void => {
  marks.push({ kind: 'value-end', at });
};
