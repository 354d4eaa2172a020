/** The difference of two objects as edits: as small as lists with named items allow. */

import { absent, present, type Edit } from '../../../model/change.ts';
import { renderFieldPath, type FieldPath } from '../../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { isEqual } from './apply-json-patch.ts';

export const toEdits = (before: JsonObject, after: JsonObject): readonly Edit[] => {
  const edits: Edit[] = [];
  compareObjects(before, after, [], edits);
  return edits;
};

const compareObjects = (before: JsonObject, after: JsonObject, path: FieldPath, edits: Edit[]): void => {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    const now = Object.hasOwn(after, name) ? after[name] : undefined;
    compare(old, now, [...path, name], edits);
  }
};

const compare = (before: Json | undefined, after: Json | undefined, path: FieldPath, edits: Edit[]): void => {
  if (before !== undefined && after !== undefined) {
    if (isEqual(before, after)) return;
    if (isJsonObject(before) && isJsonObject(after)) return compareObjects(before, after, path, edits);
    if (isJsonArray(before) && isJsonArray(after) && compareNamed(before, after, path, edits)) return;
  }
  edits.push({ path: renderFieldPath(path), before: toValue(before), after: toValue(after) });
};

const toValue = (value: Json | undefined): Edit['before'] => (value === undefined ? absent : present(value));

/** False where items have no names of their own, or stand in another order: the list is then replaced. */
const compareNamed = (before: readonly Json[], after: readonly Json[], path: FieldPath, edits: Edit[]): boolean => {
  const old = byName(before);
  const now = byName(after);
  if (old === undefined || now === undefined) return false;
  const kept = [...old.keys()].filter((name) => now.has(name));
  const expected = [...kept, ...[...now.keys()].filter((name) => !old.has(name))];
  if ([...now.keys()].some((name, index) => name !== expected[index])) return false;
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    compare(old.get(name), now.get(name), [...path, { key: 'name', value: name }], edits);
  }
  return true;
};

const byName = (items: readonly Json[]): ReadonlyMap<string, Json> | undefined => {
  const named = new Map<string, Json>();
  for (const item of items) {
    const name = isJsonObject(item) ? item['name'] : undefined;
    if (typeof name !== 'string' || named.has(name)) return undefined;
    named.set(name, item);
  }
  return named;
};
