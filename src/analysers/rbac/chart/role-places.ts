/** The places of roles: the hub from which what a role grants leads on, and whoever comes to hold it by binding it. */

import type { IndexedRole } from '../../../kube/rbac/access.ts';
import type { Place } from '../../../model/place.ts';
import { toHub } from '../../places.ts';
import { namespaceOf, renderScope, renderWhere, type Scope } from './scope.ts';

export const roleHub = (role: IndexedRole, scope: Scope): Place =>
  toHub(`role/${toText(role, scope)}`, namespaceOf(scope));

/** Who makes itself one is shown in the way. */
export const holderPlace = (role: IndexedRole, scope: Scope): Place => ({
  id: `identity/holder:${toText(role, scope)}`,
  kind: 'identity',
  title: `a holder of ${role.resource.ref.kind} ${role.resource.ref.name} ${scope.kind === 'cluster' ? 'over the cluster' : renderWhere(namespaceOf(scope))}`,
  namespace: namespaceOf(scope),
});

const toText = ({ resource: { ref } }: IndexedRole, scope: Scope): string =>
  `${ref.kind}/${ref.name}@${renderScope(scope)}`;
