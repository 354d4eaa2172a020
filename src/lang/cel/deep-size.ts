/** How many values there are in a value, however deep: what looking through all of it takes. */

import { keysOf, getEntry } from './map-access.ts';
import { MapValue, OptionalValue, type Value } from './value.ts';
import { isPlainMap } from './value-type.ts';

/**
 * Counts what is shared as often as it stands there: `[v, v, v]` of a `v` made the same way, twelve deep, holds half a
 * million values in thirty-six places. Linear in the places all the same, since each shared part is counted once.
 */
export const deepSize = (value: Value): number => {
  if (typeof value !== 'object' || value === null) return 1;
  return measure(value, new Map());
};

const measure = (value: Value, known: Map<Value, number>): number => {
  if (typeof value !== 'object' || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  let size = 1;
  if (Array.isArray(value)) for (const item of value as readonly Value[]) size += measure(item, known);
  else if (value instanceof OptionalValue) size += value.content === undefined ? 0 : measure(value.content, known);
  else if (value instanceof MapValue || isPlainMap(value))
    for (const key of keysOf(value)) size += measure(getEntry(value, key) ?? null, known);
  known.set(value, size);
  return size;
};
