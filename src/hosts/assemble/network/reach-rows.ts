/** The connections of an answer as the contract of `network reach` writes them. */

import type { Json, JsonObject } from '../../../model/json.ts';
import { protocols, type Protocol } from '../../../kube/network/network-policy.ts';
import type { PortSets } from '../../../kube/network/port-set.ts';
import type { PortSet } from '../../../kube/network/reachability.ts';
import type { ReachAnswer } from './ask-reach.ts';
import type { PlaceEntry } from './place-entry.ts';
import type { PlaceClass, PlaceConnections, PlacePair } from './connect-places.ts';
import type { LoadedNetwork } from './load-network.ts';
import { tellBecause, type ToldBecause } from './tell-because.ts';

/** By name, so that rows are sorted by what stands in them. */
const sortedProtocols: readonly Protocol[] = protocols.toSorted();

/** Above this many connections they are told by groups. */
export const mostRows = 100_000;

/** Exactly how many rows `listRows` would give, without listing them. */
export const countRows = ({ connections, from, to }: ReachAnswer): number => {
  let rows = 0;
  for (const source of connections.from) {
    for (const target of connections.to) {
      const width = countProtocols(connections.ports(source, target));
      rows += width * (source.places.length * target.places.length - countCommon(source, target));
    }
  }
  const targets = new Map(to.map((place) => [place.text, place]));
  for (const place of from) {
    const itself = targets.get(place.text);
    if (itself !== undefined) rows += countProtocols(connections.portsBetween(place, itself));
  }
  return rows;
};

const countProtocols = ({ ranges }: PortSet): number =>
  protocols.filter((protocol) => ranges[protocol].length > 0).length;

const countCommon = (source: PlaceClass, target: PlaceClass): number => {
  const [few, many] = source.places.length < target.places.length ? [source, target] : [target, source];
  const texts = textsOf(few);
  return many.places.filter(({ text }) => texts.has(text)).length;
};

const knownTexts = new WeakMap<PlaceClass, ReadonlySet<string>>();

const textsOf = (group: PlaceClass): ReadonlySet<string> => {
  const known = knownTexts.get(group) ?? new Set(group.places.map(({ text }) => text));
  knownTexts.set(group, known);
  return known;
};

export interface ReachRow {
  readonly from: PlaceEntry;
  readonly to: PlaceEntry;
  readonly protocol: Protocol;
  readonly ports: PortSet['ranges'][Protocol];
  readonly because: readonly ToldBecause[];
}

/** In the order of from, to and protocol. */
export function* listRows(
  { connections, network }: ReachAnswer,
  options: { readonly withBecause: boolean },
): Generator<ReachRow> {
  for (const pair of connections.pairs()) yield* toRows(pair, network, options);
}

export const toRows = (
  { from, to, ports }: PlacePair,
  { reachability, locate }: Pick<LoadedNetwork, 'reachability' | 'locate'>,
  { withBecause }: { readonly withBecause: boolean },
): readonly ReachRow[] => {
  const because = withBecause ? tellBecause(reachability, from, to, locate) : [];
  return sortedProtocols.flatMap((protocol) => {
    const ranges = ports.ranges[protocol];
    if (ranges.length === 0) return [];
    return [{ from, to, protocol, ports: ranges, because: because.filter((one) => isAbout(one, protocol, ranges)) }];
  });
};

type Ranges = PortSet['ranges'][Protocol];

const isAbout = ({ ports }: ToldBecause, protocol: Protocol, ranges: Ranges): boolean =>
  ports.ranges[protocol].some(([first, last]) => ranges.some((range) => first <= range[1] && range[0] <= last));

export const toRowJson = (
  { from, to, protocol, ports, because }: ReachRow,
  { withBecause }: { readonly withBecause: boolean },
): JsonObject => ({
  from: from.text,
  to: to.text,
  protocol,
  ports: toPortsJson(ports),
  ...(withBecause ? { because: because.map((one) => toBecauseJson(one, protocol, ports)) } : {}),
});

export const toPortsJson = (ports: Ranges): Json => ports.map(([first, last]) => [first, last]);

/** Its ports are told where it lets other ports through than the connection has. */
const toBecauseJson = (
  { direction, ports, policy, rule, selector, file, line, text }: ToldBecause,
  protocol: Protocol,
  ranges: Ranges,
): JsonObject => {
  const own = ports.ranges[protocol];
  return {
    direction,
    ...(isSame(own, ranges) ? {} : { ports: toPortsJson(own) }),
    ...(policy === null ? {} : { policy, rule, selector, file, line }),
    text,
  };
};

const isSame = (a: Ranges, b: Ranges): boolean =>
  a.length === b.length && a.every(([first, last], index) => b[index]?.[0] === first && b[index][1] === last);

export interface GroupedRows {
  readonly groups: readonly { readonly id: string; readonly places: readonly PlaceEntry[] }[];
  readonly rows: () => Iterable<JsonObject>;
  /** Places that reach of themselves something else than the rows say. */
  readonly itself: () => Iterable<JsonObject>;
}

/** `from` and `to` of a row are groups: each place of the one reaches each other place of the other. */
export const groupRows = ({ connections, from, to, network }: ReachAnswer): GroupedRows => ({
  groups: [
    ...connections.from.map((group) => ({ id: toId('from', group), places: group.places })),
    ...connections.to.map((group) => ({ id: toId('to', group), places: group.places })),
  ],
  rows: function* () {
    for (const source of connections.from) {
      for (const target of connections.to) {
        const ports = connections.ports(source, target);
        if (ports.isEmpty) continue;
        yield* toPortRows(toId('from', source), toId('to', target), ports);
      }
    }
  },
  itself: function* () {
    const targets = new Map(to.map((place) => [place.text, place]));
    const said = createSaid(connections, network.portSets);
    for (const place of from) {
      const itself = targets.get(place.text);
      if (itself === undefined) continue;
      const ports = connections.portsBetween(place, itself);
      if (network.portSets.adopt(ports) !== said(place, itself)) yield* toPortRows(place.text, place.text, ports);
    }
  },
});

const toId = (end: 'from' | 'to', { index }: PlaceClass): string => `${end}-${index + 1}`;

export function* toPortRows(from: string, to: string, ports: PortSet): Generator<JsonObject> {
  for (const protocol of sortedProtocols) {
    const ranges = ports.ranges[protocol];
    if (ranges.length > 0) yield { from, to, protocol, ports: toPortsJson(ranges) };
  }
}

/** What the rows of the groups say of two places. */
const createSaid = (connections: PlaceConnections, portSets: PortSets) => {
  const { from, to } = connections;
  const sources = new Map(from.flatMap((group) => group.places.map((place) => [place, group] as const)));
  const targets = new Map(to.flatMap((group) => group.places.map((place) => [place, group] as const)));
  return (one: PlaceEntry, other: PlaceEntry): PortSet => {
    const source = sources.get(one);
    const target = targets.get(other);
    return source === undefined || target === undefined
      ? portSets.none
      : portSets.adopt(connections.ports(source, target));
  };
};
