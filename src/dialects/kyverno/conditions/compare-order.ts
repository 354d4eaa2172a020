/** GreaterThan, LessThan and their like: numbers, durations, quantities and versions. */

import { parseGoDuration } from '../../../lang/go/parse-go-duration.ts';
import { parseGoFloat } from '../../../lang/go/parse-go-float.ts';
import { compareQuantities } from '../../../lang/quantity/quantity.ts';
import { compareSemvers, parseSemver } from '../../../lang/go/parse-semver.ts';
import type { Json } from '../../../model/json.ts';
import type { Operand } from './operand.ts';

/** Negative, zero or positive; NaN where the two cannot be compared, for which no operator holds. */
export const compareOrder = (key: Operand, value: Operand): number => {
  if (isNumber(key.value)) return compareNumber(Number(key.value), key, value);
  if (typeof key.value !== 'string') return Number.NaN;
  const durations = compareDurations(key, value);
  if (durations !== null) return durations;
  if (key.quantity !== null && value.quantity !== null) return compareQuantities(key.quantity, value.quantity);
  const number = parseGoFloat(key.value);
  return number === null ? compareVersions(key.value, value.value) : compareNumber(number, null, value);
};

/** `DurationGreaterThan` and its like, whose numbers are seconds. */
export const compareAsDurations = (key: Operand, value: Operand): number => {
  const left = toDuration(key.value);
  const right = toDuration(value.value);
  return left === null || right === null ? Number.NaN : order(left, right);
};

/** The order of two durations of which at least one is written as one; `null` where they are none. */
export const compareDurations = (key: Operand, value: Operand): number | null => {
  if (key.duration === null && value.duration === null) return null;
  const left = key.duration ?? toNanos(key.value);
  const right = value.duration ?? toNanos(value.value);
  if (left === null || right === null) return null;
  return toSeconds(left) - toSeconds(right);
};

const isNumber = (value: Json): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

/** `key` is `null` where the number was a text, which is compared as no duration any more. */
const compareNumber = (number: number, key: Operand | null, value: Operand): number => {
  if (isNumber(value.value)) return orderNumbers(number, Number(value.value));
  if (typeof value.value !== 'string') return Number.NaN;
  const durations = key === null ? compareNumberWithDuration(number, value) : compareDurations(key, value);
  if (durations !== null) return durations;
  const parsed = parseGoFloat(value.value);
  return parsed === null ? Number.NaN : orderNumbers(number, parsed);
};

const compareNumberWithDuration = (number: number, { duration }: Operand): number | null =>
  duration === null ? null : toSeconds(secondsToNanos(number)) - toSeconds(duration);

/** Infinities of one sign are equal; their difference would be NaN. */
const orderNumbers = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : a > b ? 1 : Number.NaN);

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

const compareVersions = (key: string, value: Json): number => {
  const left = parseSemver(key);
  if (left.kind === 'defect' || typeof value !== 'string') return Number.NaN;
  const right = parseSemver(value);
  return right.kind === 'defect' ? Number.NaN : compareSemvers(left.semver, right.semver);
};

const toDuration = (value: Json): bigint | null =>
  typeof value === 'string' ? parseGoDuration(value) : toNanos(value);

const toNanos = (value: Json): bigint | null => (isNumber(value) ? secondsToNanos(Number(value)) : null);

/** Go drops the fraction, and the product keeps 64 bits. What is no int64 becomes the least one. */
const secondsToNanos = (seconds: number): bigint => {
  const whole = Math.abs(seconds) < 2 ** 63 ? BigInt(Math.trunc(seconds)) : -(2n ** 63n);
  return BigInt.asIntN(64, whole * second);
};

const second = 1_000_000_000n;

/** As Go's Duration.Seconds: large durations are compared as doubles. */
const toSeconds = (nanos: bigint): number => Number(nanos / second) + Number(nanos % second) / 1e9;
