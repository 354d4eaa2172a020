/** Which parameters a binding hands to its policy for one subject: asked for by name or by selector. */

import type { AdmissionAttributes } from '../../kube/admission/attributes.ts';
import { isNamespaced } from '../../kube/schema/kinds.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../../model/json.ts';
import { answeredObject, type Answer, type Facts, type Request } from '../../model/request.ts';
import { toGroup } from '../../model/resource.ts';
import type { ParamKind, ParamRef } from './policy-document.ts';

export type Parameters =
  /** Empty where none was found and that is allowed: the policy then does not apply. `null` is no parameter. */
  | { readonly kind: 'parameters'; readonly parameters: readonly (JsonObject | null)[] }
  | { readonly kind: 'need'; readonly requests: readonly Request[] }
  /** The binding cannot be used: the failure policy decides. */
  | { readonly kind: 'defect'; readonly message: string }
  /** Nobody can say: the host could not look, or there is nothing to judge with. */
  | { readonly kind: 'no-evidence'; readonly isRefused: boolean; readonly message: string };

export type CollectParameters = (attributes: AdmissionAttributes, facts: Facts) => Parameters;

const withoutParameters: Parameters = { kind: 'parameters', parameters: [null] };

/** A policy without paramKind ignores the binding's paramRef; with one and no paramRef its `params` is null. */
export const toParameters = (paramKind: ParamKind | null, paramRef: ParamRef | null): CollectParameters => {
  if (paramKind === null || paramRef === null) return () => withoutParameters;
  const namespaced = isNamespaced(toGroup(paramKind.apiVersion), paramKind.kind);
  if (namespaced === false && paramRef.namespace !== '') {
    return () => ({
      kind: 'defect',
      message: 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`',
    });
  }
  return (attributes, facts) => {
    const home = paramRef.namespace === '' ? attributes.namespace : paramRef.namespace;
    if (namespaced === true && home === '') {
      return {
        kind: 'defect',
        message: 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources',
      };
    }
    // Whether a custom kind lives in a namespace only its definition says: it is looked for wherever a manifest puts it.
    const isAnywhere = namespaced === undefined && paramRef.namespace === '';
    const namespaces = !isAnywhere
      ? [namespaced === false ? null : home]
      : paramRef.name === ''
        ? [null]
        : [...new Set([...(home === '' ? [] : [home]), null, ''])];
    const requests = namespaces.map((namespace) => toRequest(paramKind, paramRef, namespace));
    return settle(requests, facts, paramRef, isAnywhere ? (object) => isReached(object, home) : isAny);
  };
};

/** For a policy that nothing binds: every object of its kind. */
export const toAllParameters = (paramKind: ParamKind | null): CollectParameters => {
  if (paramKind === null) return () => withoutParameters;
  const { apiVersion, kind: objectKind } = paramKind;
  const request: Request = { kind: 'list', apiVersion, objectKind, namespace: null, selector: null };
  return (_, facts) => {
    const answer = facts.answer(request);
    if (answer === undefined) return { kind: 'need', requests: [request] };
    if (answer.kind === 'refused') return toNoEvidence(answer.why);
    const parameters = toObjects(answer);
    return parameters.length > 0
      ? { kind: 'parameters', parameters: sortByName(parameters) }
      : {
          kind: 'no-evidence',
          isRefused: false,
          message: `The policy takes its parameters from ${objectKind} objects, and none was read.`,
        };
  };
};

const toRequest = (
  { apiVersion, kind: objectKind }: ParamKind,
  { name, selector }: ParamRef,
  namespace: string | null,
): Request =>
  name === ''
    ? { kind: 'list', apiVersion, objectKind, namespace, selector: selector.isEmpty ? null : selector.text }
    : { kind: 'parameter', apiVersion, objectKind, namespace, name };

const isAny = (): boolean => true;

/** A list without a namespace is of all of them: another namespace's parameters are not meant. */
const isReached = ({ metadata }: JsonObject, home: string): boolean => {
  const { namespace } = isJsonObject(metadata) ? metadata : {};
  return namespace === undefined || namespace === '' || namespace === home;
};

const settle = (
  requests: readonly Request[],
  facts: Facts,
  paramRef: ParamRef,
  isWanted: (object: JsonObject) => boolean,
): Parameters => {
  const answers = requests.map((request) => facts.answer(request));
  if (answers.includes(undefined)) return { kind: 'need', requests };
  const known = answers.filter((answer) => answer !== undefined);
  const found = known.flatMap(toObjects).filter(isWanted);
  const refused = known.find((answer) => answer.kind === 'refused');
  // By name one is enough; of several chosen by labels the one that is missing might have denied.
  if (refused !== undefined && (found.length === 0 || paramRef.name === '')) return toNoEvidence(refused.why);
  if (found.length === 0 && paramRef.whenNotFound === 'Deny') {
    return { kind: 'defect', message: 'no params found for policy binding with `Deny` parameterNotFoundAction' };
  }
  return { kind: 'parameters', parameters: paramRef.name === '' ? sortByName(found) : found.slice(0, 1) };
};

const toNoEvidence = (why: string): Parameters => ({
  kind: 'no-evidence',
  isRefused: true,
  message: `The parameters could not be read: ${why}.`,
});

const toObjects = (answer: Answer): readonly JsonObject[] => {
  if (answer.kind === 'value' && isJsonArray(answer.value)) return answer.value.filter(isJsonObject);
  const object = answeredObject(answer);
  if (object === undefined) return [];
  return isJsonArray(object['items']) ? object['items'].filter(isJsonObject) : [object];
};

/** The server's list has no order; ours must have one. */
const sortByName = (parameters: readonly JsonObject[]): readonly JsonObject[] =>
  parameters
    .map((parameter) => ({ parameter, name: nameOfParameter(parameter) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ parameter }) => parameter);

/** `namespace/name`, by which conclusions of one rule are told apart. */
export const nameOfParameter = ({ metadata }: JsonObject): string => {
  const { namespace, name } = isJsonObject(metadata) ? metadata : {};
  const own = typeof name === 'string' ? name : '';
  return typeof namespace === 'string' && namespace !== '' ? `${namespace}/${own}` : own;
};
