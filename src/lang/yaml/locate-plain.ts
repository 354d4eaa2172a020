/** The places of fields in a text that the fast reader understands: no events, no tree, only what it noted on its way. */

import type { FieldPath, PathSegment } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { notPlain, readPlainPlaces } from './plain-reader.ts';

export interface PlainIndex {
  /** Where the field stands, or its nearest ancestor; `undefined` where the value alone does not tell how an item is spelt. */
  offsetOf(path: FieldPath): number | undefined;
}

/** `undefined` for a text that only the full parser understands. Where it answers, that answers the same: a test. */
export const indexPlain = (text: string): PlainIndex | undefined => {
  const read = readPlainPlaces(text);
  if (read === notPlain) return undefined;
  const { value, places } = read;
  return {
    offsetOf: (path) => {
      let node: Node = { value, place: 0 };
      for (const segment of path) {
        const next = step(node, segment);
        if (next === 'unclear') return undefined;
        if (next === undefined) break;
        node = next;
      }
      return places[node.place];
    },
  };
};

/** A value and the number of its place; those of what it holds follow. */
interface Node {
  readonly value: Json;
  readonly place: number;
}

const step = ({ value, place }: Node, segment: PathSegment): Node | 'unclear' | undefined => {
  if (typeof segment === 'string') return isJsonObject(value) ? stepInto(value, place, segment) : undefined;
  if (!isJsonArray(value)) return undefined;
  let next = place + 1;
  for (const [index, item] of value.entries()) {
    const found = typeof segment === 'number' ? index === segment : isKeyed(item, segment.key, segment.value);
    if (found === 'unclear') return found;
    if (found) return { value: item, place: next };
    next += countPlaces(item);
  }
  return undefined;
};

const stepInto = (object: JsonObject, place: number, field: string): Node | undefined => {
  if (!Object.hasOwn(object, field)) return undefined;
  let next = place + 1;
  for (const key in object) {
    const value = object[key] as Json;
    if (key === field) return { value, place: next };
    next += countPlaces(value);
  }
  return undefined;
};

/** Items are named by the text of a field: of one that is no text only the text that was written can tell. */
const isKeyed = (item: Json, key: string, text: string): boolean | 'unclear' => {
  if (!isJsonObject(item) || !Object.hasOwn(item, key)) return false;
  const value = item[key];
  if (typeof value === 'string') return value === text;
  return isJsonObject(value) || isJsonArray(value) ? false : 'unclear';
};

/** Its own and those of all it holds. */
const countPlaces = (value: Json): number => {
  let count = 1;
  if (isJsonArray(value)) for (const item of value) count += countPlaces(item);
  else if (isJsonObject(value)) for (const key in value) count += countPlaces(value[key] as Json);
  return count;
};
