/** `<` and its kin: numbers across int, uint and double, texts by code points; other pairs are no such overload. */

import { DoubleValue, DurationValue, EvaluationFault, TimestampValue, UintValue, type Value } from './value.ts';
import { noOperator } from './standard/operator-fault.ts';

/** Below, at or above 0, as `a` stands to `b`. `operator` names the caller in a fault. */
export const compareValues = (a: Value, b: Value, operator: string): number => {
  if (typeof a === 'number' && typeof b === 'number') {
    if (Number.isNaN(a) || Number.isNaN(b)) throw unordered();
    // An infinity less an infinity is no number.
    return a === b ? 0 : a - b;
  }
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof TimestampValue && b instanceof TimestampValue) return a.seconds - b.seconds || a.nanos - b.nanos;
  if (a instanceof DurationValue && b instanceof DurationValue) return compareIntegers(a.nanos, b.nanos);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  return compareNumbers(a, b, operator);
};

const stride = 1024;

/** As Go orders UTF-8, which is by code points: UTF-16 puts what is beyond the basic plane before its last units. */
export const compareTexts = (a: string, b: string): number => {
  const shorter = Math.min(a.length, b.length);
  // What long texts share is passed over as the engine compares texts, and not unit by unit.
  let start = 0;
  while (start + stride <= shorter && a.slice(start, start + stride) === b.slice(start, start + stride))
    start += stride;
  for (let i = start; i < shorter; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rankOf(left) - rankOf(right);
  }
  return a.length - b.length;
};

const rankOf = (unit: number): number => {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
};

const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

const compareIntegers = (a: bigint, b: bigint): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** Integers exactly; where one is a double, both as doubles. */
const compareNumbers = (a: Value, b: Value, operator: string): number => {
  const left = integerOf(a);
  const right = integerOf(b);
  if (left !== undefined && right !== undefined) return compareIntegers(left, right);
  const one = left === undefined ? doubleOf(a) : Number(left);
  const other = right === undefined ? doubleOf(b) : Number(right);
  if (one === undefined || other === undefined) throw noOperator(operator, 'comparer', a);
  if (Number.isNaN(one) || Number.isNaN(other)) throw unordered();
  if (one === other) return 0;
  return one < other ? -1 : 1;
};

const integerOf = (value: Value): bigint | undefined => {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return value instanceof UintValue ? value.uint : undefined;
};

const doubleOf = (value: Value): number | undefined => {
  if (typeof value === 'number') return value;
  return value instanceof DoubleValue ? value.double : undefined;
};

const unordered = (): EvaluationFault => new EvaluationFault('NaN values cannot be ordered');
