/** The sizes cel-go's cost functions count: code points, bytes, elements, entries. */

import { MapValue, type Value } from '../value.ts';
import { isPlainMap } from '../value-type.ts';
import { countCodePoints } from './code-points.ts';

/** cel-go's factors: a unit is one node of an expression, one element, ten characters. */
export const stringFactor = 0.1;
export const regexFactor = 0.25;
export const listCreation = 10;

/** The size of a value that has one; 1 for every other. */
export const sizeOf = (value: Value): number => {
  if (typeof value === 'string') return countCodePoints(value);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof MapValue) return value.entries.size;
  return isPlainMap(value) ? Object.keys(value).length : 1;
};
