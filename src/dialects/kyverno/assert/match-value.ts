/** Whether a value is what an assertion expects: objects may have more fields, lists and scalars are equal. */

import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';

/** `fault` where the two cannot be compared: a text with a number. */
export type Matched =
  | { readonly kind: 'matched'; readonly isSame: boolean }
  | { readonly kind: 'fault'; readonly message: string };

export const matchValue = (expected: Json, actual: Json): Matched => {
  if (isJsonArray(expected)) return matchList(expected, actual);
  if (!isJsonObject(expected)) return matchScalar(expected, actual);
  if (!isJsonObject(actual)) return fault(`invalid actual value, must be a map, found ${kindOf(actual)}`);
  for (const [key, value] of Object.entries(expected)) {
    const found = Object.hasOwn(actual, key) ? actual[key] : undefined;
    if (found === undefined) return different;
    const matched = matchValue(value, found);
    if (matched.kind === 'fault' || !matched.isSame) return matched;
  }
  return same;
};

const same: Matched = { kind: 'matched', isSame: true };
const different: Matched = { kind: 'matched', isSame: false };

const fault = (message: string): Matched => ({ kind: 'fault', message });

const matchList = (expected: readonly Json[], actual: Json): Matched => {
  if (!isJsonArray(actual)) return fault(`invalid actual value, must be a slice, found ${kindOf(actual)}`);
  if (expected.length !== actual.length) return different;
  for (const [index, item] of expected.entries()) {
    const matched = matchValue(item, actual[index] ?? null);
    if (matched.kind === 'fault' || !matched.isSame) return matched;
  }
  return same;
};

const matchScalar = (expected: Json, actual: Json): Matched => {
  if (expected === actual) return same;
  if (expected === null || actual === null) return different;
  if (isNumber(expected) && isNumber(actual)) return Number(expected) === Number(actual) ? same : different;
  if (typeof expected === typeof actual && typeof actual !== 'object') return different;
  return fault(`types are not comparable, ${kindOf(expected)} - ${kindOf(actual)}`);
};

const isNumber = (value: Json): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

/** As Go names kinds. */
const kindOf = (value: Json): string => {
  if (value === null) return 'invalid';
  if (isJsonArray(value)) return 'slice';
  if (typeof value === 'object') return 'map';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'int64' : 'float64';
};
