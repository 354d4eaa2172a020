/** cel-go's optional values: `optional.of`, `hasValue`, `or`, and what lists have to do with them. */

import type { Library, Overload } from '../overload.ts';
import { optionalMacros } from '../standard-macros.ts';
import { boolType, intType, listOf, mapOf, optionalOf, parameterType, typeOf, dynType } from '../type.ts';
import {
  DoubleValue,
  DurationValue,
  EvaluationFault,
  MapValue,
  OptionalValue,
  TypeValue,
  UintValue,
  type Value,
} from '../value.ts';
import { isPlainMap } from '../value-type.ts';
import { countFields } from '../map-access.ts';
import { findOptional, indexOptional, noValue } from './index-value.ts';
import { noSuchOverload } from './operator-fault.ts';
import { renderKey } from './render-key.ts';
import { member, overload } from './row.ts';

const k = parameterType('K');
const v = parameterType('V');
const optionalV = optionalOf(v);
const listV = listOf(v);
const mapKV = mapOf(k, v);

const contentOf = (value: Value): Value => {
  const { content } = value as OptionalValue;
  if (content === undefined) throw new EvaluationFault('optional.none() dereference');
  return content;
};

/** Zero, false, empty or null. */
const isZero = (value: Value): boolean => {
  if (value === null || value === false || value === 0 || value === '') return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0;
  if (value instanceof MapValue) return value.entries.size === 0;
  if (value instanceof DoubleValue) return value.double === 0;
  if (value instanceof UintValue) return value.uint === 0n;
  if (value instanceof DurationValue) return value.nanos === 0n;
  return isPlainMap(value) && countFields(value) === 0;
};

const unwrap = (value: Value): Value =>
  (value as readonly Value[]).flatMap((item) => {
    if (!(item instanceof OptionalValue)) throw new EvaluationFault(`value ${renderKey(item)} is not optional`);
    return item.content === undefined ? [] : [item.content];
  });

const toOptional = (value: Value | undefined): Value => (value === undefined ? noValue : new OptionalValue(value));

const lookUp = (container: Value, index: Value): Value =>
  container instanceof OptionalValue ? indexOptional(container, index) : findOptional(container, index);

/** `or` and `orValue` do not evaluate what they do not need: they are compiled where they stand, and never called. */
const compiledInPlace = (): Value => {
  throw noSuchOverload();
};

const overloads: readonly Overload[] = [
  overload('optional_of', 'optional.of', [v], optionalV, (value) => new OptionalValue(value)),
  overload('optional_ofNonZeroValue', 'optional.ofNonZeroValue', [v], optionalV, (value) =>
    isZero(value) ? noValue : new OptionalValue(value),
  ),
  overload('optional_none', 'optional.none', [], optionalV, () => noValue),
  member('optional_value', 'value', [optionalV], v, contentOf),
  member('optional_hasValue', 'hasValue', [optionalV], boolType, (value) => {
    return (value as OptionalValue).content !== undefined;
  }),
  member('optional_or_optional', 'or', [optionalV, optionalV], optionalV, compiledInPlace),
  member('optional_orValue_value', 'orValue', [optionalV, v], v, compiledInPlace),

  overload('list_optindex_optional_int', '_[?_]', [listV, intType], optionalV, lookUp),
  overload('optional_list_optindex_optional_int', '_[?_]', [optionalOf(listV), intType], optionalV, lookUp),
  overload('map_optindex_optional_value', '_[?_]', [mapKV, k], optionalV, lookUp),
  overload('optional_map_optindex_optional_value', '_[?_]', [optionalOf(mapKV), k], optionalV, lookUp),
  overload('optional_list_index_int', '_[_]', [optionalOf(listV), intType], optionalV, lookUp),
  overload('optional_map_index_value', '_[_]', [optionalOf(mapKV), k], optionalV, lookUp),

  member('list_last', 'last', [listV], optionalV, (list) => toOptional((list as readonly Value[]).at(-1))),
  member('list_first', 'first', [listV], optionalV, (list) => toOptional((list as readonly Value[])[0])),
  overload('optional_unwrap', 'optional.unwrap', [listOf(optionalV)], listV, unwrap),
  member('optional_unwrapOpt', 'unwrapOpt', [listOf(optionalV)], listV, unwrap),
];

export const optionalLibrary: Library = {
  id: 'cel.lib.optional',
  overloads,
  macros: optionalMacros,
  constants: [{ name: 'optional_type', type: typeOf(optionalOf(dynType)), value: new TypeValue('optional_type') }],
  literalChecks: [],
};
