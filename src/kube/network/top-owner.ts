/** Which workload an object belongs to: its topmost controller that makes pods, as far as owner references tell. */

import { objectsAt, textAt } from '../../model/read-object.ts';
import { toGroup, type Resource, type ResourceRef } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { toNamespaceName } from './namespace-name.ts';
import { isWorkload } from './workload-kinds.ts';

export interface TopOwner {
  readonly ref: ResourceRef;
  /** Equal for the same object, in whichever version and group somebody wrote it. */
  readonly key: string;
  /** `null` where only a reference names it. */
  readonly resource: Resource | null;
}

/** Remembers what it found: the pods of a workload share a way up. */
export const createTopOwners = (snapshot: Snapshot): ((resource: Resource) => TopOwner) => {
  const known = new Map<string, TopOwner>();
  const climb = (ref: ResourceRef, read: Resource | undefined, depth: number): TopOwner => {
    const key = toObjectKey(ref);
    const before = known.get(key);
    if (before !== undefined) return before;
    const resource = read ?? findObject(snapshot, ref);
    const above = resource === undefined || depth === longestChain ? undefined : controllerOf(resource);
    // Whatever made a Deployment or a StatefulSet (an operator's own kind) is no workload: people know it by this name.
    const top =
      above === undefined || !isWorkload(above)
        ? { ref, key, resource: resource ?? null }
        : climb(above, undefined, depth + 1);
    known.set(key, top);
    return top;
  };
  return (resource) => {
    const owner = resource.ref.kind === 'Pod' ? controllerOf(resource) : undefined;
    // A static pod is owned by its Node and is its own workload. Any other owner, of whatever kind, gives pods their name.
    if (owner !== undefined && owner.kind !== 'Node') return climb(owner, undefined, 0);
    if (resource.ref.kind === 'Pod') return { ref: resource.ref, key: toObjectKey(resource.ref), resource };
    return climb(resource.ref, resource, 0);
  };
};

/** Pod, Job, CronJob: real chains are shorter. Forged ones may be circles. */
const longestChain = 8;

const controllerOf = ({ ref, object }: Resource): ResourceRef | undefined => {
  const owner = objectsAt(object, 'metadata', 'ownerReferences').find(({ controller }) => controller === true);
  const name = textAt(owner, 'name');
  if (owner === undefined || name === '') return undefined;
  // The API server demands a kind; a manifest without one still tells which pods belong together.
  const kind = textAt(owner, 'kind') || 'Pod';
  return { apiVersion: textAt(owner, 'apiVersion'), kind, namespace: ref.namespace, name };
};

/** The group `extensions` is where older servers show the objects of `apps`. */
export const toObjectKey = ({ apiVersion, kind, namespace, name }: ResourceRef): string => {
  const group = toGroup(apiVersion);
  return `${group === 'extensions' ? 'apps' : group}/${kind}/${toNamespaceName(namespace)}/${name}`;
};

const findObject = (snapshot: Snapshot, { apiVersion, kind, namespace, name }: ResourceRef): Resource | undefined => {
  const group = toGroup(apiVersion);
  return (
    snapshot.find(group, kind, namespace, name) ??
    (group === 'apps' ? snapshot.find('extensions', kind, namespace, name) : undefined)
  );
};
