/** Pods that answer at the address of their node: by the host's network, or by a port of the host. */

import { objectsAt } from '../../../model/read-object.ts';
import { podTemplateOf } from '../../workload/pod-template.ts';
import { isPortNumber, toProtocol } from '../declared-ports.ts';
import type { Exposure } from '../network-estate.ts';
import type { PodSide, Side } from '../side.ts';

/** `nodes`: from where an address of a node can be called. */
export const readHostExposures = (sides: readonly Side[], nodes: Exposure['from']): readonly Exposure[] =>
  sides.flatMap((side, index) => (side.kind === 'node' ? [] : readSide(side, index, nodes)));

const readSide = (side: PodSide, index: number, from: Exposure['from']): readonly Exposure[] => {
  const common = { by: side.resource, sides: [index], from } as const;
  // Only a declared port is known to be listened on; the host's network opens whatever the process listens on.
  if (side.hostNetwork)
    return side.ports.map(({ protocol, port }) => ({ ...common, how: 'host-network', protocol, port }));
  const template = podTemplateOf(side.resource.ref, side.resource.object);
  if (template?.kind !== 'template') return [];
  const exposures: Exposure[] = [];
  for (const list of ['containers', 'initContainers'])
    for (const container of objectsAt(template.spec, list))
      for (const { hostPort, hostIP, containerPort, protocol } of objectsAt(container, 'ports')) {
        if (!isPortNumber(hostPort) || !isPortNumber(containerPort) || isLoopback(hostIP)) continue;
        exposures.push({ ...common, how: 'host-port', protocol: toProtocol(protocol), port: containerPort });
      }
  return exposures;
};

const isLoopback = (address: unknown): boolean =>
  typeof address === 'string' && (address.startsWith('127.') || address === '::1');
