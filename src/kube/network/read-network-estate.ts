/** Reads a snapshot as a network: who is there, what the policies say, what is open to the outside, and what is missing. */

import type { Json, JsonObject } from '../../model/json.ts';
import { objectAt, objectsAt, pick } from '../../model/read-object.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { extensionKinds } from '../schema/extension-kinds.ts';
import { podKinds, podTemplatePath, type PodPrefix } from '../workload/pod-template.ts';
import { readExposures } from './exposure/read-exposures.ts';
import { findDoubts } from './find-doubts.ts';
import { otherNetworkKinds } from './find-other-networks.ts';
import type { NetworkEstate } from './network-estate.ts';
import { parseNetworkPolicies } from './parse/parse-network-policies.ts';
import { isNetworkAgent, isNetworkConfiguration } from './plug-in/find-plug-ins.ts';
import { readSides } from './read-sides.ts';
import { isMachine } from './workload-kinds.ts';

export const readNetworkEstate = (snapshot: Snapshot): NetworkEstate => {
  const sides = readSides(snapshot);
  const { tiers, doubts, problems } = parseNetworkPolicies(snapshot);
  return {
    sides,
    tiers,
    exposures: readExposures(snapshot, sides),
    doubts: [...findDoubts(snapshot), ...doubts],
    problems,
  };
};

const extensionGroups: ReadonlySet<string> = new Set([
  'cilium.io',
  'crd.projectcalico.org',
  'projectcalico.org',
  'policy.networking.k8s.io',
  'gateway.networking.k8s.io',
  'kubevirt.io',
  'route.openshift.io',
  ...otherNetworkKinds.map(({ group }) => group),
]);

/** What a cluster must be asked for. */
export const networkKinds: readonly { readonly group: string; readonly kind: string }[] = [
  ...podKinds.flatMap(({ groups, kind }) => groups.map((group) => ({ group, kind }))),
  ...['Namespace', 'Node', 'Service', 'ServiceAccount', 'ConfigMap'].map((kind) => ({ group: '', kind })),
  ...['NetworkPolicy', 'Ingress', 'IngressClass'].map((kind) => ({ group: 'networking.k8s.io', kind })),
  ...['NetworkPolicy', 'Ingress'].map((kind) => ({ group: 'extensions', kind })),
  ...extensionKinds.filter(({ group }) => extensionGroups.has(group)),
];

/**
 * What of an object `readNetworkEstate` looks at; `null` where it never looks. Of pods and templates neither images,
 * environment, probes nor annotations stay: who needs those (`network generate`) keeps `isOfNetwork` objects whole.
 */
export const keepForNetwork = (resource: Resource): Resource | null => {
  const { ref, object, origin } = resource;
  if (!isOfNetwork(resource)) return null;
  const prefix = podTemplatePath(ref);
  if (prefix !== undefined) return { ref, object: toBareWorkload(resource, prefix), origin };
  if (isMachine(ref)) return { ref, object: pick(object, machineFields), origin };
  if (ref.kind === 'ServiceAccount' || ref.kind === 'Namespace')
    return { ref, object: pick(object, [['metadata', 'labels']]), origin };
  if (ref.kind === 'Node') return { ref, object: pick(object, nodeFields), origin };
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...annotations } = objectAt(
    object,
    'metadata',
    'annotations',
  );
  const metadata = {
    ...pick(objectAt(object, 'metadata'), [['name'], ['labels'], ['creationTimestamp']]),
    annotations,
  };
  return { ref, object: { ...object, metadata }, origin };
};

/** Whether the network of an estate depends on it. */
export const isOfNetwork = ({ ref: { apiVersion, kind, name } }: Resource): boolean =>
  asked.has(`${toGroup(apiVersion)}/${kind}`) && (kind !== 'ConfigMap' || isNetworkConfiguration(name));

const asked: ReadonlySet<string> = new Set(networkKinds.map(({ group, kind }) => `${group}/${kind}`));

const machineFields = [
  ['metadata', 'labels'],
  ['metadata', 'ownerReferences'],
  ['spec', 'template', 'metadata', 'labels'],
  ['status', 'phase'],
];

const nodeFields = [
  ['metadata', 'labels'],
  ['metadata', 'annotations', 'k3s.io/node-args'],
  ['spec', 'providerID'],
  ['status', 'addresses'],
  ['status', 'nodeInfo', 'kubeletVersion'],
];

const toBareWorkload = ({ ref, object }: Resource, prefix: PodPrefix): JsonObject => {
  const bare = pick(
    object,
    ref.kind === 'Job' ? [...workloadFields, ['status', 'conditions'], ['status', 'startTime']] : workloadFields,
  );
  const template = objectAt(object, ...prefix);
  const spec = pick(objectAt(template, 'spec'), podFields);
  // Whether a plug-in enforces is told by the image and the arguments of its agent.
  const isAgent = ref.kind === 'DaemonSet' && isNetworkAgent(ref.name);
  const pod: JsonObject = {
    ...pick(template, [['metadata', 'labels']]),
    spec: { ...spec, ...toBareContainers(objectAt(template, 'spec'), isAgent) },
  };
  return prefix.length === 0
    ? { ...bare, ...pod, metadata: { ...objectAt(bare, 'metadata') } }
    : put(bare, prefix, pod);
};

const workloadFields = [
  ['metadata', 'labels'],
  ['metadata', 'ownerReferences'],
  ['spec', 'replicas'],
  ['status', 'phase'],
  ['status', 'podIP'],
  ['status', 'podIPs'],
  ['status', 'hostIP'],
  ['status', 'hostIPs'],
];

const podFields = [
  ['nodeName'],
  ['nodeSelector'],
  ['affinity', 'nodeAffinity'],
  ['hostNetwork'],
  ['serviceAccountName'],
  ['serviceAccount'],
];

const toBareContainers = (spec: JsonObject, isWhole: boolean): JsonObject => {
  const lists: Record<string, Json> = {};
  for (const list of ['containers', 'initContainers']) {
    const containers = objectsAt(spec, list);
    if (containers.length === 0) continue;
    lists[list] = isWhole ? containers : containers.map((one) => pick(one, [['name'], ['ports'], ['restartPolicy']]));
  }
  return lists;
};

const put = (object: JsonObject, [field = '', ...below]: PodPrefix, value: JsonObject): JsonObject => ({
  ...object,
  [field]: below.length === 0 ? value : put(objectAt(object, field), below, value),
});
