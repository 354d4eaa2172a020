/** The scalars of a pattern: texts with operators, ranges, wildcards, quantities and durations, `|` and `&`; numbers, booleans and null. */

import type { Json } from '../../model/json.ts';
import { parseGoDuration } from '../go/parse-go-duration.ts';
import { parseGoFloat } from '../go/parse-go-float.ts';
import { parseQuantity } from '../quantity/parse-quantity.ts';
import { compareQuantities, type Quantity } from '../quantity/quantity.ts';
import { isInt64 } from './render-go-value.ts';
import { compileWildcard, type TextTest } from './wildcard.ts';

/** Missing values are null. */
export type LeafTest = (value: Json | undefined) => boolean;

/** A text: alternatives between `|`, of which each may be several conditions between `&`. */
export const compileLeafPattern = (text: string): LeafTest => {
  const alternatives = text.split('|').map((alternative) => {
    const conditions = trimBlanks(alternative)
      .split('&')
      .map((condition) => compileCondition(trimBlanks(condition)));
    const [only = never] = conditions;
    return conditions.length === 1 ? only : (value: Json | undefined) => conditions.every((test) => test(value));
  });
  const [only = never] = alternatives;
  if (alternatives.length === 1) return (value) => value === text || only(value);
  return (value) => value === text || alternatives.some((test) => test(value));
};

/** A number as a document holds it: integers and texts that read as the same number match. */
export const compileNumberPattern = (written: number | bigint): LeafTest => {
  const wanted = Number(written);
  const whole = Number.isInteger(wanted) ? BigInt(wanted) : null;
  return (value) => {
    if (typeof value === 'number') return value === wanted;
    if (typeof value === 'bigint') return isInt64(value) ? value === whole : Number(value) === wanted;
    return typeof value === 'string' && parseGoFloat(value) === wanted;
  };
};

/** Null stands for every empty scalar. */
export const isEmptyScalar: LeafTest = (value) =>
  value === undefined || value === null || value === 0 || value === '' || value === false;

type Operator = '=' | '!' | '>' | '<' | '>=' | '<=';

const never: LeafTest = () => false;

/** Blanks alone: a tab or a line break belongs to the text. */
const trimBlanks = (text: string): string => {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === blank) start++;
  while (end > start && text.charCodeAt(end - 1) === blank) end--;
  return text.slice(start, end);
};

const blank = 32;

const compileCondition = (text: string): LeafTest => {
  const [operator, rest] = readOperator(text);
  if (operator !== '=') return compileComparison(operator, rest.trim());
  const excluded = text.length < 2 ? null : outsideRange.exec(text);
  if (excluded !== null) {
    const below = compileComparison('<', excluded[1] ?? '');
    const above = compileComparison('>', excluded[2] ?? '');
    return (value) => below(value) || above(value);
  }
  const included = text.length < 2 ? null : insideRange.exec(text);
  if (included !== null) {
    const from = compileComparison('>=', included[1] ?? '');
    const to = compileComparison('<=', included[2] ?? '');
    return (value) => from(value) && to(value);
  }
  return compileComparison('=', text.trim());
};

/** A single character is never an operator. */
const readOperator = (text: string): readonly [Operator, string] => {
  if (text.length < 2) return ['=', text];
  for (const operator of ['>=', '<=', '>', '<', '!'] as const) {
    if (text.startsWith(operator)) return [operator, text.slice(operator.length)];
  }
  return ['=', text];
};

/** True where a text is read as `LEAST-MOST`; what begins as an operator never is. */
export const isRange = (text: string): boolean =>
  readOperator(text)[0] === '=' && !outsideRange.test(text) && insideRange.test(text);

const insideRange = /^([-|+]?\d+(?:\.\d+)?[A-Za-z]*)-([-|+]?\d+(?:\.\d+)?[A-Za-z]*)$/;
const outsideRange = /^([-|+]?\d+(?:\.\d+)?[A-Za-z]*)!-([-|+]?\d+(?:\.\d+)?[A-Za-z]*)$/;

/**
 * What the pattern reads as decides: a duration is compared with durations, a quantity with quantities, and where
 * the value is neither, `=` and `!` compare texts and the other operators hold for nothing.
 */
const compileComparison = (operator: Operator, text: string): LeafTest => {
  const accepts = orders[operator];
  const asText = compileTextComparison(operator, text);
  const duration = parseGoDuration(text);
  const parsed = parseQuantity(text);
  const quantity = parsed.kind === 'quantity' ? parsed.quantity : null;
  if (duration === null && quantity === null) return asText;
  const whole = quantity === null ? null : toSmallInteger(quantity);
  return (value) => {
    // The usual case, of a port, a user or a number of replicas.
    if (whole !== null && typeof value === 'number' && Number.isSafeInteger(value)) return accepts(value - whole);
    const number = toNumberText(value);
    if (number === null || number.length > longestNumber) return asText(value);
    if (duration !== null) {
      const found = parseGoDuration(number);
      if (found !== null) return accepts(found < duration ? -1 : found > duration ? 1 : 0);
    }
    if (quantity !== null) {
      const found = parseQuantity(number);
      if (found.kind === 'quantity') return accepts(compareQuantities(found.quantity, quantity));
    }
    return asText(value);
  };
};

/** No quantity has more digits. Each of many alternatives would read a longer text to its end. */
const longestNumber = 300;

const orders: Readonly<Record<Operator, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!': (order) => order !== 0,
  '>': (order) => order > 0,
  '<': (order) => order < 0,
  '>=': (order) => order >= 0,
  '<=': (order) => order <= 0,
};

/** The difference of two of these is exact enough for its sign. */
const toSmallInteger = ({ unscaled, scale }: Quantity): number | null => {
  if (scale < 0 || scale > 15) return null;
  const value = Number(unscaled) * 10 ** scale;
  return Number.isSafeInteger(value) ? value : null;
};

const compileTextComparison = (operator: Operator, text: string): LeafTest => {
  if (operator !== '=' && operator !== '!') return never;
  const matches: TextTest = compileWildcard(text);
  const wanted = operator === '=';
  return (value) => {
    const found = typeof value === 'string' ? value : toScalarText(value);
    return found !== null && matches(found) === wanted;
  };
};

const toScalarText = (value: Json | undefined): string | null => {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return isInt64(value) ? String(value) : toExponential(Number(value));
    case 'number':
      return Number.isSafeInteger(value) ? String(value) : toExponential(value);
    default:
      return null;
  }
};

/** As Go's `%E`: two digits of exponent at least. */
const toExponential = (value: number): string => {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa}E${exponent.startsWith('-') ? '-' : '+'}${exponent.slice(1).padStart(2, '0')}`;
};

/** What is parsed as a duration or a quantity; nothing counts as 0. `null` for what is no number and no text. */
const toNumberText = (value: Json | undefined): string | null => {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      if (Number.isSafeInteger(value)) return String(value);
      return Math.abs(value) < 1e21 ? value.toFixed(6) : BigInt(value).toString();
    case 'bigint':
      return String(value);
    case 'boolean':
      return null;
    default:
      return value === undefined || value === null ? '0' : null;
  }
};
