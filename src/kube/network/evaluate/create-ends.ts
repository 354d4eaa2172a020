/** The ends that are worth telling apart, and which of the named peers each of them is. */

import { createAddressAtoms, type AddressAtoms } from '../address-atoms.ts';
import type { End } from '../reachability.ts';
import type { NodeSide, PodSide, Side } from '../side.ts';
import type { SideFinder } from './create-side-finder.ts';
import { isNameCovered } from './is-name-covered.ts';
import type { NamedPeer } from './intern-peers.ts';

export interface PlacedEnd {
  readonly end: End;
  /** Index into the sides; -1 outside. */
  readonly side: number;
  /** Numbers of the named peers that it is beside those that its whole side is, in order. */
  readonly peers: readonly number[];
  /** The node it stands on, where that makes a difference. */
  readonly node: NodeOfEnd;
  readonly isHost: boolean;
}

/** `any`: it makes no difference. `unknown`: nobody knows it. */
export type NodeOfEnd =
  | { readonly kind: 'any' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'known'; readonly name: string };

export interface EndsOfEstate {
  readonly ends: readonly PlacedEnd[];
  /** For each side, in order, the named peers that all of it is: what selectors of labels say. */
  readonly membersOf: readonly (readonly number[])[];
}

/** `isGuarded` says of a side whether policies could close it to a node. */
export const createEnds = (
  sides: readonly Side[],
  peers: readonly NamedPeer[],
  find: SideFinder,
  isGuarded: (side: number) => boolean,
): EndsOfEstate => {
  const addressPeers = peers.flatMap(({ peer }, number) => (peer.kind === 'addresses' ? [{ peer, number }] : []));
  const atoms = createAddressAtoms(addressPeers.map(({ peer }) => peer));
  const numberOf = (test: number): number => addressPeers[test]?.number ?? -1;
  const isInside = addressPeers.map(({ peer }) => peer.inside);
  const hasInside = isInside.includes(true);
  const testsOf = (addresses: readonly string[]): readonly number[] =>
    hasInside
      ? addresses.flatMap((address) => atoms.testsAt(address).filter((test) => isInside[test] === true)).map(numberOf)
      : [];
  const nodes = createNodeIndex(sides, peers);
  const ends: PlacedEnd[] = [];
  const add: AddEnd = (end, rest, late) => {
    const made = { index: ends.length, ...end };
    ends.push({ ...rest, end: late === undefined ? made : withLatePrefixes(made, late) });
  };

  for (const [index, side] of sides.entries()) {
    if (side.kind === 'node') {
      const own = [...testsOf(side.addresses), ...nodes.peersOf(side)];
      const place = { kind: 'node', name: side.name } as const;
      const node = { kind: 'known', name: side.name } as const;
      add({ place, side, pods: [], prefixes: [] }, { side: index, peers: ordered(own), node, isHost: true });
      continue;
    }
    for (const { pods, peers: own, node } of splitPods(side, isGuarded(index))) {
      const place = { kind: 'workload', ...side.place } as const;
      add({ place, side, pods, prefixes: [] }, { side: index, peers: own, node, isHost: side.hostNetwork });
    }
  }
  const hasSix = isSixInUse(sides, peers);
  addOutside(atoms, numberOf, add, hasSix);
  addDomains(peers, add, hasSix ? [4, 6] : [4]);
  return { ends, membersOf: peers.map(({ peer }) => (peer.kind === 'pods' ? find(peer.pods) : [])) };

  function splitPods(side: PodSide, guarded: boolean): readonly PartOfSide[] {
    const parts = new Map<string, { pods: number[]; peers: readonly number[]; node: NodeOfEnd }>();
    const whole = { name: '', addresses: [], node: null };
    for (const [index, pod] of (side.pods.length === 0 ? [whole] : side.pods).entries()) {
      const home = side.hostNetwork && pod.node !== null ? nodes.get(pod.node) : undefined;
      const addresses = pod.addresses.length === 0 && home !== undefined ? home.addresses : pod.addresses;
      const own = testsOf(addresses);
      const known = ordered(side.hostNetwork ? [...own, ...nodes.peersOf(home ?? null)] : own);
      const node = nodes.place(side, pod.node, guarded);
      const key = `${known.join()}${node.kind === 'known' ? `=${node.name}` : ` ${node.kind}`}`;
      const part = parts.get(key);
      if (part === undefined) parts.set(key, { pods: pod === whole ? [] : [index], peers: known, node });
      else part.pods.push(index);
    }
    return [...parts.values()];
  }
};

interface PartOfSide {
  readonly pods: readonly number[];
  readonly peers: readonly number[];
  readonly node: NodeOfEnd;
}

interface NodeIndex {
  get(name: string): NodeSide | undefined;
  /** The peers of nodes that a node, or a pod with its network, is; `null` for a node that nobody knows. */
  peersOf(node: NodeSide | null): readonly number[];
  place(side: PodSide, node: string | null, guarded: boolean): NodeOfEnd;
}

const createNodeIndex = (sides: readonly Side[], peers: readonly NamedPeer[]): NodeIndex => {
  const byName = new Map(sides.flatMap((side) => (side.kind === 'node' ? [[side.name, side] as const] : [])));
  const hosts = new Set(byName.keys());
  let hasHosts = hosts.size > 0;
  for (const side of sides) {
    if (side.kind !== 'pods' || !side.hostNetwork) continue;
    hasHosts = true;
    for (const { node } of side.pods) if (node !== null) hosts.add(node);
  }
  const peersOfNodes = peers.flatMap(({ peer }, number) => {
    if (peer.kind === 'any-node') return [{ number, matches: () => true, any: true }];
    return peer.kind === 'nodes' ? [{ number, matches: peer.labels.matches, any: false }] : [];
  });
  const known = new Map<NodeSide | null, readonly number[]>();
  return {
    get: (name) => byName.get(name),
    peersOf: (node) => {
      const found =
        known.get(node) ??
        peersOfNodes
          .filter(({ matches, any }) => any || (node !== null && matches(node.labels)))
          .map(({ number }) => number);
      known.set(node, found);
      return found;
    },
    place: (side, node, guarded) => {
      if (!hasHosts || (!guarded && !side.hostNetwork)) return { kind: 'any' };
      if (node === null) return { kind: 'unknown' };
      // Nothing that is known stands on that node beside pods of its own: all such nodes are alike.
      return { kind: 'known', name: hosts.has(node) ? node : '' };
    },
  };
};

type AddEnd = (end: Omit<End, 'index'>, rest: Omit<PlacedEnd, 'end'>, late?: () => readonly string[]) => void;

const outside = { side: -1, node: { kind: 'any' }, isHost: false } as const;

/**
 * A class of addresses is one end for each of its prefixes. Thousands of addresses cut out of IPv6 would make millions of
 * them: behind this many, a class is one end that bears the name of its first prefix and tells all of them when asked.
 */
const mostPrefixes = 500_000;

const addOutside = (atoms: AddressAtoms, numberOf: (test: number) => number, add: AddEnd, hasSix: boolean): void => {
  let left = mostPrefixes;
  let hasInternet = false;
  for (const { tests, isInternet, prefixes } of atoms.classes) {
    const rest = { ...outside, peers: ordered(tests.map(numberOf)) };
    if (isInternet && hasInternet && !hasSix) {
      add({ place: idlePlace, side: null, pods: [], prefixes: [idlePlace.prefix] }, rest);
      continue;
    }
    if (isInternet) {
      hasInternet = true;
      add({ place: { kind: 'internet' }, side: null, pods: [], prefixes: [] }, rest, prefixes);
      continue;
    }
    const all = prefixes();
    left -= all.length;
    for (const prefix of left < 0 ? all.slice(0, 1) : all) {
      add({ place: { kind: 'cidr', prefix }, side: null, pods: [], prefixes: left < 0 ? all : [prefix] }, rest);
    }
  }
};

/**
 * IPv6 where nothing has an address of it and no policy names one: a policy about 0.0.0.0/0 does not speak of it, and
 * what is meant there by the internet is that of IPv4. It stands for itself when somebody asks for its addresses.
 */
const idlePlace = { kind: 'cidr', prefix: '::/0' } as const;

export const isIdle = ({ place }: Pick<End, 'place'>): boolean =>
  place.kind === idlePlace.kind && place.prefix === idlePlace.prefix;

const isSixInUse = (sides: readonly Side[], peers: readonly NamedPeer[]): boolean => {
  const isSix = (text: string): boolean => text.includes(':');
  return (
    peers.some(({ peer }) => peer.kind === 'addresses' && (peer.prefixes.some(isSix) || peer.except.some(isSix))) ||
    sides.some((side) =>
      side.kind === 'node' ? side.addresses.some(isSix) : side.pods.some(({ addresses }) => addresses.some(isSix)),
    )
  );
};

/** The internet less a thousand addresses is many prefixes, and few ask for them. */
const withLatePrefixes = (end: End, prefixes: () => readonly string[]): End => {
  let made: readonly string[] | undefined;
  return {
    ...end,
    get prefixes() {
      made ??= prefixes();
      return made;
    },
  };
};

/** A name may resolve to both families, which policies may treat apart: then it has an end for each. */
const addDomains = (peers: readonly NamedPeer[], add: AddEnd, families: readonly (4 | 6)[]): void => {
  const names = new Set(peers.flatMap(({ peer }) => (peer.kind === 'domains' ? peer.names : [])));
  for (const name of [...names].toSorted()) {
    const known = new Set<string>();
    for (const family of families) {
      const own = peers.flatMap(({ peer, policy }, number) => {
        if (peer.kind === 'domains')
          return peer.names.some((pattern) => isNameCovered(name, pattern, policy)) ? [number] : [];
        return peer.kind === 'addresses' && isWholeFamily(peer, family) ? [number] : [];
      });
      if (known.has(own.join())) continue;
      known.add(own.join());
      add({ place: { kind: 'domain', name }, side: null, pods: [], prefixes: [] }, { ...outside, peers: own });
    }
  }
};

/** Whatever a name resolves to lies in all addresses of a family; whether it lies in fewer, nobody knows. */
const isWholeFamily = (
  { prefixes, except }: { readonly prefixes: readonly string[]; readonly except: readonly string[] },
  family: 4 | 6,
): boolean =>
  except.length === 0 && prefixes.some((prefix) => prefix.endsWith('/0') && prefix.includes(':') === (family === 6));

const ordered = (numbers: readonly number[]): readonly number[] =>
  numbers.length < 2 ? numbers : [...new Set(numbers)].toSorted((a, b) => a - b);
