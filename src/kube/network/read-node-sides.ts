/** Reads the nodes of a cluster as ends of connections. */

import { objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { NodeSide } from './side.ts';

export const readNodeSides = (snapshot: Snapshot): readonly NodeSide[] => {
  const nodes = new Map<string, NodeSide>();
  for (const resource of snapshot.list('', 'Node')) {
    const { name } = resource.ref;
    if (nodes.has(name)) continue;
    nodes.set(name, {
      kind: 'node',
      name,
      labels: objectAt(resource.object, 'metadata', 'labels'),
      addresses: objectsAt(resource.object, 'status', 'addresses')
        .filter(({ type }) => type === 'InternalIP' || type === 'ExternalIP')
        .map((address) => textAt(address, 'address')),
      resource,
    });
  }
  return [...nodes.values()];
};
