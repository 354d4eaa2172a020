/** Ways in from outside to the places asked about, and whether the policies close them. */

import type { Exposure } from '../../../kube/network/network-estate.ts';
import type { End } from '../../../kube/network/reachability.ts';
import { renderRef } from '../../../reports/place.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { ReachAnswer } from './ask-reach.ts';
import { isOutside, type PlaceEntry } from './place-entry.ts';

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
  const { estate, reachability, portSets } = answer.network;
  const targets = indexBySide(answer.to);
  const senders = createSenders(reachability.ends);
  const told = new Map<string, ToldExposure>();
  for (const { how, by, sides, protocol, port, from } of estate.exposures) {
    const opened = portSets.of([{ protocol, first: port ?? 1, last: port ?? 65_535 }]);
    for (const index of sides) {
      for (const to of targets.get(estate.sides[index]) ?? []) {
        const asked = to.ends.some((end) => !portSets.intersect(opened, answer.limit(end)).isEmpty);
        const key = `${to.text} ${how} ${renderRef(by.ref)} ${protocol} ${port} ${JSON.stringify(from)}`;
        if (!asked || told.has(key)) continue;
        const isOpen = (source: End): boolean =>
          to.ends.some((end) => !portSets.intersect(opened, reachability.ports(source, end)).isEmpty);
        const blocked = !senders(how).some(isOpen);
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
 * Who stands before the pod when somebody comes from outside: the address itself, or a node that hands it on under its own
 * address; a controller of Ingresses and Gateways is a pod, and which one nobody says.
 */
const createSenders = (ends: readonly End[]) => {
  const outside = ends.filter(({ side, place }) => side === null && place.kind !== 'domain');
  const nodes = ends.filter(({ side }) => side?.kind === 'node');
  const pods = ends.filter(({ side }) => side?.kind === 'pods');
  return (how: Exposure['how']): readonly End[] => {
    switch (how) {
      case 'ingress':
      case 'gateway':
        return [...outside, ...nodes, ...pods];
      case 'load-balancer':
      case 'node-port':
      case 'external-ip':
        return [...outside, ...nodes];
      case 'host-port':
      case 'host-network':
        return outside;
    }
  };
};

export const toExposureJson = ({ to, by, how, protocol, port, from, blocked }: ToldExposure): JsonObject => ({
  to: to.text,
  by,
  how,
  protocol,
  port,
  from: typeof from === 'string' ? from : { prefixes: from.prefixes },
  blocked,
});

/** Only from places outside, or from anywhere: what a pod may reach is no exposure. */
export const isFromOutside = ({ from }: Pick<ReachAnswer, 'from'>): boolean => from.some(isOutside);
