/** Snapshots of Roles and bindings for tests, and questions to them, written without what every object repeats. */

import { createSnapshotBuilder } from '../snapshot/build-snapshot.ts';
import type { JsonObject } from '../../model/json.ts';
import { objectAt, textAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { AccessQuestion, Via } from './access.ts';
import { rbacGroup } from './role-binding.ts';
import { parseSubject } from './subject.ts';

export type GrantKind = 'Role' | 'ClusterRole' | 'RoleBinding' | 'ClusterRoleBinding';

export const snapshotOf = (
  objects: Partial<Readonly<Record<GrantKind, readonly JsonObject[]>>>,
  kind: Snapshot['kind'] = 'manifests',
): Snapshot => {
  const builder = createSnapshotBuilder(kind);
  for (const [objectKind, some] of Object.entries(objects))
    for (const object of some) builder.add(toResource(objectKind, object));
  return builder.build({ evidence: [], unread: [] });
};

const toResource = (kind: string, object: JsonObject): Resource => {
  const metadata = objectAt(object, 'metadata');
  return {
    ref: {
      apiVersion: `${rbacGroup}/v1`,
      kind,
      namespace: kind.startsWith('Cluster') ? null : textAt(metadata, 'namespace'),
      name: textAt(metadata, 'name'),
    },
    object,
    origin: { kind: 'file', file: 'rbac.yaml', document: 0, item: null, start: 0, end: 0 },
  };
};

export const role = (name: string, namespace: string | null, ...rules: readonly JsonObject[]): JsonObject => ({
  metadata: namespace === null ? { name } : { name, namespace },
  rules,
});

/** `subjects` as people write them; a service account as a user stays one. */
export const bind = (
  name: string,
  namespace: string | null,
  kind: string,
  to: string,
  ...subjects: readonly string[]
): JsonObject => ({
  metadata: namespace === null ? { name } : { name, namespace },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: to },
  subjects: subjects.map(toWritten),
});

const toWritten = (text: string): JsonObject => {
  const subject = parseSubject(text);
  if (subject?.kind === 'serviceaccount')
    return text.startsWith('user:')
      ? { kind: 'User', name: text.slice('user:'.length) }
      : { kind: 'ServiceAccount', name: subject.name, namespace: subject.namespace };
  return { kind: subject?.kind === 'group' ? 'Group' : 'User', name: subject?.name ?? '' };
};

/** `GROUP/RESOURCE/SUBRESOURCE`, or a path with one more slash before it. */
export const ask = (
  verb: string,
  path: string,
  namespace: string | null = null,
  name: string | null = null,
): AccessQuestion => {
  if (path.startsWith('//')) return { kind: 'path', verb, path: path.slice(1) };
  const [group = '', resource = '', subresource = ''] = path.split('/');
  return { kind: 'resource', verb, group, resource, subresource, namespace, name };
};

/** Of every cluster, not of this one. */
export const isOwn = (via: Via): boolean => via.kind === 'built-in' || via.binding.bootstrap;
