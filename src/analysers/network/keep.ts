/** What of an estate the rules about networks look at: of pods only those that nothing else stands for. */

import { keepForNetwork } from '../../kube/network/read-network-estate.ts';
import { objectsAt, textAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';

/**
 * A controller of Kubernetes says of its pods what rules ask: labels, ports, account. Its pods, most of a cluster, are
 * not kept, nor what a Deployment keeps to roll back to; what a webhook added to a pod alone goes unseen.
 */
export const keep = (resource: Resource): Resource | null => (isSpokenFor(resource) ? null : keepForNetwork(resource));

const isSpokenFor = ({ ref: { kind }, object }: Resource): boolean => {
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
