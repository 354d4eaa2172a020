/**
 * What the policies of one direction let through between an end that asks and its peer. Ends with the same policies share a
 * view: one value for every peer that no rule of theirs names, and the peers, by class, that are otherwise.
 */

import { allCodes, toCodes, type Codes, type PortRange, type PortSets } from '../port-set.ts';
import type { NetworkPolicy, NetworkRule, PortMatch } from '../network-policy.ts';
import type { DeclaredPort, Side } from '../side.ts';
import type { EndsOfEstate } from './create-ends.ts';
import { createItemLists } from './create-item-lists.ts';
import type { PortIds } from './create-port-ids.ts';
import type { Profile, Profiles } from './create-profiles.ts';
import { decidePorts, type Decision, type TierCase } from './decide-ports.ts';
import type { Direction, PeerTable } from './intern-peers.ts';

export interface Views {
  readonly direction: Direction;
  readonly views: readonly View[];
  /** The view of an end that asks, and the class of an end as a peer. */
  readonly viewOf: Uint32Array;
  readonly classOf: Uint32Array;
  readonly classCount: number;
  /** The whole decision of one pair of ends, for an explanation. */
  explain(asker: number, peer: number): ExplainedDecision;
}

export interface View {
  /** Ids of port sets. */
  readonly usual: number;
  readonly otherwise: ReadonlyMap<number, number>;
}

export interface ExplainedDecision {
  readonly profile: Profile;
  readonly decision: Decision;
  /** As `decision.by` counts them. */
  readonly rules: readonly (readonly { readonly policy: NetworkPolicy; readonly rule: NetworkRule }[])[];
}

interface Estate {
  readonly sides: readonly Side[];
  readonly placed: EndsOfEstate;
  readonly peers: PeerTable;
  readonly profiles: Profiles;
}

export const createViews = (direction: Direction, estate: Estate, sets: PortSets, ids: PortIds): Views => {
  const ports = createRulePorts(direction, estate);
  const { classOf, classes, holders } = createPeerClasses(direction, estate, ports);
  const interned = new Map<string, number>();
  const views: View[] = [];
  const viewOf = new Uint32Array(estate.placed.ends.length);
  const known = new Map<string, number>();
  const ownNames = (side: number): number => (direction === 'ingress' ? ports.namesOf(side) : 0);

  for (const [index, { side }] of estate.placed.ends.entries()) {
    const profile = side < 0 ? 0 : estate.profiles.of(side);
    const names = profile === 0 ? 0 : ownNames(side);
    const key = `${profile} ${names}`;
    let view = known.get(key);
    if (view === undefined) {
      const made = createView(estate.profiles.profiles[profile] ?? [], names);
      const text = `${made.usual};${[...made.otherwise].flat().join()}`;
      view = interned.get(text) ?? views.length;
      if (view === views.length) views.push(made);
      interned.set(text, view);
      known.set(key, view);
    }
    viewOf[index] = view;
  }

  return { direction, views, viewOf, classOf, classCount: classes.length, explain };

  function createView(profile: Profile, names: number): View {
    const rules = toRules(profile);
    const fits = createItemLists();
    const fitsOf = new Map<number, number>();
    let asksNames = false;
    for (const [number, { rule }] of rules.entries()) {
      const { everyone, named } = estate.peers.ofRule(rule);
      const isByName = direction === 'egress' && ports.hasNames(rule);
      asksNames ||= isByName;
      if (everyone) {
        if (isByName) for (const peer of classes.keys()) if ((classes[peer]?.names ?? 0) !== 0) touch(fitsOf, peer);
        continue;
      }
      for (const peer of named) {
        for (const holder of holders[peer] ?? []) fitsOf.set(holder, fits.add(fitsOf.get(holder) ?? 0, number));
      }
    }
    const decided = new Map<string, number>();
    const decide = (list: number, peerNames: number): number => {
      const key = `${list} ${peerNames}`;
      const found = decided.get(key);
      if (found !== undefined) return found;
      const fitting = new Set(fits.read(list));
      const cases = toCases(
        profile,
        rules,
        (number) => fitting.has(number),
        direction === 'egress' ? peerNames : names,
      );
      const made = ids.idOf(sets.toSet(decidePorts(cases.tiers).allowed));
      decided.set(key, made);
      return made;
    };
    const usual = decide(0, 0);
    const otherwise = new Map<number, number>();
    for (const [peer, list] of [...fitsOf].toSorted(([a], [b]) => a - b)) {
      const value = decide(list, asksNames ? (classes[peer]?.names ?? 0) : 0);
      if (value !== usual) otherwise.set(peer, value);
    }
    return { usual, otherwise };
  }

  function explain(asker: number, peer: number): ExplainedDecision {
    const side = estate.placed.ends[asker]?.side ?? -1;
    const profile = estate.profiles.profiles[side < 0 ? 0 : estate.profiles.of(side)] ?? [];
    const peerClass = classes[classOf[peer] ?? 0];
    const isPeer = new Set(peerClass?.peers);
    const rules = toRules(profile);
    const fits = (number: number): boolean => {
      const rule = rules[number]?.rule;
      return rule !== undefined && estate.peers.ofRule(rule).named.some((one) => isPeer.has(one));
    };
    const names = direction === 'egress' ? (peerClass?.names ?? 0) : ownNames(side);
    const cases = toCases(profile, rules, fits, names);
    return { profile, decision: decidePorts(cases.tiers), rules: cases.rules };
  }

  function toRules(profile: Profile): readonly { readonly policy: NetworkPolicy; readonly rule: NetworkRule }[] {
    return profile.flatMap(({ policies }) =>
      policies.flatMap((policy) => (policy[direction] ?? []).map((rule) => ({ policy, rule }))),
    );
  }

  /** Rules count through all tiers of the profile. */
  function toCases(
    profile: Profile,
    rules: ReturnType<typeof toRules>,
    isFitting: (number: number) => boolean,
    names: number,
  ): { readonly tiers: readonly TierCase[]; readonly rules: ExplainedDecision['rules'] } {
    let number = 0;
    const chosen = profile.map(({ policies }) => {
      const end = policies.reduce((sum, policy) => sum + (policy[direction]?.length ?? 0), number);
      const fitting: { readonly policy: NetworkPolicy; readonly rule: NetworkRule }[] = [];
      for (; number < end; number += 1) {
        const one = rules[number];
        if (one !== undefined && (estate.peers.ofRule(one.rule).everyone || isFitting(number))) fitting.push(one);
      }
      return fitting;
    });
    const tiers = profile.map(({ tier }, at) => ({
      rules: (chosen[at] ?? []).map(({ rule }) => ({ action: rule.action, codes: ports.codesOf(rule, names) })),
      isClosed: tier.atEnd === 'deny',
    }));
    return { tiers, rules: chosen };
  }
};

const touch = (lists: Map<number, number>, key: number): void => {
  if (!lists.has(key)) lists.set(key, 0);
};

interface RulePorts {
  hasNames(rule: NetworkRule): boolean;
  /** A number for what a side's declared ports make of the names that rules ask for; 0 where they make nothing. */
  namesOf(side: number): number;
  codesOf(rule: NetworkRule, names: number): Codes;
}

const createRulePorts = (direction: Direction, { sides, profiles }: Estate): RulePorts => {
  const asked = new Set<string>();
  const byName = new Set<NetworkRule>();
  for (const profile of profiles.profiles) {
    for (const { policies } of profile) {
      for (const rule of policies.flatMap((policy) => policy[direction] ?? [])) {
        for (const port of rule.ports ?? []) {
          if (port.kind !== 'named') continue;
          asked.add(port.name);
          byName.add(rule);
        }
      }
    }
  }
  const numbers = new Map<string, number>([['', 0]]);
  const declared: (readonly DeclaredPort[])[] = [[]];
  const numberOf = new Map<number, number>();
  const fixed = new Map<NetworkRule, Codes>();
  const resolved = new Map<NetworkRule, Map<number, Codes>>();
  return {
    hasNames: (rule) => byName.has(rule),
    namesOf: (side) => {
      const known = numberOf.get(side);
      if (known !== undefined) return known;
      const found = sides[side];
      const ports = found?.kind === 'pods' ? found.ports.filter(({ name }) => asked.has(name)) : [];
      const texts = ports.map(({ name, protocol, port }) => `${name}=${protocol}/${port}`);
      const key = [...new Set(texts)].toSorted().join();
      const number = numbers.get(key) ?? declared.length;
      if (number === declared.length) {
        numbers.set(key, number);
        declared.push(ports);
      }
      numberOf.set(side, number);
      return number;
    },
    codesOf: (rule, names) => {
      const memory = byName.has(rule) ? (resolved.get(rule) ?? new Map<number, Codes>()) : null;
      const known = memory === null ? fixed.get(rule) : memory.get(names);
      if (known !== undefined) return known;
      const codes = toRuleCodes(rule.ports, declared[names] ?? []);
      if (memory === null) fixed.set(rule, codes);
      else resolved.set(rule, memory.set(names, codes));
      return codes;
    },
  };
};

const toRuleCodes = (ports: readonly PortMatch[] | null, declared: readonly DeclaredPort[]): Codes => {
  if (ports === null) return allCodes;
  return toCodes(
    ports.flatMap((match): readonly PortRange[] => {
      if (match.kind === 'range') return [match];
      return declared
        .filter(({ name, protocol }) => name === match.name && (match.protocol === null || match.protocol === protocol))
        .map(({ protocol, port }) => ({ protocol, first: port, last: port }));
    }),
  );
};

interface PeerClasses {
  readonly classOf: Uint32Array;
  readonly classes: readonly { readonly peers: readonly number[]; readonly names: number }[];
  /** For each named peer, the classes that are it. */
  readonly holders: readonly (readonly number[])[];
}

const createPeerClasses = (direction: Direction, estate: Estate, ports: RulePorts): PeerClasses => {
  const { named } = estate.peers;
  const { ends, membersOf } = estate.placed;
  const lists = createItemLists();
  const listOf = new Uint32Array(estate.sides.length);
  for (const [number, members] of membersOf.entries()) {
    if (named[number]?.in[direction] !== true) continue;
    for (const side of members) listOf[side] = lists.add(listOf[side] ?? 0, number);
  }
  const known = new Map<string, number>();
  const classes: { peers: readonly number[]; names: number }[] = [];
  const holders = named.map((): number[] => []);
  const classOf = Uint32Array.from(ends, ({ side, peers }) => {
    const own = peers.filter((number) => named[number]?.in[direction] === true);
    const list = side < 0 ? 0 : (listOf[side] ?? 0);
    const names = side >= 0 && direction === 'egress' ? ports.namesOf(side) : 0;
    const key = `${list} ${names} ${own.join()}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const all = [...lists.read(list), ...own];
    const made = classes.length;
    known.set(key, made);
    classes.push({ peers: all, names });
    for (const number of all) holders[number]?.push(made);
    return made;
  });
  return { classOf, classes, holders };
};
