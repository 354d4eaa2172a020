/** The types of values while an expression runs: element types are erased, as in cel-go. */

import type { Type } from './type.ts';
import {
  Boxed,
  DoubleValue,
  DurationValue,
  MapValue,
  ObjectValue,
  OpaqueValue,
  OptionalValue,
  TimestampValue,
  TypeValue,
  UintValue,
  type Value,
} from './value.ts';

/** As `type(value)` prints it. */
export const typeNameOf = (value: Value): string => {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isSafeInteger(value) ? 'int' : 'double';
    case 'bigint':
      return 'int';
    case 'string':
      return 'string';
    default:
      return typeNameOfObject(value);
  }
};

const typeNameOfObject = (value: Exclude<Value, boolean | number | bigint | string>): string => {
  if (value === null) return 'null_type';
  if (Array.isArray(value)) return 'list';
  if (!(value instanceof Boxed)) return value instanceof Uint8Array ? 'bytes' : 'map';
  if (value instanceof MapValue) return 'map';
  if (value instanceof DoubleValue) return 'double';
  if (value instanceof UintValue) return 'uint';
  if (value instanceof TimestampValue) return 'google.protobuf.Timestamp';
  if (value instanceof DurationValue) return 'google.protobuf.Duration';
  if (value instanceof OptionalValue) return 'optional_type';
  return value instanceof TypeValue ? 'type' : value.typeName;
};

/** A JSON object: not null, not a list, not bytes, no value class. */
export const isPlainMap = (value: Value): value is { readonly [key: string]: Value } =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof Boxed) &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array);

/**
 * Whether a value can be given for a parameter. Of lists and maps the first element is looked at, as cel-go does
 * where it chooses an overload by values.
 */
export const fits = (type: Type, value: Value): boolean => {
  switch (type.kind) {
    case 'dyn':
    case 'parameter':
      return true;
    case 'null':
      return value === null;
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'bigint';
    case 'double':
      return typeof value === 'number' ? !Number.isSafeInteger(value) : value instanceof DoubleValue;
    case 'uint':
      return value instanceof UintValue;
    case 'string':
      return typeof value === 'string';
    case 'bytes':
      return value instanceof Uint8Array;
    case 'timestamp':
      return value instanceof TimestampValue;
    case 'duration':
      return value instanceof DurationValue;
    case 'type':
      return value instanceof TypeValue;
    case 'optional':
      return value instanceof OptionalValue;
    case 'opaque':
      return value instanceof OpaqueValue && value.typeName === type.name;
    case 'object':
      return value instanceof ObjectValue ? value.typeName === type.name : isPlainMap(value);
    case 'list':
      return Array.isArray(value) && (value.length === 0 || fits(type.element, value[0] as Value));
    case 'map':
      return fitsMap(type.key, type.value, value);
  }
};

const fitsMap = (keyType: Type, valueType: Type, value: Value): boolean => {
  if (value instanceof MapValue) {
    for (const [key, held] of value.entries.values()) return fits(keyType, key) && fits(valueType, held);
    return true;
  }
  if (!isPlainMap(value)) return false;
  for (const key in value) {
    if (Object.hasOwn(value, key)) return fits(keyType, key) && fits(valueType, value[key] as Value);
  }
  return true;
};
