/** A made-up cluster with its network policies: workloads of five pods, fifteen a namespace, two policies a namespace. */

import type { Json, JsonObject } from '../src/model/json.ts';
import type { Resource } from '../src/model/resource.ts';

export interface NetworkSize {
  readonly pods: number;
  /** `cluster`: pods with addresses on nodes. `manifests`: Deployments alone. */
  readonly as: 'cluster' | 'manifests';
}

export function* generateNetwork({ pods, as }: NetworkSize): Generator<Resource> {
  const workloads = Math.ceil(pods / podsEach);
  const namespaces = Math.ceil(workloads / workloadsEach);
  const nodes = Math.ceil(pods / podsOfNode);
  for (let space = 0; space < namespaces; space += 1) {
    const name = `team-${space}`;
    yield make('v1', 'Namespace', null, name, {
      labels: { team: `t${space % 50}`, env: space % 3 === 0 ? 'test' : 'prod' },
    });
    yield* generatePolicies(space, name);
  }
  if (as === 'cluster') {
    for (let node = 0; node < nodes; node += 1) {
      const addresses = [{ type: 'InternalIP', address: toAddress(172, node) }];
      yield make('v1', 'Node', null, `node-${node}`, { labels: { zone: `z${node % 3}` } }, { status: { addresses } });
    }
  }
  for (let workload = 0; workload < workloads; workload += 1) {
    const namespace = `team-${Math.floor(workload / workloadsEach)}`;
    const name = `svc-${workload % workloadsEach}`;
    const labels = { app: name, role: workload % 5 === 0 ? 'frontend' : 'backend' };
    const spec = { containers: [{ name: 'main', image: 'registry.example.com/main:1', ports }] };
    const template = { metadata: { labels }, spec };
    const deployment = make('apps/v1', 'Deployment', namespace, name, {}, { spec: { replicas: podsEach, template } });
    yield deployment;
    if (as === 'manifests') continue;
    yield make('apps/v1', 'ReplicaSet', namespace, `${name}-1`, ownedBy(deployment), { spec: { template } });
    for (let pod = 0; pod < podsEach; pod += 1) {
      const number = workload * podsEach + pod;
      const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-1`, controller: true, uid: 'u' };
      const podIP = toAddress(10, number);
      yield make(
        'v1',
        'Pod',
        namespace,
        `${name}-1-${pod}`,
        { labels, ownerReferences: [owner] },
        // A step beside the size of a node: the pods of one workload stand on different nodes.
        {
          spec: { ...spec, nodeName: `node-${(number * 7) % nodes}` },
          status: { phase: 'Running', podIP, podIPs: [{ ip: podIP }] },
        },
      );
    }
  }
}

const podsEach = 5;
const workloadsEach = 15;
const podsOfNode = 75;

const ports: Json = [
  { name: 'http', containerPort: 8080 },
  { name: 'metrics', containerPort: 9090 },
];

/** One for the whole namespace, one for a workload of it: of pods here and elsewhere, addresses, names and numbers of ports. */
function* generatePolicies(space: number, namespace: string): Generator<Resource> {
  const here = { podSelector: {} };
  const egress = [{ to: [here] }, { ports: [{ protocol: 'UDP', port: 53 }] }];
  yield makePolicy(namespace, 'inside', {
    podSelector: {},
    policyTypes: space % 4 === 0 ? ['Ingress', 'Egress'] : ['Ingress'],
    ingress: [{ from: [here] }],
    ...(space % 4 === 0 ? { egress } : {}),
  });
  const elsewhere = {
    namespaceSelector: { matchLabels: { team: `t${(space + 1) % 50}` } },
    podSelector: { matchLabels: { role: 'frontend' } },
  };
  const block = { ipBlock: { cidr: `10.${space % 200}.0.0/16`, except: [`10.${space % 200}.7.0/24`] } };
  yield makePolicy(namespace, 'from-elsewhere', {
    podSelector: { matchLabels: { app: `svc-${space % workloadsEach}` } },
    policyTypes: ['Ingress'],
    ingress: [
      { from: space % 10 === 0 ? [elsewhere, block] : [elsewhere], ports: [{ port: 'http' }] },
      { from: [{ namespaceSelector: { matchLabels: { env: 'prod' } } }], ports: [{ port: 9090 }] },
    ],
  });
}

const makePolicy = (namespace: string, name: string, spec: JsonObject): Resource =>
  make('networking.k8s.io/v1', 'NetworkPolicy', namespace, name, {}, { spec });

const ownedBy = ({ ref }: Resource): JsonObject => ({
  ownerReferences: [{ apiVersion: ref.apiVersion, kind: ref.kind, name: ref.name, controller: true, uid: 'u' }],
});

const toAddress = (first: number, number: number): string =>
  `${first}.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;

const make = (
  apiVersion: string,
  kind: string,
  namespace: string | null,
  name: string,
  metadata: JsonObject = {},
  rest: JsonObject = {},
): Resource => ({
  ref: { apiVersion, kind, namespace, name },
  object: { apiVersion, kind, metadata: { ...metadata, name, ...(namespace === null ? {} : { namespace }) }, ...rest },
  origin: { kind: 'cluster', cluster: 'bench', uid: `${kind}/${namespace ?? ''}/${name}` },
});
