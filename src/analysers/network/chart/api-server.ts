/** Who may connect to the API server: without that a token is of no use. */

import { findApiServer } from '../../../kube/network/generate/find-api-server-flows.ts';
import { hasPort } from '../../../kube/network/generate/flow-ends.ts';
import type { FlowPort, NeededFlow } from '../../../kube/network/generate/needed-flow.ts';
import type { End, PortSet } from '../../../kube/network/reachability.ts';
import { isWithin } from './draw-metadata.ts';
import type { NetworkWorld } from './network-world.ts';
import { createOutsideFinder } from './outside-ends.ts';

export interface ApiServerReach {
  /** Whether policies let a group of sources connect to it; true where nobody can tell. */
  isReached(this: void, source: number): boolean;
  /** Whether a needed flow would still lead there from a namespace that is closed. */
  isNeeded(this: void, flow: NeededFlow): boolean;
}

export const readApiServerReach = (world: NetworkWorld): ApiServerReach => {
  const servers = findApiServer(world.snapshot);
  const known = servers.flatMap(({ end, ports }) =>
    end.kind === 'addresses' && !end.prefixes.some((prefix) => prefix.endsWith('/0'))
      ? [{ prefixes: end.prefixes, ports }]
      : [],
  );
  const memory = new Map<number, boolean>();
  const ask = known.length > 0 ? createKnown(world, known) : createUnknown(world);
  return {
    isReached: (source) => {
      const [end] = world.reachability.sources[source]?.ends ?? [];
      const answer = memory.get(source) ?? (!world.hasPolicies || end === undefined || ask(end));
      memory.set(source, answer);
      return answer;
    },
    isNeeded: ({ to, ports }) => {
      if (to.kind === 'everyone') return ports.some(mayBeServer);
      if (to.kind !== 'addresses') return false;
      if (known.length === 0) return ports.some(mayBeServer);
      return known.some(
        (server) =>
          server.prefixes.some((prefix) => {
            const address = prefix.slice(0, prefix.indexOf('/'));
            return isWithin(address, to.prefixes) && !isWithin(address, to.except);
          }) &&
          ports.some((one) => server.ports.some((port) => port.port === one.port && port.protocol === one.protocol)),
      );
    },
  };
};

interface KnownServer {
  readonly prefixes: readonly string[];
  readonly ports: readonly FlowPort[];
}

const createKnown = ({ reachability }: NetworkWorld, servers: readonly KnownServer[]): ((end: End) => boolean) => {
  const find = createOutsideFinder(reachability.ends);
  const targets = servers.flatMap(({ prefixes, ports }) =>
    prefixes.flatMap((prefix) => {
      const address = prefix.slice(0, prefix.indexOf('/'));
      const nodes = reachability.ends.filter(({ side }) => side?.kind === 'node' && side.addresses.includes(address));
      const outside = find(address);
      return (nodes.length > 0 ? nodes : outside === undefined ? [] : [outside]).map((end) => ({ end, ports }));
    }),
  );
  return (from) =>
    targets.some(({ end, ports }) => {
      const open = reachability.ports(from, end);
      return ports.some((port) => hasPort(open, port));
    });
};

/** It may be at any address and at any port but that of DNS, which every closed namespace leaves open. */
const createUnknown = ({ reachability, anyNode, targetOf }: NetworkWorld): ((end: End) => boolean) => {
  const targets = [
    ...new Map(
      [...reachability.ends.filter(({ side }) => side === null || side.kind === 'node'), ...anyNode].map((end) => [
        targetOf[end.index],
        end,
      ]),
    ).values(),
  ];
  return (from) => targets.some((target) => hasOtherThanDns(reachability.ports(from, target)));
};

const hasOtherThanDns = ({ ranges }: PortSet): boolean =>
  ranges.TCP.some(([first, last]) => first !== dnsPort || last !== dnsPort);

const mayBeServer = ({ protocol, port }: FlowPort): boolean => protocol === 'TCP' && port !== dnsPort;

const dnsPort = 53;
