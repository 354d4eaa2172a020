/** Where in an object something is: a path whose list items are named by their key, so that it outlives reordering. */

import { isJsonArray, isJsonObject, type Json } from './json.ts';

/** A field of an object, an index of a list, or the list item whose field `key` has the text `value`. */
export type PathSegment = string | number | { readonly key: string; readonly value: string };

export type FieldPath = readonly PathSegment[];

const plainField = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const plainValue = /^[^\]"\\\s]+$/;

/**
 * Prints a path: `spec.containers[name=web].env[0]`, `metadata.annotations["a.b/c"]`. The empty path prints as
 * the empty text. `parseFieldPath` is its inverse.
 */
export const renderFieldPath = (path: FieldPath): string => {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (typeof segment === 'object') {
      text += `[${segment.key}=${plainValue.test(segment.value) ? segment.value : JSON.stringify(segment.value)}]`;
    } else if (plainField.test(segment)) text += text === '' ? segment : `.${segment}`;
    else text += `[${JSON.stringify(segment)}]`;
  }
  return text;
};

const segmentPattern =
  /(?:^|\.)([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\[([A-Za-z_][A-Za-z0-9_-]*)=(?:("(?:[^"\\]|\\.)*")|([^\]"\\\s]+))\]/y;

/** Reads what `renderFieldPath` prints; `undefined` for any other text. Linear in the length of the text. */
export const parseFieldPath = (text: string): FieldPath | undefined => {
  const path: PathSegment[] = [];
  segmentPattern.lastIndex = 0;
  let end = 0;
  while (end < text.length) {
    const match = segmentPattern.exec(text);
    if (match === null) return undefined;
    end = segmentPattern.lastIndex;
    const [, field, index, quoted, key, quotedValue, value] = match;
    if (field !== undefined) path.push(field);
    else if (index !== undefined) path.push(Number(index));
    else if (quoted !== undefined) path.push(unquote(quoted));
    else path.push({ key: key ?? '', value: quotedValue === undefined ? (value ?? '') : unquote(quotedValue) });
  }
  return path;
};

const unquote = (quoted: string): string => {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
};

/** The value at a path, or `undefined` where the path leads nowhere. */
export const valueAt = (root: Json | undefined, path: FieldPath): Json | undefined => {
  let value: Json | undefined = root;
  for (const segment of path) {
    if (typeof segment === 'string') {
      value = isJsonObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
    } else if (isJsonArray(value)) {
      value =
        typeof segment === 'number'
          ? value[segment]
          : value.find((item) => isJsonObject(item) && item[segment.key] === segment.value);
    } else return undefined;
  }
  return value;
};
