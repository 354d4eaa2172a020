/** Finds the pods that carry traffic for an IngressClass or a Gateway: by the controller's name and the images of its kind. */

import { textAt, textsAt } from '../../../model/read-object.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { matchesAll } from './choose-selector.ts';
import type { FlowEnd, Workload } from './needed-flow.ts';
import { containersOf } from './read-workloads.ts';

export interface Carriers {
  readonly ends: readonly FlowEnd[];
  /** Why they are these, for a comment. */
  readonly why: string;
}

export interface CarrierIndex {
  /** Of an Ingress, by its class; the empty text for none. */
  ofClass(name: string): Carriers;
  /** Of a Gateway in its namespace, by its class. */
  ofGateway(namespace: string, name: string, className: string): Carriers;
  /** Every workload that carries traffic for some class. */
  readonly controllers: readonly Workload[];
}

export const createCarrierIndex = (snapshot: Snapshot, workloads: readonly Workload[]): CarrierIndex => {
  const families = workloads.map((workload) => ({ workload, family: familyOf(workload) }));
  const controllers = families.flatMap(({ workload, family }) => (family === undefined ? [] : [workload]));
  const carriersOf = (controller: string, what: string): Carriers => {
    if (outside.test(controller))
      return { ends: everyone, why: `${what} is served from outside the pods (${controller})` };
    const wanted = knownFamilies.find(({ controllers: names }) => names.test(controller));
    const fits =
      controller === ''
        ? controllers
        : families.flatMap(({ workload, family }) => (family !== undefined && family === wanted ? [workload] : []));
    return fits.length === 0
      ? {
          ends: everyone,
          why: `the pods of ${controller === '' ? 'its controller' : controller} were not read, so everybody is allowed`,
        }
      : { ends: fits.map((workload) => ({ kind: 'workload', workload })), why: '' };
  };
  const controllerOfClass = (kind: 'IngressClass' | 'GatewayClass', group: string, name: string): string => {
    const found = snapshot.find(group, kind, null, name);
    const field = kind === 'IngressClass' ? 'controller' : 'controllerName';
    return found === undefined ? '' : textAt(found.object, 'spec', field);
  };
  return {
    controllers,
    ofClass(name) {
      const controller = name === '' ? '' : controllerOfClass('IngressClass', 'networking.k8s.io', name);
      return carriersOf(controller === '' ? guessController(name) : controller, 'the Ingress');
    },
    ofGateway(namespace, name, className) {
      const label = { 'gateway.networking.k8s.io/gateway-name': name };
      const own = workloads.filter(
        (workload) => workload.namespace === namespace && workload.labels.some((labels) => matchesAll(label, labels)),
      );
      if (own.length > 0) return { ends: own.map((workload) => ({ kind: 'workload', workload })), why: '' };
      const controller = controllerOfClass('GatewayClass', 'gateway.networking.k8s.io', className);
      return carriersOf(controller === '' ? guessController(className) : controller, 'the Gateway');
    },
  };
};

const everyone: readonly FlowEnd[] = [{ kind: 'everyone' }];

/** Classes that are made with a controller, by the name its chart gives them. */
const guessController = (className: string): string =>
  knownFamilies.find(({ classes }) => classes.test(className))?.usual ?? className;

interface Family {
  readonly classes: RegExp;
  readonly usual: string;
  readonly controllers: RegExp;
  readonly images: RegExp;
}

const familyOf = (workload: Workload): Family | undefined => {
  for (const template of workload.templates)
    for (const { object } of containersOf(template)) {
      const image = textAt(object, 'image');
      const words = [...textsAt(object, 'command'), ...textsAt(object, 'args')];
      const named =
        words.find((word) => word.startsWith('--controller-class='))?.slice('--controller-class='.length) ?? '';
      const family = knownFamilies.find(({ images, controllers }) => images.test(image) || controllers.test(named));
      if (family !== undefined) return family;
    }
  return undefined;
};

const knownFamilies: readonly Family[] = [
  {
    classes: /^(?:nginx|ingress-nginx|nginx-(?:internal|external|public|private))$/,
    usual: 'k8s.io/ingress-nginx',
    controllers: /^k8s\.io\/(?:[\w-]*)?nginx/,
    images: /ingress-nginx(?:\/|-)controller|nginx-ingress-controller|\/ingress-nginx(?::|@|$)/,
  },
  {
    classes: /^$/,
    usual: 'nginx.org/ingress-controller',
    controllers: /^nginx\.org\//,
    images: /nginx\/nginx-ingress|nginx-ic\/|nginx-gateway-fabric/,
  },
  {
    classes: /^traefik/,
    usual: 'traefik.io/ingress-controller',
    controllers: /^traefik\.io\//,
    images: /(?:^|\/)traefik(?::|@|$)/,
  },
  {
    classes: /^haproxy/,
    usual: 'haproxy.org/ingress-controller',
    controllers: /^haproxy(?:\.org|-ingress\.github\.io)\//,
    images: /haproxy(?:tech)?\/(?:kubernetes-ingress|haproxy-ingress)|haproxy-ingress/,
  },
  {
    classes: /^kong/,
    usual: 'ingress-controllers.konghq.com/kong',
    controllers: /konghq\.com\//,
    images: /(?:^|\/)kong(?:\/kong)?(?:-gateway)?(?::|@|$)|kong\/kubernetes-ingress-controller/,
  },
  {
    classes: /^(?:contour|envoy)/,
    usual: 'projectcontour.io/ingress-controller',
    controllers: /^(?:projectcontour\.io|gateway\.envoyproxy\.io)\//,
    images: /envoyproxy\/(?:envoy|contour)/,
  },
  {
    classes: /^istio/,
    usual: 'istio.io/ingress-controller',
    controllers: /^istio\.io\//,
    images: /(?!)/,
  },
];

/** Load balancers of clouds reach pods from addresses of their own. */
const outside =
  /^(?:ingress\.k8s\.aws\/|eks\.amazonaws\.com\/|networking\.gke\.io\/|k8s\.io\/ingress-gce|azure\/|alb\.networking\.azure\.io\/|gce)/;
