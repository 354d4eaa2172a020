/** Which policies select which sides, and what those decide about one connection: enough for rules that ask of a few. */

import { containsAddress, containsPrefix, parseIpAddress, parseIpPrefix } from '../../lang/go/ip-address.ts';
import type { JsonObject } from '../../model/json.ts';
import type { NetworkEstate } from '../../kube/network/network-estate.ts';
import type {
  NamespaceTest,
  NetworkPolicy,
  NetworkRule,
  NetworkTier,
  Peer,
  PodSelector,
  PortMatch,
} from '../../kube/network/network-policy.ts';
import type { PodSide } from '../../kube/network/side.ts';

export interface PolicyIndex {
  /** Indices of the sides a policy selects. */
  selectedBy(policy: NetworkPolicy): readonly number[];
  /** About a connection by TCP. */
  decide(direction: 'ingress' | 'egress', index: number, other: Other, port: number): Decision;
}

/** The other end. A stranger is a pod that nobody knows, in a namespace that nobody knows: who lets it in lets in every pod. */
export type Other = { readonly kind: 'stranger' } | { readonly kind: 'address'; readonly address: string };

export type Decision =
  | { readonly kind: 'denied'; readonly by: NetworkPolicy }
  | { readonly kind: 'allowed'; readonly by: NetworkPolicy; readonly rule: NetworkRule }
  /** No policy that could end it selects the side. */
  | { readonly kind: 'open' };

/** Linear in what policies select: a policy of one namespace is held against the sides of that namespace alone. */
export const indexPolicies = ({ sides, tiers }: NetworkEstate): PolicyIndex => {
  const byNamespace = new Map<string, number[]>();
  const all: number[] = [];
  for (const [index, side] of sides.entries()) {
    if (side.kind === 'node') continue;
    all.push(index);
    const known = byNamespace.get(side.namespace);
    if (known === undefined) byNamespace.set(side.namespace, [index]);
    else known.push(index);
  }
  const selected = new Map<NetworkPolicy, readonly number[]>();
  const selecting = tiers.map(() => new Map<number, NetworkPolicy[]>());
  for (const [order, tier] of tiers.entries())
    for (const policy of tier.policies) {
      const { namespaces } = policy.subject;
      const candidates = namespaces.kind === 'named' ? (byNamespace.get(namespaces.name) ?? []) : all;
      const found = candidates.filter((index) => {
        const side = sides[index];
        return side?.kind === 'pods' && selects(policy.subject, side);
      });
      selected.set(policy, found);
      for (const index of found) {
        const known = selecting[order]?.get(index);
        if (known === undefined) selecting[order]?.set(index, [policy]);
        else known.push(policy);
      }
    }
  return {
    selectedBy: (policy) => selected.get(policy) ?? [],
    decide(direction, index, other, port) {
      const side = sides[index];
      if (side?.kind !== 'pods') return { kind: 'open' };
      for (const [order, tier] of tiers.entries()) {
        const asked = selecting[order]?.get(index) ?? [];
        const decision = askTier(tier, asked, direction, (rule) => fits(rule, direction, other, port, side));
        if (decision !== undefined) return decision;
      }
      return { kind: 'open' };
    },
  };
};

/** `undefined` where the next tier has to say. */
const askTier = (
  tier: NetworkTier,
  policies: readonly NetworkPolicy[],
  direction: 'ingress' | 'egress',
  isAbout: (rule: NetworkRule) => boolean,
): Decision | undefined => {
  let last: NetworkPolicy | undefined;
  for (const policy of policies) {
    const rules = policy[direction];
    if (rules === null) continue;
    last = policy;
    const rule = rules.find(isAbout);
    if (rule === undefined) continue;
    if (rule.action === 'pass') return undefined;
    return rule.action === 'allow' ? { kind: 'allowed', by: policy, rule } : { kind: 'denied', by: policy };
  }
  return last !== undefined && tier.atEnd === 'deny' ? { kind: 'denied', by: last } : undefined;
};

/** Whether a selector fits a side; one with the host's network is what only some kinds select. */
export const selects = (selector: PodSelector, side: PodSide): boolean =>
  (!side.hostNetwork || selector.hostNetwork === true) && selectsByLabels(selector, side);

/** The same, whatever network the pods have. */
export const selectsByLabels = ({ namespaces, labels, accounts }: PodSelector, side: PodSide): boolean =>
  fitsNamespace(namespaces, side.namespace, side.namespaceLabels) &&
  labels.matches(side.labels) &&
  (accounts === undefined ||
    ((accounts.names.length === 0 || accounts.names.includes(side.serviceAccount)) &&
      accounts.matches(side.serviceAccountLabels)));

const fitsNamespace = (test: NamespaceTest, name: string, labels: JsonObject): boolean => {
  switch (test.kind) {
    case 'all':
      return true;
    case 'named':
      return test.name === name;
    case 'labels':
      return test.labels.matches(labels);
  }
};

const fits = (rule: NetworkRule, direction: 'ingress' | 'egress', other: Other, port: number, side: PodSide): boolean =>
  (rule.ports?.some((match) => fitsPort(match, direction, port, side)) ?? true) &&
  rule.peers.some((peer) => fitsPeer(peer, rule.action, other));

/** A name is one of the destination's: of the side where it is called, and of nothing outside. */
const fitsPort = (match: PortMatch, direction: 'ingress' | 'egress', port: number, side: PodSide): boolean => {
  if (match.protocol !== null && match.protocol !== 'TCP') return false;
  if (match.kind === 'range') return match.first <= port && port <= match.last;
  return (
    direction === 'ingress' &&
    side.ports.some((one) => one.name === match.name && one.protocol === 'TCP' && one.port === port)
  );
};

const fitsPeer = (peer: Peer, action: NetworkRule['action'], other: Other): boolean => {
  switch (peer.kind) {
    case 'everyone':
      return true;
    case 'pods':
      return other.kind === 'stranger' && isForStrangers(peer.pods);
    case 'addresses':
      return other.kind === 'address'
        ? isWithin(other.address, peer.prefixes) && !isWithin(other.address, peer.except)
        : peer.inside && peer.prefixes.some((prefix) => prefix.endsWith('/0')) && leavesPods(peer.except, action);
    case 'nodes':
    case 'any-node':
    case 'domains':
      return false;
    case 'unknown':
      return action === 'deny';
  }
};

/** A denial with exceptions may leave anybody out; what allows leaves pods out where it leaves out all addresses they may have. */
const leavesPods = (except: readonly string[], action: NetworkRule['action']): boolean =>
  action === 'deny' ? except.length === 0 : !podRanges.every((range) => except.some((one) => covers(one, range)));

/** RFC 1918 and RFC 6598: where clusters take the addresses of pods from. */
const podRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

const covers = (outer: string, inner: string): boolean => {
  const [whole, part] = [parseIpPrefix(outer), parseIpPrefix(inner)];
  return whole.kind === 'parsed' && part.kind === 'parsed' && containsPrefix(whole.value, part.value);
};

const isForStrangers = ({ namespaces, labels, accounts }: PodSelector): boolean =>
  fitsNamespace(namespaces, strangerNamespace, { 'kubernetes.io/metadata.name': strangerNamespace }) &&
  labels.matches({}) &&
  (accounts === undefined || (accounts.names.length === 0 && accounts.matches({})));

/** No namespace can have it: a name is lower case. */
const strangerNamespace = 'STRANGER';

const isWithin = (text: string, prefixes: readonly string[]): boolean => {
  const address = parseIpAddress(text);
  return (
    address.kind === 'parsed' &&
    prefixes.some((prefix) => {
      const parsed = parseIpPrefix(prefix);
      return parsed.kind === 'parsed' && containsAddress(parsed.value, address.value);
    })
  );
};
