/** Who is given which role: RoleBinding and ClusterRoleBinding as plain nouns. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

export interface RoleBinding {
  readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
  /** `null` for a ClusterRoleBinding. */
  readonly namespace: string | null;
  readonly name: string;
  readonly roleRef: RoleRef;
  readonly subjects: readonly BoundSubject[];
}

export interface RoleRef {
  readonly kind: 'Role' | 'ClusterRole';
  readonly name: string;
}

export interface BoundSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a ServiceAccount; the empty text where the binding leaves it out. */
  readonly namespace: string;
}

/** Reads a binding; what has another shape binds nobody. */
export const parseRoleBinding = (object: JsonObject, kind: RoleBinding['kind']): RoleBinding => {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const roleRef = isJsonObject(object['roleRef']) ? object['roleRef'] : {};
  return {
    kind,
    namespace: kind === 'ClusterRoleBinding' ? null : toText(metadata['namespace']) || 'default',
    name: toText(metadata['name']),
    // A ClusterRoleBinding can refer to nothing but a ClusterRole.
    roleRef: {
      kind: kind === 'ClusterRoleBinding' || roleRef['kind'] === 'ClusterRole' ? 'ClusterRole' : 'Role',
      name: toText(roleRef['name']),
    },
    subjects: isJsonArray(object['subjects']) ? object['subjects'].flatMap(toSubject) : [],
  };
};

const toSubject = (value: Json): readonly BoundSubject[] => {
  if (!isJsonObject(value)) return [];
  const { kind } = value;
  if (kind !== 'User' && kind !== 'Group' && kind !== 'ServiceAccount') return [];
  return [{ kind, name: toText(value['name']), namespace: toText(value['namespace']) }];
};

const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
