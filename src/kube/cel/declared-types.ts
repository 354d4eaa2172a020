/** Object types given as tables of their fields. */

import type { TypeProvider } from '../../lang/cel/environment.ts';
import { objectType } from '../../lang/cel/type.ts';
import type { Type } from '../../lang/cel/type.ts';
import { EvaluationFault } from '../../lang/cel/value.ts';

export type DeclaredTypes = Readonly<Record<string, Readonly<Record<string, Type>>>>;

/** The types can be named and looked into, but not made in an expression. */
export const provideTypes = (declared: DeclaredTypes): TypeProvider => {
  const types = new Map(Object.entries(declared).map(([name, fields]) => [name, new Map(Object.entries(fields))]));
  return {
    findType: (name) => (types.has(name) ? objectType(name) : undefined),
    findField: (name, field) => types.get(name)?.get(field),
    construct: (name) => {
      throw new EvaluationFault(`unknown type '${name}'`);
    },
  };
};
