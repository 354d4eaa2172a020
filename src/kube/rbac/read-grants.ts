/** Roles and bindings of a snapshot as they count: aggregated, with the API server's own, each binding with its role. */

import type { JsonObject } from '../../model/json.ts';
import { objectsAt, textsAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { AccessDoubt, IndexedBinding, IndexedRole, IndexedRule } from './access.ts';
import { aggregateClusterRoles, type WrittenRole } from './aggregate-cluster-roles.ts';
import { toPolicyRule, type PolicyRule } from './policy-rule.ts';
import { parseRoleBinding, rbacGroup } from './role-binding.ts';

export interface Grants {
  readonly roles: readonly IndexedRole[];
  readonly bindings: readonly IndexedBinding[];
  readonly doubts: readonly AccessDoubt[];
}

/**
 * `own`: what the API server makes at its start. It is in a live cluster's lists; where it is not, what was read under
 * the same name stands in its place.
 */
export const readGrants = (snapshot: Snapshot, own: readonly Resource[]): Grants => {
  const isGathered = snapshot.kind === 'cluster' && !isUnread(snapshot, 'ClusterRole');
  const bootstrap = own.filter(({ ref }) => snapshot.kind === 'manifests' || isUnread(snapshot, ref.kind));
  const doubts: AccessDoubt[] = [];
  const intern = createInterner();
  const toNamed = (kind: string): readonly Named[] =>
    toNames(
      snapshot.list(rbacGroup, kind),
      bootstrap.filter(({ ref }) => ref.kind === kind),
    );
  const clusterRoles = toClusterRoles(toNamed('ClusterRole'), !isGathered, intern, doubts);
  const roles = toNamed('Role').map((named) => toRole(named, toRules(named.resources, intern)));
  const byKey = new Map(
    [...clusterRoles, ...roles].map((role) => [toRoleKey(role.namespace, role.resource.ref.name), role]),
  );
  const bindings = ['ClusterRoleBinding', 'RoleBinding'].flatMap((kind) =>
    toNamed(kind).flatMap(({ resources, namespace, bootstrap: isBootstrap }) =>
      resources.map((resource) => toBinding(resource, namespace, isBootstrap, byKey, doubts)),
    ),
  );
  return { roles: [...clusterRoles, ...roles], bindings, doubts };
};

const isUnread = ({ unread }: Snapshot, kind: string): boolean =>
  unread.some((each) => each.group === rbacGroup && each.kind === kind);

/** The objects of one name. */
interface Named {
  readonly namespace: string | null;
  readonly name: string;
  readonly resources: readonly [Resource, ...Resource[]];
  readonly bootstrap: boolean;
}

const toNames = (read: readonly Resource[], bootstrap: readonly Resource[]): readonly Named[] => {
  const names = new Map<string, { readonly resources: [Resource, ...Resource[]]; readonly bootstrap: boolean }>();
  for (const resource of read) {
    const key = toNameKey(resource);
    const known = names.get(key);
    if (known === undefined) names.set(key, { resources: [resource], bootstrap: false });
    else known.resources.push(resource);
  }
  for (const resource of bootstrap) {
    const key = toNameKey(resource);
    if (!names.has(key)) names.set(key, { resources: [resource], bootstrap: true });
  }
  return [...names.values()].map(({ resources, bootstrap: isBootstrap }) => ({
    namespace: toNamespace(resources[0]),
    name: resources[0].ref.name,
    resources,
    bootstrap: isBootstrap,
  }));
};

const toNameKey = (resource: Resource): string => toRoleKey(toNamespace(resource), resource.ref.name);

const toRoleKey = (namespace: string | null, name: string): string =>
  namespace === null ? `/${name}` : `${namespace}/${name}`;

/** `null` for the kinds of the whole cluster, whatever a manifest writes; a manifest that names none means `default`. */
const toNamespace = ({ ref }: Resource): string | null =>
  ref.kind.startsWith('Cluster') ? null : ref.namespace === null || ref.namespace === '' ? 'default' : ref.namespace;

/** In a live cluster the controller has gathered already, and what is stored is what counts. */
const toClusterRoles = (
  named: readonly Named[],
  isToGather: boolean,
  intern: Intern,
  doubts: AccessDoubt[],
): readonly IndexedRole[] => {
  const written = named.map(({ name, resources }): WrittenRole => ({
    name,
    variants: resources.map(({ object }) => object),
    rules: toRules(resources, intern),
  }));
  const { rules, cut } = isToGather
    ? aggregateClusterRoles(written)
    : { rules: written.map((role) => role.rules), cut: [] };
  for (const index of cut) {
    const about = named[index]?.resources[0];
    if (about !== undefined)
      doubts.push({
        about,
        path: 'aggregationRule',
        message: 'aggregates so many roles that not all of them were gathered',
      });
  }
  return named.map((each, index) => toRole(each, rules[index] ?? []));
};

const toRole = ({ resources, namespace, bootstrap }: Named, rules: readonly IndexedRule[]): IndexedRole => ({
  resource: resources[0],
  namespace,
  rules,
  bootstrap,
});

/** Of several objects of one name everything counts that any of them allows: nobody knows which one is applied. */
const toRules = (resources: readonly Resource[], intern: Intern): readonly IndexedRule[] => {
  const read = resources.flatMap((from) =>
    objectsAt(from.object, 'rules').map((rule, index): IndexedRule => ({ rule: intern(rule), from, index })),
  );
  if (resources.length === 1) return read;
  const seen = new Set<PolicyRule>();
  return read.filter(({ rule }) => !seen.has(rule) && seen.add(rule));
};

type Intern = (rule: JsonObject) => PolicyRule;

/** Thousands of roles are copies of each other: equal rules become one object, indexed once. */
const createInterner = (): Intern => {
  const known = new Map<string, PolicyRule>();
  return (written) => {
    const key = JSON.stringify([
      textsAt(written, 'verbs'),
      textsAt(written, 'apiGroups'),
      textsAt(written, 'resources'),
      textsAt(written, 'resourceNames'),
      textsAt(written, 'nonResourceURLs'),
    ]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const rule = toPolicyRule(written);
    known.set(key, rule);
    return rule;
  };
};

const toBinding = (
  resource: Resource,
  namespace: string | null,
  bootstrap: boolean,
  roles: ReadonlyMap<string, IndexedRole>,
  doubts: AccessDoubt[],
): IndexedBinding => {
  const { roleRef, canRefer, subjects, defects } = parseRoleBinding(resource.object, namespace);
  for (const { message, path } of defects)
    doubts.push({ about: resource, path, message: `the API server refuses it: ${message}` });
  const role = roles.get(toRoleKey(roleRef.kind === 'ClusterRole' ? null : namespace, roleRef.name));
  return { resource, namespace, subjects, roleRef, role: canRefer ? (role ?? null) : null, bootstrap };
};
