/** Finds the Service a name means, and the pods and ports behind it. */

import { isMapped, parseIpAddress, renderIpPrefix, widthOf } from '../../../lang/go/ip-address.ts';
import { isJsonArray, type Json, type JsonObject } from '../../../model/json.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { keyDefect, valueDefect } from '../../selector/label-syntax.ts';
import { isPortNumber, toProtocol } from '../declared-ports.ts';
import { toNamespaceName } from '../namespace-name.ts';
import type { Protocol } from '../network-policy.ts';
import type { Labels } from './choose-selector.ts';
import { createLabelIndex } from './label-index.ts';
import type { FlowEnd, FlowPort, Workload } from './needed-flow.ts';

export interface ServiceIndex {
  readonly services: readonly ServiceEntry[];
  /** By name in a namespace. */
  find(namespace: string, name: string): ServiceEntry | undefined;
  /** What a host name means to a pod of that namespace: `db`, `db.data`, `db-0.db`, `db.data.svc.cluster.local`. */
  resolve(host: string, namespace: string): HostMeaning;
  /** The Service that has this cluster address. */
  byAddress(address: string): ServiceEntry | undefined;
  /** Workloads that a selector of a namespace fits. */
  select(namespace: string, labels: Labels): readonly Workload[];
  /**
   * The ends behind a Service's ports with the ports there. `wanted` is the port a client names (number or name);
   * `null` for all of the Service's ports. Empty where it has no such port.
   */
  backends(service: ServiceEntry, wanted: number | string | null): readonly Backend[];
}

export interface ServiceEntry {
  readonly namespace: string;
  readonly name: string;
  readonly resource: Resource;
  readonly selector: Labels;
  readonly headless: boolean;
  /** Where it only is another name for a host; the empty text elsewhere. */
  readonly externalName: string;
  readonly ports: readonly ServicePort[];
}

export interface ServicePort {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly target: number | string;
}

export interface Backend {
  readonly end: FlowEnd;
  readonly ports: readonly FlowPort[];
}

export type HostMeaning =
  | { readonly kind: 'service'; readonly service: ServiceEntry }
  /** Written as a name inside the cluster, and not in what was read. */
  | { readonly kind: 'unknown-service'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'outside' }
  /** One word that is no Service here. */
  | { readonly kind: 'nothing' };

export const createServiceIndex = (snapshot: Snapshot, workloads: readonly Workload[]): ServiceIndex => {
  const services = uniqueServices(snapshot);
  const byName = new Map(services.map((service) => [`${service.namespace}/${service.name}`, service]));
  const byAddress = new Map(
    services.flatMap((service) =>
      textsOf(service.resource.object, 'clusterIPs', 'clusterIP')
        .filter((address) => address !== 'None')
        .map((address) => [address, service] as const),
    ),
  );
  const byLabels = createLabelIndex(workloads);
  const find = (namespace: string, name: string): ServiceEntry | undefined => byName.get(`${namespace}/${name}`);
  const select = (namespace: string, labels: Labels): readonly Workload[] =>
    Object.keys(labels).length === 0 ? [] : byLabels(namespace, labels);
  return {
    services,
    find,
    resolve: (host, namespace) => resolveHost(host, namespace, find),
    byAddress: (address) => byAddress.get(address),
    select,
    backends: (service, wanted) => toBackends(service, wanted, select, snapshot),
  };
};

const uniqueServices = (snapshot: Snapshot): readonly ServiceEntry[] => {
  const found = new Map<string, ServiceEntry>();
  for (const resource of snapshot.list('', 'Service')) {
    const entry = toEntry(resource);
    const key = `${entry.namespace}/${entry.name}`;
    // Overlays repeat objects: the first one read stands for them.
    if (!found.has(key)) found.set(key, entry);
  }
  return [...found.values()];
};

const toEntry = (resource: Resource): ServiceEntry => {
  const { ref, object } = resource;
  const selector = Object.entries(objectAt(object, 'spec', 'selector'));
  return {
    namespace: toNamespaceName(ref.namespace),
    name: ref.name,
    resource,
    selector: Object.fromEntries(
      selector.filter(
        (entry): entry is [string, string] =>
          typeof entry[1] === 'string' && keyDefect(entry[0]) === undefined && valueDefect(entry[1]) === undefined,
      ),
    ),
    headless: textAt(object, 'spec', 'clusterIP') === 'None',
    externalName: textAt(object, 'spec', 'type') === 'ExternalName' ? textAt(object, 'spec', 'externalName') : '',
    ports: objectsAt(object, 'spec', 'ports').flatMap(toPort),
  };
};

const toPort = ({ name, protocol, port, targetPort }: JsonObject): readonly ServicePort[] => {
  if (!isPortNumber(port)) return [];
  const named = typeof targetPort === 'string' && targetPort !== '';
  return [
    {
      name: typeof name === 'string' ? name : '',
      protocol: toProtocol(protocol),
      port,
      target: named ? targetPort : isPortNumber(targetPort) ? targetPort : port,
    },
  ];
};

const textsOf = (object: JsonObject, many: string, one: string): readonly string[] => {
  const list = textsAt(object, 'spec', many);
  const single = textAt(object, 'spec', one);
  return list.length > 0 ? list : single === '' ? [] : [single];
};

type Find = ServiceIndex['find'];

const resolveHost = (written: string, namespace: string, find: Find): HostMeaning => {
  const host = written.toLowerCase().replace(/\.$/, '');
  const labels = host.split('.');
  const [first = '', second = '', third = ''] = labels;
  const svc = labels.indexOf('svc');
  // What follows `svc` is the cluster's own domain, whatever it is called.
  if (svc === 2 || svc === 3) {
    const [name, space] = svc === 2 ? [first, second] : [second, third];
    const service = find(space, name);
    return service === undefined ? { kind: 'unknown-service', namespace: space, name } : { kind: 'service', service };
  }
  const candidates =
    labels.length === 1
      ? [find(namespace, first)]
      : labels.length === 2
        ? // The name of a pod before its Service only where that is headless: only those give pods names.
          [find(second, first), onlyHeadless(find(namespace, second))]
        : labels.length === 3
          ? [onlyHeadless(find(third, second))]
          : [];
  const service = candidates.find((one) => one !== undefined);
  if (service !== undefined) return { kind: 'service', service };
  return labels.length === 1 ? { kind: 'nothing' } : { kind: 'outside' };
};

const onlyHeadless = (service: ServiceEntry | undefined): ServiceEntry | undefined =>
  service?.headless === true ? service : undefined;

const toBackends = (
  service: ServiceEntry,
  wanted: number | string | null,
  select: ServiceIndex['select'],
  snapshot: Snapshot,
): readonly Backend[] => {
  const ports = service.ports.filter(({ name, port }) => wanted === null || wanted === port || wanted === name);
  // A headless Service only gives addresses: its clients name the pod's own port.
  const direct: readonly ServicePort[] =
    service.headless && typeof wanted === 'number'
      ? [{ name: '', protocol: ports[0]?.protocol ?? 'TCP', port: wanted, target: wanted }]
      : [];
  const meant = [...ports, ...direct];
  if (meant.length === 0) return [];
  if (Object.keys(service.selector).length === 0) return readEndpoints(service, meant, snapshot);
  const workloads = select(service.namespace, service.selector);
  const backends = workloads.flatMap((workload): readonly Backend[] => {
    const found = uniquePorts(meant.flatMap((port) => toTargets(port, workload)));
    return found.length === 0 ? [] : [{ end: { kind: 'workload', workload }, ports: found }];
  });
  if (workloads.length > 0) return backends;
  const numbers = uniquePorts(
    meant.map(({ protocol, port, target }) => ({ protocol, port: typeof target === 'number' ? target : port })),
  );
  const { namespace, selector, name } = service;
  return [
    {
      end: { kind: 'pods', namespace, labels: selector, name: `the pods of Service ${namespace}/${name}` },
      ports: numbers,
    },
  ];
};

const toTargets = ({ protocol, target }: ServicePort, workload: Workload): readonly FlowPort[] =>
  typeof target === 'number'
    ? [{ protocol, port: target }]
    : workload.ports
        .filter((one) => one.name === target && one.protocol === protocol)
        .map(({ port }) => ({ protocol, port }));

/** A Service without a selector leads where its Endpoints say, which are often outside the cluster. */
const readEndpoints = (
  { namespace, name }: ServiceEntry,
  ports: readonly ServicePort[],
  snapshot: Snapshot,
): readonly Backend[] => {
  const slices = snapshot
    .list('discovery.k8s.io', 'EndpointSlice')
    .filter(
      ({ ref, object }) =>
        toNamespaceName(ref.namespace) === namespace &&
        textAt(object, 'metadata', 'labels', 'kubernetes.io/service-name') === name,
    );
  const sets =
    slices.length > 0
      ? slices.map(({ object }) => ({
          addresses: objectsAt(object, 'endpoints').flatMap((endpoint) => textsAt(endpoint, 'addresses')),
          ports: at(object, 'ports'),
        }))
      : objectsAt(snapshot.find('', 'Endpoints', namespace, name)?.object, 'subsets').map((subset) => ({
          addresses: objectsAt(subset, 'addresses').map((address) => textAt(address, 'ip')),
          ports: at(subset, 'ports'),
        }));
  return sets.flatMap((set) => {
    const prefixes = set.addresses.flatMap(toHostPrefix);
    const found = uniquePorts(toEndpointPorts(set.ports, ports));
    return prefixes.length === 0 || found.length === 0
      ? []
      : [
          {
            end: { kind: 'addresses', prefixes, except: [], name: `Service ${namespace}/${name}`, note: '' },
            ports: found,
          },
        ];
  });
};

const toEndpointPorts = (value: Json | undefined, wanted: readonly ServicePort[]): readonly FlowPort[] =>
  (isJsonArray(value) ? value : [])
    .map((port) => ({ name: textAt(port, 'name'), protocol: toProtocol(at(port, 'protocol')), port: at(port, 'port') }))
    .flatMap(({ name, protocol, port }) =>
      isPortNumber(port) && wanted.some((one) => one.name === name) ? [{ protocol, port }] : [],
    );

/** The prefix of one address; nothing for what is none. */
export const toHostPrefix = (address: string): readonly string[] => {
  const parsed = parseIpAddress(address);
  if (parsed.kind === 'defect' || parsed.value.zone !== '' || isMapped(parsed.value)) return [];
  return [renderIpPrefix({ address: parsed.value, length: widthOf(parsed.value) })];
};

export const uniquePorts = (ports: readonly FlowPort[]): readonly FlowPort[] => [
  ...new Map(ports.map((port) => [`${port.protocol} ${port.port}`, port])).values(),
];
