/** Whether two values are the same, as Go's reflect.DeepEqual has it. */

import { GoInteger, isObject, Reference, TypedList, type QueryValue } from './query-value.ts';
import type { Run } from './run.ts';

export const areEqual = (a: QueryValue, b: QueryValue, run: Run): boolean => {
  if (a === b) return true;
  if (typeof a === 'bigint' || typeof b === 'bigint') return isSameNumber(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length || a instanceof TypedList !== b instanceof TypedList) return false;
    run.spend(a.length);
    for (let index = 0; index < a.length; index++) {
      if (!areEqual(a[index] as QueryValue, b[index] as QueryValue, run)) return false;
    }
    return true;
  }
  if (a instanceof GoInteger) return b instanceof GoInteger && GoInteger.read(a) === GoInteger.read(b);
  if (a instanceof Reference || !isObject(a) || !isObject(b)) return false;
  let count = 0;
  for (const key of Object.keys(a)) {
    if (!Object.hasOwn(b, key) || !areEqual(a[key] as QueryValue, b[key] as QueryValue, run)) return false;
    count++;
  }
  run.spend(count);
  return count === Object.keys(b).length;
};

/** Every number is a double to Kyverno. */
const isSameNumber = (a: QueryValue, b: QueryValue): boolean =>
  (typeof a === 'bigint' || typeof a === 'number') &&
  (typeof b === 'bigint' || typeof b === 'number') &&
  Number(a) === Number(b);
