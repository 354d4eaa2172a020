/** The difference of two objects as edits: as small as lists with named items allow. */

import { isEqualJson } from '../../../lang/patch/json-value.ts';
import { absent, present, type Edit } from '../../../model/change.ts';
import { renderFieldPath, type FieldPath } from '../../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

export const toEdits = (before: JsonObject, after: JsonObject): readonly Edit[] => {
  const edits: Edit[] = [];
  compareObjects(before, after, [], edits);
  return edits;
};

const compareObjects = (before: JsonObject, after: JsonObject, path: FieldPath, edits: Edit[]): void => {
  for (const name of Object.keys(before)) {
    const now = Object.hasOwn(after, name) ? after[name] : undefined;
    if (now !== before[name]) compare(before[name], now, [...path, name], edits);
  }
  for (const name of Object.keys(after))
    if (!Object.hasOwn(before, name)) compare(undefined, after[name], [...path, name], edits);
};

const compare = (before: Json | undefined, after: Json | undefined, path: FieldPath, edits: Edit[]): void => {
  if (before !== undefined && after !== undefined) {
    if (isJsonObject(before) && isJsonObject(after)) return compareObjects(before, after, path, edits);
    if (isJsonArray(before) && isJsonArray(after) && compareNamed(before, after, path, edits)) return;
    if (isEqualJson(before, after)) return;
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
  const added = [...now.keys()].filter((name) => !old.has(name));
  const order = now.keys();
  for (const name of [...kept, ...added]) if (order.next().value !== name) return false;
  for (const name of [...old.keys(), ...added]) {
    const [was, is] = [old.get(name), now.get(name)];
    if (was !== is) compare(was, is, [...path, { key: 'name', value: name }], edits);
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
