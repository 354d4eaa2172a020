/** Reads fields of a document whose shape was checked: what is absent or null has its empty value. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

export const field = (parent: JsonObject, name: string): Json | undefined => {
  const value = Object.hasOwn(parent, name) ? parent[name] : undefined;
  return value === null ? undefined : value;
};

export const text = (parent: JsonObject, name: string): string => {
  const value = field(parent, name);
  return typeof value === 'string' ? value : '';
};

export const flag = (parent: JsonObject, name: string, fallback: boolean): boolean => {
  const value = field(parent, name);
  return typeof value === 'boolean' ? value : fallback;
};

export const object = (parent: JsonObject, name: string): JsonObject | null => {
  const value = field(parent, name);
  return isJsonObject(value) ? value : null;
};

export const list = (parent: JsonObject, name: string): readonly Json[] => {
  const value = field(parent, name);
  return isJsonArray(value) ? value : [];
};

export const objects = (parent: JsonObject, name: string): readonly JsonObject[] =>
  list(parent, name).filter(isJsonObject);

export const texts = (parent: JsonObject, name: string): readonly string[] =>
  list(parent, name).filter((item) => typeof item === 'string');

/** The texts of a map, such as labels and annotations. */
export const textMap = (parent: JsonObject, name: string): Readonly<Record<string, string>> => {
  const map = object(parent, name);
  const result: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(map ?? {})) if (typeof value === 'string') result[key] = value;
  return result;
};
