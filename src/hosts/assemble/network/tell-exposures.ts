/** Ways in from outside to the places asked about, and whether the policies close them. */

import type { Exposure } from '../../../kube/network/network-estate.ts';
import type { PortSets } from '../../../kube/network/port-set.ts';
import type { End, EndGroup, PortSet, Reachability } from '../../../kube/network/reachability.ts';
import { renderRef } from '../../../reports/place.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { ReachAnswer } from './ask-reach.ts';
import type { PlaceEntry } from './place-entry.ts';

export interface ToldExposure {
  readonly to: PlaceEntry;
  readonly by: string;
  readonly how: Exposure['how'];
  readonly protocol: Exposure['protocol'];
  /** At the pod; `null` for all of them. */
  readonly port: number | null;
  readonly from: Exposure['from'];
  /** Policies let through nobody who comes that way. */
  readonly blocked: boolean;
}

export const tellExposures = (answer: ReachAnswer): readonly ToldExposure[] => {
  const { estate, portSets } = answer.network;
  const targets = indexBySide(answer.to);
  if (estate.exposures.length === 0) return [];
  const senders = createSenders(answer.network);
  const told = new Map<string, ToldExposure>();
  for (const { how, by, sides, protocol, port, from } of estate.exposures) {
    const opened = portSets.of([{ protocol, first: port ?? 1, last: port ?? 65_535 }]);
    for (const index of sides) {
      for (const to of targets.get(estate.sides[index]) ?? []) {
        const asked = to.ends.some((end) => !portSets.intersect(opened, answer.limit(end)).isEmpty);
        const key = `${to.text} ${how} ${renderRef(by.ref)} ${protocol} ${port} ${JSON.stringify(from)}`;
        if (!asked || told.has(key)) continue;
        const blocked = to.ends.every((end) => portSets.intersect(opened, senders(how, end)).isEmpty);
        told.set(key, { to, by: renderRef(by.ref), how, protocol, port, from, blocked });
      }
    }
  }
  return [...told.values()].toSorted((a, b) => (a.to.text < b.to.text ? -1 : a.to.text > b.to.text ? 1 : 0));
};

const indexBySide = (places: readonly PlaceEntry[]): ReadonlyMap<End['side'] | undefined, readonly PlaceEntry[]> => {
  const bySide = new Map<End['side'] | undefined, PlaceEntry[]>();
  for (const place of places) {
    for (const side of new Set(place.ends.map((end) => end.side))) {
      if (side === null) continue;
      const known = bySide.get(side);
      if (known === undefined) bySide.set(side, [place]);
      else known.push(place);
    }
  }
  return bySide;
};

/**
 * What may come to a pod from whoever stands before it when somebody calls from outside: the address itself, or a node that
 * hands it on under its own address; a controller of Ingresses and Gateways is a pod, and which one nobody says. Gathered once
 * for the groups that policies tell apart: an estate has thousands of doors.
 */
const createSenders = ({ reachability, portSets }: ReachAnswer['network']) => {
  const all = gatherSenders(reachability, portSets);
  return (how: Exposure['how'], target: End): PortSet => {
    const { outside, nodes, pods } = all.get(target) ?? nobody(portSets);
    switch (how) {
      case 'ingress':
      case 'gateway':
        return [nodes, pods].reduce(portSets.union, outside);
      case 'load-balancer':
      case 'node-port':
      case 'external-ip':
        return portSets.union(outside, nodes);
      case 'host-port':
      case 'host-network':
        return outside;
    }
  };
};

type Senders = Record<'outside' | 'nodes' | 'pods', PortSet>;

const nobody = ({ none }: PortSets): Senders => ({ outside: none, nodes: none, pods: none });

const gatherSenders = (reachability: Reachability, portSets: PortSets): ReadonlyMap<End, Senders> => {
  const sendersOf = new Map<EndGroup, Senders>();
  const kindsOf = new Map(reachability.sources.map((group) => [group, new Set(group.ends.map(toSender))]));
  for (const { from, to, ports } of reachability.connections()) {
    const senders = sendersOf.get(to) ?? nobody(portSets);
    sendersOf.set(to, senders);
    for (const kind of kindsOf.get(from) ?? []) senders[kind] = portSets.union(senders[kind], ports);
  }
  const found = new Map<End, Senders>();
  for (const [group, senders] of sendersOf) for (const end of group.ends) found.set(end, senders);
  for (const host of reachability.ends) {
    for (const end of reachability.ownNode(host)) {
      found.set(end, { ...(found.get(end) ?? nobody(portSets)), [toSender(host)]: portSets.all });
    }
  }
  return found;
};

const toSender = ({ side }: End): keyof Senders =>
  side === null ? 'outside' : side.kind === 'node' ? 'nodes' : 'pods';

export const toExposureJson = ({ to, by, how, protocol, port, from, blocked }: ToldExposure): JsonObject => ({
  to: to.text,
  by,
  how,
  protocol,
  port,
  from: typeof from === 'string' ? from : { prefixes: from.prefixes },
  blocked,
});
