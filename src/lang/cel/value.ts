/**
 * What CEL expressions compute with. JSON read from an object is used as it is: nothing is converted on the way in.
 *
 * | CEL       | held as                                                                                     |
 * | --------- | ------------------------------------------------------------------------------------------- |
 * | int       | `number` where it is a safe integer, else `bigint`; always in the range of int64            |
 * | double    | `number` where it is no safe integer, else `DoubleValue` (`1.0`, `-0.0`, `1e300` is bare)    |
 * | uint      | `UintValue`                                                                                  |
 * | string    | `string`; sizes and indexes count code points                                                |
 * | bytes     | `Uint8Array`                                                                                 |
 * | list      | an array                                                                                     |
 * | map       | a JSON object (string keys, own properties) or a `MapValue`                                  |
 * | object    | an `ObjectValue`, where a host computes fields when asked                                    |
 * | opaque    | an `OpaqueValue`                                                                             |
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | DoubleValue
  | UintValue
  | TimestampValue
  | DurationValue
  | TypeValue
  | OptionalValue
  | MapValue
  | ObjectValue
  | OpaqueValue
  | readonly Value[]
  | { readonly [key: string]: Value };

/**
 * What all classes of values extend: one test tells them from JSON objects, whose properties are what an expression
 * may read. No property of a class is ever a field of CEL.
 */
export abstract class Boxed {
  /** For the type checker alone, which would else take every object for one. */
  declare protected readonly brand: true;
}

/** A double that looks like an integer. Made by `toDouble` alone, so that every other double is a bare number. */
export class DoubleValue extends Boxed {
  readonly double: number;
  constructor(double: number) {
    super();
    this.double = double;
  }
}

export class UintValue extends Boxed {
  readonly uint: bigint;
  constructor(uint: bigint) {
    super();
    this.uint = uint;
  }
}

/** Seconds since 1970 and nanoseconds within the second; 0001-01-01 to 9999-12-31. Equal whatever the offset. */
export class TimestampValue extends Boxed {
  readonly seconds: number;
  readonly nanos: number;
  /** Minutes east of UTC that its text said: `string()` shows them, the getters do not. */
  readonly offset: number;
  constructor(seconds: number, nanos: number, offset = 0) {
    super();
    this.seconds = seconds;
    this.nanos = nanos;
    this.offset = offset;
  }
}

/** Nanoseconds, in the range of int64. */
export class DurationValue extends Boxed {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    super();
    this.nanos = nanos;
  }
}

/** A type as a value, by the name cel-go prints: `int`, `list`, `google.protobuf.Duration`. */
export class TypeValue extends Boxed {
  readonly typeName: string;
  constructor(typeName: string) {
    super();
    this.typeName = typeName;
  }
}

export class OptionalValue extends Boxed {
  /** `undefined` for `optional.none()`. */
  readonly content: Value | undefined;
  constructor(content: Value | undefined) {
    super();
    this.content = content;
  }
}

/** A map whose keys are not all strings, or that CEL itself made. Keys: `toMapKey` of the CEL key. */
export class MapValue extends Boxed {
  readonly entries: ReadonlyMap<MapKey, readonly [key: Value, value: Value]>;
  constructor(entries: ReadonlyMap<MapKey, readonly [key: Value, value: Value]>) {
    super();
    this.entries = entries;
  }
}

/** Equal keys of CEL have equal map keys: `1`, `1u` and `1.0` are one key; `'1'` is another. */
export type MapKey = string | number | bigint | boolean;

/** An object whose fields are computed when they are asked for. */
export abstract class ObjectValue extends Boxed {
  /** The name of its object type. */
  abstract readonly typeName: string;
  /** The field's value; `undefined` where it is not set. */
  abstract field(name: string): Value | undefined;
  abstract equals(other: ObjectValue): boolean;
  /** What is read of a field that is not set; `undefined` where that is a fault. */
  unsetField(_name: string): Value | undefined {
    return undefined;
  }
  /** What `type(…)` names. */
  get typeOfType(): string {
    return this.typeName;
  }
}

/** A value of a library's own type. */
export abstract class OpaqueValue extends Boxed {
  /** As in `opaqueType(name)`. */
  abstract readonly typeName: string;
  abstract equals(other: OpaqueValue): boolean;
  /** True where using a value may change it: such are made anew in each evaluation, never once for all. */
  get isChangeable(): boolean {
    return false;
  }
}

/** What went wrong while an expression ran; thrown inside evaluation, a value outside. It has no stack: it is ordinary. */
export class EvaluationFault {
  readonly message: string;
  /** Of these only an error is absorbed by `||` and its kin. */
  readonly reason: 'error' | 'over-budget' | 'internal';
  constructor(message: string, reason: EvaluationFault['reason'] = 'error') {
    this.message = message;
    this.reason = reason;
  }
}

export const least = -(2n ** 63n);
export const most = 2n ** 63n - 1n;
export const mostUint = 2n ** 64n - 1n;

/** The int a host number stands for, brought to its one form; a fault where it is outside int64. */
export const toInt = (value: number | bigint): Value => {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
    return toInt(BigInt(value));
  }
  if (value < least || value > most) throw new EvaluationFault('integer overflow');
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
};

/** The double a host number stands for, brought to its one form. */
export const toDouble = (value: number): Value => (Number.isSafeInteger(value) ? new DoubleValue(value) : value);

export const toUint = (value: bigint): Value => {
  if (value < 0n || value > mostUint) throw new EvaluationFault('unsigned integer overflow');
  return new UintValue(value);
};

export const isInt = (value: Value): value is number | bigint =>
  typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'bigint';

export const isDouble = (value: Value): value is number | DoubleValue =>
  typeof value === 'number' ? !Number.isSafeInteger(value) : value instanceof DoubleValue;

/** The key under which a MapValue holds a CEL key; a fault where the value cannot be a key. */
export const toMapKey = (key: Value): MapKey => {
  switch (typeof key) {
    case 'string':
      return `s${key}`;
    case 'boolean':
    case 'bigint':
      return key;
    case 'number':
      return Number.isInteger(key) && !Number.isSafeInteger(key) ? BigInt(key) : key;
    default:
      if (key instanceof UintValue) return key.uint <= Number.MAX_SAFE_INTEGER ? Number(key.uint) : key.uint;
      if (key instanceof DoubleValue) return key.double;
      throw new EvaluationFault('unsupported key type');
  }
};
