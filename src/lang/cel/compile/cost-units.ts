/** What standard calls cost in cel-go, by the id of the overload where only one can be meant: else a call costs 1. */

import type { Overload } from '../overload.ts';
import { countFields } from '../map-access.ts';
import { countCharacters } from '../standard/containers.ts';
import { isPlainMap } from '../value-type.ts';
import { MapValue, OptionalValue, type Value } from '../value.ts';

export type CostOf = (a: Value, b: Value, c: Value, d: Value, result: Value) => number;

/** `null` for 1. */
export const costOf = (overload: Overload): CostOf | null => {
  const { cost, parameters } = overload;
  if (cost === undefined) return standardCosts.get(overload.id) ?? null;
  switch (parameters.length) {
    case 0:
      return (_a, _b, _c, _d, result) => cost([], result);
    case 1:
      return (a, _b, _c, _d, result) => cost([a], result);
    case 2:
      return (a, b, _c, _d, result) => cost([a, b], result);
    case 3:
      return (a, b, c, _d, result) => cost([a, b, c], result);
    default:
      return (a, b, c, d, result) => cost([a, b, c, d], result);
  }
};

/** cel-go's factor for going through a text once. */
const perCharacter = 0.1;
const perPatternCharacter = 0.25;

/** A tenth of a value's size, rounded up: what going through it once costs. */
export const traversal = (value: Value): number => {
  switch (typeof value) {
    case 'string':
      return textTraversal(value);
    case 'number':
    case 'boolean':
      return 1;
    default:
      return Math.ceil(sizeForCost(value) * perCharacter);
  }
};

export const textTraversal = (text: string): number => {
  if (text.length <= 10) return text === '' ? 0 : 1;
  return Math.ceil(countCharacters(text) * perCharacter);
};

/** What has no size counts as 1. */
export const sizeForCost = (value: Value): number => {
  if (typeof value === 'string') return countCharacters(value);
  if (typeof value !== 'object' || value === null) return 1;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof MapValue) return value.entries.size;
  if (value instanceof OptionalValue) return value.content === undefined ? 1 : sizeForCost(value.content);
  return isPlainMap(value) ? countFields(value) : 1;
};

/** Of `==` and `!=`, whatever they compare: the shorter of the two is gone through. */
export const comparisonCost = (a: Value, b: Value): number => Math.min(traversal(a), traversal(b));

const joiningCost: CostOf = (a, b) => Math.ceil((sizeForCost(a) + sizeForCost(b)) * perCharacter);

export const matchingCost = (text: Value, pattern: Value): number =>
  Math.ceil((1 + sizeForCost(text)) * perCharacter) * Math.ceil(sizeForCost(pattern) * perPatternCharacter);

const secondTraversal: CostOf = (_a, b) => traversal(b);

const standardCosts: ReadonlyMap<string, CostOf> = new Map<string, CostOf>([
  ['starts_with_string', secondTraversal],
  ['ends_with_string', secondTraversal],
  ['string_to_bytes', traversal],
  ['bytes_to_string', traversal],
  ['strings_quote', traversal],
  ['string_format', traversal],
  ['in_list', (_value, list) => sizeForCost(list)],
  ...['less', 'less_equals', 'greater', 'greater_equals'].flatMap((name) =>
    ['string', 'bytes'].map((type): [string, CostOf] => [`${name}_${type}`, comparisonCost]),
  ),
  ['equals', comparisonCost],
  ['not_equals', comparisonCost],
  ['add_string', joiningCost],
  ['add_bytes', joiningCost],
  ['matches', matchingCost],
  ['matches_string', matchingCost],
  ['contains_string', (text, part) => traversal(text) * traversal(part)],
]);
