/** Which mesh a workload's pods are put into, by what the injectors look for, and whether the pods that run show it. */

import { textAt, objectAt, objectsAt } from '../../model/read-object.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Inhabited } from '../inhabited-namespaces.ts';
import type { StandingWorkload } from '../standing-workloads.ts';

export type Mesh = 'Istio' | 'Linkerd' | 'Kuma' | 'Consul';

/** `null`: no injector takes it. Pods with the network of their node are taken by none. */
export const meshOf = (workload: StandingWorkload, namespace: Inhabited): Mesh | null => {
  if (workload.spec['hostNetwork'] === true) return null;
  const { labels, annotations } = podMetadataOf(workload);
  const ns = namespaceMetadataOf(namespace);
  if (isIstio(labels, annotations, ns.labels)) return 'Istio';
  const linkerd = textAt(annotations, 'linkerd.io/inject') || textAt(ns.annotations, 'linkerd.io/inject');
  if (linkerd === 'enabled' || linkerd === 'ingress') return 'Linkerd';
  const kuma = textAt(labels, 'kuma.io/sidecar-injection') || textAt(ns.labels, 'kuma.io/sidecar-injection');
  if (kuma === 'enabled' || kuma === 'true') return 'Kuma';
  return textAt(annotations, 'consul.hashicorp.com/connect-inject') === 'true' ? 'Consul' : null;
};

/**
 * https://istio.io/latest/docs/setup/additional-setup/sidecar-injection: `istio-injection` goes before a revision, the
 * pod's word before its namespace's, but for a namespace that is disabled. Then ztunnel's labels.
 */
const isIstio = (labels: JsonObject, annotations: JsonObject, ns: JsonObject): boolean => {
  const injection = textAt(ns, 'istio-injection');
  const own = textAt(labels, 'sidecar.istio.io/inject') || textAt(annotations, 'sidecar.istio.io/inject');
  if (injection !== 'disabled' && own !== 'false') {
    const revision = textAt(ns, 'istio.io/rev') || textAt(labels, 'istio.io/rev');
    if (own === 'true' || injection === 'enabled' || (injection === '' && revision !== '')) return true;
  }
  return (textAt(labels, 'istio.io/dataplane-mode') || textAt(ns, 'istio.io/dataplane-mode')) === 'ambient';
};

/** Its pods share their proxies' node: ztunnel, no sidecar in the pod. */
const isAmbient = (workload: StandingWorkload, namespace: Inhabited): boolean =>
  (textAt(podMetadataOf(workload).labels, 'istio.io/dataplane-mode') ||
    textAt(namespaceMetadataOf(namespace).labels, 'istio.io/dataplane-mode')) === 'ambient';

/** One that runs to its end and is kept out by its own word: it answers nobody. */
export const isJobOnItsOwn = (workload: StandingWorkload): boolean => {
  const { labels, annotations } = podMetadataOf(workload);
  return (
    isJob(workload) &&
    (textAt(labels, 'sidecar.istio.io/inject') === 'false' ||
      textAt(annotations, 'sidecar.istio.io/inject') === 'false' ||
      textAt(labels, 'istio.io/dataplane-mode') === 'none' ||
      textAt(annotations, 'linkerd.io/inject') === 'disabled')
  );
};

export const isJob = ({ resource }: StandingWorkload): boolean =>
  resource.ref.kind === 'Job' || resource.ref.kind === 'CronJob';

/** How many of its running pods were made before the injector looked at them. Only a cluster shows pods. */
export const countWithoutProxy = (
  workload: StandingWorkload,
  mesh: Mesh,
  namespace: Inhabited,
  snapshot: Snapshot,
): number => {
  const proxy = mesh === 'Istio' ? 'istio-proxy' : 'linkerd-proxy';
  if (mesh === 'Kuma' || mesh === 'Consul' || isAmbient(workload, namespace)) return 0;
  return workload.sides
    .flatMap((side) => side.pods.map(({ name }) => snapshot.find('', 'Pod', side.namespace, name)))
    .filter((pod) => {
      const spec = objectAt(pod?.object, 'spec');
      const containers = [...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')];
      return (
        pod !== undefined &&
        containers.length > 0 &&
        !['Succeeded', 'Failed'].includes(textAt(pod.object, 'status', 'phase')) &&
        !containers.some((container) => textAt(container, 'name') === proxy)
      );
    }).length;
};

/** The meshes whose control plane was read, by its workloads or its webhook. */
export const readControlPlanes = (workloads: readonly StandingWorkload[], snapshot: Snapshot): ReadonlySet<Mesh> => {
  const found = new Set<Mesh>();
  for (const workload of workloads) {
    const mesh = controlPlaneOf(workload);
    if (mesh !== null) found.add(mesh);
  }
  for (const { ref } of snapshot.list('admissionregistration.k8s.io', 'MutatingWebhookConfiguration')) {
    if (/^istio-(?:sidecar-injector|revision-tag)/.test(ref.name)) found.add('Istio');
    if (ref.name.startsWith('linkerd-proxy-injector')) found.add('Linkerd');
  }
  return found;
};

/** By the labels their installers give them; a name is anybody's. */
export const controlPlaneOf = ({ labels, containers }: StandingWorkload): Mesh | null => {
  const images = containers.map(({ object }) => textAt(object, 'image'));
  if (textAt(labels, 'istio') === 'pilot' || images.some((image) => /(?:^|\/)pilot(?:[:@]|$)/.test(image)))
    return 'Istio';
  if (textAt(labels, 'linkerd.io/control-plane-component') !== '') return 'Linkerd';
  return images.some((image) => /(?:^|\/)kuma-cp(?:[:@]|$)/.test(image)) ? 'Kuma' : null;
};

const podMetadataOf = ({
  resource,
  prefix,
  labels,
}: StandingWorkload): { readonly labels: JsonObject; readonly annotations: JsonObject } => ({
  labels,
  annotations: objectAt(resource.object, ...prefix, 'metadata', 'annotations'),
});

const namespaceMetadataOf = ({
  about,
  declared,
}: Inhabited): { readonly labels: JsonObject; readonly annotations: JsonObject } => ({
  labels: declared ? objectAt(about.object, 'metadata', 'labels') : {},
  annotations: declared ? objectAt(about.object, 'metadata', 'annotations') : {},
});
