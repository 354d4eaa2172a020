/** What Services open to the outside: load balancers, ports of every node, and addresses they claim. */

import { at, textAt, textsAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Exposure } from '../network-estate.ts';
import { isPrivateAddress, toLoadBalancerScope } from './load-balancer-scope.ts';
import type { ServiceBackends } from './service-backends.ts';

/** `nodes`: from where an address of a node can be called. */
export const readServiceExposures = (
  snapshot: Snapshot,
  backends: ServiceBackends,
  nodes: Exposure['from'],
): readonly Exposure[] =>
  snapshot
    .list('', 'Service')
    .filter((service) => isFirst(service, snapshot))
    .flatMap((service) => {
      const ways = toWays(service, nodes);
      if (ways.length === 0) return [];
      const found = backends.of(service, () => true);
      return ways.flatMap(({ how, from }) => found.map((backend) => ({ how, from, by: service, ...backend })));
    });

/** Overlays repeat objects: the first one read stands. */
const isFirst = (resource: Resource, snapshot: Snapshot): boolean => {
  const { namespace, name } = resource.ref;
  return name === '' || snapshot.find('', 'Service', namespace, name) === resource;
};

const toWays = (service: Resource, nodes: Exposure['from']): readonly Pick<Exposure, 'how' | 'from'>[] => {
  const { object } = service;
  const type = textAt(object, 'spec', 'type');
  const claimed = textsAt(object, 'spec', 'externalIPs');
  const ways: Pick<Exposure, 'how' | 'from'>[] = [];
  if (type === 'LoadBalancer') ways.push({ how: 'load-balancer', from: toLoadBalancerScope(service) });
  // A load balancer has node ports too unless it is told not to, and its source ranges do not hold there.
  if (type === 'NodePort' || (type === 'LoadBalancer' && at(object, 'spec', 'allocateLoadBalancerNodePorts') !== false))
    ways.push({ how: 'node-port', from: nodes });
  if (claimed.length > 0 && type !== 'ExternalName')
    ways.push({ how: 'external-ip', from: claimed.every(isPrivateAddress) ? 'inside' : 'internet' });
  return ways;
};
