/** `==`: numbers are equal across int, uint and double, values of other types never are, NaN is equal to nothing. */

import { countFields, getEntry, keysOf } from './map-access.ts';
import {
  Boxed,
  DoubleValue,
  DurationValue,
  EvaluationFault,
  MapValue,
  ObjectValue,
  OpaqueValue,
  OptionalValue,
  TimestampValue,
  TypeValue,
  UintValue,
  type Value,
} from './value.ts';
import { isPlainMap } from './value-type.ts';

/** Who counts the steps of looking into lists and maps, which cel-go does not: `[x] == [x]` costs one unit whatever x is. */
export interface Labour {
  toil(steps: number): void;
}

export const equalValues = (a: Value, b: Value, labour?: Labour): boolean => {
  switch (typeof a) {
    case 'string':
    case 'boolean':
      return a === b;
    case 'number':
      return typeof b === 'number' ? a === b : equalNumbers(a, b);
    case 'bigint':
      return typeof b === 'bigint' ? a === b : equalNumbers(a, b);
    default:
      return a === null || b === null ? a === b : equalObjects(a, b, labour);
  }
};

const equalNumbers = (a: Value, b: Value): boolean => {
  if (a instanceof UintValue && b instanceof UintValue) return a.uint === b.uint;
  if (a instanceof UintValue && typeof b === 'bigint') return a.uint === b;
  if (typeof a === 'bigint' && b instanceof UintValue) return a === b.uint;
  if (a instanceof UintValue && typeof b === 'number') return equalUintAndNumber(a.uint, b);
  if (typeof a === 'number' && b instanceof UintValue) return equalUintAndNumber(b.uint, a);
  const left = asNumber(a);
  return left !== undefined && left === asNumber(b);
};

/** An int is compared exactly, a double with the uint's nearest double. */
const equalUintAndNumber = (uint: bigint, number: number): boolean =>
  Number.isSafeInteger(number) ? uint === BigInt(number) : Number(uint) === number;

const asNumber = (value: Value): number | undefined => {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DoubleValue) return value.double;
  return value instanceof UintValue ? Number(value.uint) : undefined;
};

const equalObjects = (a: Exclude<Value, null>, b: Exclude<Value, null>, labour?: Labour): boolean => {
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b, labour);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && equalBytes(a, b);
  if (!(a instanceof Boxed) || a instanceof MapValue) return equalMaps(a, b, labour);
  if (a instanceof DoubleValue || a instanceof UintValue) return equalNumbers(a, b);
  if (a instanceof TimestampValue) {
    return b instanceof TimestampValue && a.seconds === b.seconds && a.nanos === b.nanos;
  }
  if (a instanceof DurationValue) return b instanceof DurationValue && a.nanos === b.nanos;
  if (a instanceof TypeValue) return b instanceof TypeValue && a.typeName === b.typeName;
  if (a instanceof OptionalValue) return b instanceof OptionalValue && equalOptionals(a, b, labour);
  if (a instanceof OpaqueValue) return equalOpaque(a, b);
  return a instanceof ObjectValue && b instanceof ObjectValue && a.typeName === b.typeName && a.equals(b);
};

/** An opaque value, being the left one, is compared with its own kind alone. */
const equalOpaque = (a: OpaqueValue, b: Value): boolean => {
  if (!(b instanceof OpaqueValue) || a.typeName !== b.typeName) throw new EvaluationFault('no such overload');
  return a.equals(b);
};

/** For who looks for a value: what cannot be compared is not the one. */
export const isFound = (a: Value, b: Value, labour?: Labour): boolean => {
  if (!(a instanceof OpaqueValue)) return equalValues(a, b, labour);
  try {
    return equalOpaque(a, b);
  } catch (error) {
    if (error instanceof EvaluationFault) return false;
    throw error;
  }
};

/** Within a list or map, what cannot be compared does not make it unequal: cel-go only asks whether the answer is no. */
const isUnequal = (a: Value, b: Value, labour?: Labour): boolean => {
  if (!(a instanceof OpaqueValue)) return !equalValues(a, b, labour);
  try {
    return b === null || !equalOpaque(a, b);
  } catch (error) {
    if (error instanceof EvaluationFault) return false;
    throw error;
  }
};

const equalLists = (a: readonly Value[], b: readonly Value[], labour?: Labour): boolean => {
  if (a.length !== b.length) return false;
  labour?.toil(a.length);
  for (let i = 0; i < a.length; i++) {
    const one = a[i] as Value;
    const other = b[i] as Value;
    if (one === other && typeof one !== 'object') continue;
    if (isUnequal(one, other, labour)) return false;
  }
  return true;
};

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
};

/** Finding an entry of a large map is far dearer than finding the next item of a list. */
const stepsOfEntry = 20;

const equalMaps = (a: Value, b: Value, labour?: Labour): boolean => {
  if (a instanceof MapValue) {
    if (sizeOfMap(b) !== a.entries.size) return false;
    labour?.toil(stepsOfEntry * a.entries.size);
    for (const [key, value] of a.entries.values()) {
      const other = getEntry(b, key);
      if (other === undefined || isUnequal(value, other, labour)) return false;
    }
    return true;
  }
  if (!isPlainMap(a)) return false;
  const keys = keysOf(a) as readonly string[];
  if (sizeOfMap(b) !== keys.length) return false;
  labour?.toil(stepsOfEntry * keys.length);
  for (const key of keys) {
    const other = getEntry(b, key);
    if (other === undefined || isUnequal(a[key] as Value, other, labour)) return false;
  }
  return true;
};

const sizeOfMap = (value: Value): number => {
  if (value instanceof MapValue) return value.entries.size;
  return isPlainMap(value) ? countFields(value) : -1;
};

const equalOptionals = (a: OptionalValue, b: OptionalValue, labour?: Labour): boolean => {
  if (a.content === undefined || b.content === undefined) return a.content === b.content;
  return equalValues(a.content, b.content, labour);
};
