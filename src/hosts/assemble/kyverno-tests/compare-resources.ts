/** Compares an object with the one a test expects, as Kyverno's command line does: what is empty is as good as left out. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

export const isSameResource = (actual: JsonObject, expected: JsonObject): boolean =>
  isEqual(tidy(withoutMarks(actual)), tidy(withoutMarks(expected)));

/** The same object with its fields in the order of the other, so that a difference of their texts is one of their values. */
export const arrangeLike = (object: JsonObject, model: JsonObject): JsonObject => {
  const keys = [...Object.keys(model).filter((key) => Object.hasOwn(object, key)), ...Object.keys(object)];
  return Object.fromEntries([...new Set(keys)].map((key) => [key, arrange(object[key] ?? null, model[key])]));
};

const arrange = (value: Json, model: Json | undefined): Json => {
  if (isJsonArray(value)) return isJsonArray(model) ? value.map((item, index) => arrange(item, model[index])) : value;
  return isJsonObject(value) && isJsonObject(model) ? arrangeLike(value, model) : value;
};

/** Whoever generates an object marks it with labels, which no test has to expect. */
const withoutMarks = (object: JsonObject): JsonObject => {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const labels = isJsonObject(metadata['labels']) ? metadata['labels'] : {};
  const kept = Object.entries(labels).filter(([key]) => !key.startsWith('generate.kyverno.io/'));
  return {
    ...object,
    metadata: { ...metadata, labels: { 'app.kubernetes.io/managed-by': 'kyverno', ...Object.fromEntries(kept) } },
  };
};

/** `undefined` for what holds nothing. */
const tidy = (value: Json): Json | undefined => {
  if (value === null) return undefined;
  if (isJsonArray(value)) {
    const list = value.map(tidy).filter((item) => item !== undefined);
    return list.length === 0 ? undefined : list;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): readonly [string, Json][] => {
    const tidied = tidy(inner);
    return tidied === undefined ? [] : [[key, tidied]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

const isEqual = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true;
  if (isJsonArray(a))
    return isJsonArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
};
