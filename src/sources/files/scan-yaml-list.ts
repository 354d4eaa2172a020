/** Finds the items of a List in block YAML, line by line, without parsing: `items:` at the margin, then its dashes. */

import type { ListMark, ListScanner } from './list-marks.ts';

/**
 * An item is a dash at the indentation of the first one, and all lines indented deeper. In valid YAML nothing else
 * can look so: texts, quoted or in blocks, are indented deeper than the dash they belong to.
 */
export const createYamlScanner = (start: number): ListScanner => {
  const state: State = { offset: start, place: 'before', indent: 0, inItem: false, midLine: false };
  let held = new Uint8Array(0);
  const scan = (bytes: Uint8Array, final: boolean): readonly ListMark[] => {
    const data = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const marks: ListMark[] = [];
    const rest = scanLines(state, Buffer.from(data.buffer, data.byteOffset, data.byteLength), final, marks);
    held = new Uint8Array(data.subarray(rest));
    state.offset += rest;
    if (final && state.inItem) marks.push({ kind: 'item-end', at: state.offset + held.length });
    return marks;
  };
  return {
    get reached() {
      return state.offset;
    },
    push: (bytes) => scan(bytes, false),
    end: () => scan(new Uint8Array(0), true),
  };
};

interface State {
  /** Of the first byte not yet scanned. */
  offset: number;
  place: 'before' | 'at-items' | 'items' | 'after';
  /** Columns before the dash of an item. */
  indent: number;
  inItem: boolean;
  /** True where the next byte continues a line already judged. */
  midLine: boolean;
}

/** A line is judged by its beginning; one with more leading spaces than this belongs to what is above it. */
const enough = 1024;

const [lineFeed, space, dash, hash, carriageReturn] = [10, 32, 45, 35, 13];

const scanLines = (state: State, view: Buffer, final: boolean, marks: ListMark[]): number => {
  let at = 0;
  while (at < view.length) {
    if (!state.midLine) {
      const newline = view.indexOf(lineFeed, at);
      if (newline < 0 && !final && view.length - at < enough) return at;
      judgeLine(state, view.subarray(at, newline < 0 ? view.length : newline), state.offset + at, marks);
      state.midLine = true;
    }
    const newline = view.indexOf(lineFeed, at);
    if (newline < 0) return view.length;
    state.midLine = false;
    at = newline + 1;
  }
  return at;
};

const judgeLine = (state: State, line: Buffer, at: number, marks: ListMark[]): void => {
  const indent = leadingSpaces(line);
  const first = line[indent];
  if (first === undefined || first === carriageReturn) return;
  if (state.place === 'before') {
    if (indent === 0 && itemsLine.test(line.toString('latin1', 0, enough))) {
      state.place = 'at-items';
      marks.push({ kind: 'items-open', at });
    }
    return;
  }
  if (state.place === 'after' || first === hash) return;
  if (state.place === 'at-items') {
    state.indent = indent;
    state.place = 'items';
  }
  if (indent > state.indent) return;
  if (indent === state.indent && isDash(line, indent)) {
    endItem(state, at, marks);
    state.inItem = true;
    marks.push({ kind: 'item-start', at });
    return;
  }
  endItem(state, at, marks);
  state.place = 'after';
  marks.push({ kind: 'items-close', at });
};

const itemsLine = /^items:\s*(?:#.*)?$/;

const leadingSpaces = (line: Buffer): number => {
  let count = 0;
  while (count < line.length && count < enough && line[count] === space) count += 1;
  return count;
};

const isDash = (line: Buffer, at: number): boolean => {
  const next = line[at + 1];
  return line[at] === dash && (next === undefined || next === space || next === carriageReturn || next === 9);
};

const endItem = (state: State, at: number, marks: ListMark[]): void => {
  if (state.inItem) marks.push({ kind: 'item-end', at });
  state.inItem = false;
};
