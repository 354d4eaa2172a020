/** Joins changes of one object that were made apart from each other, each from the object as it is. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { isEqual } from './find-edits.ts';

/**
 * What all of them together make of `base`: a field or list item that any of them takes away is gone, what they add is
 * there once. Where two set one value differently the later counts.
 */
export const mergeChanges = (base: JsonObject, made: readonly JsonObject[]): JsonObject =>
  made.reduce<JsonObject>((merged, next) => mergeObjects(base, merged, next), base);

/** `undefined` for "gone" or "not there". */
const merge = (base: Json | undefined, ours: Json | undefined, theirs: Json | undefined): Json | undefined => {
  if (isEqual(base, theirs)) return ours;
  if (isEqual(base, ours) || isEqual(ours, theirs)) return theirs;
  if (ours === undefined || theirs === undefined) return base === undefined ? (ours ?? theirs) : undefined;
  if (isJsonObject(ours) && isJsonObject(theirs)) return mergeObjects(isJsonObject(base) ? base : {}, ours, theirs);
  if (isJsonArray(ours) && isJsonArray(theirs)) return mergeLists(isJsonArray(base) ? base : [], ours, theirs);
  return theirs;
};

const mergeObjects = (base: JsonObject, ours: JsonObject, theirs: JsonObject): JsonObject =>
  Object.fromEntries(
    [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].flatMap((field): [string, Json][] => {
      const value = merge(own(base, field), own(ours, field), own(theirs, field));
      return value === undefined ? [] : [[field, value]];
    }),
  );

const own = (object: JsonObject, field: string): Json | undefined =>
  Object.hasOwn(object, field) ? object[field] : undefined;

const mergeLists = (base: readonly Json[], ours: readonly Json[], theirs: readonly Json[]): readonly Json[] => {
  const [left, right] = [align(base, ours), align(base, theirs)];
  const kept = base.flatMap((item, index): Json[] => {
    const [a, b] = [left.kept[index], right.kept[index]];
    if (a === undefined || b === undefined) return [];
    const value = merge(item, a, b);
    return value === undefined ? [] : [value];
  });
  const added = [...left.added, ...right.added.filter((item) => !left.added.some((other) => isEqual(item, other)))];
  return [...kept, ...added];
};

/**
 * What became of each item: a list of equal length had its items changed, in any other what is equal stayed, in the
 * order it had, and the rest was added.
 */
const align = (base: readonly Json[], made: readonly Json[]) => {
  if (made.length === base.length) return { kept: made, added: [] };
  const left = [...made];
  const kept = base.map((item) => {
    const at = left.findIndex((other) => isEqual(item, other));
    return at < 0 ? undefined : left.splice(at, 1)[0];
  });
  return { kept, added: left };
};
