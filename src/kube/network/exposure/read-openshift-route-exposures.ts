/** What OpenShift's Routes lead to: the pods behind the Service of each and behind its alternates, called from the internet. */

import { at, objectAt, objectsAt, textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { toNamespaceName } from '../namespace-name.ts';
import type { Exposure } from '../network-estate.ts';
import type { Backend, ServiceBackends } from './service-backends.ts';

/** Whatever its shard or its weights: those may change without anybody looking at the Route. */
export const readOpenshiftRouteExposures = (snapshot: Snapshot, backends: ServiceBackends): readonly Exposure[] =>
  snapshot.list('route.openshift.io', 'Route').flatMap((route) =>
    [...new Set(toServices(route))].flatMap((name) => {
      const service = backends.find(toNamespaceName(route.ref.namespace), name);
      const found = service === undefined ? [] : listMeant(route, service, backends);
      return found.map((backend) => ({ how: 'ingress', by: route, from: 'internet', ...backend }) as const);
    }),
  );

/** `kind` of a backend is Service, and may be left out. */
const toServices = ({ object }: Resource): readonly string[] =>
  [objectAt(object, 'spec', 'to'), ...objectsAt(object, 'spec', 'alternateBackends')]
    .filter((backend) => ['', 'Service'].includes(textAt(backend, 'kind')))
    .map((backend) => textAt(backend, 'name'))
    .filter((name) => name !== '');

/** `port.targetPort`: a port of the endpoints, by the name that the Service gives it or by its number; without one, every port. */
const listMeant = ({ object }: Resource, service: Resource, backends: ServiceBackends): readonly Backend[] => {
  const wanted = at(object, 'spec', 'port', 'targetPort');
  if (typeof wanted === 'number') return backends.of(service, () => true).filter(({ port }) => port === wanted);
  const isNamed = typeof wanted === 'string' && wanted !== '';
  return backends.of(service, ({ name, targetPort }) => !isNamed || name === wanted || targetPort === wanted);
};
