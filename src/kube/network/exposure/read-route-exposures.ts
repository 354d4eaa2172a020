/** What routes of the Gateway API lead to, where a Gateway takes them and the owners of their backends agree. */

import type { JsonObject } from '../../../model/json.ts';
import { objectsAt, textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { toNamespaceName } from '../namespace-name.ts';
import type { Exposure } from '../network-estate.ts';
import { createGateways, type Gateways } from './gateways.ts';
import { createReferenceGrants, type ReferenceGrants } from './reference-grants.ts';
import type { ServiceBackends } from './service-backends.ts';

export const readRouteExposures = (snapshot: Snapshot, backends: ServiceBackends): readonly Exposure[] => {
  const routes = routeKinds.flatMap((kind) => snapshot.list(gatewayGroup, kind));
  if (routes.length === 0) return [];
  const gateways = createGateways(snapshot);
  const grants = createReferenceGrants(snapshot);
  return routes.flatMap((route) => readRoute(route, backends, gateways, grants));
};

const gatewayGroup = 'gateway.networking.k8s.io';

const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

const readRoute = (
  route: Resource,
  backends: ServiceBackends,
  gateways: Gateways,
  grants: ReferenceGrants,
): readonly Exposure[] => {
  const from = gateways.scopeOf(route);
  if (from === null) return [];
  const seen = new Set<string>();
  return objectsAt(route.object, 'spec', 'rules')
    .flatMap((rule) => objectsAt(rule, 'backendRefs'))
    .flatMap((reference) => {
      const service = findService(reference, route, backends, grants);
      const before = seen.size;
      if (service === undefined || seen.add(JSON.stringify([service.ref, reference['port'] ?? null])).size === before)
        return [];
      const found = backends.of(service, (port) => port['port'] === reference['port']);
      return found.map((backend) => ({ how: 'gateway', by: route, from, ...backend }) as const);
    });
};

/** `undefined` for another kind, for a share of nothing, and for another namespace that never agreed. */
const findService = (
  reference: JsonObject,
  route: Resource,
  backends: ServiceBackends,
  grants: ReferenceGrants,
): Resource | undefined => {
  const { group = '', kind = 'Service', weight } = reference;
  if ((group !== '' && group !== null) || kind !== 'Service' || weight === 0) return undefined;
  const own = toNamespaceName(route.ref.namespace);
  const namespace = textAt(reference, 'namespace') || own;
  const name = textAt(reference, 'name');
  if (
    namespace !== own &&
    !grants.allow({ kind: route.ref.kind, namespace: own }, { kind: 'Service', namespace, name })
  )
    return undefined;
  return backends.find(namespace, name);
};
