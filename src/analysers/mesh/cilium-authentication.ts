/** Cilium's mutual authentication: namespaces all of whose pods demand it of whoever calls. */

import { objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** By namespace; `*` for all. Only policies that select every pod: https://docs.cilium.io/en/stable/network/servicemesh/mutual-authentication */
export const listDemanding = (snapshot: Snapshot): ReadonlyMap<string, Resource> => {
  const found = new Map<string, Resource>();
  for (const resource of snapshot.list('cilium.io', 'CiliumClusterwideNetworkPolicy'))
    if (demands(resource)) found.set('*', resource);
  for (const resource of snapshot.list('cilium.io', 'CiliumNetworkPolicy'))
    if (demands(resource)) found.set(resource.ref.namespace || 'default', resource);
  return found;
};

const demands = ({ object }: Resource): boolean => {
  const spec = objectAt(object, 'spec');
  const selector = spec['endpointSelector'];
  const ingress = objectsAt(spec, 'ingress');
  return (
    selector !== undefined &&
    Object.keys(objectAt(spec, 'endpointSelector')).length === 0 &&
    ingress.length > 0 &&
    ingress.every((rule) => textAt(rule, 'authentication', 'mode') === 'required')
  );
};
