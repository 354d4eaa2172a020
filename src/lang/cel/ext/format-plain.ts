/** How `string.format` prints values from version 4 of cel-go's strings on, as CEL's specification has it. */

import { compareTexts } from '../compare.ts';
import { getEntry, keysOf } from '../map-access.ts';
import { renderDuration, renderPlain, renderTimestamp } from '../standard/timestamps.ts';
import {
  DoubleValue,
  DurationValue,
  EvaluationFault,
  isDouble,
  isInt,
  MapValue,
  TimestampValue,
  TypeValue,
  UintValue,
  type Value,
} from '../value.ts';
import { isPlainMap, typeNameOf } from '../value-type.ts';
import type { Clause } from './format-clauses.ts';
import { assertShort, type Formatter, printHexadecimal, printInteger } from './format.ts';
import { printFixed, printScientific } from './print-double.ts';

export const formatPlain: Formatter = (clause, value) => {
  switch (clause.letter) {
    case 's':
      return printText(value);
    case 'd':
      return (
        printInteger(value, 10) ??
        (isDouble(value)
          ? printText(value)
          : refuse('decimal clause can only be used on ints, uints, and doubles', value))
      );
    case 'f': {
      const double =
        readNumber(value) ?? refuse('fixed-point clause can only be used on ints, uints, and doubles', value);
      return Number.isFinite(double) ? printFixed(double, toDigits(clause)) : printInfinite(double);
    }
    case 'e': {
      const double =
        readNumber(value) ?? refuse('scientific clause can only be used on ints, uints, and doubles', value);
      return Number.isFinite(double) ? printPower(double, toDigits(clause)) : printInfinite(double);
    }
    case 'b':
      if (typeof value === 'boolean') return value ? '1' : '0';
      return printInteger(value, 2) ?? refuse('only ints, uints, and bools can be formatted as binary', value);
    case 'x':
    case 'X':
      return (
        printHexadecimal(value, clause.letter === 'X') ??
        refuse('only ints, uints, bytes, and strings can be formatted as hex', value)
      );
    case 'o':
      return printInteger(value, 8) ?? refuse('octal clause can only be used on ints and uints', value);
  }
};

const refuse = (rule: string, value: Value): never => {
  throw new EvaluationFault(`error during formatting: ${rule}, was given ${typeNameOf(value)}`);
};

const readNumber = (value: Value): number | undefined => {
  if (isInt(value)) return Number(value);
  if (value instanceof UintValue) return Number(value.uint);
  if (value instanceof DoubleValue) return value.double;
  return typeof value === 'number' ? value : undefined;
};

const printInfinite = (double: number): string => {
  if (Number.isNaN(double)) return 'NaN';
  return double > 0 ? 'Infinity' : '-Infinity';
};

/** Before the zeros are written: a billion of them are asked for in a dozen characters. */
const toDigits = ({ precision }: Clause): number => {
  const digits = Number(precision ?? 6n);
  assertShort(digits);
  return digits;
};

const printPower = (double: number, digits: number): string => {
  const { sign, mantissa, exponent } = printScientific(double, digits);
  return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
};

const printText = (value: Value): string => {
  if (typeof value === 'string') return value;
  if (value === null) return 'null';
  if (isDouble(value)) {
    const double = value instanceof DoubleValue ? value.double : value;
    return Number.isFinite(double) ? renderPlain(double) : printInfinite(double);
  }
  if (typeof value !== 'object') return String(value);
  if (value instanceof UintValue) return String(value.uint);
  if (value instanceof Uint8Array) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(value);
  if (value instanceof DurationValue) return renderDuration(value);
  // Whatever offset it was written with, it is shown in UTC.
  if (value instanceof TimestampValue) return renderTimestamp(new TimestampValue(value.seconds, value.nanos));
  if (value instanceof TypeValue) return value.typeName;
  if (Array.isArray(value)) return `[${value.map(printText).join(', ')}]`;
  if (value instanceof MapValue || isPlainMap(value)) return printMap(value);
  return refuse(
    'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
    value,
  );
};

const printMap = (map: Value): string => {
  const entries = keysOf(map).map((key) => [printText(key), printText(getEntry(map, key) ?? null)] as const);
  entries.sort(([one], [other]) => compareTexts(one, other));
  return `{${entries.map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
};
