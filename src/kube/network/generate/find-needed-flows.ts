/** Every connection that an estate shows to be needed, whoever shows it, with the questions that only a person can answer. */

import type { Snapshot } from '../../../model/snapshot.ts';
import { matchesAll } from './choose-selector.ts';
import { findApiServerFlows } from './find-api-server-flows.ts';
import { findDependencies } from './find-dependencies.ts';
import { dnsPorts, findDns, type DnsAllow } from './find-dns-flows.ts';
import { findEntryFlows, readPublicHosts } from './find-entry-flows.ts';
import { findMeshFlows } from './find-mesh-flows.ts';
import { findMetricsFlows } from './find-metrics-flows.ts';
import { findPeerFlows } from './find-peer-flows.ts';
import { createCarrierIndex, type CarrierIndex } from './ingress-controllers.ts';
import type { NeededFlow, OpenQuestion, Workload } from './needed-flow.ts';
import { anyAddress } from './outside.ts';
import { createServiceIndex } from './service-index.ts';

export interface NeededFlows {
  /** In whichever namespaces, DNS left out. */
  readonly flows: readonly NeededFlow[];
  /** Those of them that are ways in. */
  readonly entries: readonly NeededFlow[];
  readonly dns: DnsAllow;
  readonly questions: readonly OpenQuestion[];
  readonly carriers: CarrierIndex;
}

export const findNeededFlows = (snapshot: Snapshot, workloads: readonly Workload[]): NeededFlows => {
  const services = createServiceIndex(snapshot, workloads);
  const carriers = createCarrierIndex(snapshot, workloads);
  const dns = findDns(services);
  const world = { snapshot, services, workloads, carriers, dns, publicHosts: readPublicHosts(snapshot) };
  const found = findDependencies(world);
  const metrics = findMetricsFlows(world);
  const mesh = findMeshFlows(snapshot, workloads);
  const entries = findEntryFlows(world);
  return {
    flows: [
      ...entries,
      ...found.flows,
      ...findPeerFlows(workloads, services, snapshot),
      ...metrics.flows,
      ...mesh.flows,
      ...dnsServerFlows(workloads, dns),
      ...findApiServerFlows(snapshot, workloads),
    ],
    entries,
    dns,
    questions: [...found.questions, ...metrics.questions, ...mesh.questions],
    carriers,
  };
};

/** CoreDNS is asked by everybody, pods of nodes included, and asks the resolvers of its node. */
const dnsServerFlows = (workloads: readonly Workload[], dns: DnsAllow): readonly NeededFlow[] =>
  workloads
    .filter(({ namespace, labels }) => namespace === dns.namespace && labels.some((pod) => matchesAll(dns.labels, pod)))
    .flatMap((workload): readonly NeededFlow[] => {
      const end = { kind: 'workload', workload } as const;
      return [
        { from: { kind: 'everyone' }, to: end, ports: dns.ports, because: dns.because },
        { from: end, to: anyAddress('the resolvers of its node', ''), ports: dnsPorts, because: dns.because },
      ];
    });
