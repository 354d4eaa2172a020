/** Changes one place of a document. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';

export type Path = readonly (string | number)[];

/** Every place below the root, parents first. */
export const listPaths = (value: Json, below: Path = []): readonly Path[] => {
  const entries: readonly (readonly [string | number, Json])[] = isJsonArray(value)
    ? value.map((item, index) => [index, item] as const)
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([key, inner]) => [[...below, key], ...listPaths(inner, [...below, key])]);
};

export const readPath = (value: Json | undefined, [key, ...rest]: Path): Json | undefined => {
  if (key === undefined) return value;
  if (isJsonArray(value)) return typeof key === 'number' ? readPath(value[key], rest) : undefined;
  return isJsonObject(value) ? readPath(value[key], rest) : undefined;
};

/** `undefined` takes it away. */
const editPath = (value: Json, [key, ...rest]: Path, change: (old: Json) => Json | undefined): Json => {
  if (key === undefined) return change(value) ?? null;
  const next = (old: Json): Json | undefined => (rest.length === 0 ? change(old) : editPath(old, rest, change));
  if (isJsonArray(value))
    return value.flatMap((item, index) => (index === key ? (next(item) ?? []) : [item]) as Json[]);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const made = name === key ? next(inner) : inner;
      return made === undefined ? [] : [[name, made] as const];
    }),
  );
};

export const editObject = (value: JsonObject, path: Path, change: (old: Json) => Json | undefined): JsonObject => {
  const made = editPath(value, path, change);
  return isJsonObject(made) ? made : value;
};
