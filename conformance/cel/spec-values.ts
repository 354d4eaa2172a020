/** Values and types of the CEL specification's test data, which are protobuf, as Vauban's own. */

import { fromBinary } from '@bufbuild/protobuf';
import { DurationSchema, TimestampSchema, type Any } from '@bufbuild/protobuf/wkt';
import type { Type as SpecType } from '@bufbuild/cel-spec/cel/expr/checked_pb.js';
import { Type_PrimitiveType, Type_WellKnownType } from '@bufbuild/cel-spec/cel/expr/checked_pb.js';
import type { Value as SpecValue } from '@bufbuild/cel-spec/cel/expr/value_pb.js';
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  dynType,
  intType,
  listOf,
  mapOf,
  nullType,
  optionalOf,
  parameterType,
  stringType,
  timestampType,
  typeOf,
  uintType,
  type Type,
} from '../../src/lang/cel/type.ts';
import {
  DurationValue,
  MapValue,
  TimestampValue,
  toDouble,
  toInt,
  toMapKey,
  TypeValue,
  UintValue,
  type Value,
} from '../../src/lang/cel/value.ts';

/** `undefined` where there is a protobuf message in it. */
export const toValue = ({ kind }: SpecValue): Value | undefined => {
  switch (kind.case) {
    case 'nullValue':
      return null;
    case 'boolValue':
    case 'stringValue':
    case 'bytesValue':
      return kind.value;
    case 'int64Value':
      return toInt(kind.value);
    case 'uint64Value':
      return new UintValue(kind.value);
    case 'doubleValue':
      return toDouble(kind.value);
    case 'typeValue':
      return new TypeValue(kind.value);
    case 'listValue': {
      const items = kind.value.values.map(toValue);
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case 'mapValue':
      return toMap(kind.value.entries);
    case 'objectValue':
      return toWellKnown(kind.value);
    default:
      return undefined;
  }
};

const toMap = (
  entries: readonly { readonly key?: SpecValue | undefined; readonly value?: SpecValue | undefined }[],
): Value | undefined => {
  const map = new Map<ReturnType<typeof toMapKey>, readonly [Value, Value]>();
  for (const entry of entries) {
    const key = entry.key && toValue(entry.key);
    const value = entry.value && toValue(entry.value);
    if (key === undefined || value === undefined) return undefined;
    map.set(toMapKey(key), [key, value]);
  }
  return new MapValue(map);
};

const toWellKnown = ({ typeUrl, value }: Any): Value | undefined => {
  if (typeUrl.endsWith('/google.protobuf.Timestamp')) {
    const { seconds, nanos } = fromBinary(TimestampSchema, value);
    return new TimestampValue(Number(seconds), nanos);
  }
  if (!typeUrl.endsWith('/google.protobuf.Duration')) return undefined;
  const { seconds, nanos } = fromBinary(DurationSchema, value);
  return new DurationValue(seconds * 1_000_000_000n + BigInt(nanos));
};

/** `undefined` where it is or holds a protobuf message. */
export const toType = ({ typeKind }: SpecType): Type | undefined => {
  switch (typeKind.case) {
    case 'dyn':
      return dynType;
    case 'null':
      return nullType;
    case 'primitive':
      return primitives[typeKind.value];
    case 'wellKnown':
      return wellKnown[typeKind.value];
    case 'typeParam':
      return parameterType(typeKind.value);
    case 'type':
      return typeOf(toType(typeKind.value) ?? null);
    case 'listType': {
      const element = typeKind.value.elemType && toType(typeKind.value.elemType);
      return element && listOf(element);
    }
    case 'mapType': {
      const key = typeKind.value.keyType && toType(typeKind.value.keyType);
      const value = typeKind.value.valueType && toType(typeKind.value.valueType);
      return key && value && mapOf(key, value);
    }
    case 'abstractType': {
      const [of] = typeKind.value.parameterTypes;
      const inner = of && toType(of);
      return typeKind.value.name === 'optional_type' && inner ? optionalOf(inner) : undefined;
    }
    default:
      return undefined;
  }
};

const primitives: Readonly<Record<Type_PrimitiveType, Type | undefined>> = {
  [Type_PrimitiveType.PRIMITIVE_TYPE_UNSPECIFIED]: undefined,
  [Type_PrimitiveType.BOOL]: boolType,
  [Type_PrimitiveType.INT64]: intType,
  [Type_PrimitiveType.UINT64]: uintType,
  [Type_PrimitiveType.DOUBLE]: doubleType,
  [Type_PrimitiveType.STRING]: stringType,
  [Type_PrimitiveType.BYTES]: bytesType,
};

const wellKnown: Readonly<Record<Type_WellKnownType, Type | undefined>> = {
  [Type_WellKnownType.WELL_KNOWN_TYPE_UNSPECIFIED]: undefined,
  [Type_WellKnownType.ANY]: undefined,
  [Type_WellKnownType.TIMESTAMP]: timestampType,
  [Type_WellKnownType.DURATION]: durationType,
};
