/** What of an estate the charts of the attack graph look at, and which kinds a cluster is asked for. */

import { accessKinds, keepForAccess } from '../kube/rbac/create-access-index.ts';
import { generateKinds, keepForGenerate } from '../kube/network/generate/generate-kinds.ts';
import { isOfNetwork, keepForNetwork } from '../kube/network/read-network-estate.ts';
import { podTemplatePath } from '../kube/workload/pod-template.ts';
import { objectAt, objectsAt, pick } from '../model/read-object.ts';
import { toGroup, type Resource } from '../model/resource.ts';
import { admissionKinds, isOfAdmission } from './admission-kinds.ts';
import { isSpokenFor } from './is-spoken-for.ts';
import { secretKinds } from './secret-kinds.ts';

/** Never Secrets, which no source asks a cluster for: what uses them names them. */
export const attackKinds: readonly { readonly group: string; readonly kind: string }[] = [
  ...new Map(
    [...generateKinds, ...accessKinds, ...secretKinds, ...admissionKinds].map(
      (kind) => [`${kind.group}/${kind.kind}`, kind] as const,
    ),
  ).values(),
];

/**
 * Of what makes pods the whole template; of a pod that its controller speaks for where it stands and what the network
 * asks, unless somebody added a container to it alone. Pods are most of a cluster.
 */
export const keepForAttacks = (resource: Resource): Resource | null => {
  const { ref, object } = resource;
  const prefix = podTemplatePath(ref);
  if (prefix !== undefined)
    return isSpokenFor(resource) && objectsAt(object, 'spec', 'ephemeralContainers').length === 0
      ? keepForNetwork(resource)
      : { ...resource, object: pick(object, workloadFields) };
  const fields = byKind.get(`${toGroup(ref.apiVersion)}/${ref.kind}`);
  if (fields !== undefined) return { ...resource, object: withoutCopy(pick(object, fields), resource) };
  if (isOfAdmission(toGroup(ref.apiVersion), ref.kind)) return { ...resource, object: withoutCopy(object, resource) };
  // Kyverno's own: whom it leaves out.
  if (ref.apiVersion === 'v1' && ref.kind === 'ConfigMap' && ref.name === 'kyverno')
    return { ...resource, object: pick(object, [['data', 'resourceFilters']]) };
  if (isOfNetwork(resource) && ref.kind !== 'ConfigMap') return keepForNetwork(resource);
  // Whom workloads are configured to call is what a default-deny must leave open.
  const needed = keepForGenerate(resource);
  const access = keepForAccess(resource);
  if (needed === null || access === null || ref.kind !== 'CustomResourceDefinition') return access ?? needed;
  return { ...resource, object: { spec: { ...objectAt(access.object, 'spec'), ...objectAt(needed.object, 'spec') } } };
};

const workloadFields = [
  ['metadata', 'labels'],
  ['metadata', 'annotations'],
  ['metadata', 'ownerReferences'],
  ['spec'],
  ['status', 'phase'],
  ['status', 'podIP'],
  ['status', 'podIPs'],
  ['status', 'hostIP'],
  ['status', 'hostIPs'],
  ['status', 'conditions'],
  ['status', 'startTime'],
];

const metadata = [
  ['metadata', 'labels'],
  ['metadata', 'annotations'],
];

/** The values in a Secret were redacted when it was read; which keys it has says what it opens. */
const byKind = new Map<string, readonly (readonly string[])[]>([
  ...secretKinds.map(
    ({ group, kind }) => [`${group}/${kind}`, [...metadata, ['spec'], ['status', 'conditions']]] as const,
  ),
  ['/Namespace', metadata],
  ['/ServiceAccount', [...metadata, ['automountServiceAccountToken'], ['secrets'], ['imagePullSecrets']]],
  ['/Secret', [...metadata, ['type'], ['data'], ['stringData'], ['sops', 'lastmodified']]],
  ['/PersistentVolumeClaim', [...metadata, ['metadata', 'ownerReferences'], ['spec']]],
  ['/PersistentVolume', [...metadata, ['spec']]],
  [
    '/Node',
    [
      ...metadata,
      ['spec', 'providerID'],
      ['spec', 'taints'],
      ['status', 'addresses'],
      ['status', 'nodeInfo', 'kubeletVersion'],
    ],
  ],
]);

/** What `kubectl apply` wrote down is the object once more. */
const withoutCopy = (kept: Resource['object'], { object }: Resource): Resource['object'] => {
  const { 'kubectl.kubernetes.io/last-applied-configuration': copy, ...annotations } = objectAt(
    object,
    'metadata',
    'annotations',
  );
  return copy === undefined ? kept : { ...kept, metadata: { ...objectAt(kept, 'metadata'), annotations } };
};
