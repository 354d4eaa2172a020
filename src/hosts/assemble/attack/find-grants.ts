/** The objects that grant steps, by the keys that steps name them by, and where they were read. */

import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { renderRef } from '../../../reports/place.ts';
import type { LoadedSnapshot } from '../load-snapshot.ts';
import { createLocator } from '../network/locate.ts';

export interface Grant {
  /** `ClusterRoleBinding ci-deployer`. */
  readonly object: string;
  /** `null` for an object of a cluster. */
  readonly file: string | null;
  readonly line: number | null;
}

/** `key` is as `toRefKey` makes it. */
export type FindGrant = (key: string) => Grant;

export const createGrantFinder = (loaded: Pick<LoadedSnapshot, 'snapshot' | 'locate'>): FindGrant => {
  const locate = createLocator(loaded);
  const known = new Map<string, Grant>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const resource = findByKey(loaded.snapshot, key);
    const grant =
      resource === undefined
        ? { object: renderKey(key), file: null, line: null }
        : { object: renderRef(resource.ref), ...locate(resource, '') };
    known.set(key, grant);
    return grant;
  };
};

export const findByKey = (snapshot: Snapshot, key: string): Resource | undefined => {
  const { group, kind, namespace, name } = toParts(key);
  return snapshot.find(group, kind, namespace === '' ? null : namespace, name);
};

/** None of the first three holds a slash. */
const toParts = (key: string) => {
  const [group = '', kind = '', namespace = '', ...name] = key.split('/');
  return { group, kind, namespace, name: name.join('/') };
};

/** `ClusterRoleBinding ci-deployer`, of a key as `toRefKey` makes it. */
export const renderKey = (key: string): string => {
  const { kind, namespace, name } = toParts(key);
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
};
