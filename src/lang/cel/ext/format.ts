/** `string.format`: fills the clauses of a format with values, each printed as the version of the library has it. */

import { EvaluationFault, isInt, UintValue, type Value } from '../value.ts';
import { type Clause, parseFormat } from './format-clauses.ts';

export type Formatter = (clause: Clause, value: Value) => string;

/**
 * A longer text would cost more than any budget allows, and replacing nothing by much, joining with much, or a digit
 * with a billion zeros would make one of terabytes from an expression of a line before its cost is known.
 */
const longestText = 2 ** 26;

export const assertShort = (length: number): void => {
  if (length > longestText) throw new EvaluationFault('operation cancelled: actual cost limit exceeded', 'over-budget');
};

export const formatText = (format: string, values: readonly Value[], print: Formatter, mostDigits: number): string => {
  let text = '';
  let next = 0;
  for (const part of parseFormat(format, mostDigits)) {
    if (part.kind === 'text') {
      text += part.text;
      continue;
    }
    const value = values[next];
    if (value === undefined) throw new EvaluationFault(`index ${next} out of range`);
    if (part.kind === 'defect') throw new EvaluationFault(part.message);
    text += print(part, value);
    assertShort(text.length);
    next++;
  }
  return text;
};

/** `undefined` where the value is no integer. */
export const printInteger = (value: Value, base: 2 | 8 | 10): string | undefined => {
  if (isInt(value)) return value.toString(base);
  return value instanceof UintValue ? value.uint.toString(base) : undefined;
};

/** Integers by their digits, texts and bytes by each byte. */
export const printHexadecimal = (value: Value, isUpper: boolean): string | undefined => {
  const text = toHexadecimal(value);
  return isUpper ? text?.toUpperCase() : text;
};

const toHexadecimal = (value: Value): string | undefined => {
  if (isInt(value)) return value.toString(16);
  if (value instanceof UintValue) return value.uint.toString(16);
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  if (!(bytes instanceof Uint8Array)) return undefined;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
};
