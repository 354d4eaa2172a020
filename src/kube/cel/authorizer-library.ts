/** `authorizer`: what a policy may ask about permissions. Who answers is the host's business. */

import type { Library } from '../../lang/cel/overload.ts';
import { boolType, opaqueType, stringType } from '../../lang/cel/type.ts';
import { EvaluationFault, OpaqueValue } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { libraryOf, member } from './declare-overload.ts';
import { namedFormats } from './named-format.ts';

export const authorizerType = opaqueType('kubernetes.authorization.Authorizer');
const pathCheckType = opaqueType('kubernetes.authorization.PathCheck');
const groupCheckType = opaqueType('kubernetes.authorization.GroupCheck');
export const resourceCheckType = opaqueType('kubernetes.authorization.ResourceCheck');
const decisionType = opaqueType('kubernetes.authorization.Decision');

/** Who is asked about: `null` for the user of the request. */
export type AuthorizedUser = { readonly name: string; readonly groups: readonly string[] } | null;

export type AuthorizationQuestion =
  | {
      readonly kind: 'resource';
      readonly user: AuthorizedUser;
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource: string;
      readonly namespace: string;
      readonly name: string;
      /** As written, not parsed; the empty text for none. RBAC does not look at them. */
      readonly fieldSelector: string;
      readonly labelSelector: string;
    }
  | { readonly kind: 'path'; readonly user: AuthorizedUser; readonly verb: string; readonly path: string };

export interface AuthorizationAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  /** `null` where asking went well. */
  readonly error: string | null;
}

/** May throw anything that is not an EvaluationFault: it passes through the expression untouched. */
export type DecideAuthorization = (question: AuthorizationQuestion) => AuthorizationAnswer;

/** None of these can be compared, as in Kubernetes. */
abstract class ReceiverValue extends OpaqueValue {
  equals(): boolean {
    throw new EvaluationFault('no such overload');
  }
}

export class AuthorizerValue extends ReceiverValue {
  readonly typeName = 'kubernetes.authorization.Authorizer';
  readonly decide: DecideAuthorization;
  readonly user: AuthorizedUser;
  constructor(decide: DecideAuthorization, user: AuthorizedUser = null) {
    super();
    this.decide = decide;
    this.user = user;
  }
}

class PathCheckValue extends ReceiverValue {
  readonly typeName = 'kubernetes.authorization.PathCheck';
  readonly authorizer: AuthorizerValue;
  readonly path: string;
  constructor(authorizer: AuthorizerValue, path: string) {
    super();
    this.authorizer = authorizer;
    this.path = path;
  }
}

class GroupCheckValue extends ReceiverValue {
  readonly typeName = 'kubernetes.authorization.GroupCheck';
  readonly authorizer: AuthorizerValue;
  readonly group: string;
  constructor(authorizer: AuthorizerValue, group: string) {
    super();
    this.authorizer = authorizer;
    this.group = group;
  }
}

interface ResourceAsked {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly fieldSelector: string;
  readonly labelSelector: string;
}

export class ResourceCheckValue extends ReceiverValue {
  readonly typeName = 'kubernetes.authorization.ResourceCheck';
  readonly authorizer: AuthorizerValue;
  readonly asked: ResourceAsked;
  constructor(authorizer: AuthorizerValue, asked: ResourceAsked) {
    super();
    this.authorizer = authorizer;
    this.asked = asked;
  }
}

class DecisionValue extends ReceiverValue {
  readonly typeName = 'kubernetes.authorization.Decision';
  readonly answer: AuthorizationAnswer;
  constructor(answer: AuthorizationAnswer) {
    super();
    this.answer = answer;
  }
}

/** The value of `authorizer.requestResource`. */
export const toRequestResource = (
  authorizer: AuthorizerValue,
  request: {
    readonly group: string;
    readonly resource: string;
    readonly subresource: string;
    readonly namespace: string;
    readonly name: string;
  },
): ResourceCheckValue => {
  const { group, resource, subresource, namespace, name } = request;
  const asked = { group, resource, subresource, namespace, name, fieldSelector: '', labelSelector: '' };
  return new ResourceCheckValue(authorizer, asked);
};

const toPath = (authorizer: Value, path: Value): Value => {
  if ((path as string).trim() === '') throw new EvaluationFault('path must not be empty');
  return new PathCheckValue(authorizer as AuthorizerValue, path as string);
};

const toResource = (check: Value, resource: Value): Value => {
  if ((resource as string).trim() === '') throw new EvaluationFault('resource must not be empty');
  const { authorizer, group } = check as GroupCheckValue;
  return new ResourceCheckValue(authorizer, { ...nothingAsked, group, resource: resource as string });
};

const nothingAsked = { subresource: '', namespace: '', name: '', fieldSelector: '', labelSelector: '' };

const toServiceAccount = (authorizer: Value, namespace: Value, name: Value): Value => {
  if (!fits('dns1123Subdomain', name)) throw new EvaluationFault('Invalid service account name');
  if (!fits('dns1123Label', namespace)) throw new EvaluationFault('Invalid service account namespace');
  return new AuthorizerValue((authorizer as AuthorizerValue).decide, {
    name: `system:serviceaccount:${namespace as string}:${name as string}`,
    // And not system:authenticated: Kubernetes asks without it here.
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace as string}`],
  });
};

const fits = (format: string, text: Value): boolean => namedFormats.get(format)?.validate(text as string).length === 0;

const having =
  (field: keyof ResourceAsked) =>
  (check: Value, text: Value): Value => {
    const { authorizer, asked } = check as ResourceCheckValue;
    return new ResourceCheckValue(authorizer, { ...asked, [field]: text as string });
  };

const checkPath = (check: Value, verb: Value): Value => {
  const { authorizer, path } = check as PathCheckValue;
  return new DecisionValue(authorizer.decide({ kind: 'path', user: authorizer.user, verb: verb as string, path }));
};

const checkResource = (check: Value, verb: Value): Value => {
  const { authorizer, asked } = check as ResourceCheckValue;
  return new DecisionValue(
    authorizer.decide({ kind: 'resource', user: authorizer.user, verb: verb as string, ...asked }),
  );
};

const answerOf = (decision: Value): AuthorizationAnswer => (decision as DecisionValue).answer;

const onResource = [resourceCheckType, stringType];

export const authorizerLibrary: Library = libraryOf('kubernetes.authz', [
  member('authorizer_path', 'path', [authorizerType, stringType], pathCheckType, toPath),
  member(
    'authorizer_group',
    'group',
    [authorizerType, stringType],
    groupCheckType,
    (authorizer, group) => new GroupCheckValue(authorizer as AuthorizerValue, group as string),
  ),
  member(
    'authorizer_serviceaccount',
    'serviceAccount',
    [authorizerType, stringType, stringType],
    authorizerType,
    toServiceAccount,
  ),
  member('groupcheck_resource', 'resource', [groupCheckType, stringType], resourceCheckType, toResource),
  member('resourcecheck_subresource', 'subresource', onResource, resourceCheckType, having('subresource')),
  member('resourcecheck_namespace', 'namespace', onResource, resourceCheckType, having('namespace')),
  member('resourcecheck_name', 'name', onResource, resourceCheckType, having('name')),
  member('pathcheck_check', 'check', [pathCheckType, stringType], decisionType, checkPath),
  member('resourcecheck_check', 'check', onResource, decisionType, checkResource),
  member('decision_errored', 'errored', [decisionType], boolType, (decision) => answerOf(decision).error !== null),
  member('decision_error', 'error', [decisionType], stringType, (decision) => answerOf(decision).error ?? ''),
  member('decision_allowed', 'allowed', [decisionType], boolType, (decision) => answerOf(decision).allowed),
  member('decision_reason', 'reason', [decisionType], stringType, (decision) => answerOf(decision).reason),
]);

/** Selectors of a permission's question, since 1.31. */
export const authorizerSelectorsLibrary: Library = libraryOf('kubernetes.authzSelectors', [
  member('authorizer_fieldselector', 'fieldSelector', onResource, resourceCheckType, having('fieldSelector')),
  member('authorizer_labelselector', 'labelSelector', onResource, resourceCheckType, having('labelSelector')),
]);
