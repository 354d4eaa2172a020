/** What leaves an evaluation: JSON, without what only Kyverno's Go tells apart. */

import { type Json, setField } from '../../model/json.ts';
import { GoInteger, Reference, TypedList, type QueryValue } from './query-value.ts';
import type { Run } from './run.ts';

/** The value itself, unless something of Go's was made on the way. */
export const toJson = (value: QueryValue, run: Run): Json => {
  if (value === null || typeof value !== 'object' || !run.hasMadeGoValue) return value as Json;
  return plain(value, run);
};

const plain = (value: QueryValue, run: Run): Json => {
  if (value instanceof GoInteger) return GoInteger.read(value);
  // An expression that nobody called is an empty object when Kyverno writes it as JSON.
  if (value instanceof Reference) return {};
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    run.spend(value.length);
    const items = (value as readonly QueryValue[]).map((item) => plain(item, run));
    const isSame = !(value instanceof TypedList) && items.every((item, index) => item === value[index]);
    return isSame ? (value as Json) : Array.from(items);
  }
  const keys = Object.keys(value);
  run.spend(keys.length);
  const copy: Record<string, Json> = {};
  let isSame = true;
  for (const key of keys) {
    const item = (value as Record<string, QueryValue>)[key] as QueryValue;
    const made = plain(item, run);
    isSame &&= made === item;
    setField(copy, key, made);
  }
  return isSame ? value : copy;
};
