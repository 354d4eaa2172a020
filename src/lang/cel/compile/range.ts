/** What a macro goes over: the items of a list, the keys of a map, or both keys and values. */

import type { Frame } from './frame.ts';
import { goTypeOf } from './go-type.ts';
import { keysOf, getEntry } from '../map-access.ts';
import { isPlainMap } from '../value-type.ts';
import { EvaluationFault, MapValue, type Value } from '../value.ts';

/** The items of a list; of a map its keys where one variable is set, else its values. */
export const openItems = (frame: Frame, value: Value, isPaired: boolean): readonly Value[] => {
  if (Array.isArray(value)) return value as readonly Value[];
  if (!(value instanceof MapValue || isPlainMap(value))) {
    const type = goTypeOf(value);
    throw new EvaluationFault(
      isPaired ? `unsupported comprehension range type: ${type}` : `got '${type}', expected iterable type`,
    );
  }
  const keys = keysOf(value);
  if (!isPaired && isPlainMap(value)) return keys;
  // What is made anew for each loop is counted, where the loop may end with its first item.
  frame.toil(keys.length);
  return isPaired ? keys.map((key) => getEntry(value, key) as Value) : keys;
};

/** What the first of two variables is set to; `null` for the position. */
export const openKeys = (value: Value): readonly Value[] | null => (Array.isArray(value) ? null : keysOf(value));
