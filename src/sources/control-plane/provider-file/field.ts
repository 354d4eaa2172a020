/** Fields of a provider's description, read as what they should be: what is of another type is not there. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

/** The value below the fields; `undefined` where there is none, or null. */
export const valueAt = (root: Json | undefined, ...path: readonly string[]): Json | undefined => {
  let value = root;
  for (const field of path)
    value = isJsonObject(value) && Object.hasOwn(value, field) ? (value[field] ?? undefined) : undefined;
  return value;
};

/** The empty text where there is none. */
export const textAt = (root: Json | undefined, ...path: readonly string[]): string => {
  const value = valueAt(root, ...path);
  return typeof value === 'string' ? value : '';
};

export const isTrueAt = (root: Json | undefined, ...path: readonly string[]): boolean =>
  valueAt(root, ...path) === true;

export const textsAt = (root: Json | undefined, ...path: readonly string[]): readonly string[] => {
  const value = valueAt(root, ...path);
  return isJsonArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
};

export const objectsAt = (root: Json | undefined, ...path: readonly string[]): readonly JsonObject[] => {
  const value = valueAt(root, ...path);
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
};

/** What of a list of settings is there, as text. */
export const toSettings = (entries: Readonly<Record<string, Json | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(entries).flatMap(([name, value]) =>
      value === undefined || value === null || value === '' || typeof value === 'object' ? [] : [[name, String(value)]],
    ),
  );

/** Every address of the internet. */
export const isAnywhere = (range: string): boolean => range === '0.0.0.0/0' || range === '::/0';
