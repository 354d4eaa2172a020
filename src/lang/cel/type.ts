/** The types of CEL, as the checker infers them and as libraries declare them. */

export type Type =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'list'; readonly element: Type }
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type }
  /** The type of a type: `type(1)` has type `type(int)`; `of` null where that is not known. */
  | { readonly kind: 'type'; readonly of: Type | null }
  | { readonly kind: 'optional'; readonly of: Type }
  /** A value only functions look into: `kubernetes.Quantity`, `net.IP`. */
  | { readonly kind: 'opaque'; readonly name: string }
  /** A type with named fields, known to the environment's `findField`. */
  | { readonly kind: 'object'; readonly name: string }
  /** A type parameter in an overload's signature: `A` in `list(A)`. */
  | { readonly kind: 'parameter'; readonly name: string };

export type SimpleKind =
  | 'null'
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'timestamp'
  | 'duration'
  | 'dyn';

export const nullType: Type = { kind: 'null' };
export const boolType: Type = { kind: 'bool' };
export const intType: Type = { kind: 'int' };
export const uintType: Type = { kind: 'uint' };
export const doubleType: Type = { kind: 'double' };
export const stringType: Type = { kind: 'string' };
export const bytesType: Type = { kind: 'bytes' };
export const timestampType: Type = { kind: 'timestamp' };
export const durationType: Type = { kind: 'duration' };
export const dynType: Type = { kind: 'dyn' };

export const listOf = (element: Type): Type => ({ kind: 'list', element });
export const mapOf = (key: Type, value: Type): Type => ({ kind: 'map', key, value });
export const typeOf = (of: Type | null): Type => ({ kind: 'type', of });
export const optionalOf = (of: Type): Type => ({ kind: 'optional', of });
export const opaqueType = (name: string): Type => ({ kind: 'opaque', name });
export const objectType = (name: string): Type => ({ kind: 'object', name });
export const parameterType = (name: string): Type => ({ kind: 'parameter', name });

/** As cel-go prints it: `list(string)`, `map(string, dyn)`, `optional_type(int)`, `google.protobuf.Timestamp`. */
export const renderType = (type: Type): string => {
  switch (type.kind) {
    case 'list':
      return `list(${renderType(type.element)})`;
    case 'map':
      return `map(${renderType(type.key)}, ${renderType(type.value)})`;
    case 'type':
      return type.of === null ? 'type' : `type(${renderType(type.of)})`;
    case 'optional':
      return `optional_type(${renderType(type.of)})`;
    case 'opaque':
    case 'object':
    case 'parameter':
      return type.name;
    case 'null':
      return 'null_type';
    case 'timestamp':
      return 'google.protobuf.Timestamp';
    case 'duration':
      return 'google.protobuf.Duration';
    default:
      return type.kind;
  }
};
