/** Whom a subject can make of itself by binding roles: the API server lets it bind what it may `bind`, beyond what it holds. */

import type { IndexedRole } from '../../../kube/rbac/access.ts';
import type { Place } from '../../../model/place.ts';
import { clusterAdmin, namespaceAdmin } from '../../places.ts';
import type { Outcome } from './conjunction.ts';
import type { Grounds } from './grounds.ts';
import { meet, unnamed, type Holding, type PartGrant } from './holding.ts';
import { localRolesHub, namespacesHub } from './hubs.ts';
import { isEverything } from './is-everything.ts';
import { holderPlace } from './role-places.ts';

import { toScope, type Scope } from './scope.ts';

/**
 * A role whose rights it holds already may be bound without `bind`, and gives it nothing. `bind` is asked for where the
 * binding is made, so that a grant of it in a namespace hands out ClusterRoles there (`BindingAuthorized` in
 * pkg/registry/rbac). The role of a binding that exists cannot be changed, only its subjects.
 */
export const findBindings = (holding: Holding, grounds: Grounds): readonly Outcome[] => [
  ...bindOverCluster(holding, grounds),
  ...bindInNamespaces(holding, grounds),
];

const bindOverCluster = (holding: Holding, grounds: Grounds): readonly Outcome[] => {
  const wide = holding.of('bind-cluster-roles').filter(({ namespace }) => namespace === null);
  const create = holding.of('create-cluster-bindings')[0];
  const changes = holding.of('change-cluster-bindings');
  return wide.flatMap((bind): readonly Outcome[] => {
    const writer = create ?? unnamed(changes)[0];
    // Every cluster has a binding of cluster-admin that can be changed.
    if (bind.names === null && writer !== undefined) return [{ to: clusterAdmin, grants: [bind, writer] }];
    const names =
      create === undefined
        ? rolesOfBindings(grounds, null, changes).filter((name) => bind.names?.includes(name) ?? true)
        : (bind.names ?? []);
    const by = create ?? changes[0];
    if (by === undefined) return [];
    return names.flatMap((name) => toOutcomes(grounds.clusterRole(name), { kind: 'cluster' }, [bind, by]));
  });
};

const rolesOfBindings = (
  { index }: Grounds,
  namespace: string | null,
  changes: readonly PartGrant[],
): readonly string[] => {
  const names = changes.some((each) => each.names === null)
    ? null
    : new Set(changes.flatMap((each) => each.names ?? []));
  return [
    ...new Set(
      index.bindings
        .filter(
          (each) =>
            each.namespace === namespace &&
            each.roleRef.kind === 'ClusterRole' &&
            (names === null || names.has(each.resource.ref.name)),
        )
        .map(({ roleRef }) => roleRef.name),
    ),
  ];
};

const bindInNamespaces = (holding: Holding, grounds: Grounds): readonly Outcome[] => {
  const writers = [...holding.of('create-bindings'), ...unnamed(holding.of('change-bindings'))];
  const clusterRoles = holding.of('bind-cluster-roles');
  const all = meet(unnamed(clusterRoles), writers).map(({ namespace, grants }) => ({
    to: toNamespaces(namespace),
    grants,
  }));
  const named = clusterRoles.flatMap((bind) =>
    bind.names === null
      ? []
      : meet([bind], writers).flatMap(({ namespace, grants }) =>
          (bind.names ?? []).flatMap((name) =>
            toOutcomes(grounds.clusterRole(name), namespace === null ? { kind: 'each' } : toScope(namespace), grants),
          ),
        ),
  );
  return [...all, ...named, ...bindLocalRoles(holding, grounds, writers)];
};

const bindLocalRoles = (holding: Holding, grounds: Grounds, writers: readonly PartGrant[]): readonly Outcome[] => {
  const roles = holding.of('bind-roles');
  // One that may write any right into a new Role and bind it has them all.
  const written = meet(unnamed(roles), holding.of('create-bindings'), unnamed(holding.of('escalate-roles')), [
    ...holding.of('create-roles'),
    ...unnamed(holding.of('change-roles')),
  ]).map(({ namespace, grants }) => ({ to: toNamespaces(namespace), grants }));
  const all = meet(unnamed(roles), writers).map(({ namespace, grants }) => ({ to: localRolesHub(namespace), grants }));
  const named = roles.flatMap((bind) =>
    meet([bind], writers).flatMap(({ namespace, grants }) =>
      (bind.names ?? []).flatMap((name) =>
        (namespace === null ? grounds.namespaces : [namespace]).flatMap((each) =>
          toOutcomes(grounds.localRole(each, name), toScope(each), grants),
        ),
      ),
    ),
  );
  return [...written, ...all, ...named];
};

const toOutcomes = (role: IndexedRole | undefined, scope: Scope, grants: readonly PartGrant[]): readonly Outcome[] => {
  if (role === undefined || role.rules.length === 0) return [];
  if (!role.rules.some(({ rule }) => isEverything(rule)))
    return [{ to: holderPlace(role, scope), grants, holds: { role, scope } }];
  switch (scope.kind) {
    case 'cluster':
      return [{ to: clusterAdmin, grants }];
    case 'each':
      return [{ to: namespacesHub, grants }];
    case 'namespace':
      return [{ to: namespaceAdmin(scope.namespace), grants }];
  }
};

const toNamespaces = (namespace: string | null): Place =>
  namespace === null ? namespacesHub : namespaceAdmin(namespace);
