/** Pods, and what makes pods, that a controller of Kubernetes speaks for: its own object says what they are. */

import { objectsAt, textAt } from '../model/read-object.ts';
import type { Resource } from '../model/resource.ts';

/** They are most of a cluster, so what is kept of them is little; what a webhook added to a pod alone goes unseen. */
export const isSpokenFor = ({ ref: { kind }, object }: Resource): boolean => {
  const makers = makersOf.get(kind);
  return (
    makers !== undefined &&
    objectsAt(object, 'metadata', 'ownerReferences').some(
      (owner) => owner['controller'] === true && makers.has(textAt(owner, 'kind')),
    )
  );
};

const makersOf: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['Pod', new Set(['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicationController'])],
  ['ReplicaSet', new Set(['Deployment'])],
  ['Job', new Set(['CronJob'])],
]);
