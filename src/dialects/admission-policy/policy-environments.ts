/** The environments a policy's expressions are compiled against: made once for a run, its variables anew for each policy. */

import { createAdmissionEnvironment } from '../../kube/cel/admission-environment.ts';
import type { Environment, TypeProvider } from '../../lang/cel/environment.ts';
import { dynType, listOf, mapOf, objectType, type Type } from '../../lang/cel/type.ts';

const typeName = 'kubernetes.variables';

export const variablesType = { name: typeName, type: objectType(typeName) } as const;

export interface PolicyEnvironments {
  /** `variables` gains a field with each, so that one may read those declared before it alone; `null` for one that does not compile. */
  declare(name: string, type: Type | null): void;
  /** The next policy begins, without variables; the function given back brings its own back later. */
  begin(): () => void;
  find(options: {
    readonly hasParams: boolean;
    readonly hasAuthorizer: boolean;
    readonly isMutation: boolean;
  }): Environment;
}

export const createPolicyEnvironments = (): PolicyEnvironments => {
  let fields = new Map<string, Type>();
  const provider: TypeProvider = {
    findType: (name) => (name === typeName ? variablesType.type : undefined),
    findField: (_, field) => fields.get(field),
    construct: () => {
      throw new Error('no expression can make kubernetes.variables');
    },
  };
  const made = new Map<string, Environment>();
  return {
    begin: () => {
      const own = new Map<string, Type>();
      fields = own;
      return () => {
        fields = own;
      };
    },
    declare: (name, type) => void fields.set(name, type === null ? dynType : toDeclared(type)),
    find: (options) => {
      const key = `${options.hasParams} ${options.hasAuthorizer} ${options.isMutation}`;
      const known = made.get(key);
      if (known !== undefined) return known;
      const variables = [{ name: 'variables', type: variablesType.type }];
      const environment = createAdmissionEnvironment(options).extend({ variables, types: [provider] });
      made.set(key, environment);
      return environment;
    },
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
