/** The connections of an answer as the contract of `network reach` writes them. */

import type { Json, JsonObject } from '../../../model/json.ts';
import { protocols, type Protocol } from '../../../kube/network/network-policy.ts';
import type { PortSet } from '../../../kube/network/reachability.ts';
import type { ReachAnswer } from './ask-reach.ts';
import type { PlaceEntry } from './place-entry.ts';
import type { PlaceClass, PlacePair } from './connect-places.ts';
import type { LoadedNetwork } from './load-network.ts';
import { tellBecause, type ToldBecause } from './tell-because.ts';

/** By name, so that rows are sorted by what stands in them. */
const sortedProtocols: readonly Protocol[] = protocols.toSorted();

/** Above this many connections they are told by groups. */
export const mostRows = 100_000;

/** Exactly how many rows `listRows` would give, without listing them. */
export const countRows = ({ connections, from, to, network: { portSets } }: ReachAnswer): number => {
  let rows = 0;
  const classOf = new Map(connections.to.flatMap((group) => group.places.map(({ text }) => [text, group] as const)));
  for (const source of connections.from) {
    const common = new Map<PlaceClass, number>();
    for (const { text } of source.places) {
      const group = classOf.get(text);
      if (group !== undefined) common.set(group, (common.get(group) ?? 0) + 1);
    }
    for (const { to: target, ports } of connections.reached(source)) {
      rows += countProtocols(ports) * (source.places.length * target.places.length - (common.get(target) ?? 0));
    }
  }
  const places = new Map(to.map((place) => [place.text, place]));
  for (const place of from) {
    const itself = places.get(place.text);
    if (itself !== undefined) rows += countProtocols(connections.itself(itself));
  }
  for (const source of connections.from) {
    const reached = new Map(connections.reached(source).map((one) => [one.to, one.ports]));
    for (const place of source.places) {
      for (const [target, ports] of connections.ownNode(place)) {
        const already = reached.get(classOf.get(target.text) ?? source) ?? portSets.none;
        rows += countProtocols(portSets.union(already, ports)) - countProtocols(already);
      }
    }
  }
  return rows;
};

const countProtocols = ({ ranges }: PortSet): number =>
  protocols.filter((protocol) => ranges[protocol].length > 0).length;

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

export function* toPortRows(from: string, to: string, ports: PortSet): Generator<JsonObject> {
  for (const protocol of sortedProtocols) {
    const ranges = ports.ranges[protocol];
    if (ranges.length > 0) yield { from, to, protocol, ports: toPortsJson(ranges) };
  }
}
