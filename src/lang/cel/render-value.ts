/** Values as cel-go formats them, which is as expressions that make them: `[1, 2u, 3.0]`, `timestamp("…")`. */

import { renderDuration, renderPlain, renderTimestamp } from './standard/timestamps.ts';
import { isPlainMap, typeNameOf } from './value-type.ts';
import {
  DoubleValue,
  DurationValue,
  MapValue,
  OptionalValue,
  TimestampValue,
  TypeValue,
  UintValue,
  type Value,
} from './value.ts';

export const renderValue = (value: Value): string => {
  switch (typeof value) {
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'string':
      return quote(value);
    case 'number':
      return Number.isSafeInteger(value) ? String(value) : renderDouble(value);
    default:
      return value === null ? 'null' : renderObject(value);
  }
};

const renderObject = (value: Exclude<Value, null | boolean | number | bigint | string>): string => {
  if (Array.isArray(value)) return `[${value.map((item: Value) => renderValue(item)).join(', ')}]`;
  if (value instanceof Uint8Array) return `b"${Array.from(value, (byte) => `\\${octal(byte)}`).join('')}"`;
  if (value instanceof DoubleValue) return renderDouble(value.double);
  if (value instanceof UintValue) return `${value.uint}u`;
  if (value instanceof TimestampValue) {
    return `timestamp("${renderTimestamp(new TimestampValue(value.seconds, value.nanos))}")`;
  }
  if (value instanceof DurationValue) return `duration("${renderDuration(value)}")`;
  if (value instanceof TypeValue) return value.typeName;
  if (value instanceof OptionalValue) {
    return value.content === undefined ? 'optional.none()' : `optional.of(${renderValue(value.content)})`;
  }
  if (value instanceof MapValue) return renderEntries([...value.entries.values()]);
  return isPlainMap(value) ? renderEntries(Object.entries(value)) : `<${typeNameOf(value)}>`;
};

const octal = (byte: number): string => byte.toString(8).padStart(3, '0');

/** Sorted by how the keys are written. */
const renderEntries = (entries: readonly (readonly [key: Value, value: Value])[]): string => {
  const written = entries.map(([key, value]) => [renderValue(key), renderValue(value)] as const);
  written.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${written.map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
};

const renderDouble = (double: number): string => {
  if (Number.isNaN(double)) return 'double("NaN")';
  if (!Number.isFinite(double)) return double < 0 ? 'double("-Infinity")' : 'double("Infinity")';
  const text = renderPlain(double);
  return text.includes('.') ? text : `${text}.0`;
};

/** As Go quotes: what is not printable by its number. */
const quote = (text: string): string => `"${text.replace(unprintable, escape)}"`;

const unprintable = /["\\]|[^\P{C}]|[^\P{Z} ]/gu;

const escape = (character: string): string => {
  const named = escapes[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) as number;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
};

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};
