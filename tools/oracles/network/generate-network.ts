/** Draws estates that the API server would take: pods with and without addresses, and NetworkPolicies of every shape. */

import type { JsonObject } from '../../../src/model/json.ts';
import type { Random } from '../api-server/random.ts';
import type { NetworkCase } from './network-case.ts';

export const generateNetwork = (random: Random, name: string): NetworkCase => {
  // A prefix of all of IPv6 would hold the address that stands for none.
  const isPlaced = random.chance(0.5);
  const written = random.sample(namespaces, 1 + random.int(3));
  const workloads = Array.from({ length: 2 + random.int(5) }, (_, index) => generateWorkload(random, index, isPlaced));
  const policies = Array.from({ length: 1 + random.int(8) }, (_, index) => generatePolicy(random, index, isPlaced));
  return { name, objects: [...written.map((one) => generateNamespace(random, one)), ...workloads, ...policies] };
};

const namespaces: readonly string[] = ['one', 'two', 'three'];

const generateNamespace = (random: Random, name: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, ...(random.chance(0.7) ? { labels: generateLabels(random) } : {}) },
});

const generateLabels = (random: Random): JsonObject =>
  Object.fromEntries(random.sample(keys, random.int(3)).map((key) => [key, random.pick(values)]));

const keys: readonly string[] = ['app', 'env', 'tier'];
const values: readonly string[] = ['a', 'b', 'c', ''];

const generateWorkload = (random: Random, index: number, isPlaced: boolean): JsonObject => {
  const namespace = random.pick(namespaces);
  const name = `w${index}`;
  const labels = { ...generateLabels(random), ...(random.chance(0.3) ? { app: 'a' } : {}) };
  const ports = random.sample(declared, random.int(4));
  const [first, second] = [ports.slice(0, 1), ports.slice(1)];
  const containers = [
    { name: 'c', image: 'i', ...(first.length === 0 ? {} : { ports: first }) },
    ...(second.length === 0 ? [] : [{ name: 'd', image: 'i', ports: second }]),
  ];
  const isPod = isPlaced || random.chance(0.4);
  if (isPod) {
    const address =
      isPlaced || random.chance(0.7) ? { status: { podIP: `${random.pick(networks)}.${index + 2}` } } : {};
    return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec: { containers }, ...address };
  }
  const selector = { matchLabels: { own: name } };
  const template = { metadata: { labels: { ...labels, own: name } }, spec: { containers } };
  const kind = random.pick(['Deployment', 'StatefulSet', 'DaemonSet']);
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace },
    spec: { selector, template, ...(kind === 'DaemonSet' ? {} : { replicas: 1 + random.int(2) }) },
  };
};

const networks: readonly string[] = ['10.0.0', '10.1.2', '192.168.0'];

/** No name and no port twice, as the API wants it of one pod. */
const declared: readonly JsonObject[] = [
  { name: 'http', containerPort: 80 },
  { name: 'web', containerPort: 8080, protocol: 'TCP' },
  { name: 'dns', containerPort: 53, protocol: 'UDP' },
  { name: 'sig', containerPort: 80, protocol: 'SCTP' },
  { containerPort: 443 },
];

const generatePolicy = (random: Random, index: number, isPlaced: boolean): JsonObject => {
  const hasIngress = random.chance(0.6);
  const hasEgress = random.chance(0.5);
  const rules = (field: 'from' | 'to'): readonly JsonObject[] =>
    Array.from({ length: random.int(4) }, () => generateRule(random, field, isPlaced));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `p${index}`, namespace: random.pick(namespaces) },
    spec: {
      podSelector: generateSelector(random),
      ...(hasIngress ? { ingress: rules('from') } : {}),
      ...(hasEgress ? { egress: rules('to') } : {}),
      ...(random.chance(0.4) ? {} : { policyTypes: random.pick([['Ingress'], ['Egress'], ['Ingress', 'Egress'], []]) }),
    },
  };
};

const generateRule = (random: Random, field: 'from' | 'to', isPlaced: boolean): JsonObject => ({
  ...(random.chance(0.2)
    ? {}
    : { [field]: Array.from({ length: random.int(3) }, () => generatePeer(random, isPlaced)) }),
  ...(random.chance(0.3) ? {} : { ports: Array.from({ length: random.int(4) }, () => generatePort(random)) }),
});

const generatePeer = (random: Random, isPlaced: boolean): JsonObject => {
  switch (random.int(4)) {
    case 0:
      return { podSelector: generateSelector(random) };
    case 1:
      return { namespaceSelector: generateSelector(random, true) };
    case 2:
      return { namespaceSelector: generateSelector(random, true), podSelector: generateSelector(random) };
    default: {
      const { cidr, excepts } = random.pick(isPlaced ? [...blocks, wholeOfIpv6] : blocks);
      const except = random.sample(excepts, random.int(3));
      return { ipBlock: { cidr, ...(except.length > 0 || random.chance(0.1) ? { except } : {}) } };
    }
  }
};

interface Block {
  readonly cidr: string;
  /** Strictly inside, as the API wants them. */
  readonly excepts: readonly string[];
}

const blocks: readonly Block[] = [
  { cidr: '0.0.0.0/0', excepts: ['10.0.0.0/8', '10.1.2.3/32', '192.168.0.0/16', '128.0.0.0/1'] },
  { cidr: '10.0.0.0/8', excepts: ['10.0.0.0/24', '10.1.2.0/30', '10.1.2.4/32', '10.1.0.0/16'] },
  { cidr: '10.1.2.0/24', excepts: ['10.1.2.2/31', '10.1.2.128/25', '10.1.2.5/32'] },
  { cidr: '192.168.0.0/29', excepts: ['192.168.0.2/32', '192.168.0.4/30'] },
  { cidr: '10.0.0.3/32', excepts: [] },
  { cidr: '172.16.0.0/12', excepts: ['172.20.0.0/16'] },
  { cidr: 'fd00::/8', excepts: ['fd00:1::/32'] },
  { cidr: '2001:db8:1::/48', excepts: [] },
];

const wholeOfIpv6: Block = { cidr: '::/0', excepts: ['fd00::/8', '2001:db8:1::/48'] };

const generateSelector = (random: Random, isOfNamespaces = false): JsonObject => {
  if (random.chance(0.35)) return {};
  if (isOfNamespaces && random.chance(0.3))
    return { matchLabels: { 'kubernetes.io/metadata.name': random.pick(namespaces) } };
  const expressions = Array.from({ length: random.int(3) }, () => generateExpression(random));
  return {
    ...(random.chance(0.6) ? { matchLabels: { [random.pick(keys)]: random.pick(values) } } : {}),
    ...(expressions.length > 0 || random.chance(0.1) ? { matchExpressions: expressions } : {}),
  };
};

const generateExpression = (random: Random): JsonObject => {
  const key = random.pick(keys);
  const operator = random.pick(['In', 'NotIn', 'Exists', 'DoesNotExist']);
  return operator.endsWith('In')
    ? { key, operator, values: random.sample(values, 1 + random.int(3)) }
    : { key, operator };
};

const generatePort = (random: Random): JsonObject => {
  const protocol = random.chance(0.4) ? {} : { protocol: random.pick(['TCP', 'UDP', 'SCTP']) };
  switch (random.int(5)) {
    case 0:
      return protocol;
    case 1:
    case 2:
      return { ...protocol, port: random.pick(['http', 'web', 'dns', 'sig', 'none']) };
    default: {
      const port = random.pick([1, 53, 79, 80, 443, 8080, 65_535]);
      return { ...protocol, port, ...(random.chance(0.4) ? { endPort: random.pick([port, 65_535]) } : {}) };
    }
  }
};
