/**
 * Test support: whether one connection is allowed, decided slowly and obviously from the manifests of policies, after the texts of
 * networking.k8s.io/v1 and policy.networking.k8s.io v1alpha1 and v1alpha2.
 */

import { isInside } from './addresses.ts';
import type {
  AdminPort,
  ClusterPeer,
  ClusterRule,
  ClusterSpec,
  Labels,
  Manifest,
  NamespacedPods,
  PolicyPeer,
  PolicyPort,
  PolicyRule,
  PolicySpec,
  ProtocolMatch,
  ProtocolName,
  Selector,
} from './manifest.ts';
import type { TrueNode, TruePod, World } from './read-world.ts';

export type Party =
  | TruePod
  | TrueNode
  | { readonly kind: 'address'; readonly address: string }
  /** Whatever a name resolves to: some address outside that no policy names. */
  | { readonly kind: 'domain'; readonly name: string; readonly family: Family }
  /** Every address of a family that no policy names. */
  | { readonly kind: 'internet'; readonly family: Family };

/** `any`: allowed over one of them is allowed. */
export type Family = 4 | 6 | 'any';

export interface Asked {
  readonly from: Party;
  readonly to: Party;
  readonly protocol: ProtocolName;
  readonly port: number;
}

export const isAllowed = (world: World, asked: Asked): boolean => {
  const { from, to } = asked;
  if (from === to) return true;
  for (const side of ['from', 'to'] as const) {
    const party = asked[side];
    if ((party.kind !== 'domain' && party.kind !== 'internet') || party.family !== 'any') continue;
    return ([4, 6] as const).some((family) => isAllowed(world, { ...asked, [side]: { ...party, family } }));
  }
  if (to.kind === 'pod' && isOnNodeOf(from, to)) return true;
  return isLetOut(world, asked) && isLetIn(world, asked);
};

/** The traffic of a node to its own pods is never stopped. */
const isOnNodeOf = (from: Party, to: TruePod): boolean => {
  if (from.kind === 'node') return from.name === to.node;
  if (from.kind !== 'pod' || !from.hostNetwork) return false;
  // One of a DaemonSet's pods stands on every node, also on one that nobody knows.
  return from.node === null || to.node === null ? from.everywhere : from.node === to.node;
};

const isLetOut = (world: World, asked: Asked): boolean =>
  asked.from.kind !== 'pod' || asked.from.hostNetwork || isPassed(world, asked, 'egress', asked.from, asked.to);

const isLetIn = (world: World, asked: Asked): boolean =>
  asked.to.kind !== 'pod' || asked.to.hostNetwork || isPassed(world, asked, 'ingress', asked.to, asked.from);

type Direction = 'ingress' | 'egress';

const isPassed = (world: World, asked: Asked, direction: Direction, subject: TruePod, other: Party): boolean => {
  const ask = (tier: readonly Manifest[]): 'allow' | 'deny' | 'next' =>
    askTier(world, asked, direction, subject, other, tier);
  const admin = ask(listTier(world, 'Admin'));
  if (admin !== 'next') return admin === 'allow';
  const selecting = world.policies.filter(
    (policy) => policy.kind === 'NetworkPolicy' && isSelectedBy(policy, subject) && listTypes(policy).has(direction),
  );
  if (selecting.length > 0) {
    return selecting.some((policy) => {
      const rules = (policy.spec as PolicySpec)[direction] ?? [];
      return rules.some((rule) => fitsPolicyRule(world, asked, policy, rule, other));
    });
  }
  return ask(listTier(world, 'Baseline')) !== 'deny';
};

const listTier = ({ policies }: World, tier: 'Admin' | 'Baseline'): readonly Manifest[] =>
  policies
    .filter((policy) => {
      const spec = policy.spec as ClusterSpec;
      if (policy.kind === 'AdminNetworkPolicy') return tier === 'Admin';
      if (policy.kind === 'BaselineAdminNetworkPolicy') return tier === 'Baseline';
      return policy.kind === 'ClusterNetworkPolicy' && spec.tier === tier;
    })
    .toSorted((a, b) => ((a.spec as ClusterSpec).priority ?? 0) - ((b.spec as ClusterSpec).priority ?? 0));

const askTier = (
  world: World,
  asked: Asked,
  direction: Direction,
  subject: TruePod,
  other: Party,
  tier: readonly Manifest[],
): 'allow' | 'deny' | 'next' => {
  for (const policy of tier) {
    const spec = policy.spec as ClusterSpec;
    if (!isSubject(world, spec, subject)) continue;
    for (const rule of spec[direction] ?? []) {
      const action = fitsClusterRule(world, asked, rule, other);
      if (action === null) continue;
      return action === 'Deny' ? 'deny' : action === 'Pass' ? 'next' : 'allow';
    }
  }
  return 'next';
};

const isSubject = (world: World, { subject }: ClusterSpec, pod: TruePod): boolean =>
  (subject.namespaces !== undefined && isInNamespaces(world, subject.namespaces, pod)) ||
  (subject.pods !== undefined && isAmong(world, subject.pods, pod));

const isInNamespaces = ({ namespaces }: World, selector: Selector, { namespace }: TruePod): boolean =>
  selects(selector, namespaces.get(namespace) ?? {});

const isAmong = (world: World, { namespaceSelector, podSelector }: NamespacedPods, pod: TruePod): boolean =>
  isInNamespaces(world, namespaceSelector, pod) && selects(podSelector, pod.labels);

/** What the rule does about it; `null` where it does not match. */
const fitsClusterRule = (world: World, asked: Asked, rule: ClusterRule, other: Party): ClusterRule['action'] | null => {
  const peers = [...(rule.from ?? []), ...(rule.to ?? [])];
  const allows = rule.action === 'Allow' || rule.action === 'Accept';
  const isUnknown = hasUnknownPeer(rule);
  if (isUnknown && allows) return null;
  // "For Deny and Pass rules, fail closed means: treat the rule as a Deny all rule": its ports do not count either.
  if (isUnknown) return 'Deny';
  const ports = [...(rule.ports ?? []).map(toAdminTest), ...(rule.protocols ?? []).map(toProtocolTest)];
  if (ports.length > 0 && !ports.some((fits) => fits(asked))) return null;
  return peers.some((peer) => fitsClusterPeer(world, peer, other)) ? rule.action : null;
};

export const hasUnknownPeer = ({ from = [], to = [] }: ClusterRule): boolean =>
  [...from, ...to].some((peer) => !Object.keys(peer).some((key) => knownPeers.has(key)));

const knownPeers: ReadonlySet<string> = new Set(['namespaces', 'pods', 'nodes', 'networks', 'domainNames']);

const fitsClusterPeer = (world: World, peer: ClusterPeer, other: Party): boolean => {
  if (peer.namespaces !== undefined) return isGuest(other) && isInNamespaces(world, peer.namespaces, other);
  if (peer.pods !== undefined) return isGuest(other) && isAmong(world, peer.pods, other);
  if (peer.nodes !== undefined) {
    const { nodes } = peer;
    if (other.kind === 'node') return selects(nodes, other.labels);
    if (other.kind !== 'pod' || !other.hostNetwork) return false;
    const own = world.nodes.find(({ name }) => name === other.node);
    return own !== undefined && selects(nodes, own.labels);
  }
  if (peer.networks !== undefined) return peer.networks.some((prefix) => hasAddressIn(other, prefix, []));
  const names = peer.domainNames ?? [];
  return other.kind === 'domain' && names.some((name) => coversName(name, other.name));
};

const coversName = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.startsWith('*.') && name.replace(/^\*\./, '').endsWith(pattern.slice(1)));

/** Pods with the host's network are no pods to a selector. */
const isGuest = (party: Party): party is TruePod => party.kind === 'pod' && !party.hostNetwork;

const hasAddressIn = (party: Party, cidr: string, except: readonly string[]): boolean => {
  if (party.kind === 'internet' || party.kind === 'domain') {
    // What is cut out of all addresses is named; whether a name resolves to it, nobody knows.
    const isKnown = party.kind === 'internet' || except.length === 0;
    return isKnown && cidr === (party.family === 4 ? '0.0.0.0/0' : '::/0');
  }
  const addresses = party.kind === 'address' ? [party.address] : party.addresses;
  return addresses.some((address) => isInside(address, cidr) && !except.some((prefix) => isInside(address, prefix)));
};

const isSelectedBy = ({ metadata, spec }: Manifest, pod: TruePod): boolean =>
  (metadata.namespace ?? 'default') === pod.namespace && selects((spec as PolicySpec).podSelector ?? {}, pod.labels);

export const listTypes = ({ spec }: Manifest): ReadonlySet<Direction> => {
  const { policyTypes = [], egress = [] } = spec as PolicySpec;
  if (policyTypes.length > 0) return new Set(policyTypes.map((type) => (type === 'Ingress' ? 'ingress' : 'egress')));
  return new Set(egress.length > 0 ? ['ingress', 'egress'] : ['ingress']);
};

const fitsPolicyRule = (world: World, asked: Asked, policy: Manifest, rule: PolicyRule, other: Party): boolean => {
  const peers = [...(rule.from ?? []), ...(rule.to ?? [])];
  const ports = rule.ports ?? [];
  return (
    (peers.length === 0 || peers.some((peer) => fitsPolicyPeer(world, policy, peer, other))) &&
    (ports.length === 0 || ports.some((port) => fitsPolicyPort(port, asked)))
  );
};

const fitsPolicyPeer = (world: World, policy: Manifest, peer: PolicyPeer, other: Party): boolean => {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  if (ipBlock !== undefined) return hasAddressIn(other, ipBlock.cidr, ipBlock.except ?? []);
  if (!isGuest(other)) return false;
  const isThere =
    namespaceSelector === undefined
      ? other.namespace === (policy.metadata.namespace ?? 'default')
      : isInNamespaces(world, namespaceSelector, other);
  return isThere && selects(podSelector ?? {}, other.labels);
};

const fitsPolicyPort = ({ protocol = 'TCP', port, endPort }: PolicyPort, asked: Asked): boolean => {
  if (protocol !== asked.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'string') return isNamed(asked, port);
  return port <= asked.port && asked.port <= (endPort ?? port);
};

/** A name is one of the destination's, whichever end the policy is about. */
const isNamed = ({ to, protocol, port }: Asked, name: string): boolean =>
  to.kind === 'pod' && to.ports.some((own) => own.name === name && own.protocol === protocol && own.port === port);

type PortTest = (asked: Asked) => boolean;

const toAdminTest =
  ({ portNumber, portRange, namedPort }: AdminPort): PortTest =>
  (asked) => {
    if (portNumber !== undefined)
      return (portNumber.protocol ?? 'TCP') === asked.protocol && portNumber.port === asked.port;
    if (portRange !== undefined) {
      return (
        (portRange.protocol ?? 'TCP') === asked.protocol && portRange.start <= asked.port && asked.port <= portRange.end
      );
    }
    return namedPort !== undefined && isNamed(asked, namedPort);
  };

const toProtocolTest =
  ({ tcp, udp, sctp, destinationNamedPort }: ProtocolMatch): PortTest =>
  (asked) => {
    if (destinationNamedPort !== undefined) return isNamed(asked, destinationNamedPort);
    const match = { TCP: tcp, UDP: udp, SCTP: sctp }[asked.protocol];
    if (match === undefined) return false;
    const { number, range } = match.destinationPort;
    return number === asked.port || (range !== undefined && range.start <= asked.port && asked.port <= range.end);
  };

const selects = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key];
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
    }
  });
