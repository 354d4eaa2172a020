/** Kubernetes' functions on lists: order, sums, extremes and positions; `includes` is new in 1.37. */

import { compareValues } from '../../lang/cel/compare.ts';
import { equalValues } from '../../lang/cel/equality.ts';
import type { Library, Overload } from '../../lang/cel/overload.ts';
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  dynType,
  intType,
  listOf,
  parameterType,
  stringType,
  timestampType,
  uintType,
} from '../../lang/cel/type.ts';
import type { Type } from '../../lang/cel/type.ts';
import { DurationValue, EvaluationFault, toDouble, UintValue } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { addValues } from '../../lang/cel/standard/arithmetic.ts';
import { libraryOf, member } from './declare-overload.ts';

type List = readonly Value[];

/** Below, at or above 0; 0 where the two cannot be ordered, which Kubernetes passes over. */
const order = (a: Value, b: Value): number => {
  try {
    return compareValues(a, b, 'compare');
  } catch (error) {
    if (error instanceof EvaluationFault) return 0;
    throw error;
  }
};

const isSorted = (list: Value): boolean =>
  (list as List).every((item, index, all) => index === 0 || order(all[index - 1] as Value, item) <= 0);

const sumFrom =
  (zero: Value) =>
  (list: Value): Value => {
    let sum = zero;
    for (const item of list as List) sum = addValues(sum, item);
    return sum;
  };

/** The first of the least, or with -1 of the greatest. */
const extreme =
  (name: string, direction: 1 | -1) =>
  (list: Value): Value => {
    const [first, ...others] = list as List;
    if (first === undefined) throw new EvaluationFault(`${name} called on empty list`);
    return others.reduce((best, item) => (order(best, item) * direction > 0 ? item : best), first);
  };

const least = extreme('min', 1);
const greatest = extreme('max', -1);

const indexOf = (list: Value, item: Value): number => (list as List).findIndex((each) => isEqual(each, item));

const lastIndexOf = (list: Value, item: Value): number => (list as List).findLastIndex((each) => isEqual(each, item));

/** In a list any of its items, else the value itself. */
const includes = (target: Value, item: Value): boolean =>
  Array.isArray(target) ? target.some((each: Value) => isEqual(each, item)) : isEqual(target, item);

/** Values that cannot be compared are not equal here. */
const isEqual = (a: Value, b: Value): boolean => {
  try {
    return equalValues(a, b);
  } catch (error) {
    if (error instanceof EvaluationFault) return false;
    throw error;
  }
};

const summable: readonly (readonly [name: string, type: Type, zero: Value])[] = [
  ['int', intType, 0],
  ['uint', uintType, new UintValue(0n)],
  ['double', doubleType, toDouble(0)],
  ['duration', durationType, new DurationValue(0n)],
];

const comparable: readonly (readonly [name: string, type: Type])[] = [
  ['int', intType],
  ['uint', uintType],
  ['double', doubleType],
  ['bool', boolType],
  ['duration', durationType],
  ['timestamp', timestampType],
  ['string', stringType],
  ['bytes', bytesType],
];

const a = parameterType('A');

const overComparable = (declare: (name: string, type: Type) => Overload): readonly Overload[] =>
  comparable.map(([name, type]) => declare(name, type));

export const listsLibrary: Library = libraryOf('kubernetes.lists', [
  ...overComparable((name, type) =>
    member(`list_${name}_is_sorted_bool`, 'isSorted', [listOf(type)], boolType, isSorted),
  ),
  ...summable.map(([name, type, zero]) =>
    member(`list_${name}_sum_${name}`, 'sum', [listOf(type)], type, sumFrom(zero)),
  ),
  ...overComparable((name, type) => member(`list_${name}_max_${name}`, 'max', [listOf(type)], type, greatest)),
  ...overComparable((name, type) => member(`list_${name}_min_${name}`, 'min', [listOf(type)], type, least)),
  member('list_a_index_of_int', 'indexOf', [listOf(a), a], intType, indexOf),
  member('list_a_last_index_of_int', 'lastIndexOf', [listOf(a), a], intType, lastIndexOf),
  member('list_includes_dyn_dyn', 'includes', [dynType, dynType], boolType, includes),
]);
