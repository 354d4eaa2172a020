/** The truth that the evaluator is held to: one connection between two concrete ends, asked rule by rule. Slow, and obvious. */

import type {
  NetworkPolicy,
  NetworkRule,
  NetworkTier,
  Peer,
  PodSelector,
  PortMatch,
  Protocol,
} from '../network-policy.ts';
import type { NodeSide, PodInstance, PodSide } from '../side.ts';

export type Concrete =
  | { readonly kind: 'pod'; readonly side: PodSide; readonly pod: PodInstance; readonly index: number }
  | { readonly kind: 'node'; readonly side: NodeSide }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'domain'; readonly name: string };

export interface World {
  readonly tiers: readonly NetworkTier[];
  readonly nodes: readonly NodeSide[];
}

/** Whether `from` may open a connection to this port of `to`. */
export const isOpen = (world: World, from: Concrete, to: Concrete, protocol: Protocol, port: number): boolean => {
  if (isOutside(from) && isOutside(to)) return false;
  if (from.kind === 'domain') return false;
  if (isSame(from, to)) return true;
  if (to.kind === 'pod' && isFromOwnNode(from, to)) return true;
  return (
    isOpenInDirection(world, 'egress', from, to, to, protocol, port) &&
    isOpenInDirection(world, 'ingress', to, from, to, protocol, port)
  );
};

const isOutside = ({ kind }: Concrete): boolean => kind === 'address' || kind === 'domain';

const isSame = (a: Concrete, b: Concrete): boolean => {
  if (a.kind === 'pod' && b.kind === 'pod') return a.side === b.side && a.index === b.index;
  return a.kind === 'node' && b.kind === 'node' && a.side === b.side;
};

const isFromOwnNode = (from: Concrete, to: Concrete & { readonly kind: 'pod' }): boolean => {
  if (from.kind === 'node') return to.pod.node === from.side.name;
  if (from.kind !== 'pod' || !from.side.hostNetwork) return false;
  if (from.pod.node !== null && to.pod.node !== null) return from.pod.node === to.pod.node;
  return from.side.everywhere;
};

/** What `asker`'s policies say of a connection with `peer` that ends at `destination`. */
const isOpenInDirection = (
  world: World,
  direction: 'ingress' | 'egress',
  asker: Concrete,
  peer: Concrete,
  destination: Concrete,
  protocol: Protocol,
  port: number,
): boolean => {
  for (const tier of world.tiers) {
    const selecting = tier.policies.filter(
      (policy) => policy[direction] !== null && asker.kind === 'pod' && isSelected(policy.subject, asker.side),
    );
    const rule = firstRule(selecting, direction, (one) => {
      const isPeer = one.peers.some((candidate) => isPeerOf(world, candidate, peer, one));
      return isPeer && (one.ports === null || one.ports.some((match) => isPort(match, destination, protocol, port)));
    });
    if (rule?.action === 'allow') return true;
    if (rule?.action === 'deny') return false;
    if (rule?.action !== 'pass' && tier.atEnd === 'deny' && selecting.length > 0) return false;
  }
  return true;
};

const firstRule = (
  policies: readonly NetworkPolicy[],
  direction: 'ingress' | 'egress',
  fits: (rule: NetworkRule) => boolean,
): NetworkRule | undefined => {
  for (const policy of policies) {
    for (const rule of policy[direction] ?? []) if (fits(rule)) return rule;
  }
  return undefined;
};

const isSelected = (selector: PodSelector, side: PodSide): boolean => {
  if (side.hostNetwork && selector.hostNetwork !== true) return false;
  const { namespaces, labels, accounts } = selector;
  if (namespaces.kind === 'named' && namespaces.name !== side.namespace) return false;
  if (namespaces.kind === 'labels' && !namespaces.labels.matches(side.namespaceLabels)) return false;
  if (!labels.matches(side.labels)) return false;
  if (accounts === undefined) return true;
  const isNamed = accounts.names.length === 0 || accounts.names.includes(side.serviceAccount);
  return isNamed && accounts.matches(side.serviceAccountLabels);
};

const isPort = (match: PortMatch, destination: Concrete, protocol: Protocol, port: number): boolean => {
  if (match.protocol !== null && match.protocol !== protocol) return false;
  if (match.kind === 'range') return match.first <= port && port <= match.last;
  if (destination.kind !== 'pod') return false;
  return destination.side.ports.some(
    (declared) => declared.name === match.name && declared.protocol === protocol && declared.port === port,
  );
};

const isPeerOf = (world: World, candidate: Peer, peer: Concrete, rule: NetworkRule): boolean => {
  const isHost = peer.kind === 'node' || (peer.kind === 'pod' && peer.side.hostNetwork);
  switch (candidate.kind) {
    case 'everyone':
      return true;
    case 'unknown':
      return rule.action === 'deny';
    case 'pods':
      return peer.kind === 'pod' && isSelected(candidate.pods, peer.side);
    case 'any-node':
      return isHost;
    case 'nodes': {
      const node = peer.kind === 'node' ? peer.side : isHost ? nodeOf(world, peer) : undefined;
      return node !== undefined && candidate.labels.matches(node.labels);
    }
    case 'addresses': {
      if (peer.kind === 'domain') {
        return candidate.except.length === 0 && candidate.prefixes.some((prefix) => prefix.endsWith('/0'));
      }
      if (peer.kind !== 'address' && !candidate.inside) return false;
      return addressesOf(world, peer).some(
        (address) =>
          candidate.prefixes.some((prefix) => isWithin(address, prefix)) &&
          !candidate.except.some((prefix) => isWithin(address, prefix)),
      );
    }
    case 'domains':
      return peer.kind === 'domain' && candidate.names.some((name) => isCovered(peer.name, name));
  }
};

const nodeOf = ({ nodes }: World, peer: Concrete): NodeSide | undefined =>
  peer.kind === 'pod' ? nodes.find(({ name }) => name === peer.pod.node) : undefined;

const addressesOf = (world: World, peer: Concrete): readonly string[] => {
  if (peer.kind === 'address') return [peer.address];
  if (peer.kind === 'node') return peer.side.addresses;
  if (peer.kind !== 'pod') return [];
  if (peer.side.hostNetwork && peer.pod.addresses.length === 0) return nodeOf(world, peer)?.addresses ?? [];
  return peer.pod.addresses;
};

/** A leading `*.` stands for whole labels, which is all that the generated names use. */
const isCovered = (name: string, pattern: string): boolean =>
  name === pattern || (pattern.startsWith('*.') && name.endsWith(pattern.slice(1)));

/** Addresses as texts of bits: those of a prefix begin alike. */
export const isWithin = (address: string, prefix: string): boolean => {
  const [base = '', length = ''] = prefix.split('/');
  const [one, other] = [toBits(address), toBits(base)];
  return one.length === other.length && one.startsWith(other.slice(0, Number(length)));
};

const toBits = (address: string): string => {
  if (address.includes('.'))
    return address
      .split('.')
      .map((field) => Number(field).toString(2).padStart(8, '0'))
      .join('');
  const [head = '', tail = ''] = address.split('::');
  const fields = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  const left = fields(head);
  const right = fields(tail);
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right]
    .map((field) => Number.parseInt(field, 16).toString(2).padStart(16, '0'))
    .join('');
};
