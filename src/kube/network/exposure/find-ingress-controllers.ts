/** Finds the workloads that carry out Ingresses and Gateways, and from where those can be called themselves. */

import { textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Exposure } from '../network-estate.ts';
import type { PodSide, Side } from '../side.ts';

export interface IngressController {
  /** As an IngressClass or GatewayClass names it: `k8s.io/ingress-nginx`. */
  readonly controller: string;
  /** Indices into the sides. */
  readonly sides: readonly number[];
  /** The widest of its own ways in; `null` where it has none that was read. */
  readonly from: Exposure['from'] | null;
}

/** `exposures` are those of Services and hosts: the controller is behind one of them. */
export const findIngressControllers = (
  sides: readonly Side[],
  exposures: readonly Exposure[],
): ReadonlyMap<string, IngressController> => {
  const found = new Map<string, number[]>();
  for (const [index, side] of sides.entries()) {
    if (side.kind === 'node') continue;
    const names = toNames(side);
    for (const { controllers, workloads } of products) {
      if (!names.some((name) => workloads.has(name)) || isHelper(side)) continue;
      for (const controller of controllers) {
        const known = found.get(controller);
        if (known === undefined) found.set(controller, [index]);
        else known.push(index);
      }
    }
  }
  return new Map(
    [...found].map(([controller, indices]) => [
      controller,
      { controller, sides: indices, from: toWidest(indices, exposures) },
    ]),
  );
};

const toNames = (side: PodSide): readonly string[] => [
  side.place.name,
  ...['app.kubernetes.io/name', 'app', 'k8s-app', 'name'].map((label) => textAt(side.labels, label)),
];

/** Charts ship admission jobs and default backends under the same name. */
const isHelper = ({ labels, workload }: PodSide): boolean =>
  workload.kind === 'Job' ||
  ['default-backend', 'admission-webhook'].includes(textAt(labels, 'app.kubernetes.io/component'));

const toWidest = (indices: readonly number[], exposures: readonly Exposure[]): Exposure['from'] | null => {
  const own = new Set(indices);
  // Node ports stand beside every load balancer; where there is one, people come through that.
  const through = exposures.filter(({ sides }) => sides.some((index) => own.has(index)));
  const doors = through.some(({ how }) => how === 'load-balancer')
    ? through.filter(({ how }) => how !== 'node-port')
    : through;
  if (doors.some(({ from }) => from === 'internet')) return 'internet';
  const prefixes = doors.flatMap(({ from }) => (typeof from === 'object' ? from.prefixes : []));
  return prefixes.length > 0 ? { prefixes } : doors.length > 0 ? 'inside' : null;
};

interface Product {
  readonly controllers: readonly string[];
  /** Names and labels that its charts and manifests give its pods. */
  readonly workloads: ReadonlySet<string>;
}

const products: readonly Product[] = [
  {
    controllers: ['k8s.io/ingress-nginx', 'k8s.io/internal-ingress-nginx'],
    workloads: new Set(['ingress-nginx', 'ingress-nginx-controller', 'rke2-ingress-nginx', 'nginx-ingress-controller']),
  },
  { controllers: ['nginx.org/ingress-controller'], workloads: new Set(['nginx-ingress']) },
  { controllers: ['traefik.io/ingress-controller', 'traefik.io/gateway-controller'], workloads: new Set(['traefik']) },
  {
    controllers: ['haproxy.org/ingress-controller/haproxy', 'haproxy.org/ingress-controller'],
    workloads: new Set(['kubernetes-ingress', 'haproxy-kubernetes-ingress']),
  },
  { controllers: ['haproxy-ingress.github.io/controller'], workloads: new Set(['haproxy-ingress']) },
  {
    controllers: ['ingress-controllers.konghq.com/kong', 'konghq.com/kic-gateway-controller'],
    workloads: new Set(['kong', 'kong-gateway']),
  },
  {
    controllers: ['projectcontour.io/ingress-controller', 'projectcontour.io/gateway-controller'],
    workloads: new Set(['envoy', 'contour-envoy']),
  },
  {
    controllers: ['istio.io/ingress-controller', 'istio.io/gateway-controller'],
    workloads: new Set(['istio-ingressgateway', 'istio-ingress']),
  },
];

/** The class of an Ingress: by its field, its old annotation, or the cluster's default; the empty text where none is told. */
export const toIngressClass = (ingress: Resource, snapshot: Snapshot): string => {
  const named =
    textAt(ingress.object, 'spec', 'ingressClassName') ||
    textAt(ingress.object, 'metadata', 'annotations', 'kubernetes.io/ingress.class');
  if (named !== '') return named;
  const isDefault = ({ object }: Resource): boolean =>
    textAt(object, 'metadata', 'annotations', 'ingressclass.kubernetes.io/is-default-class') === 'true';
  return snapshot.list('networking.k8s.io', 'IngressClass').find(isDefault)?.ref.name ?? '';
};

/** Which controller carries out a class: as its object says, else by the name that its product gives it. */
export const toController = (name: string, snapshot: Snapshot): string => {
  const found = snapshot.find('networking.k8s.io', 'IngressClass', null, name);
  const controller = textAt(found?.object, 'spec', 'controller');
  return controller !== '' ? controller : (customary.get(name) ?? '');
};

const customary: ReadonlyMap<string, string> = new Map([
  ['nginx', 'k8s.io/ingress-nginx'],
  ['traefik', 'traefik.io/ingress-controller'],
  ['haproxy', 'haproxy.org/ingress-controller'],
  ['kong', 'ingress-controllers.konghq.com/kong'],
  ['contour', 'projectcontour.io/ingress-controller'],
  ['istio', 'istio.io/ingress-controller'],
]);
