/** Snapshots of Roles and bindings for tests, written without what every object repeats. */

import { createSnapshotBuilder } from '../snapshot/build-snapshot.ts';
import type { JsonObject } from '../../model/json.ts';
import { objectAt, textAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { rbacGroup } from './role-binding.ts';

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
