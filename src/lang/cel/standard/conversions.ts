/** `int()`, `string()` and the other conversions, with Go's readings of texts and cel-go's ranges. */

import { parseGoDuration } from '../../go/parse-go-duration.ts';
import { renderGoFloat } from '../../go/render-float.ts';
import { typeNameOf } from '../value-type.ts';
import {
  DoubleValue,
  DurationValue,
  EvaluationFault,
  ObjectValue,
  least,
  most,
  mostUint,
  TimestampValue,
  toDouble,
  toInt,
  TypeValue,
  UintValue,
  type Value,
} from '../value.ts';
import { noFunction } from './operator-fault.ts';
import { parseTimestamp, renderDuration, renderTimestamp, toTimestamp } from './timestamps.ts';

export const toIntValue = (value: Value): Value => {
  switch (typeof value) {
    case 'bigint':
      return value;
    case 'number':
      return Number.isSafeInteger(value) ? value : truncate(value);
    case 'string':
      return parseInt64(value);
    default:
      if (value instanceof UintValue) return toInt(value.uint);
      if (value instanceof DoubleValue) return truncate(value.double);
      if (value instanceof TimestampValue) return value.seconds;
      if (value instanceof DurationValue) return toInt(value.nanos);
      throw noFunction('int', [value]);
  }
};

export const toUintValue = (value: Value): Value => {
  if (value instanceof UintValue) return value;
  if (typeof value === 'string') {
    const digits = /^0*(\d{1,20})$/.exec(value)?.[1];
    const uint = digits === undefined ? -1n : BigInt(digits);
    if (uint < 0n || uint > mostUint) throw noConversion('string', 'uint');
    return new UintValue(uint);
  }
  const number = value instanceof DoubleValue ? value.double : value;
  if (typeof number === 'number') {
    if (!(number >= 0 && number < 2 ** 64)) throw new EvaluationFault('unsigned integer overflow');
    return new UintValue(BigInt(Math.trunc(number)));
  }
  if (typeof number !== 'bigint') throw noFunction('uint', [value]);
  if (number < 0n) throw new EvaluationFault('unsigned integer overflow');
  return new UintValue(number);
};

export const toDoubleValue = (value: Value): Value => {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return toDouble(Number(value));
    case 'string':
      return toDouble(parseDouble(value));
    default:
      if (value instanceof DoubleValue) return value;
      if (value instanceof UintValue) return toDouble(Number(value.uint));
      throw noFunction('double', [value]);
  }
};

export const toStringValue = (value: Value): Value => {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      return Number.isSafeInteger(value) ? String(value) : renderGoFloat(value);
    default:
      if (value instanceof UintValue) return String(value.uint);
      if (value instanceof DoubleValue) return renderGoFloat(value.double);
      if (value instanceof TimestampValue) return renderTimestamp(value);
      if (value instanceof DurationValue) return renderDuration(value);
      if (value instanceof Uint8Array) return decode(value);
      throw noFunction('string', [value]);
  }
};

export const toBytesValue = (value: Value): Value => {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string') throw noFunction('bytes', [value]);
  return new TextEncoder().encode(value);
};

export const toBoolValue = (value: Value): Value => {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw noFunction('bool', [value]);
  if (trueTexts.has(value)) return true;
  if (falseTexts.has(value)) return false;
  throw noConversion('string', 'bool');
};

export const toTimestampValue = (value: Value): Value => {
  if (value instanceof TimestampValue) return value;
  if (typeof value === 'string') {
    const timestamp = parseTimestamp(value);
    if (timestamp === null) throw noConversion('string', 'google.protobuf.Timestamp');
    return timestamp;
  }
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) {
    return toTimestamp(Number(value), 0);
  }
  throw noFunction('timestamp', [value]);
};

export const toDurationValue = (value: Value): Value => {
  if (value instanceof DurationValue) return value;
  if (typeof value !== 'string') throw noFunction('duration', [value]);
  const nanos = parseGoDuration(value);
  if (nanos === null) throw noConversion('string', 'google.protobuf.Duration');
  return new DurationValue(nanos);
};

export const toTypeValue = (value: Value): Value =>
  new TypeValue(value instanceof ObjectValue ? value.typeOfType : typeNameOf(value));

/** cel-go refuses the two ends of the range too, where a double can be just outside. */
const truncate = (double: number): Value => {
  if (!(double > -(2 ** 63) && double < 2 ** 63)) throw new EvaluationFault('integer overflow');
  return toInt(BigInt(Math.trunc(double)));
};

const parseInt64 = (text: string): Value => {
  // Zeros may lead; a number of more digits is too large, and reading a million of them would take its time.
  const [, sign, digits] = /^([+-]?)0*(\d{1,19})$/.exec(text) ?? [];
  if (digits !== undefined) {
    const integer = BigInt(sign === '-' ? `-${digits}` : digits);
    if (integer >= least && integer <= most) return toInt(integer);
  }
  throw noConversion('string', 'int');
};

/** What Go's ParseFloat reads: decimal, hexadecimal with an exponent, infinities and NaN in any case. */
const parseDouble = (text: string): number => {
  const bare = text.replace(/(?<=\d)_(?=\d)/g, '');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare)) return parseUnusual(bare);
  const number = Number(bare);
  if (!Number.isFinite(number)) throw noConversion('string', 'double');
  return number;
};

const parseUnusual = (text: string): number => {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '').toLowerCase();
  if (body === 'inf' || body === 'infinity') return sign * Infinity;
  if (text.toLowerCase() === 'nan') return NaN;
  const [, whole = '', fraction = '', exponent = ''] = /^0x([0-9a-f]*)(?:\.([0-9a-f]*))?p([+-]?\d+)$/.exec(body) ?? [];
  const magnitude = Number(`0x${whole}${fraction}`) * 2 ** (Number(exponent) - 4 * fraction.length);
  if (exponent === '' || whole + fraction === '' || !Number.isFinite(magnitude)) throw noConversion('string', 'double');
  return sign * magnitude;
};

const decode = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new EvaluationFault('invalid UTF-8 in bytes, cannot convert to string');
  }
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const trueTexts: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falseTexts: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

const noConversion = (from: string, to: string): EvaluationFault =>
  new EvaluationFault(`type conversion error from '${from}' to '${to}'`);
