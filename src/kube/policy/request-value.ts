/** What expressions read as `request`: the admission request, without what the server omits because it is empty. */

import type { AdmissionAttributes } from '../admission/attributes.ts';
import type { VersionedResource } from '../admission/equivalent-resources.ts';
import { ObjectValue, type Value } from '../../lang/cel/value.ts';
import { userUnknown } from './signals.ts';

/** `matched` is the resource as the policy's rules name it, which may be another version than was asked for. */
export const toRequestValue = (attributes: AdmissionAttributes, matched: VersionedResource): Value => {
  const { group, version, kind, resource, subresource, name, namespace, operation, dryRun } = attributes;
  const request: Record<string, Value> = {
    kind: { group: matched.group, version: matched.version, kind: matched.kind },
    resource: { group: matched.group, version: matched.version, resource: matched.resource },
    requestKind: { group, version, kind },
    requestResource: { group, version, resource },
  };
  if (subresource !== '') {
    request['subResource'] = subresource;
    request['requestSubResource'] = subresource;
  }
  if (name !== '') request['name'] = name;
  if (namespace !== '') request['namespace'] = namespace;
  request['operation'] = operation;
  request['userInfo'] = toUserInfo(attributes.user);
  request['dryRun'] = dryRun;
  request['options'] = { kind: optionKinds[operation], apiVersion: 'meta.k8s.io/v1' };
  return request;
};

const optionKinds = {
  CREATE: 'CreateOptions',
  UPDATE: 'UpdateOptions',
  DELETE: 'DeleteOptions',
  CONNECT: 'ConnectOptions',
} as const;

const toUserInfo = (user: AdmissionAttributes['user']): Value =>
  user === null ? unknownUser : { username: user.name, ...(user.groups.length === 0 ? {} : { groups: user.groups }) };

class UnknownUser extends ObjectValue {
  readonly typeName = 'kubernetes.UserInfo';
  field(): never {
    // oxlint-disable-next-line typescript/only-throw-error -- a signal, see signals.ts
    throw userUnknown;
  }
  equals(): never {
    return this.field();
  }
}

/** Whatever is asked of it, nobody can say. */
export const unknownUser: Value = new UnknownUser();
