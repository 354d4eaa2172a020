/** The fast reader's part for brackets: lists and objects on one line, of words and quoted texts. */

import type { Json } from '../../model/json.ts';
import { isSurelyText, resolvePlain, toKey } from './resolve-scalar.ts';

export interface PlainFlow {
  readonly value: Json;
  /** Where the text goes on. */
  readonly end: number;
}

/** Reads `[…]` or `{…}` from its first character; `undefined` for what only the full reader understands. */
export const readPlainFlow = (text: string, start: number, places: number[] | null): PlainFlow | undefined => {
  const cursor: Cursor = { text, at: start, depth: 0, places };
  const value = readNode(cursor);
  return value === undefined ? undefined : { value, end: cursor.at };
};

interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
  /** Where to note places, as the reader around this does. */
  readonly places: number[] | null;
}

const deepest = 20;

const [space, quote, apostrophe, comma, colon, openList, closeList, openObject, closeObject] = [
  32, 34, 39, 44, 58, 91, 93, 123, 125,
];

const readNode = (cursor: Cursor): Json | undefined => {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code !== openList && code !== openObject) return readScalar(cursor);
  if (cursor.depth === deepest) return undefined;
  cursor.depth += 1;
  cursor.at += 1;
  const value = code === openList ? readItems(cursor) : readFields(cursor);
  cursor.depth -= 1;
  return value;
};

const readItems = (cursor: Cursor): Json | undefined => {
  const items: Json[] = [];
  if (skipTo(cursor) === closeList) return close(cursor, items);
  for (;;) {
    cursor.places?.push(cursor.at);
    const item = readNode(cursor);
    if (item === undefined) return undefined;
    items.push(item);
    const code = skipTo(cursor);
    if (code === closeList) return close(cursor, items);
    if (code !== comma) return undefined;
    cursor.at += 1;
    skipTo(cursor);
  }
};

const readFields = (cursor: Cursor): Json | undefined => {
  const fields: Record<string, Json> = {};
  if (skipTo(cursor) === closeObject) return close(cursor, fields);
  for (;;) {
    cursor.places?.push(cursor.at);
    const key = readKey(cursor);
    if (key === undefined || key === '__proto__' || Object.hasOwn(fields, key)) return undefined;
    if (cursor.places !== null && mayMove(key)) return undefined;
    const value = readNode(cursor);
    if (value === undefined) return undefined;
    fields[key] = value;
    const code = skipTo(cursor);
    if (code === closeObject) return close(cursor, fields);
    if (code !== comma) return undefined;
    cursor.at += 1;
    skipTo(cursor);
  }
};

/** JavaScript lists fields that look like positions before all others. */
export const mayMove = (key: string): boolean => {
  const code = key.charCodeAt(0);
  return code >= 48 && code <= 57;
};

/** Moves over spaces to the next character. */
const skipTo = (cursor: Cursor): number => {
  while (cursor.text.charCodeAt(cursor.at) === space) cursor.at += 1;
  return cursor.text.charCodeAt(cursor.at);
};

const close = (cursor: Cursor, value: Json): Json => {
  cursor.at += 1;
  return value;
};

/** A key, its colon and the spaces behind it, which must be there. */
const readKey = (cursor: Cursor): string | undefined => {
  const { text } = cursor;
  const code = text.charCodeAt(cursor.at);
  const isQuoted = code === quote || code === apostrophe;
  const read = isQuoted ? readQuoted(cursor, code) : readWord(cursor);
  if (read === undefined || text.charCodeAt(cursor.at) !== colon || text.charCodeAt(cursor.at + 1) !== space)
    return undefined;
  cursor.at += 1;
  skipTo(cursor);
  return isQuoted || isSurelyText(read) ? read : toKey(resolvePlain(read));
};

const readScalar = (cursor: Cursor): Json | undefined => {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === quote || code === apostrophe) return readQuoted(cursor, code);
  const word = readWord(cursor);
  if (word !== undefined && isSurelyText(word)) return word;
  const scalar = word === undefined ? undefined : resolvePlain(word);
  return scalar?.kind === 'value' ? scalar.value : undefined;
};

/** Only escapes that mean the same in JSON. */
const readQuoted = (cursor: Cursor, code: number): string | undefined => {
  const pattern = code === quote ? doubleQuoted : singleQuoted;
  pattern.lastIndex = cursor.at;
  const whole = pattern.exec(cursor.text)?.[0];
  if (whole === undefined) return undefined;
  cursor.at += whole.length;
  if (code === apostrophe) return whole.slice(1, -1).replaceAll("''", "'");
  return whole.includes('\\') ? (JSON.parse(whole) as string) : whole.slice(1, -1);
};

const doubleQuoted = /"(?:[^"\\\n]|\\["\\nrtbf])*"/y;
const singleQuoted = /'(?:[^'\n]|'')*'/y;

const readWord = (cursor: Cursor): string | undefined => {
  const start = cursor.at;
  word.lastIndex = start;
  if (!word.test(cursor.text)) return undefined;
  cursor.at = word.lastIndex;
  return cursor.text.slice(start, cursor.at);
};

/** One word of characters that mean nothing to YAML there; words with spaces between them are the full reader's. */
const word = /(?:[A-Za-z0-9_./]|-(?=[A-Za-z0-9_./-]))[A-Za-z0-9_./=@+~-]*(?::[A-Za-z0-9_./=@+~-]+)*(?=[ ,\]}:])/y;
