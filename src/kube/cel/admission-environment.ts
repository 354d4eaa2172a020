/** The CEL environment of admission policies, as the API server of version 1.37 makes it. */

import { createEnvironment } from '../../lang/cel/environment.ts';
import type { Environment, TypeProvider, Variable } from '../../lang/cel/environment.ts';
import { listsLibrary as extendedLists } from '../../lang/cel/ext/lists.ts';
import { setsLibrary } from '../../lang/cel/ext/sets.ts';
import { stringsLibrary } from '../../lang/cel/ext/strings.ts';
import type { Library } from '../../lang/cel/overload.ts';
import { standardLibrary } from '../../lang/cel/standard-library.ts';
import { twoVariableMacros } from '../../lang/cel/standard-macros.ts';
import { optionalLibrary } from '../../lang/cel/standard/optional-table.ts';
import { dynType } from '../../lang/cel/type.ts';
import type { Type } from '../../lang/cel/type.ts';
import {
  authorizerLibrary,
  authorizerSelectorsLibrary,
  authorizerType,
  resourceCheckType,
} from './authorizer-library.ts';
import { cidrLibrary } from './cidr-library.ts';
import { withKubernetesCosts } from './cost.ts';
import { provideTypes } from './declared-types.ts';
import { formatLibrary } from './format-library.ts';
import { ipLibrary } from './ip-library.ts';
import { jsonPatchLibrary } from './json-patch-library.ts';
import { listsLibrary } from './lists-library.ts';
import { mutationTypes } from './mutation-types.ts';
import { quantityLibrary } from './quantity-library.ts';
import { regexLibrary } from './regex-library.ts';
import { namespaceType, requestType, requestTypes } from './request-types.ts';
import { semverLibrary } from './semver-library.ts';
import { isTypedValue } from './typed-values.ts';
import { urlLibrary } from './url-library.ts';

export interface AdmissionEnvironmentOptions {
  /** The policy has a paramKind: `params` exists. */
  readonly hasParams: boolean;
  /** `authorizer` and `authorizer.requestResource` exist: everywhere but in message expressions. */
  readonly hasAuthorizer: boolean;
  /** `Object{…}`, `JSONPatch{…}` and `jsonpatch.escapeKey` exist: in the mutations of a MutatingAdmissionPolicy alone. */
  readonly isMutation: boolean;
  /**
   * Compiled as an expression that a cluster holds already, with all the server can run. Else as at creation, where a
   * server takes only what the version before it can run too: 1.37 knows `includes` and refuses who writes it.
   */
  readonly isStored?: boolean;
  /** Objects come without the types of their kinds, as to Kyverno: what is in them compares with anything. */
  readonly isUntyped?: boolean;
  /** For the second check, whose result only warns: what is known of the objects the policy matches. */
  readonly checked?: CheckedTypes;
}

export interface CheckedTypes {
  /** The type of `object` and `oldObject`. */
  readonly object: Type;
  /** The type of `params`; dyn where it is not known. */
  readonly params: Type;
  /** Who knows the fields of both. */
  readonly types: readonly TypeProvider[];
}

/**
 * Without `variables`: who composes them extends this with the type `kubernetes.variables`. The environments at
 * creation are made once and shared.
 */
export const createAdmissionEnvironment = (options: AdmissionEnvironmentOptions): Environment => {
  if (options.checked !== undefined) return build(options);
  const { hasParams, hasAuthorizer, isMutation, isStored = false, isUntyped = false } = options;
  const key = `${hasParams} ${hasAuthorizer} ${isMutation} ${isStored} ${isUntyped}`;
  const known = made.get(key) ?? build(options);
  made.set(key, known);
  return known;
};

const made = new Map<string, Environment>();

/** k8s.io/apiserver v0.37.2, pkg/cel/environment/base.go: there is no cel.bind, no math, no encoders. */
export const kubernetesLibraries: readonly Library[] = [
  standardLibrary,
  urlLibrary,
  regexLibrary,
  authorizerLibrary,
  optionalLibrary,
  quantityLibrary,
  stringsLibrary(2),
  setsLibrary,
  ipLibrary,
  cidrLibrary,
  formatLibrary,
  authorizerSelectorsLibrary,
  {
    id: 'cel.lib.ext.comprev2',
    overloads: [],
    macros: twoVariableMacros,
    constants: [],
    literalChecks: [],
  },
  semverLibrary,
  extendedLists(3),
  listsLibrary,
].map(withKubernetesCosts);

/** In the libraries and not yet taken in new expressions. */
const newFunctions: ReadonlySet<string> = new Set(['includes']);

const creationLibraries: readonly Library[] = kubernetesLibraries.map((library) => ({
  ...library,
  overloads: library.overloads.filter(({ name }) => !newFunctions.has(name)),
}));

const build = (options: AdmissionEnvironmentOptions): Environment => {
  const { isMutation, isStored = false, isUntyped = false, checked } = options;
  const libraries = isStored || checked !== undefined ? kubernetesLibraries : creationLibraries;
  return createEnvironment({
    libraries: isMutation ? [...libraries, withKubernetesCosts(jsonPatchLibrary)] : libraries,
    variables: toVariables(options),
    types: [provideTypes(requestTypes), ...(checked?.types ?? []), ...(isMutation ? [mutationTypes] : [])],
    homogeneousLiterals: true,
    container: '',
    // Mutations are given objects without types.
    ...(isMutation || isUntyped ? {} : { isStrict: isTypedValue }),
  });
};

const toVariables = ({ hasParams, hasAuthorizer, checked }: AdmissionEnvironmentOptions): readonly Variable[] => [
  { name: 'object', type: checked?.object ?? dynType },
  { name: 'oldObject', type: checked?.object ?? dynType },
  { name: 'namespaceObject', type: namespaceType },
  { name: 'request', type: requestType },
  ...(hasParams ? [{ name: 'params', type: checked?.params ?? dynType }] : []),
  ...(hasAuthorizer ? [{ name: 'authorizer', type: authorizerType }] : []),
  // The server forgets this one in its second check, and warns of who uses it.
  ...(hasAuthorizer && checked === undefined ? [{ name: 'authorizer.requestResource', type: resourceCheckType }] : []),
];
