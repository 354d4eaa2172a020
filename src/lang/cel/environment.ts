/** What an expression may name: variables, functions, types; made once and shared by everything compiled against it. */

import type { CallCheck, Library, LiteralCheck, Macro, Overload } from './overload.ts';
import { typeOf, type Type } from './type.ts';
import { TypeValue, type Value } from './value.ts';

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
  readonly isStrict?: IsStrict;
}

/**
 * Whether a list or map cannot be compared with what is neither: a fault, where cel-go's own are not equal. Asked only
 * of the left side of a `==` of different types. `variables` are the values of the evaluation; looking costs `toil`.
 */
export type IsStrict = (
  value: Value,
  variables: readonly (Value | undefined)[],
  toil: (steps: number) => void,
) => boolean;

/** What a name stands for where no comprehension or binding gives it another meaning. */
export type Resolved =
  | { readonly kind: 'variable'; readonly slot: number; readonly type: Type }
  | { readonly kind: 'constant'; readonly value: Value; readonly type: Type };

/** All overloads of one name, in declared order. */
export interface FunctionEntry {
  /** In full: `math.greatest`, whatever container it was found through. */
  readonly name: string;
  readonly members: readonly Signature[];
  readonly globals: readonly Signature[];
}

export interface Signature {
  readonly overload: Overload;
  /** Its type parameters: `A` of `list(A)`. */
  readonly parameterNames: readonly string[];
}

export interface Environment {
  readonly macros: readonly Macro[];
  readonly variables: readonly Variable[];
  readonly homogeneousLiterals: boolean;
  readonly container: string;
  readonly isStrict: IsStrict | undefined;
  /** A variable or constant by its name, dots included; inner containers before outer ones. */
  resolveName(name: string): Resolved | undefined;
  resolveFunction(name: string): FunctionEntry | undefined;
  /** The type of `Name{…}` and its name in full: only a provider's types can be made so. */
  resolveType(name: string): { readonly name: string; readonly type: Type } | undefined;
  findField(typeName: string, field: string): Type | undefined;
  construct(typeName: string, fields: ReadonlyMap<string, Value>): Value;
  literalChecks(functionName: string): readonly LiteralCheck[];
  /** By the name as it is written in a call. */
  callCheck(functionName: string): CallCheck | undefined;
  /** More of each; slots of variables that were there stay. */
  extend(more: Partial<EnvironmentOptions>): Environment;
}

export const createEnvironment = (options: EnvironmentOptions): Environment =>
  createIndexed(options, indexLibraries(options.libraries));

/** What libraries declare, by name: an environment that adds none shares that of the one it extends. */
interface LibraryIndex {
  readonly macros: readonly Macro[];
  readonly functions: ReadonlyMap<string, FunctionEntry>;
  readonly checks: ReadonlyMap<string, readonly LiteralCheck[]>;
  readonly callChecks: ReadonlyMap<string, CallCheck>;
}

const createIndexed = (options: EnvironmentOptions, index: LibraryIndex): Environment => {
  const { libraries, variables, types, container, homogeneousLiterals, isStrict } = options;
  const { macros, functions, checks, callChecks } = index;
  const names = indexNames(libraries, variables);
  const scopes = toScopes(container);

  const findType = (name: string): Type | undefined => {
    for (const provider of types) {
      const type = provider.findType(name);
      if (type !== undefined) return type;
    }
    return undefined;
  };

  const findName = (name: string): Resolved | undefined => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const type = findType(name);
    return type === undefined ? undefined : { kind: 'constant', value: new TypeValue(name), type: typeOf(type) };
  };

  const inScopes = <Found>(name: string, find: (candidate: string) => Found | undefined): Found | undefined => {
    if (name.startsWith('.')) return find(name.slice(1));
    for (const scope of scopes) {
      const found = find(scope + name);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  return {
    macros,
    variables,
    homogeneousLiterals,
    container,
    isStrict,
    resolveName: (name) => inScopes(name, findName),
    resolveFunction: (name) => inScopes(name, (candidate) => functions.get(candidate)),
    resolveType: (name) =>
      inScopes(name, (candidate) => {
        const type = findType(candidate);
        return type === undefined ? undefined : { name: candidate, type };
      }),
    findField: (typeName, field) => {
      for (const provider of types) {
        if (provider.findType(typeName) !== undefined) return provider.findField(typeName, field);
      }
      return undefined;
    },
    construct: (typeName, fields) => {
      const provider = types.find((one) => one.findType(typeName) !== undefined);
      if (provider === undefined) throw new Error(`no provider knows the type ${typeName}`);
      return provider.construct(typeName, fields);
    },
    literalChecks: (name) => checks.get(name) ?? none,
    callCheck: (name) => callChecks.get(name),
    extend: (more) => {
      const extended = {
        libraries: [...libraries, ...(more.libraries ?? none)],
        variables: [...variables, ...(more.variables ?? none)],
        types: [...types, ...(more.types ?? none)],
        homogeneousLiterals: more.homogeneousLiterals ?? homogeneousLiterals,
        container: more.container ?? container,
        ...(isStrict === undefined ? {} : { isStrict }),
      };
      return extended.libraries.length === libraries.length
        ? createIndexed(extended, index)
        : createEnvironment(extended);
    },
  };
};

const none: readonly never[] = [];

const indexLibraries = (libraries: readonly Library[]): LibraryIndex => ({
  macros: libraries.flatMap(({ macros }) => macros),
  functions: indexFunctions(libraries),
  checks: Map.groupBy(
    libraries.flatMap(({ literalChecks }) => literalChecks),
    ({ name }) => name,
  ),
  callChecks: new Map(libraries.flatMap((library) => library.callChecks ?? none).map((each) => [each.name, each])),
});

const indexFunctions = (libraries: readonly Library[]): ReadonlyMap<string, FunctionEntry> => {
  const index = new Map<string, { name: string; members: Signature[]; globals: Signature[] }>();
  for (const overload of libraries.flatMap(({ overloads }) => overloads)) {
    const { name, isMember } = overload;
    const entry = index.get(name) ?? { name, members: [], globals: [] };
    index.set(name, entry);
    const parameterNames = new Set<string>();
    for (const type of [...overload.parameters, overload.result]) collectParameters(type, parameterNames);
    (isMember ? entry.members : entry.globals).push({ overload, parameterNames: [...parameterNames] });
  }
  return index;
};

const collectParameters = (type: Type, into: Set<string>): void => {
  if (type.kind === 'parameter') into.add(type.name);
  else if (type.kind === 'list') collectParameters(type.element, into);
  else if (type.kind === 'map') {
    collectParameters(type.key, into);
    collectParameters(type.value, into);
  } else if ((type.kind === 'optional' || type.kind === 'type') && type.of !== null) collectParameters(type.of, into);
};

/** Variables before constants, and the later of two variables of one name. */
const indexNames = (libraries: readonly Library[], variables: readonly Variable[]): ReadonlyMap<string, Resolved> => {
  const names = new Map<string, Resolved>();
  for (const { constants } of libraries) {
    for (const { name, value, type } of constants) names.set(name, { kind: 'constant', value, type });
  }
  for (const [slot, { name, type }] of variables.entries()) names.set(name, { kind: 'variable', slot, type });
  return names;
};

/** The container `a.b` looks a name up as `a.b.name`, then `a.name`, then `name`. */
const toScopes = (container: string): readonly string[] => {
  const parts = container === '' ? [] : container.split('.');
  return [...parts.map((_, index) => `${parts.slice(0, parts.length - index).join('.')}.`), ''];
};
