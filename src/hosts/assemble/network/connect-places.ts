/** What places may reach of each other: computed for classes of them that no rule can tell apart, told for each. */

import type { PortSets } from '../../../kube/network/port-set.ts';
import type { End, EndGroup, PortSet, Reachability } from '../../../kube/network/reachability.ts';
import type { PlaceEntry } from './place-entry.ts';

export interface PlaceConnections {
  readonly from: readonly PlaceClass[];
  readonly to: readonly PlaceClass[];
  /** What the policies let places of a class reach of other places, in the order of `to`; computed when asked for. */
  reached(from: PlaceClass): readonly ReachedClass[];
  /** What a place reaches beside that because it shares a node with it: no policy has a say in it. */
  ownNode(from: PlaceEntry): ReadonlyMap<PlaceEntry, PortSet>;
  /** What of a place's ports it reaches of itself: everything, if it is a pod or a node. */
  itself(place: PlaceEntry): PortSet;
  /** All of it, for two places. */
  portsBetween(from: PlaceEntry, to: PlaceEntry): PortSet;
  /** Each pair of places with something allowed, in the order of the sources and, for each, of the targets. */
  pairs(): Iterable<PlacePair>;
}

export interface PlaceClass {
  readonly index: number;
  readonly places: readonly PlaceEntry[];
}

export interface ReachedClass {
  readonly to: PlaceClass;
  readonly ports: PortSet;
}

export interface PlacePair {
  readonly from: PlaceEntry;
  readonly to: PlaceEntry;
  readonly ports: PortSet;
}

export interface ConnectRequest {
  readonly reachability: Reachability;
  readonly portSets: PortSets;
  readonly from: readonly PlaceEntry[];
  readonly to: readonly PlaceEntry[];
  /** What of a destination's ports is asked about. */
  readonly limit: (target: End) => PortSet;
  /** Only pairs for which it holds. It holds alike for all places of equal traits. */
  readonly isWanted: (from: PlaceEntry, to: PlaceEntry) => boolean;
  readonly traitOf: (place: PlaceEntry) => string;
}

export const connectPlaces = (request: ConnectRequest): PlaceConnections => {
  const { reachability, portSets, isWanted, traitOf } = request;
  const limit = (end: End): PortSet => portSets.adopt(request.limit(end));
  const sources = classify(request.from, traitOf, reachability.sources, () => portSets.all);
  const targets = classify(request.to, traitOf, reachability.targets, limit);
  const users = indexUsers(targets.classes);
  const placesOf = Map.groupBy(
    request.to.flatMap((place) => place.ends.map((end) => ({ end, place }))),
    ({ end }) => end,
  );
  const reached = rememberSome((source: SortedClass): readonly ReachedClass[] => {
    const [one] = source.places;
    const found = new Map<SortedClass, PortSet>();
    for (const { to, ports } of reachability.connections(source.parts.map(({ group }) => group))) {
      const allowed = portSets.adopt(ports);
      for (const { user, asked } of users.get(to) ?? []) {
        const more = portSets.intersect(allowed, asked);
        if (!more.isEmpty) found.set(user, portSets.union(found.get(user) ?? portSets.none, more));
      }
    }
    return [...found]
      .filter(([{ places }]) => one !== undefined && places[0] !== undefined && isWanted(one, places[0]))
      .map(([to, ports]) => ({ to, ports }))
      .toSorted((a, b) => a.to.index - b.to.index);
  });
  const reachedBy = (from: PlaceClass): readonly ReachedClass[] => {
    const source = sources.classes[from.index];
    return source === undefined ? [] : reached(source);
  };

  const limitOf = (ends: readonly End[]): PortSet =>
    ends.reduce((union, end) => portSets.union(union, limit(end)), portSets.none);
  const itself = (place: PlaceEntry): PortSet =>
    isWanted(place, place) ? limitOf(place.ends.filter(({ side }) => side !== null)) : portSets.none;

  const ownNode = (from: PlaceEntry): ReadonlyMap<PlaceEntry, PortSet> => {
    const own = new Map<PlaceEntry, PortSet>();
    for (const end of new Set(from.ends.flatMap((one) => reachability.ownNode(one)))) {
      const ports = limit(end);
      if (ports.isEmpty) continue;
      for (const { place } of placesOf.get(end) ?? []) {
        if (place.text === from.text || !isWanted(from, place)) continue;
        own.set(place, portSets.union(own.get(place) ?? portSets.none, ports));
      }
    }
    return own;
  };

  const portsBetween = (from: PlaceEntry, to: PlaceEntry): PortSet => {
    if (from.text === to.text) return itself(to);
    const source = sources.classOf.get(from);
    const target = targets.classOf.get(to);
    if (source === undefined || target === undefined) return portSets.none;
    const byPolicies = findReached(reachedBy(source), target)?.ports ?? portSets.none;
    return portSets.union(byPolicies, ownNode(from).get(to) ?? portSets.none);
  };

  const order = new Map(request.to.map((place, index) => [place, index]));
  const orderOf = (one: Reached | undefined): number => (one === undefined ? Infinity : (order.get(one.to) ?? 0));
  const sort = (list: readonly Reached[]): readonly Reached[] => list.toSorted((a, b) => orderOf(a) - orderOf(b));
  const listReached = rememberSome((source: PlaceClass): readonly Reached[] =>
    sort(reachedBy(source).flatMap(({ to, ports }) => to.places.map((place) => ({ to: place, ports })))),
  );

  function* pairs(): Generator<PlacePair> {
    const byText = new Map(request.to.map((place) => [place.text, place]));
    for (const from of request.from) {
      const source = sources.classOf.get(from);
      if (source === undefined) continue;
      const own = byText.get(from.text);
      const extras = new Map(ownNode(from));
      if (own !== undefined) extras.set(own, itself(own));
      const rest = sort([...extras].map(([to, ports]) => ({ to, ports })));
      let next = 0;
      const takeBefore = function* (at: number): Generator<PlacePair> {
        for (; orderOf(rest[next]) < at; next += 1) {
          const extra = rest[next];
          if (extra !== undefined && !extra.ports.isEmpty) yield { from, ...extra };
        }
      };
      for (const { to, ports } of listReached(source)) {
        yield* takeBefore(order.get(to) ?? 0);
        // What a place reaches of itself is said once, not what others like it reach of it.
        if (to !== own) yield { from, to, ports: portSets.union(ports, extras.get(to) ?? portSets.none) };
        else if (!itself(to).isEmpty) yield { from, to, ports: itself(to) };
        if (rest[next]?.to === to) next += 1;
      }
      yield* takeBefore(Infinity);
    }
  }

  return { from: sources.classes, to: targets.classes, reached: reachedBy, ownNode, itself, portsBetween, pairs };
};

interface Reached {
  readonly to: PlaceEntry;
  readonly ports: PortSet;
}

interface SortedClass extends PlaceClass {
  /** The groups of ends that each of its places stands for, and what of their ports is asked about. */
  readonly parts: readonly { readonly group: EndGroup; readonly asked: PortSet }[];
}

interface Classes {
  readonly classes: readonly SortedClass[];
  readonly classOf: ReadonlyMap<PlaceEntry, SortedClass>;
}

const classify = (
  places: readonly PlaceEntry[],
  traitOf: (place: PlaceEntry) => string,
  groups: readonly EndGroup[],
  askedOf: (end: End) => PortSet,
): Classes => {
  const groupOf = new Map(groups.flatMap((group) => group.ends.map((end) => [end, group] as const)));
  const groupNumber = createNumbers();
  const askedNumber = createNumbers();
  const byKey = new Map<string, SortedClass & { readonly places: PlaceEntry[] }>();
  const classOf = new Map<PlaceEntry, SortedClass>();
  for (const place of places) {
    const parts = new Map<string, SortedClass['parts'][number]>();
    for (const end of place.ends) {
      const group = groupOf.get(end);
      const asked = askedOf(end);
      if (group !== undefined) parts.set(`${groupNumber(group)} ${askedNumber(asked)}`, { group, asked });
    }
    const key = [traitOf(place), ...[...parts.keys()].toSorted()].join('\n');
    const known = byKey.get(key) ?? { index: byKey.size, places: [], parts: [...parts.values()] };
    byKey.set(key, known);
    known.places.push(place);
    classOf.set(place, known);
  }
  return { classes: [...byKey.values()], classOf };
};

/** Numbers for objects, in the order they are met. */
const createNumbers = (): ((key: object) => number) => {
  const known = new Map<object, number>();
  return (key) => {
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  };
};

/** For each group of targets, the classes with an end of it. */
const indexUsers = (
  classes: readonly SortedClass[],
): ReadonlyMap<EndGroup, readonly { readonly user: SortedClass; readonly asked: PortSet }[]> => {
  const users = new Map<EndGroup, { user: SortedClass; asked: PortSet }[]>();
  for (const user of classes) {
    for (const { group, asked } of user.parts) {
      const known = users.get(group) ?? [];
      users.set(group, known);
      known.push({ user, asked });
    }
  }
  return users;
};

/** In the order of classes. */
export const findReached = (reached: readonly ReachedClass[], { index }: PlaceClass): ReachedClass | undefined => {
  let low = 0;
  let high = reached.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((reached[middle]?.to.index ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return reached[low]?.to.index === index ? reached[low] : undefined;
};

/** Entries held at once, some forty bytes each; more are computed again. */
const mostHeld = 4_000_000;

const rememberSome = <Key, Value extends readonly unknown[]>(compute: (key: Key) => Value): ((key: Key) => Value) => {
  const known = new Map<Key, Value>();
  let held = 0;
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = compute(key);
    if (held > mostHeld) {
      known.clear();
      held = 0;
    }
    known.set(key, made);
    held += made.length;
    return made;
  };
};

/** Two pods of one end, or one of them and the others. */
export const isOfDifferentPods = (from: PlaceEntry, to: PlaceEntry): boolean =>
  from.text !== to.text && (from.pod !== null || to.pod !== null);
