/** Ways in from the internet, the metadata service, the API server and the plug-in: what is drawn, what guards it, and what is not there. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepForAttacks } from '../../keep-for-attacks.ts';
import { toSnapshot, type SnapshotExtras } from '../../snapshot-of-yaml.ts';
import { findChains, fits } from './chain-costs.ts';
import { doorOf } from './draw-doors.ts';
import { networkChart } from './network-chart.ts';

const draw = (text: string, extras: SnapshotExtras = {}) =>
  networkChart.draw(toSnapshot(text, { keep: keepForAttacks }, extras));

const api = (ports = '[{containerPort: 8080}]', spec = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
${spec}
      containers: [{name: main, image: "example.com/api:1", ports: ${ports}}]`;

const service = (spec: string, ports = '[{port: 80, targetPort: 8080, nodePort: 30080}]'): string => `apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {selector: {app: api}, ports: ${ports}, ${spec}}`;

const deny = (direction: 'Ingress' | 'Egress', rest = ''): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny-${direction.toLowerCase()}, namespace: shop}
spec: {podSelector: {}, policyTypes: [${direction}]${rest}}`;

const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec:
  ingressClassName: nginx
  rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}}]`;

const controller = `apiVersion: apps/v1
kind: Deployment
metadata: {name: nginx, namespace: edge}
spec:
  selector: {matchLabels: {app: nginx}}
  template:
    metadata: {labels: {app: nginx}}
    spec:
      containers: [{name: controller, image: "registry.k8s.io/ingress-nginx/controller:v1.11.2"}]`;

const join = (...documents: readonly string[]): string => documents.join('\n---\n');

interface EntryCase {
  readonly name: string;
  readonly text: string;
  /** Of the step from the internet to the container, `null` where there is none. */
  readonly grant: string | null;
  readonly cost?: number;
  /** Without what the policies close. */
  readonly guards?: readonly string[];
}

const entries: readonly EntryCase[] = [
  {
    name: 'a port of every node',
    text: join(api(), service('type: NodePort')),
    grant: 'Service shop/api (NodePort 30080) publishes TCP 8080',
    cost: 0,
  },
  {
    name: 'a load balancer',
    text: join(api(), service('type: LoadBalancer, allocateLoadBalancerNodePorts: false')),
    grant: 'Service shop/api (LoadBalancer) publishes TCP 8080',
    cost: 0,
  },
  {
    name: 'a load balancer inside',
    text: join(
      api(),
      service('type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8], allocateLoadBalancerNodePorts: false'),
    ),
    grant: null,
  },
  { name: 'a Service of the cluster', text: join(api(), service('type: ClusterIP')), grant: null },
  {
    name: 'an external address',
    text: join(api(), service('externalIPs: [198.51.100.7]')),
    grant: 'Service shop/api (external address) publishes TCP 8080',
    cost: 0,
  },
  {
    name: 'a port of the host',
    text: api('[{containerPort: 8080, hostPort: 8443}]'),
    grant: 'Deployment shop/api has a port of its node for TCP 8080',
    cost: 0,
  },
  {
    name: 'the network of the host',
    text: api(undefined, '      hostNetwork: true'),
    grant: 'Deployment shop/api has the network of its node and listens on TCP 8080',
    cost: 0,
  },
  {
    name: 'an Ingress',
    text: join(api(), service('type: ClusterIP'), ingress),
    grant: 'Ingress shop/shop publishes TCP 8080',
    cost: 0,
  },
  {
    name: 'a Service to a port that no container declares',
    text: join(api('[]'), service('type: NodePort')),
    grant: 'Service shop/api (NodePort 30080) publishes TCP 8080',
    cost: 0,
  },
  {
    name: 'a Service of another protocol than the container listens on by its name',
    text: join(
      api('[{containerPort: 53, protocol: UDP, name: dns}]'),
      service('type: NodePort', '[{port: 53, protocol: UDP, targetPort: dns}]'),
    ),
    grant: 'Service shop/api (NodePort) publishes UDP 53',
    cost: 0,
  },
  {
    name: 'a port of every node behind a policy: never proved, since a node may hand it on',
    text: join(api(), service('type: NodePort'), deny('Ingress')),
    grant: 'Service shop/api (NodePort 30080) publishes TCP 8080',
    cost: 1,
    guards: ['network/policies-behind-nodes'],
  },
  {
    name: 'a port of the nodes that keep the address of who calls, behind a policy',
    text: join(api(), service('type: NodePort, externalTrafficPolicy: Local'), deny('Ingress')),
    grant: 'Service shop/api (NodePort 30080) publishes TCP 8080',
    cost: 1,
    guards: ['network/policies'],
  },
  {
    name: 'an Ingress whose controller a policy keeps out',
    text: join(api(), service('type: ClusterIP'), ingress, controller, deny('Ingress')),
    grant: 'Ingress shop/shop publishes TCP 8080',
    cost: 1,
    guards: ['network/policies'],
  },
  {
    name: 'an Ingress whose controller a policy lets in',
    text: join(
      api(),
      service('type: ClusterIP'),
      ingress,
      controller,
      deny('Ingress', ', ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]'),
    ),
    grant: 'Ingress shop/shop publishes TCP 8080',
    cost: 0,
  },
];

for (const { name, text, grant, cost, guards = [] } of entries)
  test(`from the internet, ${name}`, () => {
    const parts = draw(text);
    const to = 'container/shop/api/main';
    const step = parts.steps.find((one) => one.from === 'internet' && one.to === doorOf(to));
    assert.equal(step?.grant ?? null, grant);
    if (step === undefined) return;
    assert.equal(step.technique, 'T1190');
    assert.equal(findChains(parts, 'internet').get(to)?.cost, cost);
    assert.deepEqual(
      parts.controls
        .filter(({ state, steps }) => state.kind === 'standing' && steps.some((selector) => fits(selector, step)))
        .map(({ id }) => id),
      guards,
    );
  });

const node = (providerID: string): string => `apiVersion: v1
kind: Node
metadata: {name: node-1}
spec: {providerID: "${providerID}"}`;

const metadataCost = (text: string, extras: SnapshotExtras = {}): number | undefined =>
  findChains(draw(text, extras), 'container/shop/api/main').get('cloud//aws:node role')?.cost;

test('the metadata service gives the identity of the node where the nodes are of a cloud, and a policy for egress guards it', () => {
  const cluster = { kind: 'cluster' } as const;
  assert.equal(metadataCost(join(api(), node('aws:///eu-west-1a/i-0')), cluster), 0);
  assert.equal(metadataCost(join(api(), node('kind://docker/kind/node-1')), cluster), undefined);
  assert.equal(metadataCost(join(api(), node('aws:///eu-west-1a/i-0'), deny('Egress'))), 1);
  assert.equal(metadataCost(join(api(undefined, '      hostNetwork: true'), node('aws:///x/i-0'), deny('Egress'))), 0);
  assert.equal(metadataCost(api()), undefined);
  assert.equal(metadataCost(api(undefined, '      nodeSelector: {eks.amazonaws.com/nodegroup: web}')), 0);
});

const tokenGuards = (text: string): readonly string[] =>
  draw(text)
    .controls.filter(({ steps }) =>
      steps.some(
        ({ types, from }) => types?.includes('IDENTITY_ASSUME') === true && from === 'container/shop/api/main',
      ),
    )
    .map(({ id, state }) => `${id} ${state.kind}`);

test('policies that part a workload from the API server guard the use of its token', () => {
  const endpoints = `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: kubernetes, namespace: default}
addressType: IPv4
endpoints: [{addresses: [172.16.0.1]}]
ports: [{port: 6443}]`;
  const dns = ', egress: [{ports: [{port: 53, protocol: UDP}, {port: 53}]}]';
  const web = ', egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [172.16.0.0/12]}}], ports: [{port: 443}]}]';
  assert.deepEqual(tokenGuards(api()), ['network/default-deny/shop absent']);
  assert.deepEqual(tokenGuards(join(api(), deny('Egress'), deny('Ingress'))), ['network/api-server/shop standing']);
  assert.deepEqual(tokenGuards(join(api(), deny('Egress', dns), deny('Ingress'))), [
    'network/api-server/shop standing',
  ]);
  assert.deepEqual(tokenGuards(join(api(), deny('Egress', web), deny('Ingress'))), []);
  assert.deepEqual(tokenGuards(join(api(), endpoints, deny('Egress', web), deny('Ingress'))), [
    'network/api-server/shop standing',
  ]);
});

const agent = (name: string): string => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ${name}, namespace: kube-system}
spec: {selector: {}, template: {spec: {containers: []}}}`;

const states = (text: string, extras: SnapshotExtras = {}): readonly string[] =>
  draw(text, extras)
    .controls.filter(({ id }) => id === 'network/policies' || id === 'network/enforcement')
    .map(({ id, state }) => `${id} ${state.kind === 'standing' ? state.proof : state.kind}`);

test('policies stand as the plug-in carries them out: proved in a cluster, told in manifests, unknown where it enforces none', () => {
  const policies = join(api(), deny('Ingress'));
  const cluster = { kind: 'cluster' } as const;
  assert.deepEqual(states(policies), ['network/policies declared', 'network/enforcement declared']);
  assert.deepEqual(states(join(policies, agent('calico-node')), cluster), [
    'network/policies enforced',
    'network/enforcement enforced',
  ]);
  assert.deepEqual(states(join(policies, agent('kube-flannel-ds'))), [
    'network/policies unknown',
    'network/enforcement absent',
  ]);
  assert.deepEqual(states(policies, cluster), ['network/policies unknown', 'network/enforcement absent']);
  assert.deepEqual(states(api()), ['network/enforcement declared']);
});

test('a policy that may hold nothing up costs nothing and is told', () => {
  const text = join(api(), deny('Ingress'), controller, agent('kube-flannel-ds'));
  const parts = draw(text);
  assert.equal(findChains(parts, 'container/edge/nginx/controller').get('container/shop/api/main')?.cost, 0);
  assert.equal(
    findChains(parts, 'container/edge/nginx/controller', ['network/enforcement']).get('container/shop/api/main')?.cost,
    1,
  );
  assert.deepEqual(parts.unknowns, ['Policies may stop nothing: Flannel enforces no NetworkPolicy']);
});

test('whoever makes a pod gives it labels that policies let in, worn by a pod or not', () => {
  const callers = ', ingress: [{from: [{podSelector: {matchLabels: {role: caller}}}]}]';
  const parts = draw(join(api(), deny('Ingress', callers), controller));
  assert.equal(findChains(parts, 'new-pod/shop').get('container/shop/api/main')?.cost, 0);
  assert.equal(findChains(parts, 'new-pod/edge').get('container/shop/api/main')?.cost, 1);
});

test('the containers of a pod share its network, whatever the policies say', () => {
  const text = api().replace('containers: [', 'containers: [{name: side, image: "example.com/side:1"}, ');
  const parts = draw(join(text, deny('Ingress'), deny('Egress')));
  assert.deepEqual(findChains(parts, 'container/shop/api/side').get('container/shop/api/main'), {
    cost: 0,
    types: ['ENDPOINT_EXPLOIT'],
  });
});
