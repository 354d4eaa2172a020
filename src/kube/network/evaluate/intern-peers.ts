/** Every peer that the rules name, once each, and which of them each rule names. */

import type { NetworkPolicy, NetworkRule, NetworkTier, Peer } from '../network-policy.ts';
import type { Resource } from '../../../model/resource.ts';
import { renderPodSelector } from './create-side-finder.ts';

export type Direction = 'ingress' | 'egress';

export const directions: readonly Direction[] = ['ingress', 'egress'];

/** A peer that fits some and not others, by its number. */
export interface NamedPeer {
  readonly peer: Exclude<Peer, { readonly kind: 'everyone' | 'unknown' }>;
  readonly policy: Resource;
  /** Whether rules of that direction name it. */
  readonly in: Readonly<Record<Direction, boolean>>;
}

export interface PeersOfRule {
  readonly everyone: boolean;
  /** Numbers of named peers, in order. */
  readonly named: readonly number[];
}

export interface PeerTable {
  readonly named: readonly NamedPeer[];
  ofRule(rule: NetworkRule): PeersOfRule;
}

export const internPeers = (tiers: readonly NetworkTier[]): PeerTable => {
  const numbers = new Map<string, number>();
  const named: { peer: NamedPeer['peer']; policy: Resource; in: Record<Direction, boolean> }[] = [];
  const rules = new Map<NetworkRule, PeersOfRule>();

  const intern = (peer: NamedPeer['peer'], policy: NetworkPolicy, direction: Direction): number => {
    const key = renderPeer(peer, policy.resource);
    const number = numbers.get(key) ?? named.length;
    numbers.set(key, number);
    const known = named[number];
    if (known === undefined) {
      named.push({
        peer,
        policy: policy.resource,
        in: { ingress: direction === 'ingress', egress: direction === 'egress' },
      });
    } else known.in[direction] = true;
    return number;
  };

  for (const { policies } of tiers) {
    for (const policy of policies) {
      for (const direction of directions) {
        for (const rule of policy[direction] ?? []) {
          let everyone = rules.get(rule)?.everyone ?? false;
          const found = new Set(rules.get(rule)?.named);
          for (const peer of rule.peers) {
            // What nobody here understands must not open anything, and must not keep a denial from anybody.
            if (peer.kind === 'unknown') everyone ||= rule.action === 'deny';
            else if (peer.kind === 'everyone') everyone = true;
            else found.add(intern(peer, policy, direction));
          }
          rules.set(rule, { everyone, named: [...found].toSorted((a, b) => a - b) });
        }
      }
    }
  }
  return { named, ofRule: (rule) => rules.get(rule) ?? { everyone: false, named: [] } };
};

/** Equal for peers that fit alike. */
const renderPeer = (peer: NamedPeer['peer'], policy: Resource): string => {
  switch (peer.kind) {
    case 'pods':
      return `pods ${renderPodSelector(peer.pods)}`;
    case 'addresses':
      return `addresses ${JSON.stringify([sorted(peer.prefixes), sorted(peer.except), peer.inside])}`;
    case 'nodes':
      return `nodes ${peer.labels.isEmpty ? '' : `!${peer.labels.text}`}`;
    case 'any-node':
      return 'any-node';
    case 'domains':
      return `domains ${JSON.stringify([policy.ref.apiVersion, sorted(peer.names)])}`;
  }
};

const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted();
