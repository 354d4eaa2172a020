/** Fields of an object nobody has checked, read as what they should be: what is not of that type is not there. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';

/** The value below `path`; `undefined` where it leads nowhere. */
export const at = (value: Json | undefined, ...path: readonly string[]): Json | undefined => {
  let found = value;
  for (const field of path) {
    found = isJsonObject(found) && Object.hasOwn(found, field) ? found[field] : undefined;
  }
  return found === null ? undefined : found;
};

/** The empty text where there is none. */
export const textAt = (value: Json | undefined, ...path: readonly string[]): string => {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
};

export const textsAt = (value: Json | undefined, ...path: readonly string[]): readonly string[] => {
  const found = at(value, ...path);
  return isJsonArray(found) ? found.filter((one): one is string => typeof one === 'string') : [];
};

export const objectAt = (value: Json | undefined, ...path: readonly string[]): JsonObject => {
  const found = at(value, ...path);
  return isJsonObject(found) ? found : none;
};

export const objectsAt = (value: Json | undefined, ...path: readonly string[]): readonly JsonObject[] => {
  const found = at(value, ...path);
  return isJsonArray(found) ? found.filter(isJsonObject) : [];
};

/** A smaller object: of each path what is there, and nothing beside it. */
export const pick = (object: JsonObject, paths: readonly (readonly string[])[]): JsonObject => {
  const picked: Record<string, Json> = {};
  for (const path of paths) {
    const value = at(object, ...path);
    if (value !== undefined) put(picked, path, value);
  }
  return picked;
};

const put = (target: Record<string, Json>, path: readonly string[], value: Json): void => {
  const [field = '', ...below] = path;
  if (below.length === 0) {
    target[field] = value;
    return;
  }
  const child: Record<string, Json> = { ...objectAt(target, field) };
  put(child, below, value);
  target[field] = child;
};

const none: JsonObject = {};
