/** Ways in: Services that are published, host ports, Ingresses, Gateway routes, and the webhooks the API server calls. */

import { maskPrefix, parseIpPrefix, renderIpPrefix } from '../../../lang/go/ip-address.ts';
import type { JsonObject } from '../../../model/json.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { isPortNumber, toProtocol } from '../declared-ports.ts';
import { toNamespaceName } from '../namespace-name.ts';
import type { CarrierIndex, Carriers } from './ingress-controllers.ts';
import { findHosts } from './find-hosts.ts';
import type { FlowEnd, FlowEvidence, NeededFlow, Workload } from './needed-flow.ts';
import { containersOf } from './read-workloads.ts';
import { uniquePorts, type ServiceEntry, type ServiceIndex } from './service-index.ts';

export interface EntryWorld {
  readonly snapshot: Snapshot;
  readonly services: ServiceIndex;
  readonly workloads: readonly Workload[];
  readonly carriers: CarrierIndex;
}

export const findEntryFlows = (world: EntryWorld): readonly NeededFlow[] => [
  ...world.services.services.flatMap((service) => publishedFlows(service, world)),
  ...world.workloads.flatMap(hostPortFlows),
  ...controllerFlows(world),
  ...ingressFlows(world),
  ...routeFlows(world),
  ...webhookFlows(world),
];

const everyone: FlowEnd = { kind: 'everyone' };

const publishedFlows = (service: ServiceEntry, { services }: EntryWorld): readonly NeededFlow[] => {
  const { object } = service.resource;
  const type = textAt(object, 'spec', 'type');
  const external = textsAt(object, 'spec', 'externalIPs').length > 0;
  if (type !== 'LoadBalancer' && type !== 'NodePort' && !external) return [];
  const ranges = textsAt(object, 'spec', 'loadBalancerSourceRanges').flatMap((range) => {
    const parsed = parseIpPrefix(range.trim());
    return parsed.kind === 'parsed' ? [renderIpPrefix(maskPrefix(parsed.value))] : [];
  });
  // With the policy Cluster the sender is a node by the time a pod sees it: the ranges, which kube-proxy keeps, would cut all.
  const isLocal = textAt(object, 'spec', 'externalTrafficPolicy') === 'Local';
  const byRanges = type === 'LoadBalancer' && ranges.length > 0 && isLocal;
  const from: FlowEnd = byRanges
    ? { kind: 'addresses', prefixes: ranges, except: [], name: 'the source ranges of the load balancer', note: '' }
    : everyone;
  const name = `${service.namespace}/${service.name}`;
  const how =
    type === 'LoadBalancer' ? 'a load balancer' : type === 'NodePort' ? 'a port of every node' : 'external addresses';
  const because: FlowEvidence = {
    text: `the Service ${name} is published on ${how}`,
    resource: service.resource,
    path: type === 'ClusterIP' || type === '' ? 'spec.externalIPs' : 'spec.type',
  };
  return services.backends(service, null).map(({ end, ports }) => ({ from, to: end, ports, because }));
};

const hostPortFlows = (workload: Workload): readonly NeededFlow[] =>
  workload.hostNetwork
    ? []
    : workload.templates.flatMap((template) =>
        containersOf(template).flatMap(({ object, path }) =>
          objectsAt(object, 'ports').flatMap(({ containerPort, hostPort, protocol }, index): readonly NeededFlow[] =>
            isPortNumber(hostPort) && isPortNumber(containerPort)
              ? [
                  {
                    from: everyone,
                    to: { kind: 'workload', workload },
                    ports: [{ protocol: toProtocol(protocol), port: containerPort }],
                    because: {
                      text: `${workload.name} has port ${hostPort} of its node`,
                      resource: template.resource,
                      path: `${path}.ports[${index}].hostPort`,
                    },
                  },
                ]
              : [],
          ),
        ),
      );

/** A controller without a published Service is still meant to be reached: at what its pods declare for traffic. */
const controllerFlows = ({ carriers, services }: EntryWorld): readonly NeededFlow[] => {
  const published = Map.groupBy(
    services.services.filter(({ resource }) =>
      /^(?:LoadBalancer|NodePort)$/.test(textAt(resource.object, 'spec', 'type')),
    ),
    ({ namespace }) => namespace,
  );
  return carriers.controllers.flatMap((workload): readonly NeededFlow[] => {
    const isPublished = (published.get(workload.namespace) ?? []).some(({ namespace, selector }) =>
      services.select(namespace, selector).includes(workload),
    );
    const ports = uniquePorts(
      workload.ports.filter(({ name }) => !/metric|prometheus|webhook|health|admin|status/i.test(name)),
    );
    const [template] = workload.templates;
    return isPublished || workload.hostNetwork || ports.length === 0 || template === undefined
      ? []
      : [
          {
            from: everyone,
            to: { kind: 'workload', workload },
            ports: ports.map(({ protocol, port }) => ({ protocol, port })),
            because: {
              text: `${workload.name} carries the traffic of Ingresses`,
              resource: template.resource,
              path: '',
            },
          },
        ];
  });
};

const ingressFlows = (world: EntryWorld): readonly NeededFlow[] =>
  ['networking.k8s.io', 'extensions'].flatMap((group) =>
    world.snapshot.list(group, 'Ingress').flatMap((ingress) => {
      const { object, ref } = ingress;
      const namespace = toNamespaceName(ref.namespace);
      const className =
        textAt(object, 'spec', 'ingressClassName') ||
        textAt(object, 'metadata', 'annotations', 'kubernetes.io/ingress.class');
      const carriers = world.carriers.ofClass(className);
      const backends = readIngressBackends(object);
      return [
        ...backends.flatMap(({ name, port, path }) => carry(carriers, ingress, path, namespace, name, port, world)),
        ...annotationFlows(carriers, ingress, namespace, world),
      ];
    }),
  );

interface RouteBackend {
  readonly name: string;
  readonly port: number | string | null;
  readonly path: string;
}

const readIngressBackends = (object: JsonObject): readonly RouteBackend[] => {
  const rules = objectsAt(object, 'spec', 'rules').flatMap((rule, one) =>
    objectsAt(rule, 'http', 'paths').map((path, two) => ({
      backend: objectAt(path, 'backend'),
      path: `spec.rules[${one}].http.paths[${two}].backend`,
    })),
  );
  const fallbacks = ['defaultBackend', 'backend'].map((field) => ({
    backend: objectAt(object, 'spec', field),
    path: `spec.${field}`,
  }));
  return [...rules, ...fallbacks].flatMap(({ backend, path }): readonly RouteBackend[] => {
    // `serviceName` and `servicePort` are those of extensions/v1beta1.
    const name = textAt(backend, 'service', 'name') || textAt(backend, 'serviceName');
    const port =
      at(backend, 'service', 'port', 'number') ?? at(backend, 'service', 'port', 'name') ?? at(backend, 'servicePort');
    return name === ''
      ? []
      : [{ name, port: typeof port === 'number' || typeof port === 'string' ? port : null, path }];
  });
};

const carry = (
  { ends, why }: Carriers,
  by: Resource,
  path: string,
  namespace: string,
  name: string,
  port: number | string | null,
  { services }: EntryWorld,
): readonly NeededFlow[] => {
  const service = services.find(namespace, name);
  if (service === undefined) return [];
  const because: FlowEvidence = {
    text: `the ${by.ref.kind} ${toNamespaceName(by.ref.namespace)}/${by.ref.name} leads to the Service ${name}${why === '' ? '' : `; ${why}`}`,
    resource: by,
    path,
  };
  return services
    .backends(service, port)
    .flatMap(({ end, ports }) => ends.map((from) => ({ from, to: end, ports, because })));
};

/** What the controller itself asks on the way: `auth-url`, mirrors. */
const annotationFlows = (
  { ends }: Carriers,
  ingress: Resource,
  namespace: string,
  { services }: EntryWorld,
): readonly NeededFlow[] =>
  Object.entries(objectAt(ingress.object, 'metadata', 'annotations')).flatMap(([key, text]) =>
    typeof text !== 'string' || !text.includes('://') || key.startsWith('kubectl.')
      ? []
      : findHosts(text).flatMap(({ host, port, scheme }) => {
          const meaning = scheme === '' ? undefined : services.resolve(host, namespace);
          if (meaning?.kind !== 'service') return [];
          const because = {
            text: `${key} names ${host}`,
            resource: ingress,
            path: `metadata.annotations[${JSON.stringify(key)}]`,
          };
          return services
            .backends(meaning.service, port)
            .flatMap(({ end, ports }) =>
              ends.filter(({ kind }) => kind !== 'everyone').map((from) => ({ from, to: end, ports, because })),
            );
        }),
  );

const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

const routeFlows = (world: EntryWorld): readonly NeededFlow[] =>
  routeKinds.flatMap((kind) =>
    world.snapshot.list('gateway.networking.k8s.io', kind).flatMap((route) => {
      const home = toNamespaceName(route.ref.namespace);
      return objectsAt(route.object, 'spec', 'parentRefs').flatMap((parent) => {
        if ((textAt(parent, 'kind') || 'Gateway') !== 'Gateway') return [];
        const namespace = textAt(parent, 'namespace') || home;
        const name = textAt(parent, 'name');
        const gateway = world.snapshot.find('gateway.networking.k8s.io', 'Gateway', namespace, name);
        const carriers = world.carriers.ofGateway(namespace, name, textAt(gateway?.object, 'spec', 'gatewayClassName'));
        return readRouteBackends(route, home).flatMap((backend) =>
          carry(carriers, route, backend.path, backend.namespace, backend.name, backend.port, world),
        );
      });
    }),
  );

const readRouteBackends = (route: Resource, home: string): readonly (RouteBackend & { readonly namespace: string })[] =>
  objectsAt(route.object, 'spec', 'rules').flatMap((rule, one) =>
    [
      ...objectsAt(rule, 'backendRefs').map((backend, two) => ({
        backend,
        path: `spec.rules[${one}].backendRefs[${two}]`,
      })),
      ...objectsAt(rule, 'filters').map((filter, two) => ({
        backend: objectAt(filter, 'requestMirror', 'backendRef'),
        path: `spec.rules[${one}].filters[${two}]`,
      })),
    ].flatMap(({ backend, path }) => {
      const port = at(backend, 'port');
      const name = textAt(backend, 'name');
      return name === '' || (textAt(backend, 'kind') || 'Service') !== 'Service'
        ? []
        : [
            {
              name,
              namespace: textAt(backend, 'namespace') || home,
              port: typeof port === 'number' ? port : null,
              path,
            },
          ];
    }),
  );

/** The API server calls them, from an address that no NetworkPolicy knows: of a node, of a tunnel, of the provider. */
const webhookFlows = ({ snapshot, services }: EntryWorld): readonly NeededFlow[] =>
  readServiceReferences(snapshot).flatMap(({ namespace, name, port, resource, path }) => {
    const service = services.find(namespace, name);
    if (service === undefined) return [];
    const text = `the API server calls ${resource.ref.kind} ${resource.ref.name} here, from an address nobody can name`;
    return services
      .backends(service, port)
      .map(({ end, ports }) => ({ from: everyone, to: end, ports, because: { text, resource, path } }));
  });

interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly resource: Resource;
  readonly path: string;
}

const readServiceReferences = (snapshot: Snapshot): readonly ServiceReference[] => [
  ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].flatMap((kind) =>
    snapshot
      .list('admissionregistration.k8s.io', kind)
      .flatMap((resource) =>
        objectsAt(resource.object, 'webhooks').flatMap((hook, index) =>
          toReference(objectAt(hook, 'clientConfig', 'service'), resource, `webhooks[${index}].clientConfig.service`),
        ),
      ),
  ),
  ...snapshot
    .list('apiregistration.k8s.io', 'APIService')
    .flatMap((resource) => toReference(objectAt(resource.object, 'spec', 'service'), resource, 'spec.service')),
  ...snapshot
    .list('apiextensions.k8s.io', 'CustomResourceDefinition')
    .flatMap((resource) =>
      toReference(
        objectAt(resource.object, 'spec', 'conversion', 'webhook', 'clientConfig', 'service'),
        resource,
        'spec.conversion.webhook.clientConfig.service',
      ),
    ),
];

const toReference = (service: JsonObject, resource: Resource, path: string): readonly ServiceReference[] => {
  const name = textAt(service, 'name');
  const port = at(service, 'port');
  return name === ''
    ? []
    : [
        {
          namespace: toNamespaceName(textAt(service, 'namespace')),
          name,
          port: isPortNumber(port) ? port : 443,
          resource,
          path,
        },
      ];
};

/** Names under which this estate is known outside. */
export const readPublicHosts = (snapshot: Snapshot): ReadonlySet<string> =>
  new Set(
    [
      ...['networking.k8s.io', 'extensions'].flatMap((group) =>
        snapshot
          .list(group, 'Ingress')
          .flatMap(({ object }) => objectsAt(object, 'spec', 'rules').map((rule) => textAt(rule, 'host'))),
      ),
      ...routeKinds.flatMap((kind) =>
        snapshot.list('gateway.networking.k8s.io', kind).flatMap(({ object }) => textsAt(object, 'spec', 'hostnames')),
      ),
    ].map((host) => host.toLowerCase()),
  );
