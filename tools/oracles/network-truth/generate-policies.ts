/** Test support: network policies drawn by chance: what all three APIs can say, and what people get wrong. */

import type { Random } from '../api-server/random.ts';
import {
  protocolNames,
  type AdminPort,
  type ClusterPeer,
  type ClusterRule,
  type ClusterSpec,
  type Manifest,
  type PolicyPeer,
  type PolicyPort,
  type PolicyRule,
  type PolicySpec,
  type ProtocolMatch,
  type ProtocolName,
  type Selector,
} from './manifest.ts';

export const namespaceNames: readonly string[] = ['a', 'b', 'c'];
export const nodeNames: readonly string[] = ['n1', 'n2', 'n3'];
export const portNames: readonly string[] = ['http', 'dns', 'metrics', 'db', 'admin', 'grpc'];
export const portNumbers: readonly number[] = [53, 80, 443, 5432, 8080, 9090];

const prefixes: readonly string[] = [
  '0.0.0.0/0',
  '10.0.0.0/24',
  '10.0.0.2/32',
  '10.1.0.0/16',
  '10.1.1.0/24',
  '10.1.0.4/30',
  '203.0.113.0/24',
  '198.51.100.0/25',
  '198.51.100.64/26',
  '::/0',
  'fd00:1::/64',
  '2001:db8::/32',
];

export interface GeneratedPolicies {
  readonly policies: readonly Manifest[];
  readonly refused: ReadonlySet<string>;
}

/** Without `hasSix` nothing is of IPv6. */
export const generatePolicies = (chance: Random, hasSix: boolean): GeneratedPolicies => {
  const random: Random = {
    ...chance,
    pick: (items) => {
      const item = chance.pick(items);
      return !hasSix && isSix(item) ? random.pick(items) : item;
    },
    sample: (items, count) => {
      const drawn = chance.sample(items, count).filter((item) => hasSix || !isSix(item));
      return drawn.length > 0 ? drawn : [random.pick(items)];
    },
  };
  const policies: Manifest[] = [];
  const refused = new Set<string>();
  const count = random.int(7);
  for (let index = 0; index < count; index += 1) {
    const name = `np${index}`;
    const isRefused = random.chance(0.04);
    if (isRefused) refused.add(name);
    const spec = generateSpec(random);
    policies.push({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace: random.pick(namespaceNames) },
      spec: isRefused ? { ...spec, ...random.pick(refusals) } : spec,
    });
  }
  policies.push(...generateClusterPolicies(random));
  return { policies, refused };
};

const isSix = (item: unknown): boolean => typeof item === 'string' && item.includes('::');

const refusals: readonly Readonly<Record<string, unknown>>[] = [
  { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/99' } }] }] },
  { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] }] },
  { ingress: [{ ports: [{ port: 70_000 }] }] },
  { ingress: [{ ports: [{ port: 90, endPort: 80 }] }] },
  { ingress: [{ ports: [{ port: 'http', endPort: 80 }] }] },
  { egress: [{ ports: [{ endPort: 80 }] }] },
  { egress: [{ to: [{ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }] }] },
  { podSelector: { matchExpressions: [{ key: 'app', operator: 'Is', values: ['x'] }] } },
  { podSelector: { matchExpressions: [{ key: 'app', operator: 'In' }] } },
  { policyTypes: ['Ingres'] },
  { ingress: [{ from: [{}] }] },
];

const generateSpec = (random: Random): PolicySpec => {
  const types = random.pick<PolicySpec['policyTypes'] | 'none'>([
    'none',
    'none',
    [],
    ['Ingress'],
    ['Egress'],
    ['Ingress', 'Egress'],
  ]);
  return {
    ...(random.chance(0.1) ? {} : { podSelector: generateSelector(random) }),
    ...(types === 'none' || types === undefined ? {} : { policyTypes: types }),
    ...(random.chance(0.8) ? { ingress: generateRules(random, 'from') } : {}),
    ...(random.chance(0.6) ? { egress: generateRules(random, 'to') } : {}),
  };
};

const generateSelector = (random: Random, keys: readonly string[] = ['app', 'tier']): Selector => {
  const key = random.pick(keys);
  const values = random.sample(['x', 'y', 'z'], 1 + random.int(2));
  switch (random.int(7)) {
    case 0:
    case 1:
      return {};
    case 2:
    case 3:
      return { matchLabels: { [key]: random.pick(['x', 'y', 'z']) } };
    case 4:
      return { matchExpressions: [{ key, operator: random.pick(['In', 'NotIn']), values }] };
    case 5:
      return { matchExpressions: [{ key, operator: random.pick(['Exists', 'DoesNotExist']) }] };
    default:
      return { matchLabels: { [key]: 'x' }, matchExpressions: [{ key: random.pick(keys), operator: 'NotIn', values }] };
  }
};

const generateNamespaceSelector = (random: Random): Selector =>
  random.chance(0.4)
    ? { matchLabels: { 'kubernetes.io/metadata.name': random.pick(namespaceNames) } }
    : generateSelector(random, ['team', 'env']);

const generateRules = (random: Random, side: 'from' | 'to'): readonly PolicyRule[] =>
  Array.from({ length: random.int(4) }, () => ({
    ...(random.chance(0.2) ? {} : { [side]: Array.from({ length: random.int(3) }, () => generatePeer(random)) }),
    ...(random.chance(0.3) ? {} : { ports: Array.from({ length: random.int(3) }, () => generatePort(random)) }),
  }));

const generatePeer = (random: Random): PolicyPeer => {
  switch (random.int(4)) {
    case 0:
      return { podSelector: generateSelector(random) };
    case 1:
      return { namespaceSelector: generateNamespaceSelector(random) };
    case 2:
      return { podSelector: generateSelector(random), namespaceSelector: generateNamespaceSelector(random) };
    default:
      return { ipBlock: generateBlock(random) };
  }
};

const generateBlock = (random: Random): NonNullable<PolicyPeer['ipBlock']> => {
  const cidr = random.pick(prefixes);
  const within = excepts[cidr] ?? [];
  return random.chance(0.5) && within.length > 0
    ? { cidr, except: random.sample(within, 1 + random.int(2)) }
    : { cidr };
};

const excepts: Readonly<Record<string, readonly string[]>> = {
  '0.0.0.0/0': ['10.0.0.0/8', '198.51.100.0/24', '10.1.0.4/30', '169.254.169.254/32'],
  '10.0.0.0/24': ['10.0.0.2/32'],
  '10.1.0.0/16': ['10.1.1.0/24', '10.1.0.0/29'],
  '198.51.100.0/25': ['198.51.100.64/26', '198.51.100.7/32'],
  '::/0': ['fd00::/8', '2001:db8:1::/48'],
};

const generateNumber = (random: Random): number =>
  random.chance(0.8) ? random.pick(portNumbers) : random.pick([1, 2, 65_534, 65_535]);

const generateRange = (random: Random): { readonly start: number; readonly end: number } => {
  const start = generateNumber(random);
  return {
    start: Math.min(start, 65_000),
    end: Math.min(65_535, Math.min(start, 65_000) + random.pick([1, 10, 500, 65_535])),
  };
};

const generatePort = (random: Random): PolicyPort => {
  const protocol: { readonly protocol?: ProtocolName } = random.chance(0.5)
    ? {}
    : { protocol: random.pick(protocolNames) };
  switch (random.int(5)) {
    case 0:
      return protocol;
    case 1:
    case 2:
      return { ...protocol, port: random.pick(portNames) };
    case 3: {
      const { start, end } = generateRange(random);
      return { ...protocol, port: start, endPort: end };
    }
    default:
      return { ...protocol, port: generateNumber(random) };
  }
};

/** Each priority once: which of two policies of one priority counts, the API leaves open. */
const generateClusterPolicies = (random: Random): readonly Manifest[] => {
  const priorities = random.sample(
    Array.from({ length: 1001 }, (_, index) => index),
    6,
  );
  const policies: Manifest[] = [];
  const baselines = random.chance(0.4) ? 'BaselineAdminNetworkPolicy' : 'ClusterNetworkPolicy';
  for (const [index, priority] of priorities.entries()) {
    if (!random.chance(0.4)) continue;
    const isBaseline = random.chance(0.3);
    const kind = isBaseline ? baselines : random.pick(['AdminNetworkPolicy', 'ClusterNetworkPolicy']);
    if (kind === 'BaselineAdminNetworkPolicy' && policies.some((policy) => policy.kind === kind)) continue;
    const isNewer = kind === 'ClusterNetworkPolicy';
    policies.push({
      apiVersion: `policy.networking.k8s.io/${isNewer ? 'v1alpha2' : 'v1alpha1'}`,
      kind,
      metadata: { name: kind === 'BaselineAdminNetworkPolicy' ? 'default' : `cluster${index}` },
      spec: {
        ...(isNewer ? { tier: isBaseline ? 'Baseline' : 'Admin' } : {}),
        ...(kind === 'BaselineAdminNetworkPolicy' ? {} : { priority }),
        subject: generateSubject(random),
        ...(random.chance(0.7) ? { ingress: generateClusterRules(random, kind, 'from') } : {}),
        ...(random.chance(0.7) ? { egress: generateClusterRules(random, kind, 'to') } : {}),
      } satisfies ClusterSpec,
    });
  }
  return policies;
};

const generateSubject = (random: Random): ClusterSpec['subject'] =>
  random.chance(0.5)
    ? { namespaces: generateNamespaceSelector(random) }
    : { pods: { namespaceSelector: generateNamespaceSelector(random), podSelector: generateSelector(random) } };

const generateClusterRules = (random: Random, kind: string, side: 'from' | 'to'): readonly ClusterRule[] =>
  Array.from({ length: random.int(4) }, () => {
    const isNewer = kind === 'ClusterNetworkPolicy';
    const allow = isNewer ? 'Accept' : 'Allow';
    const action = random.pick<ClusterRule['action']>(
      kind === 'BaselineAdminNetworkPolicy' ? [allow, 'Deny'] : [allow, 'Deny', 'Pass'],
    );
    const peers = Array.from({ length: 1 + random.int(2) }, () => generateClusterPeer(random, side, action));
    // Where no pod is, no port has a name: the API refuses both in one rule.
    const hasNames = peers.every(
      ({ nodes, networks, domainNames }) => (nodes ?? networks ?? domainNames) === undefined,
    );
    return {
      action,
      [side]: peers,
      ...(random.chance(0.4)
        ? {}
        : isNewer
          ? { protocols: generateList(random, generateProtocol, hasNames) }
          : { ports: generateList(random, generateAdminPort, hasNames) }),
    };
  });

const generateList = <Item>(
  random: Random,
  generate: (random: Random, hasNames: boolean) => Item,
  hasNames: boolean,
): readonly Item[] => Array.from({ length: 1 + random.int(2) }, () => generate(random, hasNames));

const generateClusterPeer = (random: Random, side: 'from' | 'to', action: ClusterRule['action']): ClusterPeer => {
  if (random.chance(0.04)) return { identities: { matchLabels: { app: 'x' } } };
  switch (random.int(side === 'from' ? 2 : 5)) {
    case 0:
      return { namespaces: generateNamespaceSelector(random) };
    case 1:
      return { pods: { namespaceSelector: generateNamespaceSelector(random), podSelector: generateSelector(random) } };
    case 2:
      return { nodes: generateSelector(random, ['zone']) };
    case 3:
      return action === 'Allow' || action === 'Accept'
        ? {
            domainNames: random.sample(
              ['api.example.com', '*.example.com', '*.example.org', 'example.com'],
              1 + random.int(2),
            ),
          }
        : { networks: random.sample(prefixes, 1 + random.int(2)) };
    default:
      return { networks: random.sample(prefixes, 1 + random.int(2)) };
  }
};

const generateProtocol = (random: Random, hasNames: boolean): ProtocolMatch => {
  if (hasNames && random.chance(0.3)) return { destinationNamedPort: random.pick(portNames) };
  const destinationPort = random.chance(0.5) ? { number: generateNumber(random) } : { range: generateRange(random) };
  return random.pick<ProtocolMatch>([
    { tcp: { destinationPort } },
    { udp: { destinationPort } },
    { sctp: { destinationPort } },
  ]);
};

const generateAdminPort = (random: Random, hasNames: boolean): AdminPort => {
  if (hasNames && random.chance(0.3)) return { namedPort: random.pick(portNames) };
  const protocol: { readonly protocol?: ProtocolName } = random.chance(0.5)
    ? {}
    : { protocol: random.pick(protocolNames) };
  return random.chance(0.5)
    ? { portNumber: { ...protocol, port: generateNumber(random) } }
    : { portRange: { ...protocol, ...generateRange(random) } };
};
