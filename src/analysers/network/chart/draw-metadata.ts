/** Draws who may ask the metadata service of the cloud, which hands the credentials of the node to whatever asks. */

import { containsAddress, parseIpAddress, parseIpPrefix } from '../../../lang/go/ip-address.ts';
import type { NeededFlow } from '../../../kube/network/generate/needed-flow.ts';
import { hasPort } from '../../../kube/network/generate/flow-ends.ts';
import { cloudPlace, nodePlace } from '../../places.ts';
import { metadataAddress } from '../well-known-addresses.ts';
import type { Cloud } from './cloud.ts';
import type { Draft } from './draft.ts';
import type { NetworkWorld } from './network-world.ts';
import { createOutsideFinder } from './outside-ends.ts';

export interface Metadata {
  readonly place: string;
  readonly grant: string;
  /** Whether a group of sources may connect to it. */
  isReached(this: void, source: number): boolean;
  /** False where pods get another answer: only what has the network of a node is given the node's. */
  readonly answersPods: boolean;
}

export const metadataPort = { protocol: 'TCP', port: 80 } as const;

export const readMetadata = (world: NetworkWorld, cloud: Cloud, draft: Draft): Metadata => {
  const { reachability } = world;
  const place = cloudPlace(cloud.provider, 'node role');
  draft.place(place);
  draft.asset({ place: place.id, kind: 'cloud', type: cloud.provider, weight: 5 });
  const target = createOutsideFinder(reachability.ends)(metadataAddress);
  return {
    place: place.id,
    grant: `the metadata service at ${metadataAddress} gives the credentials of the node to whoever asks; ${cloud.why}`,
    answersPods: cloud.answersPods,
    isReached: (source) => {
      const [end] = reachability.sources[source]?.ends ?? [];
      if (!world.hasPolicies || target === undefined) return true;
      return end !== undefined && hasPort(reachability.ports(end, target), metadataPort);
    },
  };
};

/** Where pods get another answer: what shares the network of a node, and nodes. */
export const drawHostMetadata = (world: NetworkWorld, { place, grant }: Metadata, draft: Draft): void => {
  const nodes = new Set(world.workloads.flatMap(({ standing }) => standing.nodes));
  for (const name of nodes)
    draft.step({ type: 'CLOUD_METADATA', from: draft.place(nodePlace(name)), to: place, grant, by: null });
  for (const { standing, sides } of world.workloads)
    if (sides.some(({ side }) => side.hostNetwork))
      for (const container of standing.containers)
        draft.step({ type: 'CLOUD_METADATA', from: draft.place(container.place), to: place, grant, by: null });
};

/** A needed flow that its policy lets through to it. */
export const leadsToMetadata = ({ to, ports }: NeededFlow): boolean =>
  ports.some(({ protocol, port }) => protocol === metadataPort.protocol && port === metadataPort.port) &&
  (to.kind === 'everyone' ||
    (to.kind === 'addresses' && isWithin(metadataAddress, to.prefixes) && !isWithin(metadataAddress, to.except)));

export const isWithin = (text: string, prefixes: readonly string[]): boolean => {
  const address = parseIpAddress(text);
  return (
    address.kind === 'parsed' &&
    prefixes.some((prefix) => {
      const parsed = parseIpPrefix(prefix);
      return parsed.kind === 'parsed' && containsAddress(parsed.value, address.value);
    })
  );
};
