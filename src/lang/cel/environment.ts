/** What an expression may name: variables, functions, types; made once and shared by everything compiled against it. */

import type { Library } from './overload.ts';
import type { Type } from './type.ts';
import type { Value } from './value.ts';

export interface Variable {
  /** May be dotted. */
  readonly name: string;
  readonly type: Type;
}

/** The fields and construction of object types. */
export interface TypeProvider {
  /** `undefined` where this provider does not know the type. */
  findType(name: string): Type | undefined;
  /** The type of a field; `undefined` where the object type has no such field. */
  findField(typeName: string, field: string): Type | undefined;
  /** Makes `Name{field: value}`. */
  construct(typeName: string, fields: ReadonlyMap<string, Value>): Value;
}

export interface EnvironmentOptions {
  readonly libraries: readonly Library[];
  /** In order: a program takes their values as an array in the same order. */
  readonly variables: readonly Variable[];
  readonly types: readonly TypeProvider[];
  /** A list or map literal must have elements of one type, as Kubernetes asks. */
  readonly homogeneousLiterals: boolean;
  /** cel-go's container, for resolving names: the empty text for none. */
  readonly container: string;
}
