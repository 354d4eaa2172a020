/** DNS for every pod: without it nothing finds anything, so it is the one thing that is always allowed. */

import { objectAt, textAt } from '../../../model/read-object.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { FlowEvidence, FlowPort } from './needed-flow.ts';
import { toHostPrefix, uniquePorts, type ServiceIndex } from './service-index.ts';

/** What the DNS policy of a namespace allows. */
export interface DnsAllow {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the pods: 53, and where they listen elsewhere that port too. */
  readonly ports: readonly FlowPort[];
  /** Of NodeLocal DNSCache and, where it is known, of the Service it stands in for. */
  readonly prefixes: readonly string[];
  readonly because: FlowEvidence;
}

export const findDns = (services: ServiceIndex): DnsAllow => {
  const service = services.services.find(
    ({ namespace, name, ports }) =>
      ((namespace === 'kube-system' && (name === 'kube-dns' || name === 'coredns' || name.endsWith('-coredns'))) ||
        (namespace === 'openshift-dns' && name === 'dns-default')) &&
      ports.some(({ port }) => port === 53),
  );
  const backends = service === undefined ? [] : services.backends(service, 53);
  const clusterAddress = textAt(service?.resource.object, 'spec', 'clusterIP');
  const upstream = services.services.find(({ name }) => name === 'kube-dns-upstream');
  return {
    namespace: service?.namespace ?? 'kube-system',
    labels: Object.keys(service?.selector ?? {}).length === 0 ? { 'k8s-app': 'kube-dns' } : (service?.selector ?? {}),
    ports: uniquePorts([...dnsPorts, ...backends.flatMap(({ ports }) => ports)]),
    prefixes: [
      '169.254.20.10/32',
      ...toHostPrefix(clusterAddress),
      ...(upstream === undefined ? [] : toHostPrefix(textAt(upstream.resource.object, 'spec', 'clusterIP'))),
    ],
    because:
      service === undefined
        ? {
            text: 'DNS: kube-system was not read, so its pods are taken to have the label every distribution gives them',
            resource: null,
            path: '',
          }
        : { text: `DNS: the Service ${service.namespace}/${service.name}`, resource: service.resource, path: '' },
  };
};

/** RFC 1035: answers that do not fit into a datagram are asked for again over TCP. */
export const dnsPorts: readonly FlowPort[] = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
];

/** Cilium knows the API server and nodes by identity: no ipBlock means them unless it is told so. */
export const runsCilium = (snapshot: Snapshot): boolean => {
  const settings = snapshot.list('', 'ConfigMap').find(({ ref }) => ref.name === 'cilium-config');
  if (textAt(objectAt(settings?.object, 'data'), 'policy-cidr-match-mode').includes('nodes')) return false;
  return settings !== undefined || snapshot.list('apps', 'DaemonSet').some(({ ref }) => ref.name === 'cilium');
};
