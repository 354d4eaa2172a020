/** Decides what a user may do, from Roles and bindings: the API server's RBAC authorizer over objects that were read. */

import type { JsonObject } from '../../model/json.ts';
import { aggregateClusterRoles } from './aggregate-cluster-roles.ts';
import { parsePolicyRules, type PolicyRule } from './policy-rule.ts';
import { parseRoleBinding, type RoleBinding, type RoleRef } from './role-binding.ts';
import { toSubjectKey, toUserKeys } from './subject-key.ts';

/** What is asked for: an object's verb, or a path of the API server that is no object. */
export type AccessAttributes =
  | {
      readonly kind: 'resource';
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      /** The empty text for the resource itself. */
      readonly subresource: string;
      /** The empty text for a cluster-scoped resource and for all namespaces. */
      readonly namespace: string;
      /** The empty text where no object is named, as when listing. */
      readonly name: string;
    }
  | { readonly kind: 'path'; readonly verb: string; readonly path: string };

export interface AccessDecision {
  readonly isAllowed: boolean;
  /** As the API server says it; the empty text where nothing allows it: RBAC never denies, it only does not allow. */
  readonly reason: string;
}

export interface Authorizer {
  /** `groups` are all of them: `toAllGroups` adds those Kubernetes gives to everybody. */
  decide(user: string, groups: readonly string[], attributes: AccessAttributes): AccessDecision;
  /** Everything bound to a user and its groups, cluster-wide grants first. */
  grantsOf(user: string, groups: readonly string[]): readonly Grant[];
}

/** One binding's gift to one subject. */
export interface Grant {
  readonly binding: RoleBinding;
  readonly role: RoleRef;
  readonly rules: readonly PolicyRule[];
  /** Where it holds; `null` for the whole cluster. */
  readonly namespace: string | null;
  /** As the subject stands in the API server's reasons. */
  readonly subject: string;
}

/** Indexed by subject once: a decision costs the bindings of that user, not those of the cluster. */
export const createAuthorizer = (
  roles: readonly JsonObject[],
  clusterRoles: readonly JsonObject[],
  roleBindings: readonly JsonObject[],
  clusterRoleBindings: readonly JsonObject[],
): Authorizer => {
  const rulesByRole = new Map<string, readonly PolicyRule[]>();
  for (const { name, rules } of aggregateClusterRoles(clusterRoles))
    rulesByRole.set(toRoleKey('ClusterRole', null, name), rules);
  for (const role of roles) {
    const { name, namespace } = toNames(role);
    rulesByRole.set(toRoleKey('Role', namespace, name), parsePolicyRules(role['rules']));
  }
  const grants = new Map<string, Grant[]>();
  const note = (binding: RoleBinding): void => {
    const rules = rulesByRole.get(toRoleKey(binding.roleRef.kind, binding.namespace, binding.roleRef.name));
    // A binding to a role that does not exist grants nothing.
    if (rules === undefined) return;
    for (const subject of binding.subjects) {
      const { key, text } = toSubjectKey(subject, binding.namespace);
      const grant = { binding, role: binding.roleRef, rules, namespace: binding.namespace, subject: text };
      const known = grants.get(key);
      if (known === undefined) grants.set(key, [grant]);
      else known.push(grant);
    }
  };
  for (const each of clusterRoleBindings) note(parseRoleBinding(each, 'ClusterRoleBinding'));
  for (const each of roleBindings) note(parseRoleBinding(each, 'RoleBinding'));

  const grantsOf = (user: string, groups: readonly string[]): readonly Grant[] =>
    toUserKeys(user, groups).flatMap((key) => grants.get(key) ?? []);

  return {
    grantsOf,
    decide(user, groups, attributes) {
      if (groups.includes('system:masters')) return { isAllowed: true, reason: '' };
      const grant = grantsOf(user, groups)
        .toSorted((a, b) => Number(a.namespace !== null) - Number(b.namespace !== null))
        .find((candidate) => allows(candidate, attributes));
      return grant === undefined ? notAllowed : { isAllowed: true, reason: toReason(grant) };
    },
  };
};

const notAllowed: AccessDecision = { isAllowed: false, reason: '' };

/** A grant in a namespace gives nothing outside it, and no paths. */
const allows = ({ namespace, rules }: Grant, attributes: AccessAttributes): boolean => {
  if (namespace !== null && (attributes.kind === 'path' || attributes.namespace !== namespace)) return false;
  return rules.some((rule) => ruleAllows(rule, attributes));
};

const ruleAllows = (rule: PolicyRule, attributes: AccessAttributes): boolean => {
  if (!includes(rule.verbs, attributes.verb)) return false;
  if (attributes.kind === 'path') {
    return rule.nonResourceUrls.some(
      (url) =>
        url === '*' || url === attributes.path || (url.endsWith('*') && attributes.path.startsWith(url.slice(0, -1))),
    );
  }
  const { group, resource, subresource, name } = attributes;
  return (
    includes(rule.groups, group) &&
    rule.resources.some((wanted) => resourceAllows(wanted, resource, subresource)) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(name))
  );
};

const includes = (list: readonly string[], word: string): boolean => list.includes('*') || list.includes(word);

/** `*` covers subresources too; a subresource of any resource is written with `*` before the slash. `pods/*` is no wildcard. */
const resourceAllows = (wanted: string, resource: string, subresource: string): boolean => {
  if (wanted === '*') return true;
  if (wanted === (subresource === '' ? resource : `${resource}/${subresource}`)) return true;
  return subresource !== '' && wanted === `*/${subresource}`;
};

const toRoleKey = (kind: string, namespace: string | null, name: string): string =>
  kind === 'ClusterRole' ? `ClusterRole/${name}` : `Role/${namespace ?? ''}/${name}`;

const toNames = ({ metadata }: JsonObject): { readonly name: string; readonly namespace: string } => {
  const { name, namespace } = (metadata ?? {}) as JsonObject;
  return {
    name: typeof name === 'string' ? name : '',
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default',
  };
};

const toReason = ({ binding, role, subject }: Grant): string =>
  `RBAC: allowed by ${binding.kind} "${binding.namespace === null ? binding.name : `${binding.name}/${binding.namespace}`}" of ${role.kind} "${role.name}" to ${subject}`;
