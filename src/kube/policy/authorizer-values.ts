/** What expressions read as `authorizer`: its questions become requests to the host. */

import {
  AuthorizerValue,
  toRequestResource,
  type AuthorizationAnswer,
  type AuthorizationQuestion,
} from '../cel/authorizer-library.ts';
import type { AdmissionAttributes } from '../admission/attributes.ts';
import type { Value } from '../../lang/cel/value.ts';
import { answeredObject, type Facts, type Request } from '../../model/request.ts';
import { AnswerNeeded, EvidenceMissing, userUnknown } from './signals.ts';

export interface AuthorizerValues {
  readonly authorizer: Value;
  readonly requestResource: Value;
}

export const toAuthorizerValues = (attributes: AdmissionAttributes, facts: Facts): AuthorizerValues => {
  const authorizer = new AuthorizerValue((question) => decide(question, attributes, facts));
  return { authorizer, requestResource: toRequestResource(authorizer, attributes) };
};

const decide = (
  question: AuthorizationQuestion,
  { user: asking }: AdmissionAttributes,
  facts: Facts,
): AuthorizationAnswer => {
  const user = question.user ?? asking;
  // oxlint-disable-next-line typescript/only-throw-error -- a signal, see signals.ts
  if (user === null) throw userUnknown;
  const request = toRequest(question, user);
  const answer = facts.answer(request);
  // oxlint-disable-next-line typescript/only-throw-error -- a signal, see signals.ts
  if (answer === undefined) throw new AnswerNeeded(request);
  if (answer.kind === 'refused') {
    // oxlint-disable-next-line typescript/only-throw-error -- a signal, see signals.ts
    throw new EvidenceMissing('error', `What ${user.name} may do could not be told: ${answer.why}.`);
  }
  const { allowed, reason } = answeredObject(answer) ?? {};
  return { allowed: allowed === true, reason: typeof reason === 'string' ? reason : '', error: null };
};

const toRequest = (
  question: AuthorizationQuestion,
  user: { readonly name: string; readonly groups: readonly string[] },
): Request => {
  const who = { user: user.name, groups: user.groups, verb: question.verb };
  if (question.kind === 'path') return { kind: 'path-review', ...who, path: question.path };
  const { group, resource, subresource, namespace, name } = question;
  return {
    kind: 'access-review',
    ...who,
    group,
    resource,
    subresource: subresource === '' ? null : subresource,
    namespace: namespace === '' ? null : namespace,
    name: name === '' ? null : name,
  };
};
