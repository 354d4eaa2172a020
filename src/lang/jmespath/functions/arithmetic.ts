/** Kyverno's arithmetic over numbers, quantities and durations; of each operation the kinds it takes. */

import { parseGoDuration } from '../../go/parse-go-duration.ts';
import { parseQuantity } from '../../quantity/parse-quantity.ts';
import {
  addQuantities,
  subtractQuantities,
  toApproximateFloat,
  toQuantity,
  type Quantity,
} from '../../quantity/quantity.ts';
import { renderQuantity } from '../../quantity/render-quantity.ts';
import { floatToInt64, renderGoDuration, second, toSeconds, wrapInt64 } from '../../go/go-duration.ts';
import { renderGoFloat } from '../../go/render-float.ts';
import { QueryFault } from '../query.ts';
import { isNumber, isPlainList, type QueryValue } from '../query-value.ts';
import { fault, numberAt, pure, type Call, type QueryFunction } from './function.ts';

type Operand =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'quantity'; readonly quantity: Quantity }
  | { readonly kind: 'duration'; readonly nanos: bigint };

type Operation = (left: Operand, right: Operand, name: string) => QueryValue | QueryFault;

/** A text longer than this is no quantity and no duration. */
const longestOperand = 1000;

const toOperand = (value: QueryValue | undefined): Operand | null => {
  if (isNumber(value)) return { kind: 'number', number: Number(value) };
  if (typeof value !== 'string' || value.length > longestOperand) return null;
  const parsed = parseQuantity(value);
  if (parsed.kind === 'quantity') return { kind: 'quantity', quantity: parsed.quantity };
  const nanos = parseGoDuration(value);
  return nanos === null ? null : { kind: 'duration', nanos };
};

const calculate = (
  name: string,
  operation: Operation,
  left: QueryValue | undefined,
  right: QueryValue | undefined,
): QueryValue | QueryFault => {
  const first = toOperand(left);
  const then = first === null ? null : toOperand(right);
  return first === null || then === null ? of(name, 'invalid operand') : operation(first, then, name);
};

const of = (name: string, message: string): QueryFault => fault(`JMESPath function '${name}': ${message}`);

const mismatch = (name: string): QueryFault => of(name, 'Types mismatch');
const zeroDivisor = (name: string): QueryFault => of(name, 'Zero divisor passed');

const printQuantity = (quantity: Quantity | null, name: string): QueryValue | QueryFault =>
  quantity === null ? of(name, 'the quantities are too far apart') : renderQuantity(quantity);

const add: Operation = (a, b, name) => {
  if (a.kind === 'number' && b.kind === 'number') return a.number + b.number;
  if (a.kind === 'quantity' && b.kind === 'quantity') return printQuantity(addQuantities(a.quantity, b.quantity), name);
  if (a.kind === 'duration' && b.kind === 'duration') return renderGoDuration(wrapInt64(a.nanos + b.nanos));
  return mismatch(name);
};

const subtract: Operation = (a, b, name) => {
  if (a.kind === 'number' && b.kind === 'number') return a.number - b.number;
  if (a.kind === 'quantity' && b.kind === 'quantity') {
    return printQuantity(subtractQuantities(a.quantity, b.quantity), name);
  }
  if (a.kind === 'duration' && b.kind === 'duration') return renderGoDuration(wrapInt64(a.nanos - b.nanos));
  return mismatch(name);
};

const multiply: Operation = (a, b, name) => {
  if (a.kind === 'number' && b.kind === 'number') return a.number * b.number;
  if (a.kind === 'number') return multiply(b, a, name);
  if (b.kind !== 'number') return mismatch(name);
  if (a.kind === 'duration') return scaleDuration(toSeconds(a.nanos) * b.number);
  const factor = toFactor(b.number);
  if (factor instanceof QueryFault) return factor;
  const { format } = a.quantity;
  const unscaled = a.quantity.unscaled * factor.unscaled;
  return renderQuantity({ unscaled, scale: a.quantity.scale + factor.scale, isBig: true, format, text: null });
};

const divide: Operation = (a, b, name) => {
  if (b.kind === 'number') {
    if (b.number === 0) return zeroDivisor(name);
    if (a.kind === 'number') return a.number / b.number;
    if (a.kind === 'duration') return scaleDuration(toSeconds(a.nanos) / b.number);
    return divideQuantity(a.quantity, b.number, name);
  }
  if (a.kind === 'quantity' && b.kind === 'quantity') {
    const divisor = toApproximateFloat(b.quantity);
    return divisor === 0 ? zeroDivisor(name) : toApproximateFloat(a.quantity) / divisor;
  }
  if (a.kind === 'duration' && b.kind === 'duration') {
    return b.nanos === 0n ? zeroDivisor(name) : toSeconds(a.nanos) / toSeconds(b.nanos);
  }
  return mismatch(name);
};

/** With as many digits behind the point as the finer of both has, the rest cut off. */
const divideQuantity = (quantity: Quantity, number: number, name: string): QueryValue | QueryFault => {
  const divisor = toFactor(number);
  if (divisor instanceof QueryFault) return divisor;
  // What is smaller than a billionth has no digits left.
  if (divisor.unscaled === 0n) return zeroDivisor(name);
  const scale = Math.min(quantity.scale, divisor.scale);
  const shift = quantity.scale - divisor.scale - scale;
  if (Math.abs(shift) > mostShift) return of(name, 'the quantities are too far apart');
  const power = 10n ** BigInt(Math.abs(shift));
  const unscaled =
    shift >= 0 ? (quantity.unscaled * power) / divisor.unscaled : quantity.unscaled / (divisor.unscaled * power);
  return renderQuantity({ unscaled, scale, isBig: true, format: quantity.format, text: null });
};

/** Ten to the power of more is no quantity of a cluster, and would take its time. */
const mostShift = 10_000;

const modulo: Operation = (a, b, name) => {
  if (a.kind === 'duration' && b.kind === 'duration') {
    return b.nanos === 0n ? zeroDivisor(name) : renderGoDuration(a.nanos % b.nanos);
  }
  if (a.kind === 'number' && b.kind === 'number') {
    const rest = integerModulo(a.number, b.number, name);
    return typeof rest === 'bigint' ? Number(rest) : rest;
  }
  if (a.kind !== 'quantity' || b.kind !== 'quantity') return mismatch(name);
  const rest = integerModulo(toApproximateFloat(a.quantity), toApproximateFloat(b.quantity), name);
  return typeof rest === 'bigint' ? renderQuantity(toQuantity(rest, a.quantity.format)) : rest;
};

const integerModulo = (left: number, right: number, name: string): bigint | QueryFault => {
  const a = floatToInt64(left);
  const b = floatToInt64(right);
  if (Number(a) !== left || Number(b) !== right) return of(name, 'Non-integer argument(s) passed for modulo');
  return b === 0n ? zeroDivisor(name) : a % b;
};

/** Kyverno makes a quantity of a number by its text. */
const toFactor = (number: number): Quantity | QueryFault => {
  const parsed = parseQuantity(renderGoFloat(number));
  return parsed.kind === 'quantity' ? parsed.quantity : fault(parsed.message);
};

const scaleDuration = (seconds: number): string => renderGoDuration(floatToInt64(seconds * Number(second)));

const sum: Call = ([list], run) => {
  if (!isPlainList(list)) return mismatch('sum');
  const [first, ...rest] = list;
  if (first === undefined) return of('sum', 'at least one element in the array is required');
  run.spend(list.length);
  let result: QueryValue = first;
  for (const item of rest) {
    const next = calculate('sum', add, result, item);
    if (next instanceof QueryFault) return next;
    result = next;
  }
  return result;
};

const round: Call = (given) => {
  const length = numberAt(given, 1);
  if (!Number.isInteger(length) || Math.abs(length) >= 2 ** 63) {
    return of('round', 'Non-integer argument(s) passed for round off');
  }
  // Kyverno's message lacks the figures it was written for.
  if (length < 0) return of('round', '%!d(MISSING) argument is out of bounds (%!d(MISSING))');
  const shift = length > 308 ? Infinity : Number(`1e${length}`);
  return roundAway(numberAt(given, 0) * shift) / shift;
};

/** Halves away from zero. */
const roundAway = (value: number): number => {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
};

const binary = (name: string, operation: Operation): QueryFunction =>
  pure(name, [['any'], ['any']], ([left, right]) => calculate(name, operation, left, right));

export const arithmeticFunctions: readonly QueryFunction[] = [
  binary('add', add),
  pure('sum', [['array']], sum),
  binary('subtract', subtract),
  binary('multiply', multiply),
  binary('divide', divide),
  binary('modulo', modulo),
  pure('round', [['number'], ['number']], round),
];
