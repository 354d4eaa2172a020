/** Who reads whose metrics: what monitors, annotations and Prometheus itself say; scraping is never cut. */

import type { JsonObject } from '../../../model/json.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { parseLabelSelector } from '../../selector/label-selector.ts';
import { isPortNumber } from '../declared-ports.ts';
import { toNamespaceName } from '../namespace-name.ts';
import { matchesAll } from './choose-selector.ts';
import type { Found } from './find-dependencies.ts';
import type { DnsAllow } from './find-dns-flows.ts';
import type { FlowEnd, FlowEvidence, FlowPort, NeededFlow, OpenQuestion, Workload } from './needed-flow.ts';
import { anyAddress } from './outside.ts';
import { containersOf } from './read-workloads.ts';
import { uniquePorts, type Backend, type ServiceIndex } from './service-index.ts';

interface MetricsWorld {
  readonly dns: DnsAllow;
  readonly snapshot: Snapshot;
  readonly services: ServiceIndex;
  readonly workloads: readonly Workload[];
}

export const findMetricsFlows = (world: MetricsWorld): Found => {
  const scrapers = world.workloads.filter(isScraper);
  const sources: readonly FlowEnd[] =
    scrapers.length === 0 ? [anyPod] : scrapers.map((workload) => ({ kind: 'workload', workload }));
  const targets = [...monitorTargets(world), ...annotatedTargets(world)];
  const flows: readonly NeededFlow[] = [
    ...targets.flatMap(({ end, ports, because }) => sources.map((from) => ({ from, to: end, ports, because }))),
    ...world.workloads.flatMap((workload) => alertFlows(workload, world)),
    ...scrapers.flatMap((workload) =>
      nodeFlows(workload, 'metrics of nodes, of agents on them and of the control plane', nodePorts),
    ),
    ...scrapers.flatMap((workload) => dnsMetrics(workload, world)),
    ...world.workloads
      .filter(isMetricsServer)
      .flatMap((workload) => nodeFlows(workload, 'metrics-server asks every kubelet', nodePorts.slice(0, 1))),
  ];
  return { flows, questions: findIdleMonitors(world, targets) };
};

/** Who collects metrics collects those of CoreDNS, which has them at 9153 wherever it runs. */
const dnsMetrics = (scraper: Workload, { dns, workloads }: MetricsWorld): readonly NeededFlow[] => {
  const servers = workloads.filter(
    ({ namespace, labels }) => namespace === dns.namespace && labels.some((pod) => matchesAll(dns.labels, pod)),
  );
  const ends: readonly FlowEnd[] =
    servers.length === 0
      ? [{ kind: 'pods', namespace: dns.namespace, labels: dns.labels, name: 'CoreDNS' }]
      : servers.map((workload) => ({ kind: 'workload', workload }));
  const because: FlowEvidence = { text: `${scraper.name}: metrics of CoreDNS`, resource: null, path: '' };
  return ends.map((to) => ({
    from: { kind: 'workload', workload: scraper },
    to,
    ports: [{ protocol: 'TCP', port: 9153 }],
    because,
  }));
};

/** A monitor that selects nothing here scrapes something elsewhere. */
const findIdleMonitors = ({ snapshot }: MetricsWorld, targets: readonly Target[]): readonly OpenQuestion[] => {
  const used = new Set(targets.map(({ because }) => because.resource));
  return ['ServiceMonitor', 'PodMonitor'].flatMap((kind) =>
    snapshot
      .list('monitoring.coreos.com', kind)
      .filter((monitor) => !used.has(monitor))
      .map((resource) => ({
        namespace: toNamespaceName(resource.ref.namespace),
        text: `the ${kind} ${resource.ref.name} selects nothing that was read: whoever collects metrics may need a rule towards what it means`,
        resource,
        path: 'spec.selector',
      })),
  );
};

/** The one who reads may be anywhere where none was read. */
const anyPod: FlowEnd = {
  kind: 'pods',
  namespace: null,
  labels: {},
  name: 'any pod: nobody was read who collects metrics',
};

const isScraper = (workload: Workload): boolean =>
  workload.ref.kind === 'Prometheus' ||
  imagesOf(workload).some((image) =>
    /(?:^|\/)(?:prom|prometheus|bitnami)\/prometheus(?::|@|$)|victoriametrics\/(?:vmagent|victoria-metrics)|grafana\/(?:agent|alloy)(?::|@|$)|prometheus\/prometheus(?::|@|$)/.test(
      image,
    ),
  );

const isMetricsServer = (workload: Workload): boolean =>
  imagesOf(workload).some((image) => /metrics-server\/metrics-server(?::|@|$)|\/metrics-server(?::|@|$)/.test(image));

const imagesOf = ({ templates }: Workload): readonly string[] =>
  templates.flatMap((template) => containersOf(template).map(({ object }) => textAt(object, 'image')));

/** Where a Prometheus of the operator sends its alerts. */
const alertFlows = (workload: Workload, { services }: MetricsWorld): readonly NeededFlow[] =>
  workload.ref.kind !== 'Prometheus'
    ? []
    : workload.templates.flatMap(({ resource }) =>
        objectsAt(resource.object, 'spec', 'alerting', 'alertmanagers').flatMap((receiver, index) => {
          const namespace = textAt(receiver, 'namespace') || workload.namespace;
          const service = services.find(namespace, textAt(receiver, 'name'));
          const port = at(receiver, 'port');
          if (service === undefined || (typeof port !== 'string' && typeof port !== 'number')) return [];
          const because: FlowEvidence = {
            text: `the Prometheus ${workload.ref.name} sends its alerts to the Service ${namespace}/${service.name}`,
            resource,
            path: `spec.alerting.alertmanagers[${index}]`,
          };
          return services
            .backends(service, port)
            .map(({ end, ports }): NeededFlow => ({ from: { kind: 'workload', workload }, to: end, ports, because }));
        }),
      );

/** The kubelet has the address of its node, which no selector means. */
const nodeFlows = (workload: Workload, text: string, ports: readonly number[]): readonly NeededFlow[] => {
  const [template] = workload.templates;
  if (template === undefined) return [];
  const because: FlowEvidence = { text: `${workload.name}: ${text}`, resource: template.resource, path: '' };
  const to = anyAddress('the nodes', 'Narrow it to the network of the nodes.');
  return [
    { from: { kind: 'workload', workload }, to, ports: ports.map((port) => ({ protocol: 'TCP', port })), because },
  ];
};

/** The kubelet first; node-exporter, kube-proxy, the controller manager, the scheduler, etcd. */
const nodePorts: readonly number[] = [10250, 9100, 10249, 10257, 10259, 2381];

interface Target extends Backend {
  readonly because: FlowEvidence;
}

const monitorTargets = ({ snapshot, services, workloads }: MetricsWorld): readonly Target[] => [
  ...snapshot.list('monitoring.coreos.com', 'ServiceMonitor').flatMap((monitor) => {
    const selector = parseLabelSelector(at(monitor.object, 'spec', 'selector'));
    if (selector.kind !== 'selector') return [];
    const reaches = toNamespaceTest(monitor);
    const chosen = services.services.filter(
      ({ namespace, resource }) =>
        reaches(namespace) && selector.selector.matches(objectAt(resource.object, 'metadata', 'labels')),
    );
    return objectsAt(monitor.object, 'spec', 'endpoints').flatMap((endpoint, index) =>
      chosen.flatMap((service) =>
        endpointBackends(endpoint, service, services).map((backend) => ({
          ...backend,
          because: {
            text: `the ServiceMonitor ${toNamespaceName(monitor.ref.namespace)}/${monitor.ref.name} collects metrics here`,
            resource: monitor,
            path: `spec.endpoints[${index}]`,
          },
        })),
      ),
    );
  }),
  ...snapshot.list('monitoring.coreos.com', 'PodMonitor').flatMap((monitor) => {
    const selector = parseLabelSelector(at(monitor.object, 'spec', 'selector'));
    if (selector.kind !== 'selector') return [];
    const reaches = toNamespaceTest(monitor);
    const chosen = workloads.filter(
      ({ namespace, labels }) => reaches(namespace) && labels.some((pod) => selector.selector.matches(pod)),
    );
    return objectsAt(monitor.object, 'spec', 'podMetricsEndpoints').flatMap((endpoint, index) =>
      chosen.flatMap((workload): readonly Target[] => {
        const because = {
          text: `the PodMonitor ${toNamespaceName(monitor.ref.namespace)}/${monitor.ref.name} collects metrics here`,
          resource: monitor,
          path: `spec.podMetricsEndpoints[${index}]`,
        };
        const ports = portsOfPod(
          workload,
          at(endpoint, 'port') ?? at(endpoint, 'portNumber') ?? at(endpoint, 'targetPort'),
        );
        return ports.length === 0 ? [] : [{ end: { kind: 'workload', workload }, ports, because }];
      }),
    );
  }),
];

const toNamespaceTest = ({ ref, object }: Resource): ((namespace: string) => boolean) => {
  if (at(object, 'spec', 'namespaceSelector', 'any') === true) return () => true;
  const names = textsAt(object, 'spec', 'namespaceSelector', 'matchNames');
  const own = toNamespaceName(ref.namespace);
  return names.length === 0 ? (namespace) => namespace === own : (namespace) => names.includes(namespace);
};

/** `port` is a port of the Service by name; `targetPort` one of the pods, by name or number. */
const endpointBackends = (
  endpoint: JsonObject,
  service: Parameters<ServiceIndex['backends']>[0],
  services: ServiceIndex,
): readonly Backend[] => {
  const port = textAt(endpoint, 'port');
  if (port !== '') return services.backends(service, port);
  const target = at(endpoint, 'targetPort');
  return services.select(service.namespace, service.selector).flatMap((workload): readonly Backend[] => {
    const ports = portsOfPod(workload, target);
    return ports.length === 0 ? [] : [{ end: { kind: 'workload', workload }, ports }];
  });
};

const portsOfPod = (workload: Workload, wanted: unknown): readonly FlowPort[] =>
  isPortNumber(wanted)
    ? [{ protocol: 'TCP', port: wanted }]
    : uniquePorts(
        workload.ports
          .filter(({ name }) => name === wanted && name !== '')
          .map(({ protocol, port }) => ({ protocol, port })),
      );

/** `prometheus.io/scrape: "true"` on a pod or a Service, with `prometheus.io/port` or every port that is declared. */
const annotatedTargets = ({ services, workloads }: MetricsWorld): readonly Target[] => [
  ...workloads.flatMap((workload) =>
    workload.templates.flatMap(({ metadata, resource, prefix }): readonly Target[] => {
      const annotations = objectAt(metadata, 'annotations');
      if (!isScraped(annotations)) return [];
      const ports = toAnnotatedPorts(annotations, workload);
      const because = {
        text: `${workload.name} asks to be scraped`,
        resource,
        path: `${[...prefix, 'metadata', 'annotations'].join('.')}["prometheus.io/scrape"]`,
      };
      return ports.length === 0 ? [] : [{ end: { kind: 'workload', workload }, ports, because }];
    }),
  ),
  ...services.services.flatMap((service) => {
    const annotations = objectAt(service.resource.object, 'metadata', 'annotations');
    if (!isScraped(annotations)) return [];
    const because = {
      text: `the Service ${service.namespace}/${service.name} asks to be scraped`,
      resource: service.resource,
      path: 'metadata.annotations["prometheus.io/scrape"]',
    };
    return services.select(service.namespace, service.selector).flatMap((workload): readonly Target[] => {
      const ports = toAnnotatedPorts(annotations, workload);
      return ports.length === 0 ? [] : [{ end: { kind: 'workload', workload }, ports, because }];
    });
  }),
];

const isScraped = (annotations: JsonObject): boolean => textAt(annotations, 'prometheus.io/scrape') === 'true';

const toAnnotatedPorts = (annotations: JsonObject, workload: Workload): readonly FlowPort[] => {
  const written = Number(textAt(annotations, 'prometheus.io/port'));
  if (isPortNumber(written)) return [{ protocol: 'TCP', port: written }];
  return uniquePorts(
    workload.ports.filter(({ protocol }) => protocol === 'TCP').map(({ protocol, port }) => ({ protocol, port })),
  );
};
