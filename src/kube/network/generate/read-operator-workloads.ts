/** Workloads that the Prometheus operator makes of its custom resources: their pods are in no manifest, and a default-deny would cut them. */

import type { JsonObject } from '../../../model/json.ts';
import { at, objectAt, textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { toNamespaceName } from '../namespace-name.ts';
import type { Workload } from './needed-flow.ts';

/** By the name and kind of the StatefulSet the operator makes: where that was read, this is not needed. */
export const readOperatorWorkloads = (snapshot: Snapshot): readonly Workload[] =>
  kinds.flatMap((kind) => snapshot.list(group, kind.kind).map((resource) => toWorkload(resource, kind)));

const group = 'monitoring.coreos.com';

interface OperatorKind {
  readonly kind: string;
  readonly prefix: string;
  readonly ports: Workload['ports'];
}

/** https://prometheus-operator.dev/docs/api-reference/api: names, labels and ports of the pods. */
const kinds: readonly OperatorKind[] = [
  {
    kind: 'Prometheus',
    prefix: 'prometheus',
    ports: [
      { name: 'web', protocol: 'TCP', port: 9090 },
      { name: 'reloader-web', protocol: 'TCP', port: 8080 },
    ],
  },
  {
    kind: 'Alertmanager',
    prefix: 'alertmanager',
    ports: [
      { name: 'web', protocol: 'TCP', port: 9093 },
      { name: 'mesh-tcp', protocol: 'TCP', port: 9094 },
      { name: 'mesh-udp', protocol: 'UDP', port: 9094 },
      { name: 'reloader-web', protocol: 'TCP', port: 8080 },
    ],
  },
  { kind: 'ThanosRuler', prefix: 'thanos-ruler', ports: [{ name: 'web', protocol: 'TCP', port: 10902 }] },
];

const toWorkload = (resource: Resource, { prefix, ports }: OperatorKind): Workload => {
  const { ref, object } = resource;
  const replicas = at(object, 'spec', 'replicas');
  const selector = {
    'app.kubernetes.io/managed-by': 'prometheus-operator',
    'app.kubernetes.io/name': prefix,
    'app.kubernetes.io/instance': ref.name,
  };
  const labels: JsonObject = { ...objectAt(object, 'spec', 'podMetadata', 'labels'), ...selector, [prefix]: ref.name };
  return {
    namespace: toNamespaceName(ref.namespace),
    isNamespaceWritten: (ref.namespace ?? '') !== '',
    name: `${prefix}-${ref.name}`,
    kind: 'StatefulSet',
    ref,
    selector,
    alsoSelected: [],
    hostNetwork: at(object, 'spec', 'hostNetwork') === true,
    serviceAccount: textAt(object, 'spec', 'serviceAccountName') || 'default',
    sides: [],
    ports,
    templates: [{ resource, prefix: [], metadata: {}, spec: objectAt(object, 'spec') }],
    labels: [labels],
    replicas: typeof replicas === 'number' ? replicas : 1,
  };
};
