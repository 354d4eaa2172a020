/** The operators `+ - * / %` and negation: int64 and uint64 exactly, with cel-go's faults where they would overflow. */

import {
  DoubleValue,
  DurationValue,
  EvaluationFault,
  least,
  most,
  TimestampValue,
  toDouble,
  toInt,
  toUint,
  UintValue,
  type Value,
} from '../value.ts';
import { noOperator, noSuchOverload } from './operator-fault.ts';
import { addDuration, subtractTimestamps } from './timestamps.ts';

/** Variables that double a text reach what no text of JavaScript holds before their cost does what a budget allows. */
const longestText = 2 ** 26;

const joinTexts = (a: string, b: string): string => {
  if (a.length + b.length <= longestText) return a + b;
  throw new EvaluationFault('operation cancelled: actual cost limit exceeded', 'over-budget');
};

export const addValues = (a: Value, b: Value): Value => {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
      return Number.isSafeInteger(sum) ? sum : toInt(BigInt(a) + BigInt(b));
    }
  } else if (typeof a === 'string' && typeof b === 'string') return joinTexts(a, b);
  else if (Array.isArray(a) && Array.isArray(b)) return concatenate(a, b);
  else if (a instanceof DurationValue && b instanceof DurationValue) return toDuration(a.nanos + b.nanos);
  else if (a instanceof TimestampValue && b instanceof DurationValue) return addDuration(a, b.nanos);
  else if (a instanceof DurationValue && b instanceof TimestampValue) return addDuration(b, a.nanos);
  else if (a instanceof Uint8Array && b instanceof Uint8Array) return concatenateBytes(a, b);
  return onNumbers(a, b, addition);
};

export const subtractValues = (a: Value, b: Value): Value => {
  if (a instanceof TimestampValue && b instanceof TimestampValue) return toDuration(subtractTimestamps(a, b));
  if (a instanceof TimestampValue && b instanceof DurationValue) {
    if (b.nanos === least) throw overflow();
    return addDuration(a, -b.nanos);
  }
  if (a instanceof DurationValue && b instanceof DurationValue) return toDuration(a.nanos - b.nanos);
  return onNumbers(a, b, subtraction);
};

export const multiplyValues = (a: Value, b: Value): Value => onNumbers(a, b, multiplication);

export const divideValues = (a: Value, b: Value): Value => onNumbers(a, b, division);

export const takeRemainder = (a: Value, b: Value): Value => onNumbers(a, b, remainder);

export const negateValue = (a: Value): Value => {
  if (typeof a === 'number') return Number.isSafeInteger(a) ? 0 - a : toDouble(-a);
  if (typeof a === 'bigint') return toInt(-a);
  if (a instanceof DoubleValue) return toDouble(-a.double);
  if (a instanceof DurationValue) return toDuration(-a.nanos);
  throw noOperator('-_', 'negator', a);
};

interface Operation {
  readonly name: string;
  readonly ability: 'adder' | 'subtractor' | 'multiplier' | 'modder';
  readonly onIntegers: (a: bigint, b: bigint) => bigint;
  /** The result where both are safe integers; one that is not safe is computed again exactly. */
  readonly onSafe: (a: number, b: number) => number;
  readonly onDoubles: ((a: number, b: number) => number) | null;
}

const addition: Operation = {
  name: '_+_',
  ability: 'adder',
  onIntegers: (a, b) => a + b,
  onSafe: (a, b) => a + b,
  onDoubles: (a, b) => a + b,
};

const subtraction: Operation = {
  name: '_-_',
  ability: 'subtractor',
  onIntegers: (a, b) => a - b,
  onSafe: (a, b) => a - b,
  onDoubles: (a, b) => a - b,
};

const multiplication: Operation = {
  name: '_*_',
  ability: 'multiplier',
  onIntegers: (a, b) => a * b,
  onSafe: (a, b) => a * b,
  onDoubles: (a, b) => a * b,
};

const division: Operation = {
  name: '_/_',
  ability: 'multiplier',
  onIntegers: (a, b) => {
    if (b === 0n) throw new EvaluationFault('division by zero');
    return a / b;
  },
  onSafe: (a, b) => {
    if (b === 0) throw new EvaluationFault('division by zero');
    return Math.trunc(a / b);
  },
  onDoubles: (a, b) => a / b,
};

const remainder: Operation = {
  name: '_%_',
  ability: 'modder',
  onIntegers: (a, b) => {
    if (b === 0n) throw new EvaluationFault('modulus by zero');
    // In two's complement the least int has no opposite: cel-go refuses it as it does in a division.
    if (a === least && b === -1n) throw overflow();
    return a % b;
  },
  onSafe: (a, b) => {
    if (b === 0) throw new EvaluationFault('modulus by zero');
    return a % b;
  },
  onDoubles: null,
};

const onNumbers = (a: Value, b: Value, operation: Operation): Value => {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
    const result = operation.onSafe(a, b);
    return Number.isSafeInteger(result) ? result + 0 : toInt(operation.onIntegers(BigInt(a), BigInt(b)));
  }
  const left = intOf(a);
  const right = intOf(b);
  if (left !== undefined && right !== undefined) return toInt(operation.onIntegers(left, right));
  if (a instanceof UintValue && b instanceof UintValue) return toUint(operation.onIntegers(a.uint, b.uint));
  const one = doubleOf(a);
  const other = doubleOf(b);
  if (one !== undefined && other !== undefined && operation.onDoubles !== null) {
    return toDouble(operation.onDoubles(one, other));
  }
  throw noOperator(operation.name, operation.ability, a);
};

const intOf = (value: Value): bigint | undefined => {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
};

const doubleOf = (value: Value): number | undefined => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? undefined : value;
  return value instanceof DoubleValue ? value.double : undefined;
};

const toDuration = (nanos: bigint): DurationValue => {
  if (nanos < least || nanos > most) throw overflow();
  return new DurationValue(nanos);
};

const overflow = (): EvaluationFault => new EvaluationFault('integer overflow');

const concatenate = (a: readonly Value[], b: readonly Value[]): readonly Value[] => {
  if (a.length === 0) return b;
  return b.length === 0 ? a : a.concat(b);
};

const concatenateBytes = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
};

export const negateBool = (value: Value): Value => {
  if (typeof value !== 'boolean') throw noSuchOverload();
  return !value;
};
