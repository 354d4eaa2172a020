/** Applies edits to an object without changing it: what a fix would make of it. */

import type { Edit, EditValue } from '../../model/change.ts';
import { parseFieldPath, type PathSegment } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

/**
 * The object after the edits, in their order; the parts they do not touch are shared with the original. Missing
 * parents are made. A list item named by a key that is not there is appended; a value put at an index where the edit
 * says nothing was before is inserted. So the undo gives the original back where every edit starts at the first
 * missing field and names list items it removes by index, or removes the last; else it leaves empty parents behind.
 * A path that is none, or that leads through a scalar, throws: edits are made by rules, not by users.
 */
export const applyEdits = (object: JsonObject, edits: readonly Edit[]): JsonObject =>
  edits.reduce<JsonObject>((current, { path, before, after }) => {
    const segments = parseFieldPath(path);
    if (segments === undefined) throw new Error(`not a field path: ${path}`);
    const changed = setAt(current, segments, { value: after, inserts: before.kind === 'absent' });
    if (!isJsonObject(changed)) throw new Error('an edit of a whole object must leave an object');
    return changed;
  }, object);

interface Target {
  readonly value: EditValue;
  readonly inserts: boolean;
}

/** `undefined` for "gone". */
const setAt = (node: Json | undefined, path: readonly PathSegment[], target: Target): Json | undefined => {
  const [segment, ...rest] = path;
  if (segment === undefined) return target.value.kind === 'absent' ? undefined : target.value.value;
  if (node === undefined && target.value.kind === 'absent') return undefined;
  return typeof segment === 'string' ? setField(node, segment, rest, target) : setItem(node, segment, rest, target);
};

const setField = (node: Json | undefined, name: string, rest: readonly PathSegment[], target: Target): Json => {
  const object = node ?? {};
  if (!isJsonObject(object)) throw new Error(`no field ${name} in what is not an object`);
  const value = setAt(Object.hasOwn(object, name) ? object[name] : undefined, rest, target);
  // `fromEntries` defines properties; assignment would lose a field named `__proto__`, which YAML may hold.
  if (value !== undefined) {
    return Object.hasOwn(object, name)
      ? Object.fromEntries(Object.entries(object).map(([key, old]) => [key, key === name ? value : old]))
      : Object.fromEntries([...Object.entries(object), [name, value]]);
  }
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
};

const setItem = (
  node: Json | undefined,
  segment: Exclude<PathSegment, string>,
  rest: readonly PathSegment[],
  target: Target,
): Json => {
  const list = node ?? [];
  if (!isJsonArray(list)) throw new Error('no item in what is not a list');
  const at = typeof segment === 'number' ? segment : toIndex(list, segment);
  const isInserted = typeof segment === 'number' && rest.length === 0 && target.inserts;
  const old = isInserted ? undefined : list[at];
  if (old === undefined && target.value.kind === 'absent') return list;
  const set = setAt(old, rest, target);
  // A new item must carry the key it was named by.
  const value =
    old === undefined && typeof segment === 'object' && isJsonObject(set)
      ? { [segment.key]: segment.value, ...set }
      : set;
  const kept = value === undefined ? [] : [value];
  return [...list.slice(0, at), ...kept, ...list.slice(isInserted ? at : at + 1)];
};

/** The index of the item a keyed segment names; the list's length where there is none. */
export const toIndex = (list: readonly Json[], { key, value }: Exclude<PathSegment, string | number>): number => {
  const index = list.findIndex((item) => isJsonObject(item) && item[key] === value);
  return index < 0 ? list.length : index;
};
