/** The ends of the evaluator that an end of a needed flow stands for. */

import type { End, PortSet, Reachability } from '../reachability.ts';
import { toUnreadName } from './flow-estate.ts';
import type { FlowEnd, FlowPort } from './needed-flow.ts';

export const createFlowEnds = (reachability: Reachability): ((end: FlowEnd) => readonly End[]) => {
  const byPlace = Map.groupBy(reachability.ends, ({ place }) =>
    place.kind === 'workload' ? `${place.namespace}/${place.name}` : place.kind === 'cidr' ? place.prefix : place.kind,
  );
  const internet = byPlace.get('internet') ?? [];
  return (end) => {
    switch (end.kind) {
      case 'workload':
        return (byPlace.get(`${end.workload.namespace}/${end.workload.name}`) ?? []).filter(
          ({ side }) => side?.kind === 'pods' && side.workload.kind === end.workload.ref.kind,
        );
      // Those of a closed namespace, or of any, have no end.
      case 'pods':
        return byPlace.get(`${end.namespace ?? ''}/${toUnreadName(end)}`) ?? [];
      case 'everyone':
        return internet;
      case 'addresses':
        return end.prefixes.flatMap((prefix) => (prefix.endsWith('/0') ? internet : (byPlace.get(prefix) ?? [])));
    }
  };
};

export const hasPort = ({ ranges }: PortSet, { protocol, port }: FlowPort): boolean =>
  ranges[protocol].some(([first, last]) => first <= port && port <= last);
