/** Gathers resources into a Snapshot: indexed by kind and by name, never changed once it is made. */

import type { Evidence } from '../../model/evidence.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unread } from '../../model/unread.ts';

export interface SnapshotBuilder {
  add(resource: Resource): void;
  build(rest: { readonly evidence: readonly Evidence[]; readonly unread: readonly Unread[] }): Snapshot;
}

export const createSnapshotBuilder = (kind: Snapshot['kind']): SnapshotBuilder => {
  const byKind = new Map<string, Resource[]>();
  const byName = new Map<string, Resource>();
  return {
    add(resource) {
      const { apiVersion, kind: objectKind, namespace, name } = resource.ref;
      const group = toGroup(apiVersion);
      const key = toKindKey(group, objectKind);
      const known = byKind.get(key);
      if (known === undefined) byKind.set(key, [resource]);
      else known.push(resource);
      const nameKey = toNameKey(group, objectKind, namespace, name);
      // Overlays repeat objects: the first one read stands for them all where one is looked up.
      if (!byName.has(nameKey)) byName.set(nameKey, resource);
    },
    build: ({ evidence, unread }) => ({
      kind,
      list: (group, objectKind) => byKind.get(toKindKey(group, objectKind)) ?? [],
      find: (group, objectKind, namespace, name) => byName.get(toNameKey(group, objectKind, namespace, name)),
      evidence,
      unread,
    }),
  };
};

const toKindKey = (group: string, kind: string): string => `${group}/${kind}`;

/** A manifest that names no namespace means `default`. */
const toNameKey = (group: string, kind: string, namespace: string | null, name: string): string =>
  `${group}/${kind}/${namespace === null ? '' : namespace === '' ? 'default' : namespace}/${name}`;
