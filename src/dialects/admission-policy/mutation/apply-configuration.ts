/**
 * Applies part of an object to an object as server-side apply merges them: fields of objects and maps one by one, items
 * of lists by their keys. A list that has none, and an object that is taken as one (a label selector), are refused, as
 * the API server refuses them: they would be replaced whole, which nobody means. Custom kinds, whose definition is not
 * known here, have their lists replaced.
 */

import { isAtomicField, isAtomicType } from '../../../kube/schema/atomic-types.ts';
import {
  findTypeOfKind,
  readType,
  type BuiltInType,
  type FieldType,
  type TypeField,
} from '../../../kube/schema/read-types.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

export type Applied =
  | { readonly kind: 'applied'; readonly object: JsonObject }
  | { readonly kind: 'defect'; readonly message: string };

export const applyConfiguration = (
  original: JsonObject,
  applied: JsonObject,
  kind: { readonly group: string; readonly version: string; readonly kind: string },
): Applied => {
  const type = findTypeOfKind(kind.group, kind.version, kind.kind);
  const atomics: string[] = [];
  const merged = mergeObject(original, applied, type, '', atomics);
  return atomics.length === 0
    ? { kind: 'applied', object: merged }
    : {
        kind: 'defect',
        message: `error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`,
      };
};

const mergeObject = (
  old: JsonObject,
  applied: JsonObject,
  type: BuiltInType | undefined,
  path: string,
  atomics: string[],
): JsonObject => {
  const merged = new Map<string, Json>(Object.entries(old));
  for (const [name, value] of Object.entries(applied)) {
    const field = type?.fields.find((candidate) => candidate.name === name);
    const at = `${path}.${name}`;
    if (type !== undefined && isJsonObject(value) && isAtomicField(type.name, name)) atomics.push(at);
    merged.set(name, mergeValue(merged.get(name), value, field?.type, field, at, atomics));
  }
  return Object.fromEntries(merged);
};

const mergeValue = (
  old: Json | undefined,
  applied: Json,
  type: FieldType | undefined,
  field: TypeField | undefined,
  path: string,
  atomics: string[],
): Json => {
  if (type?.kind === 'pointer') return mergeValue(old, applied, type.to, field, path, atomics);
  if (isJsonObject(applied)) {
    const from = isJsonObject(old) ? old : {};
    // The server looks for what is atomic in structures, and not below maps.
    if (type?.kind === 'map') return mergeMap(from, applied, type.of, path, []);
    if (type?.kind === 'object' && isAtomicType(type.name)) atomics.push(path);
    return mergeObject(from, applied, type?.kind === 'object' ? readType(type.name) : undefined, path, atomics);
  }
  if (isJsonArray(applied)) {
    if (type?.kind !== 'list') return applied;
    const keys = field?.mergeKeys ?? [];
    if (keys.length === 0) {
      atomics.push(path);
      return applied;
    }
    return mergeList(isJsonArray(old) ? old : [], applied, type.of, keys, path, atomics);
  }
  return applied;
};

const mergeMap = (old: JsonObject, applied: JsonObject, of: FieldType, path: string, atomics: string[]): JsonObject => {
  const merged = new Map<string, Json>(Object.entries(old));
  for (const [name, value] of Object.entries(applied)) {
    merged.set(name, mergeValue(merged.get(name), value, of, undefined, `${path}.${name}`, atomics));
  }
  return Object.fromEntries(merged);
};

/** What is there keeps its place; what is new comes after it, in the order applied. */
const mergeList = (
  old: readonly Json[],
  applied: readonly Json[],
  of: FieldType,
  keys: readonly string[],
  path: string,
  atomics: string[],
): readonly Json[] => {
  const type = of.kind === 'object' ? readType(of.name) : undefined;
  const keyOf = (item: Json): string =>
    JSON.stringify(keys[0] === '*' ? item : keys.map((key) => keyField(item, key, type)));
  const merged = [...old];
  const places = new Map(old.map((item, index) => [keyOf(item), index]));
  for (const [index, item] of applied.entries()) {
    const inside = `${path}[${index}]`;
    const key = keyOf(item);
    const at = places.get(key);
    if (at === undefined) {
      places.set(key, merged.length);
      merged.push(mergeValue(undefined, item, of, undefined, inside, atomics));
    } else merged[at] = mergeValue(merged[at], item, of, undefined, inside, atomics);
  }
  return merged;
};

/** A key that is left out has its default: the protocol of a port. */
const keyField = (item: Json, key: string, type: BuiltInType | undefined): Json =>
  (isJsonObject(item) ? item[key] : undefined) ?? type?.fields.find(({ name }) => name === key)?.default ?? null;
