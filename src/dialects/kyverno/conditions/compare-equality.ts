/** Equals and NotEquals: durations, quantities and wildcards in texts, numbers in texts, lists and objects whole. */

import { parseGoFloat } from '../../../lang/go/parse-go-float.ts';
import { compareQuantities } from '../../../lang/quantity/quantity.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import { compareDurations } from './compare-order.ts';
import type { NumberOrigin, Operand } from './operand.ts';

/** `null` for a key of null, for which neither operator holds. */
export const isEqual = (key: Operand, value: Operand): boolean | null => {
  const wanted = value.value;
  switch (typeof key.value) {
    case 'boolean':
      return wanted === key.value;
    case 'number':
    case 'bigint':
      return isSameNumber(Number(key.value), wanted);
    case 'string':
      return isSameText(key, value);
    default:
      if (key.value === null) return null;
      return isDeepEqual(key.value, key.origin, wanted, value.origin);
  }
};

const isSameNumber = (key: number, value: Json): boolean => {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) === key;
  return typeof value === 'string' && parseGoFloat(value) === key;
};

const isSameText = (key: Operand, value: Operand): boolean => {
  const durations = compareDurations(key, value);
  if (durations !== null) return durations === 0;
  if (typeof value.value !== 'string') return false;
  if (key.quantity !== null) {
    if (value.quantity !== null) return compareQuantities(key.quantity, value.quantity) === 0;
    // A quantity equals no other text, be it a wildcard.
    return false;
  }
  return typeof key.value === 'string' && value.text.matches(key.value);
};

const isDeepEqual = (a: Json, aOrigin: NumberOrigin, b: Json, bOrigin: NumberOrigin): boolean => {
  if (isJsonArray(a)) {
    if (!isJsonArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isDeepEqual(item, aOrigin, b[index] ?? null, bOrigin));
  }
  if (isJsonObject(a)) {
    if (!isJsonObject(b)) return false;
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    return keys.every((key) => Object.hasOwn(b, key) && isDeepEqual(a[key] ?? null, aOrigin, b[key] ?? null, bOrigin));
  }
  if (a === b) return isWhole(a, aOrigin) === isWhole(b, bOrigin);
  return false;
};

/** Held by Go as a whole number rather than as a double; of anything but a number, no. */
const isWhole = (value: Json, origin: NumberOrigin): boolean =>
  origin === 'written' && (typeof value === 'bigint' || Number.isSafeInteger(value));
