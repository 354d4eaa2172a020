/** Reads fields of a spec whose shape was checked: what is absent, or was refused, is the empty value. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../model/json.ts';

export const fieldOf = (parent: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(parent, name) ? parent[name] : undefined;

export const objectOf = (parent: JsonObject, name: string): JsonObject => {
  const value = fieldOf(parent, name);
  return isJsonObject(value) ? value : {};
};

export const textOf = (parent: JsonObject, name: string): string => {
  const value = fieldOf(parent, name);
  return typeof value === 'string' ? value : '';
};

export const textsOf = (parent: JsonObject, name: string): readonly string[] => {
  const value = fieldOf(parent, name);
  return isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
};

/** With their places in the list: what is no object is left out. */
export const objectsOf = (
  parent: JsonObject,
  name: string,
): readonly (readonly [index: number, item: JsonObject])[] => {
  const value = fieldOf(parent, name);
  if (!isJsonArray(value)) return [];
  return [...value.entries()].filter((entry): entry is [number, JsonObject] => isJsonObject(entry[1]));
};

/** `{enabled: …}` under a name; what is not written is `usual`. */
export const isEnabled = (parent: JsonObject, name: string, usual: boolean): boolean => {
  const { enabled } = objectOf(parent, name);
  return typeof enabled === 'boolean' ? enabled : usual;
};
