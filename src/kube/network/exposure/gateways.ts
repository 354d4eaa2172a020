/** Which Gateways take a route, and from where those can be called. */

import type { JsonObject } from '../../../model/json.ts';
import { objectAt, objectsAt, textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { toNamespaceLabels } from '../../admission/match-resources.ts';
import { parseLabelSelector } from '../../selector/label-selector.ts';
import { toNamespaceName } from '../namespace-name.ts';
import type { Exposure } from '../network-estate.ts';
import { isPrivateAddress } from './load-balancer-scope.ts';

export interface Gateways {
  /** The widest scope of the Gateways that take the route; `null` where none does. */
  scopeOf(route: Resource): Exposure['from'] | null;
}

export const createGateways = (snapshot: Snapshot): Gateways => ({
  scopeOf(route) {
    const own = toNamespaceName(route.ref.namespace);
    const scopes = objectsAt(route.object, 'spec', 'parentRefs').flatMap((parent) => {
      const { group = gatewayGroup, kind = 'Gateway' } = parent;
      // A route of a Service is the mesh's: it opens nothing to the outside.
      if (group !== gatewayGroup || kind !== 'Gateway') return [];
      const gateway = snapshot.find(
        gatewayGroup,
        'Gateway',
        textAt(parent, 'namespace') || own,
        textAt(parent, 'name'),
      );
      // In manifests the Gateway may be in another repository: a route is written to be taken.
      if (gateway === undefined) return snapshot.kind === 'manifests' ? ['internet' as const] : [];
      return takes(gateway, parent, own, snapshot) ? [toScope(gateway)] : [];
    });
    return scopes.includes('internet') ? 'internet' : (scopes[0] ?? null);
  },
});

const gatewayGroup = 'gateway.networking.k8s.io';

/** One listener is enough: of that name and port, open to the route's namespace. Host names and protocols are not compared. */
const takes = (gateway: Resource, parent: JsonObject, namespace: string, snapshot: Snapshot): boolean => {
  const section = textAt(parent, 'sectionName');
  return objectsAt(gateway.object, 'spec', 'listeners').some(
    (listener) =>
      (section === '' || textAt(listener, 'name') === section) &&
      (typeof parent['port'] !== 'number' || parent['port'] === listener['port']) &&
      isOpenTo(listener, toNamespaceName(gateway.ref.namespace), namespace, snapshot),
  );
};

/** `Same` where nothing is said. */
const isOpenTo = (listener: JsonObject, own: string, namespace: string, snapshot: Snapshot): boolean => {
  const allowed = objectAt(listener, 'allowedRoutes', 'namespaces');
  if (allowed['from'] === 'All') return true;
  if (allowed['from'] !== 'Selector') return namespace === own;
  const parsed = parseLabelSelector(allowed['selector']);
  const labels = objectAt(snapshot.find('', 'Namespace', null, namespace)?.object, 'metadata', 'labels');
  return parsed.kind === 'selector' && parsed.selector.matches(toNamespaceLabels(namespace, labels));
};

/** By the addresses it was given, its class, and what its product lets it ask for. */
const toScope = ({ object }: Resource): Exposure['from'] => {
  const addresses = [...objectsAt(object, 'status', 'addresses'), ...objectsAt(object, 'spec', 'addresses')].map(
    (one) => textAt(one, 'value'),
  );
  if (addresses.length > 0 && addresses.every(isPrivateAddress)) return 'inside';
  if (/rilb|internal/.test(textAt(object, 'spec', 'gatewayClassName'))) return 'inside';
  const kept = textAt(object, 'metadata', 'annotations', 'networking.istio.io/service-type') === 'ClusterIP';
  return kept ? 'inside' : 'internet';
};
