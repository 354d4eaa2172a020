/**
 * Host ports, baseline: no container may claim a port of its node.
 *
 * Fields: ports[*].hostPort of every init, regular and ephemeral container. Allowed: undefined, null, 0. (The
 * standard also allows a known list of ports; the API server's own admission has no such list.) The same in all
 * versions.
 */

import { isJsonArray, isJsonObject } from '../../../model/json.ts';
import { toItemSegment } from '../../workload/containers.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import { describeType, describeValue, holderPath, nameHolder, type PodView } from '../pod-view.ts';

const find = ({ containers }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const holder of containers) {
    const { ports } = holder.container.object;
    if (isAbsent(ports)) continue;
    if (!isJsonArray(ports)) {
      found.push({
        path: [...holderPath(holder), 'ports'],
        message: `${nameHolder(holder)} sets ports to ${describeType(ports)}, where a list is expected: the API server refuses it.`,
        edits: [],
      });
      continue;
    }
    for (let index = 0; index < ports.length; index += 1) {
      const port = ports[index];
      if (isAbsent(port) || (isJsonObject(port) && (isAbsent(port.hostPort) || port.hostPort === 0))) continue;
      found.push({
        path: [...holderPath(holder), 'ports', toItemSegment(ports, index, 'name'), 'hostPort'],
        message: `${nameHolder(holder)} claims port ${describeValue(isJsonObject(port) ? port.hostPort : port)} of the node.`,
        edits: [],
      });
    }
  }
  return found;
};

export const hostPorts: Check = {
  id: 'host-ports',
  level: 'baseline',
  control: 'pss-host-ports',
  title: 'Containers claim no port of their node',
  layer: 'cluster',
  what: 'No container port may have a hostPort other than 0.',
  why: "A host port opens the container on the node's own addresses, around Services and often around NetworkPolicies and firewalls; a container can also take a port that people trust as the node's.",
  fine: 'An ingress controller on bare metal, or a metrics agent that is scraped through the node, in a namespace whose label is privileged.',
  remediation:
    'Remove hostPort and let clients use a Service. Inside the cluster that is a ClusterIP, for clients outside a LoadBalancer or NodePort; containerPort stays as it is. Find out first who connects to the port.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/concepts/services-networking/service/',
  ],
  reads: [
    'spec.containers[*].ports[*].hostPort',
    'spec.initContainers[*].ports[*].hostPort',
    'spec.ephemeralContainers[*].ports[*].hostPort',
  ],
  revisions: [{ since: 0, find }],
  overrides: null,
};
