/** Draws who bindings name and what each is given: by its bindings, by its groups, and by what it holds together. */

import { mastersGroup, mastersVia } from '../../../kube/rbac/built-in-access.ts';
import type { IndexedBinding } from '../../../kube/rbac/access.ts';
import { toSubjectKey } from '../../../kube/rbac/role-binding.ts';
import { toGroupsOf } from '../../../kube/rbac/subject-key.ts';
import type { AccessSubject } from '../../../kube/rbac/subject.ts';
import type { Place } from '../../../model/place.ts';
import { toRefKey } from '../../../model/resource.ts';
import { nameOf } from '../../gap.ts';
import { clusterAdmin, hubPlace, identityPlace } from '../../places.ts';
import type { Drawing } from './drawing.ts';
import type { RoleDrawer } from './draw-roles.ts';
import type { Grounds } from './grounds.ts';
import { asGroup, groupsHub } from './hubs.ts';
import { roleHub } from './role-places.ts';
import { toScope } from './scope.ts';

/** Every binding leads from its subjects, those of a group from what its members hold, to the hub of its role. */
export const drawBindings = ({ index }: Grounds, drawing: Drawing, roles: RoleDrawer): void => {
  for (const binding of index.bindings) {
    const { role, namespace, subjects } = binding;
    if (role === null || role.rules.length === 0 || subjects.length === 0) continue;
    const scope = toScope(namespace);
    if (roles.draw(role, scope).steps.length === 0) continue;
    const hub = roleHub(role, scope);
    const step = { type: 'MEMBER', grant: renderBinding(binding), by: toRefKey(binding.resource.ref) } as const;
    for (const subject of subjects) drawing.lead(bearerOf(subject), hub, step);
  }
};

const renderBinding = ({ resource, roleRef }: IndexedBinding): string =>
  `${nameOf(resource)} gives ${roleRef.kind} ${roleRef.name}`;

/** Where what is bound to it leads on from. */
export const bearerOf = (subject: AccessSubject): Place =>
  subject.kind === 'group' ? asGroup(subject.name) : identityPlace(subject);

/** Everybody a binding names, and every service account; each is in its groups. */
export const drawSubjects = (grounds: Grounds, drawing: Drawing): void => {
  const { accounts, namespaces, index } = grounds;
  for (const namespace of namespaces) drawing.join(hubPlace('accounts', null), hubPlace('accounts', namespace));
  drawing.declare(hubPlace('accounts', null));
  drawing.declare(hubPlace('users', null));
  for (const account of accounts) {
    drawing.join(hubPlace('accounts', account.namespace), identityPlace(account));
    drawGroups(account, drawing);
  }
  const others = new Map<string, AccessSubject>();
  for (const { subjects } of index.bindings)
    for (const subject of subjects) if (subject.kind !== 'serviceaccount') others.set(toSubjectKey(subject), subject);
  others.set(`group:${mastersGroup}`, { kind: 'group', name: mastersGroup });
  for (const subject of others.values()) {
    if (subject.kind === 'user') drawing.join(hubPlace('users', null), identityPlace(subject));
    else if (subject.name !== mastersGroup) drawing.join(groupsHub, identityPlace(subject));
    drawGroups(subject, drawing);
  }
  drawing.lead(asGroup(mastersGroup), clusterAdmin, {
    type: 'ADMIN',
    grant: mastersVia.kind === 'built-in' ? mastersVia.text : '',
    by: null,
  });
};

/** A step for each identity and one for each group: the groups of service accounts are in each other. */
export const drawGroups = (subject: AccessSubject, drawing: Drawing): void => {
  if (subject.kind === 'group') drawing.join(identityPlace(subject), asGroup(subject.name));
  const [first, ...wider] = toGroupsOf(subject, []).toSorted((a, b) => rankOf(a) - rankOf(b));
  if (first === undefined) return;
  let inner = asGroup(first);
  drawing.join(subject.kind === 'group' ? asGroup(subject.name) : identityPlace(subject), inner);
  for (const group of wider) {
    const outer = asGroup(group);
    drawing.join(inner, outer);
    inner = outer;
  }
};

/** The narrowest first. */
const rankOf = (group: string): number =>
  group.startsWith('system:serviceaccounts:') ? 0 : group === 'system:serviceaccounts' ? 1 : 2;
