/** The functions of JMESPath's own standard, as Kyverno's fork has them. */

import { setField } from '../../../model/json.ts';
import { findText } from '../../pattern/find-text.ts';
import { QueryFault } from '../query.ts';
import { isList, isNumber, isObject, isPlainList, Reference, TypedList, type QueryValue } from '../query-value.ts';
import { renderGoJson } from '../go-text.ts';
import type { Evaluate, Run } from '../run.ts';
import { fault, numberAt, pure, refuseType, textAt, type Call, type QueryFunction } from './function.ts';
import { compareTexts } from '../../go/compare-texts.ts';
import { parseGoFloat } from '../../go/parse-go-float.ts';

const length: Call = ([value]) => {
  if (typeof value === 'string') return countRunes(value);
  if (isList(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : fault('could not compute length()');
};

export const countRunes = (text: string): number => {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) count--;
  }
  return count;
};

const sumOf = (values: readonly QueryValue[], run: Run): number => {
  run.spend(values.length);
  let sum = 0;
  for (const value of values) sum += Number(value);
  return sum;
};

/** An empty list gives NaN, as a division of zero by zero does. */
const avg: Call = ([list], run) => {
  const values = list as readonly QueryValue[];
  return sumOf(values, run) / values.length;
};

const contains: Call = ([list, sought], run) => {
  if (typeof list === 'string') return typeof sought === 'string' && findText(list, sought) >= 0;
  if (!isPlainList(list)) return refuseType(list ?? null, ['array', 'string']);
  run.spend(list.length);
  const wanted = typeof sought === 'bigint' ? Number(sought) : sought;
  for (const item of list) {
    if (item === wanted || (typeof item === 'bigint' && Number(item) === wanted)) return true;
    // Go cannot compare two lists or two objects this way, and Kyverno stops there.
    if (isList(item) && isPlainList(wanted)) return fault('runtime error: comparing uncomparable type []interface {}');
    if (isObject(item) && wanted !== undefined && isObject(wanted)) {
      return fault('runtime error: comparing uncomparable type map[string]interface {}');
    }
  }
  return false;
};

const map: Call = ([reference, list], run) => {
  const body = Reference.read(reference as Reference);
  if (!isPlainList(list)) return refuseType(list ?? null, ['array']);
  run.spend(list.length);
  const mapped: QueryValue[] = [];
  for (const item of list) {
    const value = body(item, run);
    if (value instanceof QueryFault) {
      if (value.kind === 'error') return value;
      mapped.push(null);
    } else mapped.push(value);
  }
  return mapped as QueryValue;
};

/** The first of the extreme ones. */
const extreme =
  (direction: 1 | -1): Call =>
  ([list], run) => {
    const values = list as readonly QueryValue[];
    run.spend(values.length);
    return values.reduce<QueryValue>(
      (best, value) => (order(value, best) * direction > 0 ? value : best),
      values[0] ?? null,
    );
  };

/** Of two numbers or two texts. */
const order = (a: QueryValue, b: QueryValue): number => {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  const left = Number(a);
  const right = Number(b);
  return left < right ? -1 : left > right ? 1 : 0;
};

const extremeBy =
  (direction: 1 | -1): Call =>
  ([list, reference], run) => {
    if (!isPlainList(list)) return refuseType(list ?? null, ['array']);
    if (list.length < 2) return list[0] ?? null;
    run.spend(list.length);
    const body = Reference.read(reference as Reference);
    let best: QueryValue = list[0] ?? null;
    let bestKey: QueryValue | QueryFault = evaluateKey(body, best, run);
    if (bestKey instanceof QueryFault) return bestKey;
    if (!isNumber(bestKey) && typeof bestKey !== 'string') return mixedKinds;
    for (let index = 1; index < list.length; index++) {
      const item = list[index] as QueryValue;
      const key = evaluateKey(body, item, run);
      if (key instanceof QueryFault) return key;
      if (typeof bestKey === 'string' && typeof key !== 'string') return fault('invalid type, must be string');
      if (typeof bestKey !== 'string' && !isNumber(key)) return fault('invalid type, must be number');
      if (order(key, bestKey) * direction > 0) {
        best = item;
        bestKey = key;
      }
    }
    return best;
  };

const mixedKinds = fault('invalid type, must be number of string');

/** A key that is missing is `null`. */
const evaluateKey = (body: Evaluate, item: QueryValue, run: Run): QueryValue | QueryFault => {
  const value = body(item, run);
  return value instanceof QueryFault && value.kind === 'not-found' ? null : value;
};

/** Kyverno sorts the list it was given, in place: what reads it later in the same rule sees it sorted. Here nothing is changed. */
const sortBy: Call = ([list, reference], run) => {
  if (!isPlainList(list)) return refuseType(list ?? null, ['array']);
  if (list.length < 2) return list;
  run.spend(list.length * 4);
  const body = Reference.read(reference as Reference);
  const keys = list.map((item) => evaluateKey(body, item, run));
  const first = keys[0];
  if (first instanceof QueryFault) return first;
  if (!isNumber(first) && typeof first !== 'string') return mixedKinds;
  const isKey = typeof first === 'string' ? (key: unknown) => typeof key === 'string' : isNumber;
  if (!keys.every(isKey)) return fault('error in sort_by comparison');
  const places = list.map((_, index) => index);
  places.sort((a, b) => order(keys[a] as QueryValue, keys[b] as QueryValue));
  return places.map((place) => list[place] as QueryValue) as QueryValue;
};

const sort: Call = ([list], run) => {
  const values = list as readonly QueryValue[];
  run.spend(values.length * 4);
  return values.toSorted(order) as QueryValue;
};

const merge: Call = (given, run) => {
  const merged: Record<string, QueryValue> = {};
  for (const object of given) {
    if (!isObject(object)) return refuseType(object, ['object']);
    const keys = Object.keys(object);
    run.spend(keys.length);
    for (const key of keys) setField(merged, key, object[key] ?? null);
  }
  return merged as QueryValue;
};

const type: Call = ([value = null]) => {
  if (isNumber(value)) return 'number';
  if (isPlainList(value)) return 'array';
  if (value === null) return 'null';
  if (isObject(value)) return 'object';
  return typeof value === 'string' || typeof value === 'boolean' ? typeof value : fault('unknown type');
};

/** In the order they are written in. Kyverno's order is a different one each time. */
const keys: Call = ([object], run) => {
  const names = Object.keys(object as object);
  run.spend(names.length);
  return names;
};

const values: Call = ([object], run) => {
  const found = Object.values(object as Record<string, QueryValue>);
  run.spend(found.length);
  return found as QueryValue;
};

const join: Call = ([separator, list], run) => {
  const texts = list as readonly string[];
  run.spend(texts.length);
  let size = texts.length * (separator as string).length;
  for (const text of texts) size += text.length;
  run.spendText(size);
  return texts.join(separator as string);
};

const reverse: Call = ([value], run) => {
  if (typeof value === 'string') {
    run.spend(value.length);
    return Array.from(value).toReversed().join('');
  }
  if (!isPlainList(value)) return refuseType(value ?? null, ['array', 'string']);
  run.spend(value.length);
  return value.toReversed();
};

const toArray: Call = ([value = null]) => (isPlainList(value) ? value : [value]) as QueryValue;

const toText: Call = ([value = null], run) => {
  if (typeof value === 'string') return value;
  const rendered = renderGoJson(value, run);
  return 'text' in rendered ? rendered.text : fault(rendered.refused);
};

const toNumber: Call = ([value = null]) => {
  if (isNumber(value)) return value;
  if (typeof value === 'string') return parseGoFloat(value);
  if (value === null || typeof value === 'boolean' || isPlainList(value)) return null;
  return isObject(value) && !(value instanceof TypedList) ? null : fault('unknown type');
};

const notNull: Call = (given) => given.find((value) => value !== null) ?? null;

export const coreFunctions: readonly QueryFunction[] = [
  pure('abs', [['number']], (given) => Math.abs(numberAt(given, 0))),
  pure('avg', [['array[number]']], avg),
  pure('ceil', [['number']], (given) => Math.ceil(numberAt(given, 0))),
  pure('contains', [['array', 'string'], ['any']], contains),
  pure('ends_with', [['string'], ['string']], (given) => textAt(given, 0).endsWith(textAt(given, 1))),
  pure('floor', [['number']], (given) => Math.floor(numberAt(given, 0))),
  pure('join', [['string'], ['array[string]']], join),
  pure('keys', [['object']], keys),
  pure('length', [['string', 'array', 'object']], length),
  pure('map', [['expref'], ['array']], map),
  pure('max', [['array[number]', 'array[string]']], extreme(1)),
  pure('max_by', [['array'], ['expref']], extremeBy(1)),
  { ...pure('merge', [['object']], merge), isVariadic: true },
  pure('min', [['array[number]', 'array[string]']], extreme(-1)),
  pure('min_by', [['array'], ['expref']], extremeBy(-1)),
  { ...pure('not_null', [['any']], notNull), isVariadic: true },
  pure('reverse', [['array', 'string']], reverse),
  pure('sort', [['array[string]', 'array[number]']], sort),
  pure('sort_by', [['array'], ['expref']], sortBy),
  pure('starts_with', [['string'], ['string']], (given) => textAt(given, 0).startsWith(textAt(given, 1))),
  pure('to_array', [['any']], toArray),
  pure('to_number', [['any']], toNumber),
  pure('to_string', [['any']], toText),
  pure('type', [['any']], type),
  pure('values', [['object']], values),
];
