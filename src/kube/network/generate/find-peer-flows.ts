/** Replicas that form a cluster among themselves: a StatefulSet behind a headless Service, and what finds its peers before it is ready. */

import { at, textAt } from '../../../model/read-object.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { FlowPort, NeededFlow, Workload } from './needed-flow.ts';
import { uniquePorts, type ServiceIndex } from './service-index.ts';

export const findPeerFlows = (
  workloads: readonly Workload[],
  services: ServiceIndex,
  snapshot: Snapshot,
): readonly NeededFlow[] => [
  ...workloads.flatMap((workload): readonly NeededFlow[] => {
    if (workload.ref.kind === 'Alertmanager') {
      const [template] = workload.templates;
      const ports = workload.ports.filter(({ name }) => name.startsWith('mesh'));
      return template === undefined || (workload.replicas ?? 1) < 2
        ? []
        : [toFlow(workload, ports, 'the replicas of an Alertmanager gossip', template.resource, 'spec.replicas')];
    }
    // One pod talks to itself, and nobody forbids that.
    if (workload.kind !== 'StatefulSet' || (workload.replicas ?? 2) < 2) return [];
    const owner = snapshot.find('apps', 'StatefulSet', workload.ref.namespace, workload.ref.name);
    const service = services.find(workload.namespace, textAt(owner?.object, 'spec', 'serviceName'));
    if (owner === undefined || service?.headless !== true) return [];
    const ports = uniquePorts([...declared(workload), ...behind(services, service, workload)]);
    const text = `the replicas of ${workload.name} find each other through the headless Service ${service.name}`;
    return ports.length === 0 ? [] : [toFlow(workload, ports, text, owner, 'spec.serviceName')];
  }),
  ...services.services.flatMap((service) => {
    if (!service.headless || at(service.resource.object, 'spec', 'publishNotReadyAddresses') !== true) return [];
    return services.select(service.namespace, service.selector).flatMap((workload): readonly NeededFlow[] => {
      const ports = behind(services, service, workload);
      if (ports.length === 0 || workload.kind === 'StatefulSet' || (workload.replicas ?? 2) < 2) return [];
      const text = `the headless Service ${service.name} tells the pods of ${workload.name} of each other before they are ready`;
      return [toFlow(workload, ports, text, service.resource, 'spec.publishNotReadyAddresses')];
    });
  }),
];

const declared = ({ ports }: Workload): readonly FlowPort[] => ports.map(({ protocol, port }) => ({ protocol, port }));

const behind = (
  services: ServiceIndex,
  service: Parameters<ServiceIndex['backends']>[0],
  workload: Workload,
): readonly FlowPort[] =>
  services
    .backends(service, null)
    .flatMap(({ end, ports }) => (end.kind === 'workload' && end.workload === workload ? ports : []));

const toFlow = (
  workload: Workload,
  ports: readonly FlowPort[],
  text: string,
  resource: NeededFlow['because']['resource'],
  path: string,
): NeededFlow => ({
  from: { kind: 'workload', workload },
  to: { kind: 'workload', workload },
  ports: ports.map(({ protocol, port }) => ({ protocol, port })),
  because: { text, resource, path },
});
