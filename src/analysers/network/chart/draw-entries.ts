/** Draws the ways in from the internet: what Services, Ingresses, routes and hosts publish, to the containers that listen there. */

import type { Exposure } from '../../../kube/network/network-estate.ts';
import type { End, PortSet } from '../../../kube/network/reachability.ts';
import { at, objectsAt, textAt } from '../../../model/read-object.ts';
import { toRefKey } from '../../../model/resource.ts';
import type { StepSelector } from '../../../model/control.ts';
import { nameOf } from '../../gap.ts';
import { internet } from '../../places.ts';
import type { Draft } from './draft.ts';
import { renderListened } from './listeners.ts';
import type { NetworkWorld } from './network-world.ts';
import { isInternetEnd } from './outside-ends.ts';

export interface Entries {
  /** Steps that the policies close, whoever the caller seems to be. */
  readonly closed: readonly StepSelector[];
  /** Steps they close to the internet; that a node which hands the call on is let in by some plug-ins cannot be ruled out. */
  readonly closedBehindNodes: readonly StepSelector[];
}

/** What may stand before a pod when somebody calls from outside; `null` where nobody knows: then whoever may reach it. */
export type CarriersOf = (exposure: Exposure) => readonly End[] | null;

export const drawEntries = (
  world: NetworkWorld,
  carriersOf: CarriersOf,
  reachedAt: ReadonlyMap<number, PortSet>,
  draft: Draft,
): Entries => {
  const judge = createJudge(world, carriersOf, reachedAt);
  const drawn = new Map<string, Entry>();
  for (const exposure of world.estate.exposures) {
    if (exposure.from !== 'internet') continue;
    const { by, protocol, port } = exposure;
    const published = world.sets.of([{ protocol, first: port ?? 1, last: port ?? 65_535 }]);
    for (const index of exposure.sides) {
      const side = world.workloadOf(index)?.sides.find((one) => one.index === index);
      for (const { door, ports } of side?.listeners ?? []) {
        const met = world.sets.intersect(published, ports);
        if (side === undefined || met.isEmpty) continue;
        const key = `${door} ${toRefKey(by.ref)}`;
        const known = drawn.get(key);
        const verdict = judge(exposure, side.ends, met);
        // The same object by another port, or in another way: the widest counts.
        if (known === undefined) drawn.set(key, { exposure, door, ports: met, verdict });
        else if (strength[verdict] < strength[known.verdict]) drawn.set(key, { exposure, door, ports: met, verdict });
        else if (verdict === known.verdict) drawn.set(key, { ...known, ports: world.sets.union(known.ports, met) });
      }
    }
  }
  if (drawn.size > 0) draft.place(internet);
  const closed: StepSelector[] = [];
  const closedBehindNodes: StepSelector[] = [];
  for (const { exposure, door, ports, verdict } of drawn.values()) {
    const by = toRefKey(exposure.by.ref);
    const grant = tell(exposure, ports);
    draft.step({ type: 'ENDPOINT_EXPLOIT', technique: 'T1190', from: internet.id, to: door, grant, by });
    const selector: StepSelector = { types: ['ENDPOINT_EXPLOIT'], from: internet.id, to: door, by };
    if (verdict === 'closed') closed.push(selector);
    if (verdict === 'closed-behind-nodes') closedBehindNodes.push(selector);
  }
  return { closed, closedBehindNodes };
};

interface Entry {
  readonly exposure: Exposure;
  readonly door: string;
  readonly ports: PortSet;
  readonly verdict: Verdict;
}

type Verdict = 'open' | 'closed-behind-nodes' | 'closed';

const strength: Readonly<Record<Verdict, number>> = { open: 0, 'closed-behind-nodes': 1, closed: 2 };

const createJudge = (
  world: NetworkWorld,
  carriersOf: CarriersOf,
  reachedAt: ReadonlyMap<number, PortSet>,
): ((exposure: Exposure, ends: readonly End[], ports: PortSet) => Verdict) => {
  const { reachability, sets, targetOf } = world;
  const outside = toRepresentatives(world, reachability.ends.filter(isInternetEnd));
  const nodes = toRepresentatives(world, [
    ...reachability.ends.filter(({ side }) => side?.kind === 'node'),
    ...world.anyNode,
  ]);
  const letsIn = (senders: readonly End[], ends: readonly End[], ports: PortSet): boolean =>
    ends.some((end) => senders.some((sender) => !sets.intersect(reachability.ports(sender, end), ports).isEmpty));
  return (exposure, ends, ports) => {
    if (!world.hasPolicies || letsIn(outside, ends, ports)) return 'open';
    if (exposure.how === 'ingress' || exposure.how === 'gateway') {
      const carriers = carriersOf(exposure);
      const isOpen =
        carriers === null
          ? letsIn(nodes, ends, ports) ||
            ends.some(({ index }) => {
              const reached = reachedAt.get(targetOf[index] ?? -1);
              return reached !== undefined && !sets.intersect(reached, ports).isEmpty;
            })
          : letsIn(toRepresentatives(world, carriers), ends, ports);
      return isOpen ? 'open' : 'closed';
    }
    if (exposure.how === 'host-port' || textAt(exposure.by.object, 'spec', 'externalTrafficPolicy') === 'Local')
      return 'closed';
    // With the policy Cluster a node puts its own address in the place of the caller's.
    return letsIn(nodes, ends, ports) ? 'open' : 'closed-behind-nodes';
  };
};

/** One of each group that no policy tells apart. */
const toRepresentatives = ({ sourceOf }: NetworkWorld, ends: readonly End[]): readonly End[] => [
  ...new Map(ends.map((end) => [sourceOf[end.index], end])).values(),
];

const tell = (exposure: Exposure, ports: PortSet): string => {
  const { how, by } = exposure;
  const name = nameOf(by);
  const port = renderListened(ports);
  switch (how) {
    case 'load-balancer':
      return `${name} (LoadBalancer) publishes ${port}`;
    case 'node-port':
      return `${name} (${['NodePort', ...nodePortsOf(exposure)].join(' ')}) publishes ${port}`;
    case 'external-ip':
      return `${name} (external address) publishes ${port}`;
    case 'ingress':
    case 'gateway':
      return `${name} publishes ${port}`;
    case 'host-port':
      return `${name} has a port of its node for ${port}`;
    case 'host-network':
      return `${name} has the network of its node and listens on ${port}`;
  }
};

/** Of a Service, where they are written and few. */
const nodePortsOf = ({ by: { object } }: Exposure): readonly string[] =>
  objectsAt(object, 'spec', 'ports')
    .flatMap((port) => {
      const number = at(port, 'nodePort');
      return typeof number === 'number' ? [String(number)] : [];
    })
    .slice(0, 1);
