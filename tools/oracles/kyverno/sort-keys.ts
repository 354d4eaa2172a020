/** A value with the fields of its objects in the order of their names, so that two of them compare as text. */

import { isJsonArray, isJsonObject, type Json } from '../../../src/model/json.ts';

export const sortKeys = (value: Json): Json => {
  if (isJsonArray(value)) return value.map(sortKeys);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
};
