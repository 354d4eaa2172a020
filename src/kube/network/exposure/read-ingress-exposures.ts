/** What Ingresses lead to: the pods behind each of their backends, called from wherever their controller is called. */

import type { JsonObject } from '../../../model/json.ts';
import { objectAt, objectsAt, textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { toNamespaceName } from '../namespace-name.ts';
import type { Exposure } from '../network-estate.ts';
import { toController, toIngressClass, type IngressController } from './find-ingress-controllers.ts';
import type { PortChoice, ServiceBackends } from './service-backends.ts';

export const readIngressExposures = (
  snapshot: Snapshot,
  backends: ServiceBackends,
  controllers: ReadonlyMap<string, IngressController>,
): readonly Exposure[] => {
  const seen = new Set<string>();
  const ingresses = ['networking.k8s.io', 'extensions'].flatMap((group) => snapshot.list(group, 'Ingress'));
  return ingresses.flatMap((ingress) => {
    const namespace = toNamespaceName(ingress.ref.namespace);
    const before = seen.size;
    if (ingress.ref.name !== '' && seen.add(`${namespace}/${ingress.ref.name}`).size === before) return [];
    const from = toScope(ingress, snapshot, controllers);
    return toTargets(ingress).flatMap(({ name, isMeant }) => {
      const service = backends.find(namespace, name);
      const found = service === undefined ? [] : backends.of(service, isMeant);
      return found.map((backend) => ({ how: 'ingress', by: ingress, from, ...backend }) as const);
    });
  });
};

interface Target {
  readonly name: string;
  readonly isMeant: PortChoice;
}

/** Each Service and port once, however many paths lead there. */
const toTargets = ({ object }: Resource): readonly Target[] => {
  const spec = objectAt(object, 'spec');
  const rules = objectsAt(spec, 'rules').flatMap((rule) => objectsAt(rule, 'http', 'paths'));
  const written = [
    objectAt(spec, 'defaultBackend'),
    objectAt(spec, 'backend'),
    ...rules.map((path) => objectAt(path, 'backend')),
  ];
  return [...new Map(written.flatMap(toTarget).map((entry) => [entry.key, entry.target])).values()];
};

/** `service.port` of networking.k8s.io/v1, `servicePort` of the versions before. */
const toTarget = (backend: JsonObject): readonly { readonly key: string; readonly target: Target }[] => {
  const name = textAt(backend, 'service', 'name') || textAt(backend, 'serviceName');
  if (name === '') return [];
  const port = objectAt(backend, 'service', 'port');
  const wanted = port['number'] ?? port['name'] ?? backend['servicePort'] ?? null;
  const isMeant: PortChoice = (one) => wanted === (typeof wanted === 'number' ? one['port'] : one['name']);
  return [{ key: JSON.stringify([name, wanted]), target: { name, isMeant } }];
};

const toScope = (
  ingress: Resource,
  snapshot: Snapshot,
  controllers: ReadonlyMap<string, IngressController>,
): Exposure['from'] => {
  const className = toIngressClass(ingress, snapshot);
  const controller = toController(className, snapshot);
  const annotation = (name: string): string => textAt(ingress.object, 'metadata', 'annotations', name);
  if (className === 'gce-internal') return 'inside';
  // The AWS Load Balancer Controller keeps an Ingress inside unless it is told otherwise.
  if (className === 'alb' || controller === 'ingress.k8s.aws/alb')
    return annotation('alb.ingress.kubernetes.io/scheme') === 'internet-facing' ? 'internet' : 'inside';
  if (annotation('appgw.ingress.kubernetes.io/use-private-ip') === 'true') return 'inside';
  return controllers.get(controller)?.from ?? 'internet';
};
