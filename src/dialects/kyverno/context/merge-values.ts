/** Values a person gives, by dotted names, merged into what a context holds. */

import { isJsonObject, type Json, type JsonObject, setField } from '../../../model/json.ts';

/** `request.object.spec.replicas: 3` becomes maps in maps; a part in quotes may hold dots. */
export const toNestedValues = (values: JsonObject): JsonObject | null => {
  let nested: JsonObject | null = null;
  for (const key of Object.keys(values)) {
    const parts = splitName(key);
    if (parts.length === 0) continue;
    let value: Json = values[key] ?? null;
    for (const part of parts.toReversed()) {
      const outer: Record<string, Json> = {};
      setField(outer, part, value);
      value = outer;
    }
    if (isJsonObject(value)) nested = nested === null ? value : mergeMaps(nested, value);
  }
  return nested;
};

/** A new map: the fields of `over` win, and maps in both are merged. Neither is changed. */
export const mergeMaps = (under: JsonObject, over: JsonObject): JsonObject => {
  const merged: Record<string, Json> = {};
  for (const key of Object.keys(under)) setField(merged, key, under[key] ?? null);
  for (const key of Object.keys(over)) {
    const value = over[key] ?? null;
    const before = Object.hasOwn(under, key) ? under[key] : undefined;
    setField(merged, key, isJsonObject(value) && isJsonObject(before) ? mergeMaps(before, value) : value);
  }
  return merged;
};

/** As a line of comma separated values with dots for the commas. */
const splitName = (name: string): readonly string[] =>
  name === ''
    ? []
    : [...name.matchAll(namePart)].map(([, , quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');

const namePart = /(^|\.)(?:"((?:[^"]|"")*)"(?=\.|$)|([^.]*))/g;
