/** Roles and bindings of a snapshot as they count: aggregated, with the API server's own, each binding with its role. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { at } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { AccessDoubt, IndexedBinding, IndexedRole, IndexedRule } from './access.ts';
import { aggregateClusterRoles, type WrittenRole } from './aggregate-cluster-roles.ts';
import { toPolicyRule, type PolicyRule } from './policy-rule.ts';
import { parseRoleBinding, rbacGroup } from './role-binding.ts';
import { listRoleDefects } from './role-defects.ts';

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
  const bootstrap = own.filter(({ ref }) => snapshot.kind === 'manifests' || isUnread(snapshot, ref.kind));
  const doubts: AccessDoubt[] = [];
  const intern = createInterner();
  const toNamed = (kind: string): readonly Named[] =>
    toNames(
      snapshot.list(rbacGroup, kind),
      bootstrap.filter(({ ref }) => ref.kind === kind),
    );
  const clusterRoles = toClusterRoles(toNamed('ClusterRole'), snapshot.kind === 'cluster', intern, doubts);
  const roles = toNamed('Role').map((named) => toRole(named, toRules(named.resources, intern)));
  for (const kind of ['ClusterRole', 'Role'])
    for (const about of snapshot.list(rbacGroup, kind))
      for (const { path, message } of listRoleDefects(about)) doubts.push({ about, path, message: refused(message) });
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
  isStored: boolean,
  intern: Intern,
  doubts: AccessDoubt[],
): readonly IndexedRole[] => {
  const written = named.map(({ name, resources }): WrittenRole => ({
    name,
    variants: resources.map(({ object }) => object),
    rules: toRules(resources, intern),
    isGathered: isStored && resources.every(({ origin }) => origin.kind !== 'built-in'),
  }));
  const { rules, cut } = aggregateClusterRoles(written);
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

/**
 * Of several objects of one name everything counts that any of them allows: nobody knows which one is applied. What a
 * role says twice it says once.
 */
const toRules = (resources: readonly Resource[], intern: Intern): readonly IndexedRule[] => {
  const rules = new Map<PolicyRule, IndexedRule>();
  for (const from of resources)
    listWritten(from).forEach((written, index) => {
      const rule = isJsonObject(written) ? intern(written) : null;
      if (rule !== null && !rules.has(rule)) rules.set(rule, { rule, from, index });
    });
  return [...rules.values()];
};

const listWritten = ({ object }: Resource): readonly Json[] => {
  const rules = at(object, 'rules');
  return isJsonArray(rules) ? rules : [];
};

type Intern = (rule: JsonObject) => PolicyRule;

/** Thousands of roles are copies of each other: equal rules become one object, indexed once. */
const createInterner = (): Intern => {
  const known = new Map<string, PolicyRule>();
  return (written) => {
    const rule = toPolicyRule(written);
    const key = JSON.stringify(rule);
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, rule);
    return rule;
  };
};

const refused = (message: string): string => `the API server refuses it: ${message}`;

const toBinding = (
  resource: Resource,
  namespace: string | null,
  bootstrap: boolean,
  roles: ReadonlyMap<string, IndexedRole>,
  doubts: AccessDoubt[],
): IndexedBinding => {
  const { roleRef, canRefer, subjects, defects } = parseRoleBinding(resource.object, namespace);
  for (const { message, path } of defects) doubts.push({ about: resource, path, message: refused(message) });
  const role = roles.get(toRoleKey(roleRef.kind === 'ClusterRole' ? null : namespace, roleRef.name));
  return { resource, namespace, subjects, roleRef, role: canRefer ? (role ?? null) : null, bootstrap };
};
