/** Draws whom the API server takes everybody for who does not log in, where somebody granted that something. */

import { isBootstrapBinding } from '../../../kube/rbac/is-bootstrap-binding.ts';
import { toRefKey } from '../../../model/resource.ts';
import { nameOf } from '../../gap.ts';
import { identityPlace } from '../../places.ts';
import { toCrowd } from '../access-view.ts';
import type { Drawing } from './drawing.ts';
import { drawGroups } from './draw-subjects.ts';
import type { RoleDrawer } from './draw-roles.ts';
import type { Grounds } from './grounds.ts';
import { toScope } from './scope.ts';

/** From every container, since a pod needs no token for it; who else reaches the API server nothing that is read tells. */
export const drawStrangers = ({ index, workloads }: Grounds, drawing: Drawing, roles: RoleDrawer): void => {
  const binding = index.bindings.find(
    (each) =>
      each.role !== null &&
      each.subjects.some((subject) => toCrowd(subject) === 'strangers') &&
      !isBootstrapBinding(each) &&
      roles.draw(each.role, toScope(each.namespace)).steps.length > 0,
  );
  if (binding === undefined) return;
  const stranger = { kind: 'user', name: 'system:anonymous' } as const;
  drawGroups(stranger, drawing);
  const grant = `${nameOf(binding.resource)} names callers who did not log in, which takes no token`;
  for (const { containers } of workloads)
    for (const { place } of containers)
      drawing.lead(place, identityPlace(stranger), {
        type: 'IDENTITY_ASSUME',
        grant,
        by: toRefKey(binding.resource.ref),
      });
};
