/** The operators as overloads: arithmetic, comparison, equality, logic, membership. */

import { compareValues } from '../compare.ts';
import { equalValues, isFound } from '../equality.ts';
import type { Overload } from '../overload.ts';
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  intType,
  stringType,
  timestampType,
  uintType,
  type Type,
} from '../type.ts';
import type { Value } from '../value.ts';
import {
  addValues,
  divideValues,
  multiplyValues,
  negateBool,
  negateValue,
  subtractValues,
  takeRemainder,
} from './arithmetic.ts';
import { isIn } from './containers.ts';
import { indexValue } from './index-value.ts';
import { noSuchOverload } from './operator-fault.ts';
import { a, b, listOfA, mapOfAB, overload } from './row.ts';

/** What decides whether to evaluate an operand at all is compiled where it stands, and never called. */
const compiledInPlace = (): Value => {
  throw noSuchOverload();
};

type Compared = readonly [suffix: string, left: Type, right: Type];

const compared: readonly Compared[] = [
  ['bool', boolType, boolType],
  ['int64', intType, intType],
  ['int64_double', intType, doubleType],
  ['int64_uint64', intType, uintType],
  ['uint64', uintType, uintType],
  ['uint64_double', uintType, doubleType],
  ['uint64_int64', uintType, intType],
  ['double', doubleType, doubleType],
  ['double_int64', doubleType, intType],
  ['double_uint64', doubleType, uintType],
  ['string', stringType, stringType],
  ['bytes', bytesType, bytesType],
  ['timestamp', timestampType, timestampType],
  ['duration', durationType, durationType],
];

const comparison = (prefix: string, name: string, judge: (order: number) => boolean): readonly Overload[] => {
  const evaluate = (x: Value, y: Value): boolean => judge(compareValues(x, y, name));
  return compared.map(([suffix, left, right]) =>
    overload(`${prefix}_${suffix}`, name, [left, right], boolType, evaluate),
  );
};

export const operatorTable: readonly Overload[] = [
  overload('conditional', '_?_:_', [boolType, a, a], a, compiledInPlace),
  overload('logical_and', '_&&_', [boolType, boolType], boolType, compiledInPlace),
  overload('logical_or', '_||_', [boolType, boolType], boolType, compiledInPlace),
  overload('logical_not', '!_', [boolType], boolType, negateBool),
  overload('equals', '_==_', [a, a], boolType, (x, y) => equalValues(x, y)),
  overload('not_equals', '_!=_', [a, a], boolType, (x, y) => !isFound(x, y)),

  overload('add_bytes', '_+_', [bytesType, bytesType], bytesType, addValues),
  overload('add_double', '_+_', [doubleType, doubleType], doubleType, addValues),
  overload('add_duration_duration', '_+_', [durationType, durationType], durationType, addValues),
  overload('add_duration_timestamp', '_+_', [durationType, timestampType], timestampType, addValues),
  overload('add_timestamp_duration', '_+_', [timestampType, durationType], timestampType, addValues),
  overload('add_int64', '_+_', [intType, intType], intType, addValues),
  overload('add_list', '_+_', [listOfA, listOfA], listOfA, addValues),
  overload('add_string', '_+_', [stringType, stringType], stringType, addValues),
  overload('add_uint64', '_+_', [uintType, uintType], uintType, addValues),

  overload('divide_double', '_/_', [doubleType, doubleType], doubleType, divideValues),
  overload('divide_int64', '_/_', [intType, intType], intType, divideValues),
  overload('divide_uint64', '_/_', [uintType, uintType], uintType, divideValues),
  overload('modulo_int64', '_%_', [intType, intType], intType, takeRemainder),
  overload('modulo_uint64', '_%_', [uintType, uintType], uintType, takeRemainder),
  overload('multiply_double', '_*_', [doubleType, doubleType], doubleType, multiplyValues),
  overload('multiply_int64', '_*_', [intType, intType], intType, multiplyValues),
  overload('multiply_uint64', '_*_', [uintType, uintType], uintType, multiplyValues),
  overload('negate_double', '-_', [doubleType], doubleType, negateValue),
  overload('negate_int64', '-_', [intType], intType, negateValue),
  overload('subtract_double', '_-_', [doubleType, doubleType], doubleType, subtractValues),
  overload('subtract_duration_duration', '_-_', [durationType, durationType], durationType, subtractValues),
  overload('subtract_int64', '_-_', [intType, intType], intType, subtractValues),
  overload('subtract_timestamp_duration', '_-_', [timestampType, durationType], timestampType, subtractValues),
  overload('subtract_timestamp_timestamp', '_-_', [timestampType, timestampType], durationType, subtractValues),
  overload('subtract_uint64', '_-_', [uintType, uintType], uintType, subtractValues),

  ...comparison('less', '_<_', (order) => order < 0),
  ...comparison('less_equals', '_<=_', (order) => order <= 0),
  ...comparison('greater', '_>_', (order) => order > 0),
  ...comparison('greater_equals', '_>=_', (order) => order >= 0),

  overload('index_list', '_[_]', [listOfA, intType], a, indexValue),
  overload('index_map', '_[_]', [mapOfAB, a], b, indexValue),
  overload('in_list', '@in', [a, listOfA], boolType, (x, y) => isIn(x, y)),
  overload('in_map', '@in', [a, mapOfAB], boolType, (x, y) => isIn(x, y)),
];
