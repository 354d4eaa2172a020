/** What a role grants by itself where it is bound: a step for each matter in its rules, and for what its rules allow together. */

import type { IndexedRole, IndexedRule } from '../../../kube/rbac/access.ts';
import type { PolicyRule } from '../../../kube/rbac/policy-rule.ts';
import type { Place } from '../../../model/place.ts';
import { toRefKey, type Resource } from '../../../model/resource.ts';
import type { StepType } from '../../../model/step-type.ts';
import { nameOf } from '../../gap.ts';
import { clusterAdmin, namespaceAdmin } from '../../places.ts';
import { namespacesHub } from './hubs.ts';
import { isEverything } from './is-everything.ts';
import { conjunctions } from './conjunctions.ts';
import type { Grounds } from './grounds.ts';
import { toHolding, type FindParts } from './holding.ts';
import type { Held } from './conjunction.ts';
import { matters, type Matter } from './matters.ts';
import { findGranted, renderGranted, type Granted } from './need.ts';
import { rememberRules } from './remember-rules.ts';
import { namespaceOf, renderWhere, type Scope } from './scope.ts';

export interface RoleStep {
  readonly type: StepType;
  readonly to: Place;
  /** A word of the ids of controls; `admin` for what gives everything. */
  readonly matter: string;
  readonly by: string;
  readonly grant: string;
  readonly holds?: Held;
}

/** `rules` are the role's, or what would be left of them. */
export type FindRoleSteps = (role: IndexedRole, scope: Scope, rules: readonly IndexedRule[]) => readonly RoleStep[];

export const createFindRoleSteps = (grounds: Grounds, findParts: FindParts): FindRoleSteps => {
  const givenBy = rememberRules(findGiven);
  return (role, scope, rules) => {
    const all = rules.find(({ rule }) => isEverything(rule));
    if (all !== undefined) return [toAdmin(role, scope, all)];
    return [
      ...rules.flatMap((rule) => givenBy(rule.rule).flatMap((given) => toSteps(grounds, role, scope, rule, given))),
      ...findTogether(grounds, findParts, role, scope, rules),
    ];
  };
};

interface Given {
  readonly matter: Matter;
  readonly granted: Granted;
}

const findGiven = (rule: PolicyRule): readonly Given[] =>
  matters.flatMap((matter): readonly Given[] => {
    const granted = findGranted(matter, rule);
    return granted === null ? [] : [{ matter, granted }];
  });

const toAdmin = (role: IndexedRole, scope: Scope, { from }: IndexedRule): RoleStep => ({
  type: 'ADMIN',
  to: toAdminPlace(scope),
  matter: 'admin',
  by: keyOf(from),
  grant: `${nameOf(role.resource)} allows every verb on every resource${scope.kind === 'cluster' ? '' : ` ${renderWhere(namespaceOf(scope))}`}`,
});

const toAdminPlace = (scope: Scope): Place => {
  switch (scope.kind) {
    case 'cluster':
      return clusterAdmin;
    case 'each':
      return namespacesHub;
    case 'namespace':
      return namespaceAdmin(scope.namespace);
  }
};

const toSteps = (
  grounds: Grounds,
  role: IndexedRole,
  scope: Scope,
  { from }: IndexedRule,
  { matter, granted }: Given,
): readonly RoleStep[] => {
  if (matter.clusterOnly === true && scope.kind !== 'cluster') return [];
  const namespace = namespaceOf(scope);
  const places =
    granted.names === null
      ? matter.toAll(namespace)
      : granted.names.flatMap((name) => matter.toNamed(grounds, namespace, name));
  if (places.length === 0) return [];
  const where = matter.clusterOnly === true ? '' : ` ${renderWhere(namespace)}`;
  const grant = `${nameOf(role.resource)} allows ${renderGranted(granted)}${where}`;
  const by = keyOf(from);
  return places.map((to) => ({ type: matter.type, to, matter: matter.id, by, grant }));
};

const findTogether = (
  grounds: Grounds,
  findParts: FindParts,
  role: IndexedRole,
  scope: Scope,
  rules: readonly IndexedRule[],
): readonly RoleStep[] => {
  if (rules.every((rule) => findParts(rule).length === 0)) return [];
  const holding = toHolding([{ role, scope, binding: null, rules }], findParts);
  const by = keyOf(role.resource);
  return conjunctions.flatMap(({ type, id, find }) =>
    find(holding, grounds).map(({ to, grants, holds }) => ({
      type,
      to,
      ...(holds === undefined ? {} : { holds }),
      matter: id,
      by,
      grant: [...new Set(grants.map(({ text }) => text()))].join('; '),
    })),
  );
};

/** Asked for each step, and there are as many as rules. */
const keyOf = ({ ref }: Resource): string => {
  const before = keys.get(ref);
  if (before !== undefined) return before;
  const key = toRefKey(ref);
  keys.set(ref, key);
  return key;
};
const keys = new WeakMap<Resource['ref'], string>();
