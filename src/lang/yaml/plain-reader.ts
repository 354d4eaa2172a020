/** A fast reader for YAML as people and kubectl write it: block mappings and lists, texts on one line or in a block. */

import type { Json } from '../../model/json.ts';
import { mayMove, readPlainFlow } from './plain-flow.ts';
import { isSurelyText, resolvePlain, toKey } from './resolve-scalar.ts';

/** What the text holds is not plain: the full reader must read it, and say what is wrong with it if something is. */
export const notPlain = Symbol('not plain');

/**
 * Reads a text several times as fast as the full reader, or gives up at the first thing that is not plain: anchors,
 * tags, texts and brackets over several lines, tabs, characters beyond the printable
 * ones, a field given twice, anything broken. Where it answers, the full reader answers the same: that is a test.
 */
export const readPlain = (text: string): Json | typeof notPlain => readText(text, null);

export interface PlainPlaces {
  readonly value: Json;
  /** Where the value starts, then, in the order of the text, each field at its key and each item at its first character. */
  readonly places: readonly number[];
}

/** Also says where everything stands; gives up, too, where the value's fields may come in another order than the text's. */
export const readPlainPlaces = (text: string): PlainPlaces | typeof notPlain => {
  const places: number[] = [0];
  const value = readText(text, places);
  return value === notPlain ? notPlain : { value, places };
};

const readText = (text: string, places: number[] | null): Json | typeof notPlain => {
  if (unusual.test(text) || hasMarker(text)) return notPlain;
  const cursor: Cursor = { text, at: 0, indent: 0, depth: 0, places };
  nextLine(cursor);
  if (cursor.indent < 0) return null;
  if (places !== null) places[0] = cursor.at;
  const value = isDash(cursor) ? readList(cursor) : readObject(cursor);
  return cursor.indent < 0 ? value : notPlain;
};

/** Tabs, carriage returns, what is not printable, what takes two units, and byte order marks. */
const unusual =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/;

/** What begins, ends or directs a document at the start of a line. */
const hasMarker = (text: string): boolean =>
  markers.some((marker) => text.startsWith(marker) || text.includes(`\n${marker}`));

const markers = ['---', '...', '%'];

interface Cursor {
  readonly text: string;
  /** The first character of the current line that is no space, or within the line. */
  at: number;
  /** Spaces before it; -1 at the end of the text. */
  indent: number;
  depth: number;
  /** Where to note places; `null` where nobody asks for them. */
  readonly places: number[] | null;
}

const [lineFeed, space, quote, hash, apostrophe, dash, colon, greater, bar] = [10, 32, 34, 35, 39, 45, 58, 62, 124];

/** Deeper texts are the full reader's, which bounds them. */
const deepest = 90;

/** Moves to the next line that holds something; `at` stands at a line's start. */
const nextLine = (cursor: Cursor): void => {
  const { text } = cursor;
  let start = cursor.at;
  while (start < text.length) {
    let at = start;
    while (text.charCodeAt(at) === space) at += 1;
    const code = text.charCodeAt(at);
    if (code === lineFeed) start = at + 1;
    else if (code === hash) start = afterLine(text, at);
    else if (at < text.length) {
      cursor.at = at;
      cursor.indent = at - start;
      return;
    } else break;
  }
  cursor.at = text.length;
  cursor.indent = -1;
};

const afterLine = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
};

const isDash = ({ text, at }: Cursor): boolean => {
  const next = text.charCodeAt(at + 1);
  return text.charCodeAt(at) === dash && (next === space || next === lineFeed || at + 1 === text.length);
};

const readObject = (cursor: Cursor): Json | typeof notPlain => {
  const { indent } = cursor;
  const fields: Record<string, Json> = {};
  cursor.depth += 1;
  if (cursor.depth > deepest) return notPlain;
  do {
    cursor.places?.push(cursor.at);
    const key = readKey(cursor);
    if (key === notPlain || key === '__proto__' || Object.hasOwn(fields, key)) return notPlain;
    if (cursor.places !== null && mayMove(key)) return notPlain;
    const value = readValue(cursor, indent, 'field');
    if (value === notPlain) return notPlain;
    fields[key] = value;
  } while (cursor.indent === indent && !isDash(cursor));
  cursor.depth -= 1;
  return cursor.indent >= indent ? notPlain : fields;
};

const readList = (cursor: Cursor): Json | typeof notPlain => {
  const { indent } = cursor;
  const items: Json[] = [];
  cursor.depth += 1;
  if (cursor.depth > deepest) return notPlain;
  do {
    cursor.at += 1;
    const item = readItem(cursor, indent);
    if (item === notPlain) return notPlain;
    items.push(item);
  } while (cursor.indent === indent && isDash(cursor));
  cursor.depth -= 1;
  return cursor.indent > indent ? notPlain : items;
};

/** What follows a dash: an object that starts on its line, or a value like a field's. */
const readItem = (cursor: Cursor, indent: number): Json | typeof notPlain => {
  const { text } = cursor;
  let at = cursor.at;
  while (text.charCodeAt(at) === space) at += 1;
  cursor.places?.push(at);
  if (!startsField(text, at)) return readValue(cursor, indent, 'item');
  cursor.indent = indent + (at - cursor.at) + 1;
  cursor.at = at;
  return readObject(cursor);
};

/** A plain key and its colon: other keys are rare enough behind a dash for the full reader. */
const startsField = (text: string, from: number): boolean => {
  let at = from;
  while (isKeyCharacter(text.charCodeAt(at))) at += 1;
  if (at === from || text.charCodeAt(at) !== colon) return false;
  const next = text.charCodeAt(at + 1);
  return next === space || next === lineFeed || at + 1 === text.length;
};

/** Letters, digits and `_ - . /`: all that keys of Kubernetes hold without quotes. */
const isKeyCharacter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 45 && code <= 57) || (code >= 65 && code <= 90) || code === 95;

const readKey = (cursor: Cursor): string | typeof notPlain => {
  const { text, at: start } = cursor;
  let at = start;
  if (text.charCodeAt(start) === quote) {
    at = text.indexOf('"', start + 1);
    const key = text.slice(start + 1, at);
    if (at < 0 || key.includes('\\') || key.includes('\n') || text.charCodeAt(at + 1) !== colon) return notPlain;
    cursor.at = at + 2;
    return key;
  }
  let hash = 0;
  let code = text.charCodeAt(at);
  while (isKeyCharacter(code)) {
    hash = (hash * 31 + code) | 0;
    at += 1;
    code = text.charCodeAt(at);
  }
  if (at === start || code !== colon || !endsWord(text, at + 1)) return notPlain;
  cursor.at = at + 1;
  const key = intern(text, start, at, hash & (keys.length - 1));
  return isSurelyText(key) ? key : (toKey(resolvePlain(key)) ?? notPlain);
};

/** Keys seen lately, by hash: the same few hundred come again and again, and are cheaper known than cut out anew. */
const keys: string[] = Array.from({ length: 1024 }, () => '');

/** Longer keys are labels and data, which differ; keeping them would keep their documents. */
const longestKept = 40;

const intern = (text: string, start: number, end: number, slot: number): string => {
  const known = keys[slot] ?? '';
  if (known.length === end - start && text.startsWith(known, start)) return known;
  const key = text.slice(start, end);
  if (key.length <= longestKept) keys[slot] = key;
  return key;
};

/** What stands behind a colon or dash, or on the lines below it. The cursor ends at the next line's start. */
const readValue = (cursor: Cursor, indent: number, holder: 'field' | 'item'): Json | typeof notPlain => {
  const { text } = cursor;
  let at = cursor.at;
  if (at < text.length && text.charCodeAt(at) !== space && text.charCodeAt(at) !== lineFeed) return notPlain;
  while (text.charCodeAt(at) === space) at += 1;
  cursor.at = at;
  const code = text.charCodeAt(at);
  if (at >= text.length || code === lineFeed || code === hash) return readBelow(cursor, indent, holder);
  // Where the full reader sees a block begin depends on what is in it.
  if ((code === bar || code === greater) && holder === 'item' && cursor.places !== null) return notPlain;
  const value = code === bar || code === greater ? readBlock(cursor, indent, code) : readScalar(cursor, code);
  if (value === notPlain) return notPlain;
  nextLine(cursor);
  // A deeper line would continue the text.
  return cursor.indent > indent ? notPlain : value;
};

const readBelow = (cursor: Cursor, indent: number, holder: 'field' | 'item'): Json | typeof notPlain => {
  cursor.at = afterLine(cursor.text, cursor.at);
  nextLine(cursor);
  // An item that is nothing stands nowhere.
  if (holder === 'item' && cursor.places !== null)
    cursor.places[cursor.places.length - 1] = cursor.indent > indent ? cursor.at : 0;
  if (cursor.indent > indent) return isDash(cursor) ? readList(cursor) : readObject(cursor);
  if (holder === 'field' && cursor.indent === indent && isDash(cursor)) return readList(cursor);
  return null;
};

const readScalar = (cursor: Cursor, code: number): Json | typeof notPlain => {
  if (code === quote) return readQuoted(cursor);
  if (code === apostrophe) return readApostrophes(cursor);
  if (code === 91 || code === 123) return readBrackets(cursor);
  return forbiddenFirst[code] === 1 ? notPlain : readWords(cursor);
};

const toTable = (characters: string): Uint8Array => {
  const table = new Uint8Array(128);
  for (let index = 0; index < characters.length; index += 1) table[characters.charCodeAt(index)] = 1;
  return table;
};

const forbiddenFirst = toTable(',]}#&*!|>%@`?:');

/** A text without quotes, to the end of its line or a comment. */
const readWords = (cursor: Cursor): Json | typeof notPlain => {
  const { text, at: start } = cursor;
  if (isDash(cursor)) return notPlain;
  let at = start;
  let end = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === lineFeed) break;
    if (code === colon && endsWord(text, at + 1)) return notPlain;
    if (code === hash && text.charCodeAt(at - 1) === space) break;
    if (code !== space) end = at + 1;
  }
  cursor.at = afterLine(text, at);
  return resolve(text.slice(start, end));
};

const endsWord = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return at >= text.length || code === space || code === lineFeed;
};

const resolve = (text: string): Json | typeof notPlain => {
  if (isSurelyText(text)) return text;
  const scalar = resolvePlain(text);
  return scalar.kind === 'value' ? scalar.value : notPlain;
};

/** Only escapes that mean the same in JSON; others are the full reader's. */
const readQuoted = (cursor: Cursor): Json | typeof notPlain => {
  quoted.lastIndex = cursor.at;
  const [whole = ''] = quoted.exec(cursor.text) ?? [];
  if (whole === '') return notPlain;
  if (!endLine(cursor, cursor.at + whole.length)) return notPlain;
  return whole.includes('\\') ? (JSON.parse(whole) as string) : whole.slice(1, -1);
};

const quoted = /"(?:[^"\\\n]|\\["\\nrtbf])*"/y;

const readApostrophes = (cursor: Cursor): Json | typeof notPlain => {
  apostrophes.lastIndex = cursor.at;
  const [whole = ''] = apostrophes.exec(cursor.text) ?? [];
  if (whole === '' || !endLine(cursor, cursor.at + whole.length)) return notPlain;
  return whole.slice(1, -1).replaceAll("''", "'");
};

const apostrophes = /'(?:[^'\n]|'')*'/y;

const readBrackets = (cursor: Cursor): Json | typeof notPlain => {
  const flow = readPlainFlow(cursor.text, cursor.at, cursor.places);
  return flow !== undefined && endLine(cursor, flow.end) ? flow.value : notPlain;
};

/** True where only spaces or a comment follow on the line, which is then left behind. */
const endLine = (cursor: Cursor, from: number): boolean => {
  const { text } = cursor;
  let at = from;
  while (text.charCodeAt(at) === space) at += 1;
  const code = text.charCodeAt(at);
  if (at < text.length && code !== lineFeed && !(code === hash && at > from)) return false;
  cursor.at = afterLine(text, at);
  return true;
};

/** A block, `|` or `>`, with `-` or without, whose first line is its least indented. */
const readBlock = (cursor: Cursor, indent: number, style: number): Json | typeof notPlain => {
  const { text } = cursor;
  const strips = text.charCodeAt(cursor.at + 1) === dash;
  let at = cursor.at + (strips ? 2 : 1);
  if (text.charCodeAt(at) !== lineFeed) return notPlain;
  at += 1;
  const width = spacesAt(text, at);
  if (width <= indent || text.charCodeAt(at + width) === lineFeed || at + width >= text.length) return notPlain;
  const lines: string[] = [];
  while (at < text.length) {
    const spaces = spacesAt(text, at);
    const end = endOfLine(text, at);
    if (at + spaces === end) lines.push(spaces > width ? text.slice(at + width, end) : '');
    else if (spaces < width) break;
    else lines.push(text.slice(at + width, end));
    at = Math.min(end + 1, text.length);
  }
  cursor.at = at;
  while (lines.at(-1) === '') lines.pop();
  const block = style === bar ? lines.join('\n') : fold(lines);
  return block === notPlain || strips ? block : `${block}\n`;
};

/** Lines become one, and empty lines the breaks between them; deeper lines, which stay as they are, are the full reader's. */
const fold = (lines: readonly string[]): string | typeof notPlain => {
  let text = '';
  let breaks = 0;
  for (const line of lines) {
    if (line.charCodeAt(0) === space) return notPlain;
    if (line === '') {
      breaks += 1;
      continue;
    }
    text += text === '' ? line : breaks === 0 ? ` ${line}` : '\n'.repeat(breaks) + line;
    breaks = 0;
  }
  return text;
};

const spacesAt = (text: string, from: number): number => {
  let at = from;
  while (text.charCodeAt(at) === space) at += 1;
  return at - from;
};

const endOfLine = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};
