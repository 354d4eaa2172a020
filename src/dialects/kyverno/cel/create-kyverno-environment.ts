/**
 * The environments of policies.kyverno.io: what each kind of policy's expressions may name, as Kyverno 1.19's compilers
 * build them (pkg/cel/compiler/env.go, the kinds' own compilers, and the libraries of kyverno/sdk).
 */

import { kubernetesLibraries } from '../../../kube/cel/admission-environment.ts';
import { cidrLibrary } from '../../../kube/cel/cidr-library.ts';
import { withKubernetesCosts } from '../../../kube/cel/cost.ts';
import { provideTypes } from '../../../kube/cel/declared-types.ts';
import { formatLibrary } from '../../../kube/cel/format-library.ts';
import { ipLibrary } from '../../../kube/cel/ip-library.ts';
import { jsonPatchLibrary } from '../../../kube/cel/json-patch-library.ts';
import { listsLibrary } from '../../../kube/cel/lists-library.ts';
import { mutationTypes } from '../../../kube/cel/mutation-types.ts';
import { quantityLibrary } from '../../../kube/cel/quantity-library.ts';
import { regexLibrary } from '../../../kube/cel/regex-library.ts';
import { namespaceType, requestType, requestTypes } from '../../../kube/cel/request-types.ts';
import { semverLibrary } from '../../../kube/cel/semver-library.ts';
import { urlLibrary } from '../../../kube/cel/url-library.ts';
import { createEnvironment, type Environment, type Variable } from '../../../lang/cel/environment.ts';
import { encodersLibrary } from '../../../lang/cel/ext/encoders.ts';
import { listsLibrary as extendedLists } from '../../../lang/cel/ext/lists.ts';
import { mathLibrary } from '../../../lang/cel/ext/math.ts';
import { regexLibrary as extendedRegex } from '../../../lang/cel/ext/regex.ts';
import { setsLibrary } from '../../../lang/cel/ext/sets.ts';
import { stringsLibrary } from '../../../lang/cel/ext/strings.ts';
import type { Library } from '../../../lang/cel/overload.ts';
import { standardLibrary } from '../../../lang/cel/standard-library.ts';
import { bindMacros } from '../../../lang/cel/standard-macros.ts';
import { optionalLibrary } from '../../../lang/cel/standard/optional-table.ts';
import { dynType, listOf, mapOf, objectType, stringType } from '../../../lang/cel/type.ts';
import {
  generatorLibrary,
  generatorType,
  globalContextLibrary,
  globalContextType,
  imageDataLibrary,
  imageDataType,
  namespacedGeneratorLibrary,
} from './libraries/context-libraries.ts';
import { httpLibrary, httpType } from './libraries/http-library.ts';
import { imageLibrary } from './libraries/image-library.ts';
import { orValueLibrary } from './libraries/or-value.ts';
import { namespacedResourceLibrary, resourceLibrary, resourceType } from './libraries/resource-library.ts';
import {
  roundLibrary,
  serviceAccountTypeName,
  timeLibrary,
  transformLibrary,
  userLibrary,
} from './libraries/small-libraries.ts';
import { gzipLibrary, hashLibrary, jsonLibrary, yamlLibrary } from './libraries/text-libraries.ts';
import {
  imageVerifyLibrary,
  nowLibrary,
  randomLibrary,
  worldType,
  worldVariable,
} from './libraries/world-functions.ts';
import { x509Library } from './libraries/x509-library.ts';

export type KyvernoPolicyKind =
  | 'ValidatingPolicy'
  | 'MutatingPolicy'
  | 'GeneratingPolicy'
  | 'DeletingPolicy'
  | 'ImageValidatingPolicy';

export interface KyvernoEnvironmentOptions {
  /** Of the cluster-wide form, `ValidatingPolicy` for a NamespacedValidatingPolicy too; its exceptions are compiled alike. */
  readonly policyKind: KyvernoPolicyKind;
  /** `resource` and `generator` then name no namespace. */
  readonly isNamespaced: boolean;
  /** `evaluation.mode: JSON`: an ImageValidatingPolicy then has no request, no namespace, no old object. */
  readonly isJson: boolean;
}

/**
 * Made once for each combination, and shared. Without `variables`: extend it with `createKyvernoVariableTypes().extend`.
 * `toKyvernoSlots` says where each name stands among the values: object, oldObject, request, namespaceObject,
 * exceptions (`ExceptionsValue`); of images: images, attestors, attestations.
 */
export const createKyvernoEnvironment = (options: KyvernoEnvironmentOptions): Environment => {
  const { policyKind, isNamespaced, isJson } = options;
  const key = `${policyKind} ${isNamespaced} ${isJson}`;
  const known = made.get(key) ?? build(options);
  made.set(key, known);
  return known;
};

/** Of matchImageReferences: `ref` is the one variable, the text of an image. */
export const createMatchImageEnvironment = (): Environment => {
  const known = made.get('ref') ?? makeMatchImage();
  made.set('ref', known);
  return known;
};

const made = new Map<string, Environment>();

const makeMatchImage = (): Environment =>
  createEnvironment({
    libraries: [...plainLibraries, imageLibrary],
    variables: [{ name: 'ref', type: stringType }],
    types: [],
    homogeneousLiterals: true,
    container: '',
  });

const bindLibrary: Library = {
  id: 'cel.lib.ext.cel.bindings',
  overloads: [],
  macros: bindMacros,
  constants: [],
  literalChecks: [],
};

/** What every kind has: cel-go's own, and of Kubernetes' what needs no cluster. */
const plainLibraries: readonly Library[] = [
  standardLibrary,
  optionalLibrary,
  bindLibrary,
  encodersLibrary,
  extendedLists(3),
  mathLibrary(2),
  setsLibrary,
  stringsLibrary(2),
  extendedRegex,
  cidrLibrary,
  formatLibrary,
  ipLibrary,
  listsLibrary,
  regexLibrary,
  urlLibrary,
  quantityLibrary,
  semverLibrary,
].map(withKubernetesCosts);

/** Kinds that stand on the API server's own environment have what that has besides. */
const serverLibraries: readonly Library[] = [
  ...kubernetesLibraries,
  ...[bindLibrary, encodersLibrary, mathLibrary(2), extendedRegex].map(withKubernetesCosts),
];

const ownLibraries: readonly Library[] = [
  globalContextLibrary,
  imageLibrary,
  imageDataLibrary,
  hashLibrary,
  roundLibrary,
  jsonLibrary,
  yamlLibrary,
  randomLibrary,
  timeLibrary,
  nowLibrary,
  transformLibrary,
  gzipLibrary,
  httpLibrary,
];

const build = ({ policyKind, isNamespaced, isJson }: KyvernoEnvironmentOptions): Environment => {
  const own = [...ownLibraries, isNamespaced ? namespacedResourceLibrary : resourceLibrary, ...librariesOf[policyKind]];
  const generator = isNamespaced ? namespacedGeneratorLibrary : generatorLibrary;
  const isPlain = policyKind === 'GeneratingPolicy' || policyKind === 'DeletingPolicy';
  return createEnvironment({
    libraries: [
      ...(isPlain ? plainLibraries : serverLibraries),
      ...own,
      ...(policyKind === 'GeneratingPolicy' ? [generator] : []),
    ],
    variables: variablesOf(policyKind, isJson),
    types: [
      kyvernoTypes,
      ...(policyKind === 'MutatingPolicy' || policyKind === 'DeletingPolicy' ? [mutationTypes] : []),
    ],
    // What a policy generates is written as it stands in YAML: texts beside numbers beside objects.
    homogeneousLiterals: policyKind !== 'GeneratingPolicy',
    container: '',
  });
};

const librariesOf: Readonly<Record<KyvernoPolicyKind, readonly Library[]>> = {
  ValidatingPolicy: [orValueLibrary, userLibrary, x509Library],
  MutatingPolicy: [orValueLibrary, userLibrary, x509Library, withKubernetesCosts(jsonPatchLibrary)],
  GeneratingPolicy: [orValueLibrary, x509Library],
  DeletingPolicy: [orValueLibrary, x509Library],
  ImageValidatingPolicy: [userLibrary, imageVerifyLibrary],
};

const exceptionTypeName = 'libs.Exception';

const kyvernoTypes = provideTypes({
  ...requestTypes,
  'kubernetes.AdmissionRequest': {
    ...requestTypes['kubernetes.AdmissionRequest'],
    object: dynType,
    oldObject: dynType,
  },
  [exceptionTypeName]: { allowedImages: listOf(stringType), allowedValues: listOf(stringType) },
  [serviceAccountTypeName]: { Name: stringType, Namespace: stringType },
});

const subjectVariables: readonly Variable[] = [
  { name: 'oldObject', type: dynType },
  { name: 'request', type: requestType },
  { name: 'namespaceObject', type: namespaceType },
];

const worldVariables: readonly Variable[] = [
  { name: 'resource', type: resourceType },
  { name: 'http', type: httpType },
  { name: 'image', type: imageDataType },
  { name: 'globalContext', type: globalContextType },
  { name: worldVariable, type: worldType },
];

const variablesOf = (policyKind: KyvernoPolicyKind, isJson: boolean): readonly Variable[] => {
  const common = [{ name: 'object', type: dynType }, ...worldVariables];
  switch (policyKind) {
    case 'ImageValidatingPolicy':
      return [
        ...common,
        ...(isJson ? [] : subjectVariables),
        { name: 'images', type: mapOf(stringType, listOf(stringType)) },
        { name: 'attestors', type: mapOf(stringType, dynType) },
        { name: 'attestations', type: mapOf(stringType, stringType) },
      ];
    case 'DeletingPolicy':
      return [...common, ...subjectVariables];
    case 'GeneratingPolicy':
      return [...common, ...subjectVariables, exceptions, { name: 'generator', type: generatorType }];
    default:
      return [...common, ...subjectVariables, exceptions];
  }
};

const exceptions: Variable = { name: 'exceptions', type: objectType(exceptionTypeName) };
