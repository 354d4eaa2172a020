/**
 * Applies part of an object to an object as server-side apply merges them: fields of objects and maps one by one, items
 * of lists by their keys. A list that has none, and an object that is taken as one (a label selector), are refused, as
 * the API server refuses them: they would be replaced whole, which nobody means. Custom kinds, whose definition is not
 * known here, have their lists replaced.
 */

import { isAtomicField, isAtomicType } from '../../schema/atomic-types.ts';
import { findTypeOfKind, readType, type BuiltInType, type FieldType, type TypeField } from '../../schema/read-types.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

export type Applied =
  | { readonly kind: 'applied'; readonly object: JsonObject }
  | { readonly kind: 'defect'; readonly message: string };

export interface ApplyOptions {
  /** What has no keys is replaced whole, where it is else refused. */
  readonly mayReplace?: boolean;
}

export const applyConfiguration = (
  original: JsonObject,
  applied: JsonObject,
  kind: { readonly group: string; readonly version: string; readonly kind: string },
  { mayReplace = false }: ApplyOptions = {},
): Applied => {
  const type = findTypeOfKind(kind.group, kind.version, kind.kind);
  const wrong = type === undefined ? undefined : findUntyped(applied, type, '');
  if (wrong !== undefined) {
    return {
      kind: 'defect',
      message: `error applying patch: failed to convert patch object to typed object: ${wrong}`,
    };
  }
  const atomics: Atomics = { paths: [], mayReplace };
  const merged = mergeObject(original, applied, type, '', atomics);
  return mayReplace || atomics.paths.length === 0
    ? { kind: 'applied', object: merged }
    : {
        kind: 'defect',
        message: `error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: ${atomics.paths.join(', ')}`,
      };
};

/** The first field that the type does not have, or that is a number there and none here. */
const findUntyped = (applied: JsonObject, type: BuiltInType, path: string): string | undefined => {
  for (const [name, value] of Object.entries(applied)) {
    const at = `${path}.${name}`;
    const field = type.fields.find((candidate) => candidate.name === name);
    if (field === undefined) return `${at}: field not declared in schema`;
    const wrong = findUntypedValue(value, field.type, field, at);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};

const findUntypedValue = (value: Json, type: FieldType, field: TypeField, at: string): string | undefined => {
  switch (type.kind) {
    case 'pointer':
      return findUntypedValue(value, type.to, field, at);
    case 'scalar':
      return numbers.has(type.name) && (typeof value === 'string' || typeof value === 'boolean')
        ? `${at}: expected numeric (int or float), got ${typeof value === 'string' ? 'string' : 'bool'}`
        : undefined;
    case 'object':
      return isJsonObject(value) ? findUntyped(value, readType(type.name), at) : undefined;
    case 'list': {
      const { of } = type;
      if (!isJsonArray(value) || of.kind !== 'object') return undefined;
      const inner = readType(of.name);
      for (const [index, item] of value.entries()) {
        if (!isJsonObject(item)) continue;
        const wrong = findUntyped(item, inner, `${at}[${renderItem(item, index, field.mergeKeys, inner)}]`);
        if (wrong !== undefined) return wrong;
      }
      return undefined;
    }
    case 'map':
      return undefined;
  }
};

const numbers: ReadonlySet<string> = new Set(['int32', 'int64', 'float64']);

const renderItem = (item: JsonObject, index: number, keys: readonly string[], type: BuiltInType): string =>
  keys.length === 0
    ? String(index)
    : keys
        .toSorted()
        .map((key) => `${key}=${JSON.stringify(keyField(item, key, type))}`)
        .join(',');

/** Where something was given that is taken as one. */
interface Atomics {
  readonly paths: string[];
  readonly mayReplace: boolean;
}

const mergeObject = (
  old: JsonObject,
  applied: JsonObject,
  type: BuiltInType | undefined,
  path: string,
  atomics: Atomics,
): JsonObject => {
  const merged = new Map<string, Json>(Object.entries(old));
  for (const [name, value] of Object.entries(applied)) {
    const field = type?.fields.find((candidate) => candidate.name === name);
    const at = `${path}.${name}`;
    const isAtomic = type !== undefined && isJsonObject(value) && isAtomicField(type.name, name);
    if (isAtomic) atomics.paths.push(at);
    const isReplaced = isAtomic && atomics.mayReplace;
    merged.set(name, isReplaced ? value : mergeValue(merged.get(name), value, field?.type, field, at, atomics));
  }
  return Object.fromEntries(merged);
};

const mergeValue = (
  old: Json | undefined,
  applied: Json,
  type: FieldType | undefined,
  field: TypeField | undefined,
  path: string,
  atomics: Atomics,
): Json => {
  if (type?.kind === 'pointer') return mergeValue(old, applied, type.to, field, path, atomics);
  if (isJsonObject(applied)) {
    const from = isJsonObject(old) ? old : {};
    // The server looks for what is atomic in structures, and not below maps.
    if (type?.kind === 'map') return mergeMap(from, applied, type.of, path, { ...atomics, paths: [] });
    if (type?.kind === 'object' && isAtomicType(type.name)) {
      atomics.paths.push(path);
      if (atomics.mayReplace) return applied;
    }
    return mergeObject(from, applied, type?.kind === 'object' ? readType(type.name) : undefined, path, atomics);
  }
  if (isJsonArray(applied)) {
    if (type?.kind !== 'list') return applied;
    const keys = field?.mergeKeys ?? [];
    if (keys.length === 0) {
      atomics.paths.push(path);
      return applied;
    }
    return mergeList(isJsonArray(old) ? old : [], applied, type.of, keys, path, atomics);
  }
  return applied;
};

const mergeMap = (old: JsonObject, applied: JsonObject, of: FieldType, path: string, atomics: Atomics): JsonObject => {
  const merged = new Map<string, Json>(Object.entries(old));
  for (const [name, value] of Object.entries(applied)) {
    merged.set(name, mergeValue(merged.get(name), value, of, undefined, `${path}.${name}`, atomics));
  }
  return Object.fromEntries(merged);
};

/** In the order of structured-merge-diff: what is new stands before the shared item it was applied before, else last. */
const mergeList = (
  old: readonly Json[],
  applied: readonly Json[],
  of: FieldType,
  keys: readonly string[],
  path: string,
  atomics: Atomics,
): readonly Json[] => {
  const type = of.kind === 'object' ? readType(of.name) : undefined;
  const keyOf = (item: Json): string =>
    JSON.stringify(keys[0] === '*' ? item : keys.map((key) => keyField(item, key, type)));
  const oldKeys = old.map(keyOf);
  const newKeys = applied.map(keyOf);
  const there = new Map(oldKeys.map((key, index) => [key, old[index]]));
  const wanted = new Set(newKeys);
  const shared = newKeys.filter((key) => there.has(key));
  const merged: Json[] = [];
  const taken = new Set<string>();
  let next = shared.shift();
  const take = (index: number): void => {
    const key = newKeys[index] ?? '';
    taken.add(key);
    merged.push(mergeValue(there.get(key), applied[index] ?? null, of, undefined, `${path}[${index}]`, atomics));
    if (key === next) next = shared.shift();
  };
  let left = 0;
  let right = 0;
  while (left < old.length || right < applied.length) {
    const key = oldKeys[left];
    if (key !== undefined && right < applied.length) {
      if (key === newKeys[right]) {
        take(right);
        left += 1;
        right += 1;
        continue;
      }
      // Shared, but another shared one is to come first.
      if (wanted.has(key) && next !== undefined && next !== key) {
        left += 1;
        continue;
      }
    }
    if (key !== undefined && !wanted.has(key)) {
      merged.push(old[left] ?? null);
      left += 1;
      continue;
    }
    if (key !== undefined && taken.has(key)) left += 1;
    if (right < applied.length) {
      take(right);
      right += 1;
    }
  }
  return merged;
};

/** A key that is left out has its default: the protocol of a port. */
const keyField = (item: Json, key: string, type: BuiltInType | undefined): Json =>
  (isJsonObject(item) ? item[key] : undefined) ?? type?.fields.find(({ name }) => name === key)?.default ?? null;
