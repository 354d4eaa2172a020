/** What sidecars of a mesh need: their certificates and configuration come from Istio's control plane. */

import { objectAt, textAt } from '../../../model/read-object.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { FlowEvidence, NeededFlow, OpenQuestion, Workload } from './needed-flow.ts';

export const findMeshFlows = (
  snapshot: Snapshot,
  workloads: readonly Workload[],
): { readonly flows: readonly NeededFlow[]; readonly questions: readonly OpenQuestion[] } => {
  const flows: NeededFlow[] = [];
  const questions: OpenQuestion[] = [];
  const told = new Set<string>();
  for (const workload of workloads) {
    const because = workload.hostNetwork ? null : findSidecar(workload, snapshot);
    if (because !== null)
      flows.push({
        from: { kind: 'workload', workload },
        to: istiod,
        ports: [{ protocol: 'TCP', port: 15012 }],
        because,
      });
    const ask = told.has(workload.namespace) ? null : findOtherMesh(workload, snapshot);
    if (ask === null) continue;
    told.add(workload.namespace);
    questions.push({ namespace: workload.namespace, text: ask, resource: null, path: '' });
  }
  return { flows, questions };
};

const istiod = {
  kind: 'pods',
  namespace: 'istio-system',
  labels: { app: 'istiod' },
  name: "Istio's control plane",
} as const;

/** https://istio.io/latest/docs/setup/additional-setup/sidecar-injection: by the namespace's label, or the pod's. */
const findSidecar = (workload: Workload, snapshot: Snapshot): FlowEvidence | null => {
  const text = `the sidecar of ${workload.name} has its certificates and configuration from Istio's control plane`;
  const own = new Set(workload.labels.map((labels) => textAt(labels, 'sidecar.istio.io/inject')));
  if (own.has('false')) return null;
  const [template] = workload.templates;
  if (own.has('true') && template !== undefined)
    return { text, resource: template.resource, path: [...template.prefix, 'metadata', 'labels'].join('.') };
  const namespace = snapshot.find('', 'Namespace', null, workload.namespace);
  const labels = objectAt(namespace?.object, 'metadata', 'labels');
  return namespace !== undefined &&
    (textAt(labels, 'istio-injection') === 'enabled' || textAt(labels, 'istio.io/rev') !== '')
    ? { text, resource: namespace, path: 'metadata.labels' }
    : null;
};

/** Meshes that carry the traffic of pods at a port of their own. */
const findOtherMesh = ({ namespace, templates }: Workload, snapshot: Snapshot): string | null => {
  const metadata = objectAt(snapshot.find('', 'Namespace', null, namespace)?.object, 'metadata');
  if (textAt(metadata, 'labels', 'istio.io/dataplane-mode') === 'ambient')
    return "Istio's ambient mesh carries the traffic of these pods at TCP 15008: allow that port beside each port here";
  const injects = [metadata, ...templates.map((template) => template.metadata)].map((one) =>
    textAt(one, 'annotations', 'linkerd.io/inject'),
  );
  return injects.some((value) => value === 'enabled' || value === 'ingress')
    ? 'Linkerd carries the traffic of these pods at TCP 4143, and its proxies ask the namespace linkerd at TCP 8080, 8086 and 8090: allow those beside each port here'
    : null;
};
