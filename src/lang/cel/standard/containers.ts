/** Sizes, membership and texts: `size`, `in`, `startsWith`, `contains`, `matches`. */

import { findText } from '../../pattern/find-text.ts';
import { compileRe2, type Regex } from '../../regex/compile-re2.ts';
import { isFound, type Labour } from '../equality.ts';
import { countFields, getEntry } from '../map-access.ts';
import { isPlainMap } from '../value-type.ts';
import { EvaluationFault, MapValue, type Value } from '../value.ts';
import { noOperator, noSuchOverload } from './operator-fault.ts';

export const sizeOfValue = (value: Value): number => {
  if (typeof value === 'string') return countCharacters(value);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof MapValue) return value.entries.size;
  if (isPlainMap(value)) return countFields(value);
  throw noOperator('size', 'sizer', value);
};

/**
 * A size costs one unit whatever the text, so that an expression could have a long one counted a hundred thousand
 * times: the last long ones are remembered.
 */
export const countCharacters = (text: string): number => {
  if (text.length < 64) return text.length - countPairs(text);
  const known = counted.get(text);
  if (known !== undefined) return known;
  const count = text.length - countPairs(text);
  if (counted.size >= 16) counted.clear();
  counted.set(text, count);
  return count;
};

const counted = new Map<string, number>();

/** Of UTF-16 units that together are one character. */
const countPairs = (text: string): number => {
  let pairs = 0;
  for (let at = 1; at < text.length; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800) pairs += 1;
  }
  return pairs;
};

export const isIn = (value: Value, container: Value, labour?: Labour): boolean => {
  if (Array.isArray(container)) {
    if (typeof value === 'string') return container.includes(value);
    for (let i = 0; i < container.length; i++) {
      const item = container[i] as Value;
      if (typeof item === 'number' && typeof value === 'number' ? item === value : isFound(value, item, labour))
        return true;
    }
    return false;
  }
  if (container instanceof MapValue || isPlainMap(container)) return getEntry(container, value) !== undefined;
  throw noSuchOverload();
};

type TextTest = (text: string, part: string) => boolean;

const onTexts =
  (test: TextTest) =>
  (text: Value, part: Value): Value => {
    if (typeof text !== 'string' || typeof part !== 'string') throw noSuchOverload();
    return test(text, part);
  };

export const startsWith = onTexts((text, part) => text.startsWith(part));
export const endsWith = onTexts((text, part) => text.endsWith(part));
export const contains = onTexts((text, part) => findText(text, part) >= 0);

export const matches = (text: Value, pattern: Value): Value => {
  if (typeof text !== 'string') throw noOperator('matches', 'matcher', text);
  if (typeof pattern !== 'string') throw noSuchOverload();
  return compilePattern(pattern).test(text);
};

export const isKnownPattern = (pattern: string): boolean => compiled.has(pattern);

/** A pattern made at run time: the last ones are remembered, because a loop asks for the same again. */
export const compilePattern = (pattern: string): Regex => {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const regex = compileRe2(pattern);
  if (regex.kind === 'defect') throw new EvaluationFault(regex.message);
  if (regex.nodes > largestKept || pattern.length > largestKept) return regex;
  if (compiled.size >= 256) compiled.clear();
  compiled.set(pattern, regex);
  return regex;
};

const compiled = new Map<string, Regex>();

/** A pattern of a line can stand for a program of a hundred megabytes: such are not kept. */
const largestKept = 4_000;
