/** Finds the line of a field in a YAML or JSON text, when a finding is printed: nothing is recorded while scanning. */

import { EVENT_ID, getScalarValue, type Event, type ScalarEvent } from 'js-yaml';
import type { FieldPath, PathSegment } from '../../model/field-path.ts';
import { isMergeKey, readKeyText } from './construct.ts';
import { indexPlain } from './locate-plain.ts';
import { readEvents } from './parse-events.ts';

/** Line and column from 1; the column in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Where the field stands, or its nearest ancestor that exists; `null` for a text that cannot be parsed. */
export const locateField = (text: string, path: FieldPath): TextPlace | null => indexFields(text)?.locate(path) ?? null;

/** The places of all fields of one document, for many look-ups. */
export interface FieldIndex {
  locate(path: FieldPath): TextPlace;
}

/** Parses the text once; `null` where it cannot be parsed. Memory is a small multiple of the text's. */
export const indexFields = (text: string): FieldIndex | null => {
  const plain = indexPlain(text);
  if (plain === undefined) return indexFully(text);
  const lineStarts: number[] = [];
  let full: FieldIndex | null | undefined;
  return {
    locate: (path) => {
      const offset = plain.offsetOf(path);
      if (offset !== undefined) return toPlace(text, lineStarts, offset);
      full ??= indexFully(text);
      return full?.locate(path) ?? { line: 1, column: 1 };
    },
  };
};

/** What `indexFields` does without its short cut, which answers the same where it answers: tests compare them. */
export const indexFully = (text: string): FieldIndex | null => {
  const read = readEvents(text);
  if (read.kind === 'defect') return null;
  const cursor: Cursor = { text: read.text, events: read.events, index: 1, anchors: new Map() };
  const root = read.events.length > 1 ? readNode(cursor) : scalarTree(0, null);
  const lineStarts: number[] = [];
  return {
    locate: (path) => toPlace(text, lineStarts, read.toGiven(offsetOf(root, path))),
  };
};

interface Tree {
  /** Where it starts: a field at its key, an item at its first character. */
  readonly offset: number;
  readonly fields: Map<string, Field> | null;
  readonly items: Tree[] | null;
  /** A scalar's text, by which keyed list items are found. */
  readonly text: string | null;
  /** What `<<` adds: looked into where the mapping has no such field itself. */
  readonly merged: Tree[];
}

interface Field {
  readonly offset: number;
  readonly value: Tree;
}

interface Cursor {
  readonly text: string;
  readonly events: readonly Event[];
  index: number;
  readonly anchors: Map<string, Tree>;
}

const scalarTree = (offset: number, text: string | null): Tree => ({
  offset,
  text,
  fields: null,
  items: null,
  merged: [],
});

const readNode = (cursor: Cursor): Tree => {
  const event = cursor.events[cursor.index];
  cursor.index += 1;
  switch (event?.type) {
    case EVENT_ID.SCALAR:
      return keep(cursor, event, scalarTree(startOf(event, cursor), scalarText(cursor.text, event)));
    case EVENT_ID.ALIAS:
      return (
        cursor.anchors.get(cursor.text.slice(event.anchorStart, event.anchorEnd)) ?? scalarTree(event.anchorStart, null)
      );
    case EVENT_ID.SEQUENCE: {
      const items: Tree[] = [];
      const tree = keep(cursor, event, { offset: event.start, text: null, fields: null, items, merged: [] });
      while (!atPop(cursor)) items.push(readNode(cursor));
      cursor.index += 1;
      return tree;
    }
    case EVENT_ID.MAPPING: {
      const tree = keep(cursor, event, { offset: event.start, text: null, fields: new Map(), items: null, merged: [] });
      while (!atPop(cursor)) readField(cursor, tree);
      cursor.index += 1;
      return tree;
    }
    case EVENT_ID.DOCUMENT:
    case EVENT_ID.POP:
    case undefined:
    default:
      return scalarTree(0, null);
  }
};

const readField = (cursor: Cursor, tree: Tree): void => {
  const event = cursor.events[cursor.index];
  if (event?.type !== EVENT_ID.SCALAR) {
    readNode(cursor);
    readNode(cursor);
    return;
  }
  const offset = startOf(event, cursor);
  readNode(cursor);
  if (isMergeKey(cursor.text, event)) {
    const value = readNode(cursor);
    tree.merged.push(...(value.items ?? [value]));
    return;
  }
  const key = readKeyText(cursor.text, event, noHandles);
  const value = readNode(cursor);
  if (key !== undefined) tree.fields?.set(key, { offset, value });
};

const noHandles: ReadonlyMap<string, string> = new Map();

const atPop = (cursor: Cursor): boolean =>
  cursor.index >= cursor.events.length || cursor.events[cursor.index]?.type === EVENT_ID.POP;

const keep = (
  cursor: Cursor,
  event: { readonly anchorStart: number; readonly anchorEnd: number },
  tree: Tree,
): Tree => {
  if (event.anchorStart >= 0) cursor.anchors.set(cursor.text.slice(event.anchorStart, event.anchorEnd), tree);
  return tree;
};

const scalarText = (text: string, event: ScalarEvent): string =>
  event.valueStart < 0 ? '' : getScalarValue(text, event);

/** A quoted scalar's range leaves out its quote; an empty one has no range, and stands where the next thing does. */
const startOf = (event: ScalarEvent, cursor: Cursor): number => {
  if (event.valueStart < 0) return 0;
  const before = cursor.text[event.valueStart - 1];
  return before === '"' || before === "'" ? event.valueStart - 1 : event.valueStart;
};

const offsetOf = (root: Tree, path: FieldPath): number => {
  let { offset } = root;
  let tree = root;
  for (const segment of path) {
    const next = step(tree, segment, 0);
    if (next === undefined) return offset;
    ({ offset, value: tree } = next);
  }
  return offset;
};

/** Merges may nest, and an anchor may hold itself: a bound on how deep they are followed ends the search. */
const deepestMerge = 20;

const step = (tree: Tree, segment: PathSegment, depth: number): Field | undefined => {
  if (typeof segment === 'string') {
    const field = tree.fields?.get(segment);
    if (field !== undefined || depth > deepestMerge) return field;
    for (const source of tree.merged) {
      const merged = step(source, segment, depth + 1);
      if (merged !== undefined) return merged;
    }
    return undefined;
  }
  const item =
    typeof segment === 'number'
      ? tree.items?.[segment]
      : tree.items?.find((candidate) => step(candidate, segment.key, 0)?.value.text === segment.value);
  return item === undefined ? undefined : { offset: item.offset, value: item };
};

const toPlace = (text: string, lineStarts: number[], offset: number): TextPlace => {
  if (lineStarts.length === 0) {
    lineStarts.push(0);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  }
  let [low, high] = [0, lineStarts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
};
