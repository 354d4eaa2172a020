/** Pods that answer at the address of their node: by the host's network, or by a port of the host. */

import { objectsAt } from '../../../model/read-object.ts';
import { podTemplateOf } from '../../workload/pod-template.ts';
import { isPortNumber, toProtocol } from '../declared-ports.ts';
import type { Exposure } from '../network-estate.ts';
import type { PodSide, Side } from '../side.ts';

/**
 * Whether an address of a node can be reached from the internet nobody knows who has not seen its firewall: both count
 * as open to it, as a NodePort does.
 */
export const readHostExposures = (sides: readonly Side[]): readonly Exposure[] =>
  sides.flatMap((side, index) => (side.kind === 'node' ? [] : readSide(side, index)));

const readSide = (side: PodSide, index: number): readonly Exposure[] => {
  const common = { by: side.resource, sides: [index], from: 'internet' } as const;
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
