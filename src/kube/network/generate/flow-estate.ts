/** An estate as the evaluator reads it, with the pods that needed flows mean and nobody has read: what operators make, and runs of a CronJob. */

import type { JsonObject } from '../../../model/json.ts';
import { objectAt } from '../../../model/read-object.ts';
import type { Resource, ResourceRef } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { toNamespaceLabels } from '../../admission/match-resources.ts';
import type { NetworkEstate } from '../network-estate.ts';
import { readNetworkEstate } from '../read-network-estate.ts';
import type { PodSide } from '../side.ts';
import { toWorkloadKey, type FlowEnd, type NeededFlow, type Workload } from './needed-flow.ts';

export const readFlowEstate = (
  snapshot: Snapshot,
  flows: readonly NeededFlow[],
  /** Namespaces that are closed: of pods there that nobody read nothing is known, their labels included. */
  closed: ReadonlySet<string>,
): NetworkEstate => {
  const estate = readNetworkEstate(snapshot);
  const unread = new Map<string, PodSide>();
  for (const { from, to } of flows) {
    for (const end of [from, to]) {
      const made = toUnread(end, closed);
      if (made !== null && !unread.has(made.key)) unread.set(made.key, toSide(made, snapshot));
    }
  }
  // At the end: exposures name sides by their places in the list.
  return unread.size === 0 ? estate : { ...estate, sides: [...estate.sides, ...unread.values()] };
};

interface UnreadPods extends Pick<Workload, 'namespace' | 'name' | 'serviceAccount' | 'hostNetwork' | 'ports' | 'ref'> {
  readonly key: string;
  readonly podLabels: JsonObject;
  readonly resource: Resource;
}

const toUnread = (end: FlowEnd, closed: ReadonlySet<string>): UnreadPods | null => {
  if (end.kind === 'workload') {
    const { workload } = end;
    const [template] = workload.templates;
    if (workload.sides.length > 0 || template === undefined) return null;
    return {
      ...workload,
      key: toWorkloadKey(workload),
      podLabels: workload.labels[0] ?? {},
      resource: template.resource,
    };
  }
  if (end.kind !== 'pods' || end.namespace === null || closed.has(end.namespace)) return null;
  const { namespace, labels } = end;
  const ref: ResourceRef = { apiVersion: 'v1', kind: 'Pod', namespace, name: toUnreadName(end) };
  return {
    key: `${namespace}/${ref.name}`,
    namespace,
    name: ref.name,
    serviceAccount: 'default',
    hostNetwork: false,
    ports: [],
    ref,
    podLabels: labels,
    resource: {
      ref,
      object: {},
      origin: { kind: 'rendered', by: 'kustomize', folder: '', template: null, document: 0, item: null },
    },
  };
};

/** By the labels that a rule would select: no object has such a name. */
export const toUnreadName = ({ labels }: Extract<FlowEnd, { kind: 'pods' }>): string =>
  `pods ${JSON.stringify(Object.entries(labels))}`;

const toSide = (pods: UnreadPods, snapshot: Snapshot): PodSide => {
  const { namespace, name, ref, serviceAccount, hostNetwork, ports, podLabels, resource } = pods;
  const account = snapshot.find('', 'ServiceAccount', ref.namespace, serviceAccount);
  const home = snapshot.find('', 'Namespace', null, namespace);
  return {
    kind: 'pods',
    namespace,
    namespaceLabels: toNamespaceLabels(namespace, objectAt(home?.object, 'metadata', 'labels')),
    labels: podLabels,
    serviceAccount,
    serviceAccountLabels: objectAt(account?.object, 'metadata', 'labels'),
    hostNetwork,
    ports,
    workload: ref,
    place: { namespace, name, type: null },
    pods: [],
    everywhere: false,
    resource,
  };
};
