/** The types behind `variables.NAME`: a policy's own, declared one after another. */

import type { Environment, TypeProvider } from '../../lang/cel/environment.ts';
import { dynType, listOf, mapOf, objectType, type Type } from '../../lang/cel/type.ts';

export const variablesTypeName = 'kubernetes.variables';

const variablesType = objectType(variablesTypeName);

/** The fields of `variables`: each is declared after it was checked, so that it may read those before it alone. */
export interface VariableTypes {
  /** `null` for one that does not compile. */
  readonly declare: (name: string, type: Type | null) => void;
  /** The next policy begins, without variables; the function given back brings its own back later. */
  readonly begin: () => () => void;
  readonly extend: (environment: Environment) => Environment;
}

/** `toType` is what is known of a variable to who reads it: by default what the API server keeps of its expression's type. */
export const createVariableTypes = (toType: (type: Type) => Type = toDeclared): VariableTypes => {
  let fields = new Map<string, Type>();
  const provider: TypeProvider = {
    findType: (name) => (name === variablesTypeName ? variablesType : undefined),
    findField: (_, field) => fields.get(field),
    construct: () => {
      throw new Error(`no expression can make ${variablesTypeName}`);
    },
  };
  return {
    declare: (name, type) => void fields.set(name, type === null ? dynType : toType(type)),
    begin: () => {
      const own = new Map<string, Type>();
      fields = own;
      return () => {
        fields = own;
      };
    },
    extend: (environment) =>
      environment.extend({ variables: [{ name: 'variables', type: variablesType }], types: [provider] }),
  };
};

/** The server keeps plain types, lists and maps of an expression's type; all else is dynamic to who uses the variable. */
const toDeclared = (type: Type): Type => {
  switch (type.kind) {
    case 'list':
      return listOf(toDeclared(type.element));
    case 'map':
      return mapOf(toDeclared(type.key), toDeclared(type.value));
    case 'type':
    case 'optional':
    case 'opaque':
    case 'object':
    case 'parameter':
      return dynType;
    default:
      return type;
  }
};
