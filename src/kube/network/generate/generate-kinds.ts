/** What generating policies reads of an estate besides its network: configuration, roles given, webhooks, monitors. */

import { pick } from '../../../model/read-object.ts';
import { toGroup, type Resource } from '../../../model/resource.ts';
import { isOfNetwork, networkKinds } from '../read-network-estate.ts';

/** What a cluster must be asked for. */
export const generateKinds: readonly { readonly group: string; readonly kind: string }[] = [
  ...networkKinds,
  { group: '', kind: 'Endpoints' },
  { group: 'discovery.k8s.io', kind: 'EndpointSlice' },
  { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
  { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' },
  { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' },
  { group: 'apiregistration.k8s.io', kind: 'APIService' },
  { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
  ...['Prometheus', 'Alertmanager', 'ThanosRuler', 'ServiceMonitor', 'PodMonitor'].map((kind) => ({
    group: 'monitoring.coreos.com',
    kind,
  })),
];

const asked: ReadonlySet<string> = new Set(generateKinds.map(({ group, kind }) => `${group}/${kind}`));

export const keepForGenerate = (resource: Resource): Resource | null => {
  const { ref, object, origin } = resource;
  const group = toGroup(ref.apiVersion);
  if (!isOfNetwork(resource) && !asked.has(`${group}/${ref.kind}`)) return null;
  // Schemas are most of a definition, and the rest of a slice changes by the second.
  if (ref.kind === 'CustomResourceDefinition') return { ref, object: pick(object, [['spec', 'conversion']]), origin };
  if (ref.kind === 'EndpointSlice')
    return { ref, object: pick(object, [['metadata', 'labels'], ['endpoints'], ['ports']]), origin };
  return resource;
};
