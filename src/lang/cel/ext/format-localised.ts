/**
 * How `string.format` prints values before version 4 of cel-go's strings: numbers with a point as Americans write
 * them, values inside lists and maps as literals of CEL. Kubernetes prints so.
 */

import { compareTexts } from '../compare.ts';
import { keysOf, getEntry } from '../map-access.ts';
import { toDoubleValue, toStringValue } from '../standard/conversions.ts';
import { renderPlain } from '../standard/timestamps.ts';
import { DoubleValue, EvaluationFault, isDouble, isInt, MapValue, TypeValue, UintValue, type Value } from '../value.ts';
import { isPlainMap, typeNameOf } from '../value-type.ts';
import { countCodePoints } from './code-points.ts';
import type { Clause } from './format-clauses.ts';
import { type Formatter, printInteger, printHexadecimal } from './format.ts';
import { printFixed, printScientific } from './print-double.ts';
import { quoteGo } from '../../go/quote-go.ts';

export const formatLocalised: Formatter = (clause, value) => {
  switch (clause.letter) {
    case 's':
      return printText(value);
    case 'd':
      return printInteger(value, 10) ?? refuse('decimal clause can only be used on integers', value);
    case 'f':
      return printFraction(
        readDouble(value) ?? refuse('fixed-point clause can only be used on doubles', value),
        clause,
      );
    case 'e':
      return printPower(readDouble(value) ?? refuse('scientific clause can only be used on doubles', value), clause);
    case 'b':
      if (typeof value === 'boolean') return value ? '1' : '0';
      return printInteger(value, 2) ?? refuse('only integers and bools can be formatted as binary', value);
    case 'x':
    case 'X':
      return (
        printHexadecimal(value, clause.letter === 'X') ??
        refuse('only integers, byte buffers, and strings can be formatted as hex', value)
      );
    case 'o':
      return printInteger(value, 8) ?? refuse('octal clause can only be used on integers', value);
  }
};

const refuse = (rule: string, value: Value): never => {
  throw new EvaluationFault(`error during formatting: ${rule}, was given ${typeNameOf(value)}`);
};

const printText = (value: Value): string => {
  if (Array.isArray(value)) return printList(value);
  if (value instanceof MapValue || isPlainMap(value)) return printMap(value);
  if (value === null) return 'null';
  if (value instanceof TypeValue) return value.typeName;
  if (!plainTypes.has(typeNameOf(value))) {
    return refuse(
      'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
      value,
    );
  }
  try {
    return toStringValue(value) as string;
  } catch (fault) {
    if (!(fault instanceof EvaluationFault)) throw fault;
    throw new EvaluationFault(
      `error during formatting: could not convert argument ${quoteGo(fault.message)} to string`,
      fault.reason,
    );
  }
};

const plainTypes: ReadonlySet<string> = new Set([
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'bytes',
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
]);

const printList = (list: readonly Value[]): string => `[${list.map(printLiteral).join(', ')}]`;

const printMap = (map: Value): string => {
  const entries = keysOf(map).map((key) => {
    if (typeof key === 'object' && !(key instanceof UintValue)) return refuseKey(key);
    if (typeof key === 'number' && !Number.isSafeInteger(key)) return refuseKey(key);
    return [printLiteral(key), printLiteral(getEntry(map, key) ?? null)] as const;
  });
  entries.sort(([one], [other]) => compareTexts(one, other));
  return `{${entries.map(([key, value]) => `${key}:${value}`).join(', ')}}`;
};

const refuseKey = (key: Value): never => {
  throw new EvaluationFault(`error during formatting: no formatting function for map key of type ${typeNameOf(key)}`);
};

const printLiteral = (value: Value): string => {
  if (isDouble(value)) return printDoubleLiteral(value instanceof DoubleValue ? value.double : value);
  const type = typeNameOf(value);
  switch (type) {
    case 'string':
      return quoteGo(value as string);
    case 'bytes':
      return `b${quoteGo(printText(value))}`;
    case 'google.protobuf.Timestamp':
      return `timestamp(${quoteGo(printText(value))})`;
    case 'google.protobuf.Duration':
      return `duration(${quoteGo(printText(value))})`;
    case 'list':
    case 'map':
    case 'int':
    case 'uint':
    case 'bool':
    case 'null_type':
    case 'type':
      return printText(value);
    default:
      throw new EvaluationFault(`error during formatting: no formatting function for ${type}`);
  }
};

const printDoubleLiteral = (double: number): string => {
  if (Number.isNaN(double)) return '"NaN"';
  if (!Number.isFinite(double)) return double > 0 ? '"+Inf"' : '"-Inf"';
  return printFixed(double, 6);
};

/** A double, or the name of one that has no digits. */
const readDouble = (value: Value): number | undefined => {
  const double = typeof value === 'string' && /^(?:NaN|-?Infinity)$/.test(value) ? toDoubleValue(value) : value;
  if (double instanceof DoubleValue) return double.double;
  return isDouble(double) && !isInt(double) ? double : undefined;
};

/** Beyond this the printer of Go's x/text cannot read a number in a format. */
const greatestNumber = 10_000_009n;
const noVerb = '%!(NOVERB)';

const printFraction = (double: number, { precision }: Clause): string => {
  const digits = precision ?? 6n;
  if (digits > greatestNumber) return noVerb;
  if (!Number.isFinite(double)) return printInfinite(double);
  const positive = double === 0 ? 0 : double;
  const [whole = '', fraction = ''] = toDigits(positive, Number(digits)).split('.');
  const grouped = whole.replace(/[0-9](?=(?:[0-9]{3})+$)/g, '$&,');
  return fraction === '' ? grouped : `${grouped}.${fraction}`;
};

/**
 * x/text keeps the most digits in 16 bits with a sign, where a negative number means as few as tell the double from
 * its neighbours, and the least in 8 bits.
 */
const toDigits = (double: number, digits: number): string => {
  if (digits < 256) return printFixed(double, digits);
  const most = (digits << 16) >> 16;
  const text = most < 0 ? renderPlain(double) : printFixed(double, most);
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(digits & 0xff, '0')}`;
};

const printInfinite = (double: number): string => {
  if (Number.isNaN(double)) return 'NaN';
  return double > 0 ? '∞' : '-∞';
};

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The precision is taken for a width, and six digits are always given. */
const printPower = (double: number, { precision }: Clause): string => {
  const width = precision ?? 6n;
  if (width > greatestNumber) return noVerb;
  const text = Number.isFinite(double) ? printFinitePower(double === 0 ? 0 : double) : printInfinite(double);
  // x/text keeps the width in 16 bits.
  const missing = (Number(width) & 0xffff) - countCodePoints(text);
  return ' '.repeat(Math.max(0, missing)) + text;
};

const printFinitePower = (double: number): string => {
  const { sign, mantissa, exponent } = printScientific(double, 6);
  const digits = String(Math.abs(exponent))
    .padStart(2, '0')
    .replace(/[0-9]/g, (digit) => superscripts.charAt(Number(digit)));
  return `${sign}${mantissa}×10${exponent < 0 ? '⁻' : ''}${digits}`;
};
