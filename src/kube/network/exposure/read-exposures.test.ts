/** What is open to the outside, told of small estates: each way in, from where, and at which port of which pods. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../../../model/snapshot.ts';
import { readSides } from '../read-sides.ts';
import { join, toSnapshot } from '../snapshot-of-text.ts';
import { readExposures } from './read-exposures.ts';

const tell = (text: string, kind: Snapshot['kind'] = 'manifests'): readonly string[] => {
  const snapshot = toSnapshot(text, kind);
  const sides = readSides(snapshot);
  return readExposures(snapshot, sides).map(({ how, by, protocol, port, from, sides: indices }) => {
    const names = indices.map((index) => {
      const side = sides[index];
      return side?.kind === 'pods' ? side.place.name : '?';
    });
    const where = typeof from === 'string' ? from : from.prefixes.join(' ');
    return `${how} ${by.ref.kind} ${by.ref.name}: ${names.join(',')} ${protocol}/${String(port)} from ${where}`;
  });
};

const workload = (name: string, spec = '{containers: [{ports: [{name: http, containerPort: 8080}]}]}'): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: shop}\nspec: {template: {metadata: {labels: {app: ${name}}}, spec: ${spec}}}`;

const service = (name: string, spec: string, annotations = '{}'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop, annotations: ${annotations}}\nspec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: http}], ${spec}}`;

const ingress = (spec: string, annotations = '{}'): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: shop, namespace: shop, annotations: ${annotations}}\nspec: ${spec}`;

const toWeb = '{rules: [{http: {paths: [{backend: {service: {name: web, port: {name: http}}}}]}}]}';

const gateway = (name: string, spec: string): string =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: ${name}, namespace: edge}\nspec: ${spec}`;

const route = (spec: string, kind = 'HTTPRoute'): string =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: ${kind}\nmetadata: {name: web, namespace: shop}\nspec: ${spec}`;

const openshiftRoute = (spec: string): string =>
  `apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: web, namespace: shop}\nspec: ${spec}`;

const open = '{listeners: [{name: https, port: 443, allowedRoutes: {namespaces: {from: All}}}]}';
const routeToWeb = '{parentRefs: [{name: edge, namespace: edge}], rules: [{backendRefs: [{name: web, port: 80}]}]}';

const routeFromFront = route(routeToWeb.replace('{name: web,', '{name: web, namespace: shop,')).replace(
  'namespace: shop',
  'namespace: front',
);

const balanced = 'type: LoadBalancer, allocateLoadBalancerNodePorts: false';
const balancer = (spec: string, annotations?: string): string =>
  join(workload('web'), service('web', `${balanced}${spec === '' ? '' : `, ${spec}`}`, annotations));
const from = (where: string): readonly string[] => [`load-balancer Service web: web TCP/8080 from ${where}`];

const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  ['a Service inside the cluster opens nothing', join(workload('web'), service('web', 'type: ClusterIP')), []],
  [
    'a load balancer opens node ports too',
    join(workload('web'), service('web', 'type: LoadBalancer')),
    [...from('internet'), 'node-port Service web: web TCP/8080 from internet'],
  ],
  ['unless it is told not to', balancer(''), from('internet')],
  ['source ranges name prefixes', balancer('loadBalancerSourceRanges: [198.51.100.0/24]'), from('198.51.100.0/24')],
  ['private ranges are inside', balancer('loadBalancerSourceRanges: [10.0.0.0/8, fd00::/8]'), from('inside')],
  [
    'the whole internet among the ranges is the internet',
    balancer('loadBalancerSourceRanges: [10.0.0.0/8, 0.0.0.0/0]'),
    from('internet'),
  ],
  ['ranges nobody can read do not close it', balancer('loadBalancerSourceRanges: [nonsense]'), from('internet')],
  [
    'ranges of the old annotation',
    balancer('', '{service.beta.kubernetes.io/load-balancer-source-ranges: "198.51.100.0/24, 203.0.113.0/24"}'),
    from('198.51.100.0/24 203.0.113.0/24'),
  ],
  ...[
    '{service.beta.kubernetes.io/aws-load-balancer-scheme: internal}',
    '{service.beta.kubernetes.io/aws-load-balancer-internal: 0.0.0.0/0}',
    '{service.beta.kubernetes.io/aws-load-balancer-type: external}',
    '{networking.gke.io/load-balancer-type: Internal}',
    '{service.beta.kubernetes.io/azure-load-balancer-internal: "true"}',
  ].map(
    (annotations) => [`a cloud keeps it inside: ${annotations}`, balancer('', annotations), from('inside')] as const,
  ),
  [
    'the controller of AWS opens it where it is told to',
    balancer(
      'loadBalancerClass: service.k8s.aws/nlb',
      '{service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing}',
    ),
    from('internet'),
  ],
  [
    'the newer annotation of AWS is asked before the older one',
    balancer(
      '',
      '{service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing, service.beta.kubernetes.io/aws-load-balancer-internal: "true"}',
    ),
    from('internet'),
  ],
  [
    'a private address that it was given is inside',
    `${balancer('')}\nstatus: {loadBalancer: {ingress: [{ip: 192.168.7.1}]}}`,
    from('inside'),
  ],
  [
    'a node port where nodes have private addresses alone is inside',
    join(
      workload('web'),
      service('web', 'type: NodePort'),
      'apiVersion: v1\nkind: Node\nmetadata: {name: n}\nstatus: {addresses: [{type: InternalIP, address: 10.0.0.1}]}',
    ),
    ['node-port Service web: web TCP/8080 from inside'],
  ],
  [
    'an address a Service claims',
    join(workload('web'), service('web', 'externalIPs: [203.0.113.7]')),
    ['external-ip Service web: web TCP/8080 from internet'],
  ],
  [
    'a Service without a selector leads to no pod, and an ExternalName to none at all',
    join(
      workload('web'),
      service('web', balanced).replace('selector: {app: web}, ', ''),
      service('other', 'type: ExternalName, externalIPs: [203.0.113.7]').replace('app: other', 'app: web'),
    ),
    [],
  ],
  [
    'a named port is another number in another pod, and none in a pod without it',
    join(
      workload('a', '{containers: [{ports: [{name: http, containerPort: 1}]}]}').replace('app: a', 'app: web'),
      workload('b', '{containers: [{ports: [{name: http, containerPort: 2}]}]}').replace('app: b', 'app: web'),
      workload('c', '{containers: [{ports: [{name: http, containerPort: 3, protocol: UDP}]}]}').replace(
        'app: c',
        'app: web',
      ),
      service('web', 'externalIPs: [203.0.113.7]'),
    ),
    ['external-ip Service web: a TCP/1 from internet', 'external-ip Service web: b TCP/2 from internet'],
  ],
  [
    'a port without a target is its own',
    join(workload('web'), service('web', 'externalIPs: [203.0.113.7]').replace(', targetPort: http', '')),
    ['external-ip Service web: web TCP/80 from internet'],
  ],
  [
    'an Ingress leads to its backend, through a headless Service too',
    join(workload('web'), service('web', 'clusterIP: None'), ingress(toWeb)),
    ['ingress Ingress shop: web TCP/8080 from internet'],
  ],
  [
    'an Ingress leads to its default backend, by number; a port the Service has not leads nowhere',
    join(
      workload('web'),
      service('web', 'type: ClusterIP'),
      ingress(
        '{defaultBackend: {service: {name: web, port: {number: 80}}}, rules: [{http: {paths: [{backend: {service: {name: web, port: {number: 81}}}}]}}]}',
      ),
    ),
    ['ingress Ingress shop: web TCP/8080 from internet'],
  ],
  [
    "an OpenShift Route leads to its Service and to the alternates, by the port's name or number at the pod",
    join(
      ...['web', 'blue', 'other'].flatMap((name) => [workload(name), service(name, 'type: ClusterIP')]),
      openshiftRoute('{to: {kind: Service, name: web}, alternateBackends: [{name: blue}], port: {targetPort: http}}'),
      openshiftRoute('{to: {name: other}, port: {targetPort: 8080}}'),
      openshiftRoute('{to: {name: other}, port: {targetPort: 9090}}'),
    ),
    ['web', 'blue', 'other'].map((name) => `ingress Route web: ${name} TCP/8080 from internet`),
  ],
  [
    'an old Ingress writes it otherwise',
    join(
      workload('web'),
      service('web', 'type: ClusterIP'),
      ingress('{backend: {serviceName: web, servicePort: 80}}').replace('networking.k8s.io/v1', 'extensions/v1beta1'),
    ),
    ['ingress Ingress shop: web TCP/8080 from internet'],
  ],
  [
    'an Ingress is open as far as its controller is',
    join(
      workload('web'),
      service('web', 'type: ClusterIP'),
      workload('ingress-nginx'),
      service('ingress-nginx', balanced, '{networking.gke.io/load-balancer-type: Internal}'),
      ingress(toWeb.replace('{', '{ingressClassName: nginx, ')),
    ),
    [
      'load-balancer Service ingress-nginx: ingress-nginx TCP/8080 from inside',
      'ingress Ingress shop: web TCP/8080 from inside',
    ],
  ],
  [
    'the controller of AWS keeps Ingresses inside unless told otherwise',
    join(workload('web'), service('web', 'type: ClusterIP'), ingress(toWeb, '{kubernetes.io/ingress.class: alb}')),
    ['ingress Ingress shop: web TCP/8080 from inside'],
  ],
  [
    'a route leads to its backend where a Gateway takes it',
    join(workload('web'), service('web', 'type: ClusterIP'), gateway('edge', open), route(routeToWeb)),
    ['gateway HTTPRoute web: web TCP/8080 from internet'],
  ],
  [
    'a listener takes routes of its own namespace alone unless it says otherwise',
    join(
      workload('web'),
      service('web', 'type: ClusterIP'),
      gateway('edge', '{listeners: [{name: https, port: 443}]}'),
      route(routeToWeb),
    ),
    [],
  ],
  [
    'a listener takes the namespaces it selects',
    join(
      workload('web'),
      service('web', 'type: ClusterIP'),
      gateway(
        'edge',
        '{listeners: [{name: a, port: 1, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: shop}}}}}]}',
      ),
      route(routeToWeb),
    ),
    ['gateway HTTPRoute web: web TCP/8080 from internet'],
  ],
  [
    'a route of another listener is not taken',
    join(
      workload('web'),
      service('web', 'type: ClusterIP'),
      gateway('edge', open),
      route(routeToWeb.replace('name: edge,', 'name: edge, sectionName: other,')),
    ),
    [],
  ],
  [
    'a route of a Service is the mesh’s',
    join(
      workload('web'),
      service('web', 'type: ClusterIP'),
      route('{parentRefs: [{kind: Service, group: "", name: web}], rules: [{backendRefs: [{name: web, port: 80}]}]}'),
    ),
    [],
  ],
  [
    'another namespace must agree to be led to',
    join(workload('web'), service('web', 'type: ClusterIP'), gateway('edge', open), routeFromFront),
    [],
  ],
  [
    'and is led to where it agrees',
    join(
      workload('web'),
      service('web', 'type: ClusterIP'),
      gateway('edge', open),
      routeFromFront,
      'apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {name: r, namespace: shop}\nspec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: front}], to: [{group: "", kind: Service}]}',
    ),
    ['gateway HTTPRoute web: web TCP/8080 from internet'],
  ],
  [
    'a port of the host leads to the container’s; one of the loopback does not leave the node',
    workload(
      'web',
      '{containers: [{ports: [{containerPort: 8080, hostPort: 80}, {containerPort: 1, hostPort: 1, hostIP: 127.0.0.1}]}]}',
    ),
    ['host-port Deployment web: web TCP/8080 from internet'],
  ],
  [
    'with the network of the host every declared port is the host’s',
    workload('web', '{hostNetwork: true, containers: [{ports: [{containerPort: 9100}]}]}'),
    ['host-network Deployment web: web TCP/9100 from internet'],
  ],
];

for (const [name, text, expected] of cases) test(name, () => assert.deepEqual(tell(text), expected));

test('a Gateway that was not read may be in another repository, and does not exist in a cluster', () => {
  const text = join(workload('web'), service('web', 'type: ClusterIP'), route(routeToWeb));
  assert.deepEqual(tell(text), ['gateway HTTPRoute web: web TCP/8080 from internet']);
  assert.deepEqual(tell(text, 'cluster'), []);
});
