/** What places may reach of each other: computed for classes of them that nothing can tell apart, told for each. */

import type { PortSets } from '../../../kube/network/port-set.ts';
import type { End, EndGroup, PortSet, Reachability } from '../../../kube/network/reachability.ts';
import type { PlaceEntry } from './place-entry.ts';

export interface PlaceConnections {
  readonly from: readonly PlaceClass[];
  readonly to: readonly PlaceClass[];
  /** Between different places of two classes. */
  ports(from: PlaceClass, to: PlaceClass): PortSet;
  /** Also of a place to itself: what one of its pods may reach of another, and everything for a single pod. */
  portsBetween(from: PlaceEntry, to: PlaceEntry): PortSet;
  /** Each pair of places with something allowed, in the order of the sources and, for each, of the targets. */
  pairs(): Iterable<PlacePair>;
}

export interface PlaceClass {
  readonly index: number;
  readonly places: readonly PlaceEntry[];
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
  const { reachability, portSets, limit, isWanted, traitOf } = request;
  const sourceGroups = indexGroups(reachability.sources);
  const targetGroups = indexGroups(reachability.targets);
  const limits = createNumbers();
  const sources = classify(request.from, traitOf, (end) => String(sourceGroups.get(end) ?? -1));
  const targets = classify(
    request.to,
    traitOf,
    (end) => `${targetGroups.get(end) ?? -1} ${limits.numberOf(portSets.adopt(limit(end)))}`,
  );
  const memory = new Map<number, PortSet>();

  const between = (from: PlaceEntry, to: PlaceEntry): PortSet => {
    let all = portSets.none;
    for (const target of to.ends) {
      const wanted = limit(target);
      for (const source of from.ends) {
        if (all.isAll) return all;
        const isAmong = source === target && isOfDifferentPods(from, to);
        const allowed = isAmong ? reachability.portsAmong(target) : reachability.ports(source, target);
        all = portSets.union(all, portSets.intersect(allowed, wanted));
      }
    }
    return all;
  };

  const ports = (from: PlaceClass, to: PlaceClass): PortSet => {
    const key = from.index * targets.classes.length + to.index;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const [one, other] = pickDifferent(from.places, to.places);
    const isAsked = one !== undefined && other !== undefined && isWanted(one, other);
    const made = isAsked ? between(one, other) : portSets.none;
    memory.set(key, made);
    return made;
  };

  const portsBetween = (from: PlaceEntry, to: PlaceEntry): PortSet => {
    if (!isWanted(from, to)) return portSets.none;
    const source = sources.classOf.get(from);
    const target = targets.classOf.get(to);
    if (from.text === to.text || source === undefined || target === undefined) return between(from, to);
    return ports(source, target);
  };

  /** The targets of a class of sources, in order: asked for once a class, forgotten when there are too many. */
  const createReached = () => {
    const known = new Map<PlaceClass, readonly PlaceEntry[]>();
    let held = 0;
    return (source: PlaceClass): readonly PlaceEntry[] => {
      const before = known.get(source);
      if (before !== undefined) return before;
      const open = new Set(targets.classes.filter((target) => !ports(source, target).isEmpty));
      const reached = request.to.filter((place) => {
        const target = targets.classOf.get(place);
        return target !== undefined && open.has(target);
      });
      if (held > mostHeld) {
        known.clear();
        held = 0;
      }
      known.set(source, reached);
      held += reached.length;
      return reached;
    };
  };

  function* pairs(): Generator<PlacePair> {
    const reachedBy = createReached();
    const inTargets = new Map(request.to.map((place) => [place.text, place]));
    for (const from of request.from) {
      const source = sources.classOf.get(from);
      if (source === undefined) continue;
      const reached = reachedBy(source);
      const itself = inTargets.get(from.text);
      let isItselfTold = itself === undefined;
      const tell = function* (to: PlaceEntry): Generator<PlacePair> {
        const allowed = portsBetween(from, to);
        if (!allowed.isEmpty) yield { from, to, ports: allowed };
      };
      for (const to of reached) {
        // A place may reach itself where others like it may not reach it.
        if (!isItselfTold && itself !== undefined && to.text >= from.text) {
          isItselfTold = true;
          yield* tell(itself);
        }
        if (to.text !== from.text) yield* tell(to);
      }
      if (!isItselfTold && itself !== undefined) yield* tell(itself);
    }
  }

  return { from: sources.classes, to: targets.classes, ports, portsBetween, pairs };
};

/** Two pods of one end, or one of them and the others. */
export const isOfDifferentPods = (from: PlaceEntry, to: PlaceEntry): boolean =>
  from.text !== to.text && (from.pod !== null || to.pod !== null);

/** Places named by classes of sources at once; more are computed again. */
const mostHeld = 2_000_000;

const indexGroups = (groups: readonly EndGroup[]): ReadonlyMap<End, number> =>
  new Map(groups.flatMap(({ ends }, index) => ends.map((end): [End, number] => [end, index])));

/** Numbers for objects, in the order they are met. */
const createNumbers = (): { readonly numberOf: (key: PortSet) => number } => {
  const known = new Map<PortSet, number>();
  return {
    numberOf: (key) => {
      const before = known.get(key);
      if (before !== undefined) return before;
      known.set(key, known.size);
      return known.size - 1;
    },
  };
};

const classify = (
  places: readonly PlaceEntry[],
  traitOf: (place: PlaceEntry) => string,
  keyOf: (end: End) => string,
): { readonly classes: readonly PlaceClass[]; readonly classOf: ReadonlyMap<PlaceEntry, PlaceClass> } => {
  const byKey = new Map<string, { readonly index: number; readonly places: PlaceEntry[] }>();
  const classOf = new Map<PlaceEntry, PlaceClass>();
  for (const place of places) {
    const key = [traitOf(place), ...[...new Set(place.ends.map(keyOf))].toSorted()].join('\n');
    const known = byKey.get(key) ?? { index: byKey.size, places: [] };
    byKey.set(key, known);
    known.places.push(place);
    classOf.set(place, known);
  }
  return { classes: [...byKey.values()], classOf };
};

/** A place of each, not the same one where there is a choice: a place may reach itself where others may not reach it. */
const pickDifferent = (
  from: readonly PlaceEntry[],
  to: readonly PlaceEntry[],
): readonly [PlaceEntry | undefined, PlaceEntry | undefined] => {
  const [one] = from;
  const other = to.find(({ text }) => text !== one?.text);
  if (other !== undefined) return [one, other];
  return [from.find(({ text }) => text !== to[0]?.text), to[0]];
};
