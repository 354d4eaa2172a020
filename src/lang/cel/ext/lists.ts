/** cel-go's library of list functions, in the version asked for: the API server has version 3. */

import { compareValues } from '../compare.ts';
import { standardMacros } from '../standard-macros.ts';
import type { Library, Macro, Overload } from '../overload.ts';
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
  type Type,
  uintType,
} from '../type.ts';
import { EvaluationFault, type Value } from '../value.ts';
import { typeNameOf } from '../value-type.ts';
import { noOperator } from '../standard/operator-fault.ts';
import { listCreation, sizeOf, stringFactor } from './sizes.ts';
import { ValueIndex } from './value-index.ts';

/** With version 3 the functions have costs of their own; before it each call costs 1. */
export const listsLibrary = (version: number): Library => ({
  id: 'cel.lib.ext.lists',
  overloads: rows
    .filter((row) => row.since <= version)
    .map(({ since: _since, cost, ...overload }) =>
      version >= 3 && cost !== undefined ? { ...overload, cost } : overload,
    ),
  macros: version >= 2 ? [sortBy] : [],
  constants: [],
  literalChecks: [],
});

type List = readonly Value[];
type Int = number | bigint;
type Cost = NonNullable<Overload['cost']>;

const slice = (list: List, start: Int, end: Int): List => {
  const call = `cannot slice(${start}, ${end})`;
  if (start < 0 || end < 0) throw new EvaluationFault(`${call}, negative indexes not supported`);
  if (start > end) throw new EvaluationFault(`${call}, start index must be less than or equal to end index`);
  if (end > list.length) throw new EvaluationFault(`${call}, list is length ${list.length}`);
  return list.slice(Number(start), Number(end));
};

/** cel-go chooses no overload of these by the values: what is given is looked at here. */
const flattenOnce = (value: Value): List => {
  if (!isList(value)) throw new EvaluationFault(`no such overload: ${typeNameOf(value)}.flatten()`);
  return flatten(value, 1);
};

const flattenTo = (value: Value, depth: Value): List => {
  if (!isList(value) || typeNameOf(depth) !== 'int') {
    throw new EvaluationFault(`no such overload: ${typeNameOf(value)}.flatten(${typeNameOf(depth)})`);
  }
  return flatten(value, depth as Int);
};

const isList = (value: Value): value is List => Array.isArray(value);

const flatten = (list: List, depth: Int): List => {
  if (depth < 0) throw new EvaluationFault('level must be non-negative');
  const flat: Value[] = [];
  for (const value of list) {
    if (Array.isArray(value) && depth > 0)
      for (const inner of flatten(value as List, Number(depth) - 1)) flat.push(inner);
    else flat.push(value);
  }
  return flat;
};

const longestRange = 1_000_000;

const range = (size: Int): List => {
  if (size < 0) throw new EvaluationFault(`lists.range: size must be non-negative, got ${size}`);
  if (size > longestRange) {
    throw new EvaluationFault(`lists.range: size ${size} exceeds maximum allowed (${longestRange})`);
  }
  return Array.from({ length: Number(size) }, (_, index) => index);
};

const distinct = (list: List): List => {
  const seen = new ValueIndex();
  return list.filter((value) => {
    if (seen.has(value)) return false;
    seen.add(value);
    return true;
  });
};

const sort = (value: Value): List => {
  if (!isList(value)) throw noOperator('sort', 'matcher', value);
  return sortByKeys(value, value);
};

const sortByAssociated = (value: Value, keys: Value): List => {
  if (!isList(value) || !isList(keys)) throw new EvaluationFault('no such overload: @sortByAssociatedKeys');
  return sortByKeys(value, keys);
};

const sortByKeys = (list: List, keys: List): List => {
  if (list.length !== keys.length) {
    throw new EvaluationFault(
      `@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but got ${list.length} and ${keys.length} elements respectively`,
    );
  }
  const [first] = keys;
  if (first === undefined) return list;
  const type = typeNameOf(first);
  if (!comparable.has(type)) throw new EvaluationFault('list elements must be comparable');
  if (keys.some((key) => typeNameOf(key) !== type)) throw new EvaluationFault('list elements must have the same type');
  const order = Array.from(keys, (_, index) => index);
  order.sort((one, other) => compareKeys(keys[one] ?? null, keys[other] ?? null));
  return order.map((index) => list[index] ?? null);
};

/** What is not a number has no order, and stays where it is. */
const compareKeys = (one: Value, other: Value): number =>
  Number.isNaN(one) || Number.isNaN(other) ? 0 : compareValues(one, other, '_<_');

const input = '@__sortBy_input__';

/** `list.sortBy(item, key)`: the list is bound, so that it is computed once for the keys and for what is sorted. */
const sortBy: Macro = {
  name: 'sortBy',
  isMember: true,
  arity: 2,
  expand: ({ target, parameters, offset }) => {
    if (target === null) return null;
    if (!sortable.has(target.kind)) {
      return {
        kind: 'defect',
        message: 'sortBy can only be applied to a list, identifier, comprehension, call or select expression',
        offset: target.offset,
      };
    }
    const bound = { kind: 'identifier', name: input, offset: target.offset } as const;
    const keys = mapMacro?.expand({ target: bound, parameters, offset }) ?? null;
    if (keys === null || keys.kind === 'defect') return keys;
    return {
      kind: 'bind',
      name: input,
      value: target,
      body: { kind: 'call', name: '@sortByAssociatedKeys', target: bound, parameters: [keys], offset },
      offset,
    };
  },
};

const mapMacro = standardMacros.find((macro) => macro.name === 'map' && macro.arity === 2);

const sortable: ReadonlySet<string> = new Set([
  'list',
  'select',
  'identifier',
  'comprehension',
  'call',
  'bind',
  'optional-map',
]);

const allocation = 1 + listCreation;
const resultCost: Cost = (_, result) => allocation + sizeOf(result);

const flattenCost: Cost = ([list = [], depth = 1]) => {
  const levels = Number(depth);
  return allocation + (levels < 0 ? 1 : levels) * sizeOf(list);
};

const compareCost = (list: List): number => {
  const [first] = list;
  const isText = typeof first === 'string' || first instanceof Uint8Array;
  return allocation + Math.floor(list.length * list.length * (isText ? 2 + stringFactor : 2));
};

const listCost: Cost = ([list = []]) => compareCost(list as List);
const keysCost: Cost = ([, keys = []]) => compareCost(keys as List);

const comparableTypes: readonly (readonly [name: string, type: Type])[] = [
  ['int', intType],
  ['uint', uintType],
  ['double', doubleType],
  ['bool', boolType],
  ['google.protobuf.Duration', durationType],
  ['google.protobuf.Timestamp', timestampType],
  ['string', stringType],
  ['bytes', bytesType],
];

const comparable: ReadonlySet<string> = new Set(comparableTypes.map(([name]) => name));

interface Row extends Overload {
  readonly since: number;
}

const element = parameterType('T');
const anyList = listOf(element);
const dynList = listOf(dynType);

const rows: readonly Row[] = [
  {
    since: 0,
    id: 'list_slice',
    name: 'slice',
    isMember: true,
    parameters: [anyList, intType, intType],
    result: anyList,
    evaluate: (list, start, end) => slice(list as List, start as Int, end as Int),
    cost: resultCost,
  },
  {
    since: 1,
    id: 'list_flatten',
    name: 'flatten',
    isMember: true,
    parameters: [listOf(anyList)],
    result: anyList,
    evaluate: flattenOnce,
    isUnguarded: true,
    cost: flattenCost,
  },
  {
    since: 1,
    id: 'list_flatten_int',
    name: 'flatten',
    isMember: true,
    parameters: [dynList, intType],
    result: dynList,
    evaluate: flattenTo,
    isUnguarded: true,
    cost: flattenCost,
  },
  ...comparableTypes.map(([name, type]): Row => ({
    since: 2,
    id: `list_${name}_sort`,
    name: 'sort',
    isMember: true,
    parameters: [listOf(type)],
    result: listOf(type),
    evaluate: sort,
    isUnguarded: true,
    cost: listCost,
  })),
  ...comparableTypes.map(([name, type]): Row => ({
    since: 2,
    id: `list_${name}_sortByAssociatedKeys`,
    name: '@sortByAssociatedKeys',
    isMember: true,
    parameters: [anyList, listOf(type)],
    result: anyList,
    evaluate: sortByAssociated,
    isUnguarded: true,
    cost: keysCost,
  })),
  {
    since: 2,
    id: 'lists_range',
    name: 'lists.range',
    isMember: false,
    parameters: [intType],
    result: listOf(intType),
    evaluate: (size) => range(size as Int),
    cost: resultCost,
  },
  {
    since: 2,
    id: 'list_reverse',
    name: 'reverse',
    isMember: true,
    parameters: [anyList],
    result: anyList,
    evaluate: (list) => (list as List).toReversed(),
    cost: resultCost,
  },
  {
    since: 2,
    id: 'list_distinct',
    name: 'distinct',
    isMember: true,
    parameters: [anyList],
    result: anyList,
    evaluate: (list) => distinct(list as List),
    cost: listCost,
  },
];
