/** The edits that lead from one object to another: for patches that say what an object becomes, whoever changed it. */

import { present, absent, type Edit } from '../../model/change.ts';
import { renderFieldPath, type FieldPath, type PathSegment } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { mergeKeysOf } from './to-strategic-patch.ts';

/**
 * `byKey`: items of lists that the API server merges by a field are told by it, and other lists whole, as a strategic
 * merge patch must have them. Else list items are told by their numbers where both have as many.
 */
export const findEdits = (before: JsonObject, after: JsonObject, byKey: boolean): readonly Edit[] =>
  compare([], before, after, byKey);

const compare = (
  path: FieldPath,
  before: Json | undefined,
  after: Json | undefined,
  byKey: boolean,
): readonly Edit[] => {
  if (isEqual(before, after)) return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) =>
      compare([...path, field], own(before, field), own(after, field), byKey),
    );
  }
  if (isJsonArray(before) && isJsonArray(after)) {
    const key = byKey ? findKey(path.at(-1), before, after) : undefined;
    if (key !== undefined) return compareItems(path, toItems(before, key), toItems(after, key), key);
    if (!byKey && before.length === after.length)
      return before.flatMap((item, index) => compare([...path, index], item, after[index], byKey));
  }
  return [
    {
      path: renderFieldPath(path),
      before: before === undefined ? absent : present(before),
      after: after === undefined ? absent : present(after),
    },
  ];
};

const own = (object: JsonObject, field: string): Json | undefined =>
  Object.hasOwn(object, field) ? object[field] : undefined;

/** That which names every item of both lists, each once. */
const findKey = (list: PathSegment | undefined, before: readonly Json[], after: readonly Json[]): string | undefined =>
  typeof list === 'string'
    ? mergeKeysOf(list).find((key) => [before, after].every((items) => toItems(items, key).size === items.length))
    : undefined;

const toItems = (list: readonly Json[], key: string): ReadonlyMap<string, Json> =>
  new Map(
    list.flatMap((item): readonly (readonly [string, Json])[] => {
      const name = isJsonObject(item) ? own(item, key) : undefined;
      return typeof name === 'string' ? [[name, item]] : [];
    }),
  );

const compareItems = (
  path: FieldPath,
  before: ReadonlyMap<string, Json>,
  after: ReadonlyMap<string, Json>,
  key: string,
): readonly Edit[] =>
  [...new Set([...before.keys(), ...after.keys()])].flatMap((value) =>
    compare([...path, { key, value }], before.get(value), after.get(value), true),
  );

/** In any order of fields. */
export const isEqual = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true;
  if (isJsonArray(a) && isJsonArray(b))
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const fields = Object.keys(a);
  return (
    fields.length === Object.keys(b).length &&
    fields.every((field) => Object.hasOwn(b, field) && isEqual(a[field], b[field]))
  );
};
