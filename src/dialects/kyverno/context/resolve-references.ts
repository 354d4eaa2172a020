/** `$(./../other)`: a text that stands elsewhere in the same document, put in before anything is judged. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

export type ReferenceResolution =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'defect'; readonly message: string };

/** `path` leads to the text in the document. */
export const resolveReferences = (text: string, path: readonly string[], document: Json): ReferenceResolution => {
  if (!text.includes('$(')) return { kind: 'text', text };
  let resolved = text;
  for (const { written, before } of findReferences(text)) {
    const found = resolveReference(written, path, document);
    if (found.kind === 'defect') return found;
    const at = resolved.indexOf(before + written);
    if (at < 0) continue;
    resolved = `${resolved.slice(0, at)}${before}${found.text}${resolved.slice(at + before.length + written.length)}`;
    if (resolved.length > longestText) return defect(`references make a text of more than ${longestText} characters`);
  }
  return { kind: 'text', text: unescape(resolved) };
};

/** Each puts a text of the document in once more: as much as a policy may have in all. */
const longestText = 1024 * 1024;

/** `\$(…)` is no reference, and told without its backslash. Linear in the length of the text. */
const unescape = (text: string): string => {
  const pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf('\\$('); at >= 0; at = text.indexOf('\\$(', at + 1)) {
    if (at < from) continue;
    endOfWord.lastIndex = at + 4;
    const end = endOfWord.exec(text);
    if (end === null) break;
    if (end[0] === ' ' || text[at + 3] === '\n') continue;
    pieces.push(text.slice(from, at));
    from = at + 1;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
};

const endOfWord = /[ )]/g;

/** From `$(` to the last `)` before a space; not where a backslash stands before. Linear in the length of the text. */
const findReferences = (text: string): readonly { written: string; before: string }[] => {
  const found: { written: string; before: string }[] = [];
  let from = 0;
  let open = text.indexOf('$(');
  while (open >= 0) {
    const isFree = open === 0 || (open > from && text[open - 1] !== '\\');
    const next = text.indexOf(' ', open + 3);
    const word = next < 0 ? text.length : next;
    const close = isFree && text[open + 2] !== '\n' ? text.lastIndexOf(')', word - 1) : -1;
    if (close >= open + 3) {
      found.push({ written: text.slice(open, close + 1), before: open === 0 ? '' : (text[open - 1] ?? '') });
      from = close + 1;
      open = text.indexOf('$(', from);
    } else open = text.indexOf('$(', isFree ? Math.max(word - 1, open + 1) : open + 1);
  }
  return found;
};

const resolveReference = (written: string, path: readonly string[], document: Json): ReferenceResolution => {
  const trimmed = trimSigns(written);
  const operator = leadingOperator.exec(trimmed)?.[0] ?? '';
  const reference = trimmed.slice(operator.length);
  const where = `/${path.join('/')}`;
  if (reference === '') {
    return defect(`failed to resolve ${written} at path ${where}: expected path, found empty reference`);
  }
  const value = leafAt(document, toSegments(reference, path));
  if (value === undefined || value === null) {
    return defect(`got nil resolved variable ${written} at path ${where}`);
  }
  if (typeof value === 'string') return { kind: 'text', text: operator + value };
  if (operator !== '' && (typeof value === 'number' || typeof value === 'bigint')) {
    const text = Number.isInteger(value) || typeof value === 'bigint' ? String(value) : value.toFixed(6);
    return { kind: 'text', text: operator + text };
  }
  return defect(`NotResolvedReferenceErr,reference ${written} not resolved at path ${where}`);
};

const trimSigns = (written: string): string => {
  let start = 0;
  let end = written.length;
  while (start < end && '$()'.includes(written.charAt(start))) start += 1;
  while (end > start && '$()'.includes(written.charAt(end - 1))) end -= 1;
  return written.slice(start, end);
};

const defect = (message: string): ReferenceResolution => ({ kind: 'defect', message });

const leadingOperator = /^(?:>=|<=|>|<|!)(?=[^])/;

/** A relative reference starts at the text itself, so that `./../x` is a sibling. */
const toSegments = (reference: string, path: readonly string[]): readonly string[] | undefined => {
  // A key of the whole document stands nowhere that a path could start from.
  if (path.length === 0 && !reference.startsWith('/')) return undefined;
  const segments = reference.startsWith('/') ? [] : [...path];
  for (const segment of reference.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments;
};

/** What is no map and no list, by keys without their anchors. */
const leafAt = (document: Json, segments: readonly string[] | undefined): Json | undefined => {
  if (segments === undefined) return undefined;
  let value: Json | undefined = document;
  for (const segment of segments) {
    if (isJsonArray(value)) value = /^\d+$/.test(segment) ? value[Number(segment)] : undefined;
    else if (isJsonObject(value)) {
      const key = keysOf(value).get(segment);
      value = key === undefined ? undefined : value[key];
    } else return undefined;
  }
  return isJsonArray(value) || isJsonObject(value) ? undefined : value;
};

/** By the name without its anchor; the last counts. */
const keysOf = (map: JsonObject): ReadonlyMap<string, string> => {
  let keys = keysOfMaps.get(map);
  if (keys === undefined) {
    keys = new Map(Object.keys(map).map((key) => [withoutAnchor(key), key]));
    keysOfMaps.set(map, keys);
  }
  return keys;
};

const keysOfMaps = new WeakMap<JsonObject, ReadonlyMap<string, string>>();

const withoutAnchor = (key: string): string => /^[+<=X^]?\((.+)\)$/.exec(key)?.[1] ?? key;
