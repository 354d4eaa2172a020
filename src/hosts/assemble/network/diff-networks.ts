/** Which connections a change opens and closes: places of both networks side by side, compared class by class. */

import { createAddressAtoms } from '../../../kube/network/address-atoms.ts';
import type { PortSet, Reachability } from '../../../kube/network/reachability.ts';
import { parseIpPrefix, widthOf } from '../../../lang/go/ip-address.ts';
import { isTold, toTrait } from './ask-reach.ts';
import { connectPlaces, type PlaceClass, type PlaceConnections } from './connect-places.ts';
import type { LoadedNetwork } from './load-network.ts';
import { isOutside, listIdlePlaces, listPlaces, type PlaceEntry } from './place-entry.ts';

export interface NetworkDiff {
  readonly opened: readonly ChangedConnections[];
  readonly closed: readonly ChangedConnections[];
  /** Workloads and nodes that only one of them has: what they may do is opened, or closed, with them. */
  readonly added: readonly PlaceEntry[];
  readonly removed: readonly PlaceEntry[];
  /** Everything that was compared, of each of the two: of what is outside, the pieces both are cut into. */
  readonly places: { readonly old: readonly PlaceEntry[]; readonly now: readonly PlaceEntry[] };
}

/** Each of the one may, or might, reach each other one of the other. */
export interface ChangedConnections {
  /** As the network that has the connection knows them. */
  readonly from: readonly PlaceEntry[];
  readonly to: readonly PlaceEntry[];
  readonly ports: PortSet;
}

export const diffNetworks = (before: LoadedNetwork, after: LoadedNetwork): NetworkDiff => {
  const pairs = pairPlaces(before.reachability, after.reachability);
  const was = connectSide(before, pairs, 'old');
  const is = connectSide(after, pairs, 'now');
  const sources = classifyPairs(pairs, indexClasses(was.from), indexClasses(is.from));
  const targets = indexTargets(pairs, was, is);
  const { portSets } = after;
  const opened: ChangedConnections[] = [];
  const closed: ChangedConnections[] = [];
  const compare = (from: PairClass, to: readonly PlacePair[], old: PortSet, now: PortSet): void => {
    const more = portSets.subtract(now, old);
    const less = portSets.subtract(old, now);
    if (!more.isEmpty) opened.push({ from: entriesOf(from.pairs, 'now'), to: entriesOf(to, 'now'), ports: more });
    if (!less.isEmpty) closed.push({ from: entriesOf(from.pairs, 'old'), to: entriesOf(to, 'old'), ports: less });
  };
  for (const source of sources) {
    const old = toRow(source.old, was);
    const now = toRow(source.now, is);
    for (const from of splitHosts(source, was, is)) {
      for (const to of targets.reachedBy(old, now)) {
        const others = from.own === null ? to.pairs : to.pairs.filter((pair) => from.own?.has(pair) !== true);
        compare(from, others, portsOf(old, to.old, portSets.none), portsOf(now, to.now, portSets.none));
      }
      const alike = Map.groupBy(from.own ?? [], ([pair, own]) => {
        const to = targets.classOf(pair);
        return `${to?.old?.index} ${to?.now?.index} ${own.old === undefined} ${own.now === undefined}`;
      });
      for (const members of alike.values()) {
        const [[first, own] = []] = members;
        const to = first === undefined ? undefined : targets.classOf(first);
        compare(
          from,
          members.map(([pair]) => pair),
          portSets.union(portsOf(old, to?.old, portSets.none), own?.old ?? portSets.none),
          portSets.union(portsOf(now, to?.now, portSets.none), own?.now ?? portSets.none),
        );
      }
    }
  }
  return {
    opened: opened.filter((change) => countPairs(change) > 0),
    closed: closed.filter((change) => countPairs(change) > 0),
    added: pairs.flatMap(({ old, now }) => (old === null && now !== null && !isOutside(now) ? [now] : [])),
    removed: pairs.flatMap(({ old, now }) => (now === null && old !== null && !isOutside(old) ? [old] : [])),
    places: { old: entriesOf(pairs, 'old'), now: entriesOf(pairs, 'now') },
  };
};

interface OwnConnections extends PlaceConnections {
  pairOf(place: PlaceEntry): PlacePair;
}

const connectSide = (
  { reachability, portSets }: LoadedNetwork,
  pairs: readonly PlacePair[],
  side: 'old' | 'now',
): OwnConnections => {
  const places = entriesOf(pairs, side);
  const byPlace = new Map(pairs.map((pair) => [pair[side], pair]));
  const connections = connectPlaces({
    reachability,
    portSets,
    from: places,
    to: places,
    limit: () => portSets.all,
    isWanted: (from, to) => isTold(from, to, []),
    traitOf: (place) => toTrait(place, []),
  });
  return { ...connections, pairOf: (place) => byPlace.get(place) ?? { old: null, now: null } };
};

/** One place in both networks; `null` where one of them has none of that name. */
interface PlacePair {
  readonly old: PlaceEntry | null;
  readonly now: PlaceEntry | null;
}

const pairPlaces = (then: Reachability, later: Reachability): readonly PlacePair[] => {
  const before = listPlaces(then, 'workloads');
  const after = listPlaces(later, 'workloads');
  const isByName = (place: PlaceEntry): boolean => !isOutside(place) || place.text.startsWith('domain//');
  const old = new Map(before.filter(isByName).map((place) => [place.text, place]));
  const now = new Map(after.filter(isByName).map((place) => [place.text, place]));
  const texts = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return [
    ...texts.map((text) => ({ old: old.get(text) ?? null, now: now.get(text) ?? null })),
    ...pairAddresses(
      { places: before.filter((place) => !isByName(place)), idle: listIdlePlaces(then) },
      { places: after.filter((place) => !isByName(place)), idle: listIdlePlaces(later) },
    ),
  ];
};

/** Policies of the two name other prefixes: addresses are cut at all of them, and each piece lies in one place of either. */
const pairAddresses = (before: Addresses, after: Addresses): readonly PlacePair[] => {
  const prefixes = [...before.places, ...after.places].filter(({ text }) => text !== 'internet//').flatMap(prefixesOf);
  const atoms = createAddressAtoms([...new Set(prefixes)].map((prefix) => ({ prefixes: [prefix], except: [] })));
  const inOld = createAddressIndex([...before.places, ...before.idle]);
  const inNow = createAddressIndex([...after.places, ...after.idle]);
  const pieces = atoms.classes.flatMap((one) =>
    one.isInternet ? [] : one.prefixes().map((prefix) => ({ old: inOld(prefix), now: inNow(prefix) })),
  );
  return [{ old: toInternet(before, after), now: toInternet(after, before) }, ...pieces];
};

interface Addresses {
  readonly places: readonly PlaceEntry[];
  readonly idle: readonly PlaceEntry[];
}

/** Where only one of the two speaks IPv6, what the other would let IPv6 do is compared too. */
const toInternet = (one: Addresses, other: Addresses): PlaceEntry | null => {
  const internet = findInternet(one);
  const areBoth = (findInternet(other)?.ends.length ?? 0) > 1;
  if (internet === null || !areBoth) return internet;
  return { ...internet, ends: [...internet.ends, ...one.idle.flatMap(({ ends }) => ends)] };
};

const findInternet = ({ places }: Addresses): PlaceEntry | null =>
  places.find(({ text }) => text === 'internet//') ?? null;

const prefixesOf = ({ ends }: PlaceEntry): readonly string[] => ends.flatMap((end) => end.prefixes);

/** The place that holds a piece, under the piece's own name. */
const createAddressIndex = (places: readonly PlaceEntry[]): ((prefix: string) => PlaceEntry | null) => {
  const ranges = places
    .flatMap((place) =>
      place.ends.flatMap((end) =>
        end.prefixes.flatMap((prefix) => toRange(prefix)).map((range) => ({ ...range, place, end })),
      ),
    )
    .toSorted((a, b) => a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  return (prefix) => {
    const [piece] = toRange(prefix);
    if (piece === undefined) return null;
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const range = ranges[middle];
      const isBefore =
        range !== undefined &&
        (range.family === piece.family ? range.first <= piece.first : range.family < piece.family);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    const found = ranges[low - 1];
    if (found === undefined || found.family !== piece.family || found.last < piece.last) return null;
    return { ...found.place, text: `cidr//${prefix}`, ends: [found.end], part: prefix };
  };
};

const toRange = (
  prefix: string,
): readonly { readonly family: 4 | 6; readonly first: bigint; readonly last: bigint }[] => {
  const parsed = parseIpPrefix(prefix);
  if (parsed.kind === 'defect') return [];
  const { address, length } = parsed.value;
  const size = 1n << BigInt(widthOf(address) - length);
  return [{ family: address.family, first: address.bits, last: address.bits + size - 1n }];
};

interface PairClass {
  readonly old: PlaceClass | undefined;
  readonly now: PlaceClass | undefined;
  readonly pairs: PlacePair[];
}

type ClassIndex = (place: PlaceEntry | null) => PlaceClass | undefined;

const indexClasses = (classes: readonly PlaceClass[]): ClassIndex => {
  const known = new Map(classes.flatMap((one) => one.places.map((place) => [place, one] as const)));
  return (place) => (place === null ? undefined : known.get(place));
};

const classifyPairs = (pairs: readonly PlacePair[], oldOf: ClassIndex, nowOf: ClassIndex): readonly PairClass[] => {
  const classes = new Map<string, PairClass>();
  for (const pair of pairs) {
    const old = oldOf(pair.old);
    const now = nowOf(pair.now);
    const key = `${old?.index ?? ''} ${now?.index ?? ''}`;
    const known = classes.get(key) ?? { old, now, pairs: [] };
    classes.set(key, known);
    known.pairs.push(pair);
  }
  return [...classes.values()];
};

type Row = ReadonlyMap<PlaceClass, PortSet>;

const toRow = (source: PlaceClass | undefined, connections: PlaceConnections): Row =>
  new Map(source === undefined ? [] : connections.reached(source).map(({ to, ports }) => [to, ports]));

const portsOf = (row: Row, to: PlaceClass | undefined, none: PortSet): PortSet =>
  (to === undefined ? undefined : row.get(to)) ?? none;

interface Targets {
  readonly classOf: (pair: PlacePair) => PairClass | undefined;
  /** Those that either of the two networks lets a source reach: of a large estate that is little. */
  reachedBy(old: Row, now: Row): ReadonlySet<PairClass>;
}

const indexTargets = (pairs: readonly PlacePair[], was: PlaceConnections, is: PlaceConnections): Targets => {
  const classes = classifyPairs(pairs, indexClasses(was.to), indexClasses(is.to));
  const byOld = Map.groupBy(classes, ({ old }) => old);
  const byNow = Map.groupBy(classes, ({ now }) => now);
  const known = new Map(classes.flatMap((one) => one.pairs.map((pair) => [pair, one] as const)));
  return {
    classOf: (pair) => known.get(pair),
    reachedBy: (old, now) =>
      new Set([
        ...[...old.keys()].flatMap((one) => byOld.get(one) ?? []),
        ...[...now.keys()].flatMap((one) => byNow.get(one) ?? []),
      ]),
  };
};

/** What a host reaches because it stands on its node, in either network. */
type OwnPairs = ReadonlyMap<PlacePair, { readonly old: PortSet | undefined; readonly now: PortSet | undefined }>;

/** A host is compared by itself: what stands on its node is no matter of its class. */
const splitHosts = (
  { old, now, pairs }: PairClass,
  was: OwnConnections,
  is: OwnConnections,
): readonly (PairClass & { readonly own: OwnPairs | null })[] => {
  const usual: PlacePair[] = [];
  const hosts = pairs.flatMap((pair) => {
    const ofOld = pair.old === null ? noPlaces : was.ownNode(pair.old);
    const ofNow = pair.now === null ? noPlaces : is.ownNode(pair.now);
    if (ofOld.size + ofNow.size === 0) {
      usual.push(pair);
      return [];
    }
    const own = new Map<PlacePair, { old: PortSet | undefined; now: PortSet | undefined }>();
    for (const [place, ports] of ofOld) own.set(was.pairOf(place), { old: ports, now: undefined });
    for (const [place, ports] of ofNow) {
      own.set(is.pairOf(place), { old: own.get(is.pairOf(place))?.old, now: ports });
    }
    return [{ old, now, pairs: [pair], own }];
  });
  return usual.length === 0 ? hosts : [{ old, now, pairs: usual, own: null }, ...hosts];
};

const noPlaces: ReadonlyMap<PlaceEntry, PortSet> = new Map();

/** The same list for the same pairs: a large change names few lists many times. */
const entriesOf = (pairs: readonly PlacePair[], side: 'old' | 'now'): readonly PlaceEntry[] => {
  const known = entriesOfPairs[side].get(pairs) ?? pairs.flatMap((pair) => pair[side] ?? []);
  entriesOfPairs[side].set(pairs, known);
  return known;
};

const entriesOfPairs = {
  old: new WeakMap<readonly PlacePair[], readonly PlaceEntry[]>(),
  now: new WeakMap<readonly PlacePair[], readonly PlaceEntry[]>(),
};

/** Pairs of different places among them. */
export const countPairs = ({ from, to }: ChangedConnections): number => {
  const texts = textsOf.get(from) ?? new Set(from.map(({ text }) => text));
  textsOf.set(from, texts);
  return from.length * to.length - to.filter(({ text }) => texts.has(text)).length;
};

const textsOf = new WeakMap<readonly PlaceEntry[], ReadonlySet<string>>();
