/** Draws what the administrators of the cluster and of a namespace have: everything in it, each by its shortest move. */

import { clusterAdmin, hubPlace, namespaceAdmin, newPod, unguardedPod } from '../../places.ts';
import type { Drawing } from './drawing.ts';
import { namespacesHub } from './hubs.ts';

export const drawAdministrators = (namespaces: readonly string[], drawing: Drawing): void => {
  const all = { grant: 'the administrator of the cluster may do everything', by: null };
  drawing.lead(clusterAdmin, namespacesHub, { ...all, type: 'ADMIN' });
  drawing.lead(clusterAdmin, hubPlace('nodes', null), { ...all, type: 'VOLUME_CREATE' });
  for (const namespace of namespaces) {
    const place = namespaceAdmin(namespace);
    drawing.join(namespacesHub, place);
    const step = { grant: `the administrator of namespace ${namespace} may do everything in it`, by: null };
    drawing.lead(place, hubPlace('containers', namespace), { ...step, type: 'POD_EXEC' });
    drawing.lead(place, hubPlace('secrets', namespace), { ...step, type: 'SECRET_READ' });
    drawing.lead(place, newPod(namespace), { ...step, type: 'POD_CREATE' });
    drawing.lead(place, hubPlace('accounts', namespace), { ...step, type: 'TOKEN_REQUEST' });
    drawing.lead(place, hubPlace('data', namespace), { ...step, type: 'VOLUME_ACCESS' });
    drawing.lead(place, unguardedPod(namespace), { ...step, type: 'NAMESPACE_PATCH' });
  }
};
