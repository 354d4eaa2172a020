/** Draws what one identity holds only by several of its roles together. */

import type { IndexedBinding, IndexedRole } from '../../../kube/rbac/access.ts';
import { toSubjectKey } from '../../../kube/rbac/role-binding.ts';
import { toGroupsOf } from '../../../kube/rbac/subject-key.ts';
import type { AccessSubject } from '../../../kube/rbac/subject.ts';
import type { Place } from '../../../model/place.ts';
import { toRefKey } from '../../../model/resource.ts';
import type { StepType } from '../../../model/step-type.ts';
import type { Held } from './conjunction.ts';
import { conjunctions } from './conjunctions.ts';
import type { Drawing } from './drawing.ts';
import { bearerOf } from './draw-subjects.ts';
import type { RoleDrawer } from './draw-roles.ts';
import type { Grounds } from './grounds.ts';
import { toHolding, type Bound, type FindParts } from './holding.ts';
import { isEverything } from './is-everything.ts';
import { roleHub } from './role-places.ts';
import { toScope } from './scope.ts';

export interface TogetherStep {
  readonly type: StepType;
  readonly matter: string;
  readonly to: Place;
  readonly by: string;
  readonly grant: string;
  readonly holds: Held | undefined;
}

/** Whoever holds parts by more than one role, each with what it is given, in its groups too. */
export interface Joint {
  readonly subject: AccessSubject;
  readonly bound: readonly Bound[];
  readonly steps: readonly TogetherStep[];
}

/**
 * What one role allows by itself leads on from the role. Who holds no part of its own holds what its groups do, which
 * is drawn there: so most of fifty thousand accounts are not looked at.
 */
export const drawTogether = (
  grounds: Grounds,
  drawing: Drawing,
  roles: RoleDrawer,
  findParts: FindParts,
): readonly Joint[] => {
  const given = indexGiven(grounds);
  const hasParts = memo((role) => role.rules.some((rule) => findParts(rule).length > 0));
  // Who may do everything gains nothing by writing it into a role once more.
  const escalates = memo(
    (role) =>
      !givesEverything(role) &&
      role.rules.some((rule) => findParts(rule).some(([need]) => need.startsWith('escalate-'))),
  );
  const joints: Joint[] = [];
  for (const { subject, bound: own } of given.values()) {
    const groups = toGroupsOf(subject, []).flatMap((name) => given.get(`group:${name}`)?.bound ?? []);
    const all = [...own, ...groups];
    const isEscalating = all.some(({ role }) => escalates(role));
    if (!isEscalating && !own.some(({ role }) => hasParts(role))) continue;
    const holding = all.filter(({ role }) => hasParts(role));
    const hubs = new Set(holding.map(({ role, scope }) => roleHub(role, scope).id));
    if (hubs.size < 2 && !isEscalating) continue;
    const found = findTogether(all, grounds, findParts);
    // The role that is written may be one that holds no part, and the rest one role's own.
    const steps = hubs.size < 2 ? found.filter(({ type }) => type === 'ROLE_ESCALATE') : found;
    if (steps.length === 0) continue;
    joints.push({ subject, bound: all, steps });
    for (const { type, to, by, grant, holds } of steps) {
      drawing.lead(bearerOf(subject), to, { type, grant, by });
      if (holds !== undefined) roles.drawHolder(holds);
    }
  }
  return joints;
};

const memo = (judge: (role: IndexedRole) => boolean): ((role: IndexedRole) => boolean) => {
  const known = new WeakMap<IndexedRole, boolean>();
  return (role) => {
    const answer = known.get(role) ?? judge(role);
    known.set(role, answer);
    return answer;
  };
};

export const findTogether = (
  bound: readonly Bound[],
  grounds: Grounds,
  findParts: FindParts,
): readonly TogetherStep[] => {
  const holding = toHolding(bound, findParts);
  return conjunctions.flatMap(({ type, id, find }) =>
    find(holding, grounds).flatMap(({ to, grants, holds }): readonly TogetherStep[] => {
      const [first] = grants;
      // An administrator has it by being one.
      if (first === undefined || grants.every(({ bound: { role } }) => givesEverything(role))) return [];
      const grant = [...new Set(grants.map(({ text }) => text()))].join('; ');
      return [{ type, matter: id, to, by: toRefKey(first.rule.from.ref), grant, holds }];
    }),
  );
};

const givesEverything = ({ rules }: IndexedRole): boolean => rules.some(({ rule }) => isEverything(rule));

interface Given {
  readonly subject: AccessSubject;
  readonly bound: Bound[];
}

const indexGiven = ({ index }: Grounds): ReadonlyMap<string, Given> => {
  const given = new Map<string, Given>();
  for (const binding of index.bindings) {
    const bound = toBound(binding);
    if (bound === null) continue;
    for (const subject of binding.subjects) {
      const key = toSubjectKey(subject);
      const known = given.get(key) ?? { subject, bound: [] };
      given.set(key, known);
      known.bound.push(bound);
    }
  }
  return given;
};

const toBound = (binding: IndexedBinding): Bound | null =>
  binding.role === null
    ? null
    : { role: binding.role, scope: toScope(binding.namespace), binding, rules: binding.role.rules };
