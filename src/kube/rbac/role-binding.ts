/** Who is given which role: RoleBinding and ClusterRoleBinding as plain nouns, with what the API server would refuse in them. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { at, objectAt, textAt } from '../../model/read-object.ts';
import { parseSubject, type AccessSubject } from './subject.ts';

export interface RoleBinding {
  readonly roleRef: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string };
  /** False for a reference that no role can answer: a ClusterRoleBinding to a Role, another kind. */
  readonly canRefer: boolean;
  readonly subjects: readonly AccessSubject[];
  readonly defects: readonly RbacDefect[];
}

export interface RbacDefect {
  readonly message: string;
  /** As `renderFieldPath` prints it. */
  readonly path: string;
}

/**
 * Subjects as the authorizer reads them, also those of a binding that the API server would not store: what is written is
 * meant, and a grant too many is said to be refused, where one too few would be called safe.
 */
export const parseRoleBinding = (object: JsonObject, namespace: string | null): RoleBinding => {
  const defects: RbacDefect[] = [];
  const roleRef = objectAt(object, 'roleRef');
  const kind = textAt(roleRef, 'kind');
  const allowed = namespace === null ? ['ClusterRole'] : ['Role', 'ClusterRole'];
  if (!allowed.includes(kind))
    defects.push({ message: `roleRef.kind is ${allowed.join(' or ')}`, path: 'roleRef.kind' });
  const group = textAt(roleRef, 'apiGroup');
  if (group !== '' && group !== rbacGroup)
    defects.push({ message: `roleRef.apiGroup is ${rbacGroup}`, path: 'roleRef.apiGroup' });
  const name = textAt(roleRef, 'name');
  if (name === '') defects.push({ message: 'roleRef.name is missing', path: 'roleRef.name' });
  const subjects = new Map<string, AccessSubject>();
  const bound = at(object, 'subjects') ?? [];
  if (!isJsonArray(bound)) defects.push({ message: 'subjects is a list', path: 'subjects' });
  // One that is written without its list is meant all the same.
  (isJsonArray(bound) ? bound : [bound]).forEach((written, index) => {
    const path = isJsonArray(bound) ? `subjects[${index}]` : 'subjects';
    const subject = parseBound(isJsonObject(written) ? written : {}, namespace, path, defects);
    if (subject !== null) subjects.set(toSubjectKey(subject), subject);
  });
  return {
    roleRef: { kind: kind === 'ClusterRole' ? 'ClusterRole' : 'Role', name },
    canRefer: allowed.includes(kind),
    subjects: [...subjects.values()],
    defects,
  };
};

export const rbacGroup = 'rbac.authorization.k8s.io';

/** A text for each subject that no other has. */
export const toSubjectKey = (subject: AccessSubject): string =>
  subject.kind === 'serviceaccount'
    ? `user:system:serviceaccount:${subject.namespace}:${subject.name}`
    : `${subject.kind}:${subject.name}`;

const parseBound = (
  written: JsonObject,
  bindingNamespace: string | null,
  path: string,
  defects: RbacDefect[],
): AccessSubject | null => {
  const kind = textAt(written, 'kind');
  const name = textAt(written, 'name');
  const refuse = (message: string, field: string): void => void defects.push({ message, path: `${path}.${field}` });
  if (name === '') refuse('a subject needs a name, as a text', 'name');
  checkGroup(at(written, 'apiGroup'), kind, refuse);
  switch (kind) {
    case 'User':
      return name === '' ? null : (parseSubject(`user:${name}`) ?? null);
    case 'Group':
      return name === '' ? null : { kind: 'group', name };
    case 'ServiceAccount': {
      // Without a namespace it is one of the binding's; a ClusterRoleBinding has none to give.
      const namespace = textAt(written, 'namespace') || bindingNamespace;
      if (namespace === null) refuse('a ServiceAccount of a ClusterRoleBinding needs a namespace', 'namespace');
      return namespace === null || name === '' ? null : { kind: 'serviceaccount', namespace, name };
    }
    default:
      refuse('the kind of a subject is User, Group or ServiceAccount', 'kind');
      return null;
  }
};

/** Absent and empty ones are filled in by the kind. */
const checkGroup = (
  written: Json | undefined,
  kind: string,
  refuse: (message: string, field: string) => void,
): void => {
  if (written === undefined || written === '') return;
  if (kind === 'ServiceAccount') refuse('the apiGroup of a ServiceAccount is empty', 'apiGroup');
  else if (written !== rbacGroup) refuse(`the apiGroup of a ${kind || 'subject'} is ${rbacGroup}`, 'apiGroup');
};
