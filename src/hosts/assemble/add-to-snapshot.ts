/** An estate as it was and as it is with the objects of a folder besides: what applying that folder makes of it. */

import { resolve } from 'node:path';
import { isAtOrBelow } from '../../engine/except/scan-scope.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { LoadedSnapshot } from './load-snapshot.ts';

export interface BeforeAndAfter {
  readonly before: LoadedSnapshot;
  readonly after: LoadedSnapshot;
}

/** What already lies in the folder among the estate's own files is counted as added: OLD is often the folder around it. */
export const addToSnapshot = (
  old: LoadedSnapshot,
  added: LoadedSnapshot,
  folder: string,
  workingFolder: string,
): BeforeAndAfter => {
  const home = resolve(workingFolder, folder);
  const isAdded = ({ origin }: Resource): boolean =>
    origin.kind === 'file' && origin.file !== '-' && isAtOrBelow(resolve(workingFolder, origin.file), home);
  const before = { ...old, snapshot: without(old.snapshot, isAdded) };
  const after = {
    ...old,
    snapshot: join(before.snapshot, added.snapshot),
    problems: [...old.problems, ...added.problems],
    locate: (...place: Parameters<LoadedSnapshot['locate']>) => added.locate(...place) ?? old.locate(...place),
  };
  return { before, after };
};

const without = (snapshot: Snapshot, isLeftOut: (resource: Resource) => boolean): Snapshot => ({
  ...snapshot,
  list: rememberLists((group, kind) => snapshot.list(group, kind).filter((resource) => !isLeftOut(resource))),
  find: (group, kind, namespace, name) => {
    const found = snapshot.find(group, kind, namespace, name);
    return found === undefined || !isLeftOut(found)
      ? found
      : snapshot
          .list(group, kind)
          .find((resource) => !isLeftOut(resource) && isNamed(resource, toKey(namespace, name)));
  },
});

/** An object of the folder takes the place of the one of its name, as `kubectl apply` does it. */
const join = (old: Snapshot, added: Snapshot): Snapshot => ({
  kind: old.kind,
  evidence: [...old.evidence, ...added.evidence],
  unread: [...old.unread, ...added.unread],
  list: rememberLists((group, kind) => {
    const more = added.list(group, kind);
    if (more.length === 0) return old.list(group, kind);
    const names = new Set(more.map(({ ref }) => toKey(ref.namespace, ref.name)));
    return [...old.list(group, kind).filter(({ ref }) => !names.has(toKey(ref.namespace, ref.name))), ...more];
  }),
  find: (group, kind, namespace, name) =>
    added.find(group, kind, namespace, name) ?? old.find(group, kind, namespace, name),
});

/** A list is asked for more than once, and its elements are told apart by identity. */
const rememberLists = (list: Snapshot['list']): Snapshot['list'] => {
  const known = new Map<string, readonly Resource[]>();
  return (group, kind) => {
    const key = `${group}/${kind}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = list(group, kind);
    known.set(key, made);
    return made;
  };
};

const isNamed = ({ ref }: Resource, key: string): boolean => toKey(ref.namespace, ref.name) === key;

/** A manifest that names no namespace means `default`. */
const toKey = (namespace: string | null, name: string): string =>
  `${namespace === null ? '' : namespace === '' ? 'default' : namespace}/${name}`;
