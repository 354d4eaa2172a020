/** The variables a subject itself gives: `request`, `serviceAccountName`, `serviceAccountNamespace`. */

import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { toGroup } from '../../../model/resource.ts';
import type { PolicyUser } from '../../policy-values.ts';
import type { KyvernoSubject } from '../rule-context.ts';

/** Shared by all rules that judge the subject: never changed. Of the last one alone, so that no memory is held. */
export const toSubjectVariables = (subject: KyvernoSubject, isAdmission: boolean): JsonObject => {
  if (last !== null && last.subject === subject && last.isAdmission === isAdmission) return last.variables;
  const variables = {
    request: isAdmission ? toAdmissionRequest(subject) : toRequest(subject),
    ...(subject.user === null ? {} : toServiceAccount(subject.user.name)),
  };
  last = { subject, isAdmission, variables };
  return variables;
};

let last: {
  readonly subject: KyvernoSubject;
  readonly isAdmission: boolean;
  readonly variables: JsonObject;
} | null = null;

/** What Kyverno's command line says of an object that merely exists: neither its name nor its kind. */
const toRequest = ({ object, oldObject, operation, user }: KyvernoSubject): JsonObject => ({
  ...(object === null ? {} : { object }),
  ...(oldObject === null ? {} : { oldObject }),
  namespace: object === null ? '' : namespaceOf(object),
  operation,
  ...(user === null ? {} : toUserFields(user)),
});

const toAdmissionRequest = ({ ref, object, oldObject, operation, subresource, user }: KyvernoSubject): JsonObject => {
  const kind = {
    group: toGroup(ref.apiVersion),
    version: ref.apiVersion.slice(ref.apiVersion.indexOf('/') + 1),
    kind: ref.kind,
  };
  return {
    kind,
    requestKind: kind,
    ...(subresource === '' ? {} : { subResource: subresource, requestSubResource: subresource }),
    ...(ref.name === '' ? {} : { name: ref.name }),
    ...(ref.namespace === null || ref.namespace === '' ? {} : { namespace: ref.namespace }),
    object,
    oldObject,
    operation,
    dryRun: false,
    ...(user === null ? {} : toUserFields(user)),
  };
};

const namespaceOf = ({ metadata }: JsonObject): string =>
  isJsonObject(metadata) && typeof metadata['namespace'] === 'string' ? metadata['namespace'] : '';

const toUserFields = ({ name, groups, uid, extra, roles, clusterRoles }: PolicyUser): JsonObject => {
  const userInfo: Record<string, Json> = {};
  if (name !== '') userInfo['username'] = name;
  if (uid !== undefined && uid !== '') userInfo['uid'] = uid;
  if (groups.length > 0) userInfo['groups'] = groups;
  if (extra !== undefined && Object.keys(extra).length > 0) userInfo['extra'] = extra;
  return {
    ...(roles === undefined || roles.length === 0 ? {} : { roles }),
    ...(clusterRoles === undefined || clusterRoles.length === 0 ? {} : { clusterRoles }),
    userInfo,
  };
};

/** Kyverno cuts off as many characters as `system:serviceaccount:` has, whatever they are. */
const toServiceAccount = (user: string): JsonObject => {
  const [namespace = '', name] = user.slice('system:serviceaccount:'.length).split(':');
  return name === undefined
    ? { serviceAccountName: '', serviceAccountNamespace: '' }
    : { serviceAccountName: name, serviceAccountNamespace: namespace };
};
