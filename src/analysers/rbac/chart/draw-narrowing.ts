/** Draws the rights that could be taken out of roles, each matter by itself, with the rules that would be left. */

import { rbacGroup } from '../../../kube/rbac/role-binding.ts';
import { isSecretReader } from '../../../kube/workload/secret-reader.ts';
import { present } from '../../../model/change.ts';
import type { StepSelector } from '../../../model/control.ts';
import type { Json } from '../../../model/json.ts';
import { at } from '../../../model/read-object.ts';
import { toRefKey, type Resource } from '../../../model/resource.ts';
import { nameOf } from '../../gap.ts';
import { conjunctions } from './conjunctions.ts';
import type { Drawing } from './drawing.ts';
import type { DrawnRole, RoleDrawer } from './draw-roles.ts';
import { bearerOf } from './draw-subjects.ts';
import { findTogether, type Joint } from './draw-together.ts';
import type { Grounds } from './grounds.ts';
import type { Bound, FindParts } from './holding.ts';
import { matters } from './matters.ts';
import { narrowRules, toIndexedRules } from './narrow-rules.ts';
import { roleHub } from './role-places.ts';
import type { FindRoleSteps } from './role-steps.ts';

export const drawNarrowing = (
  grounds: Grounds,
  drawing: Drawing,
  roles: RoleDrawer,
  joints: readonly Joint[],
  { find, findParts }: { readonly find: FindRoleSteps; readonly findParts: FindParts },
): void => {
  const written = indexWritten(roles.drawn());
  const jointsOf = indexJoints(joints);
  const needed = listNeeded(grounds);
  let left = mostNarrowed;
  for (const [resource, drawn] of written) {
    const own = jointsOf.get(resource) ?? [];
    const named = new Set([
      ...drawn.flatMap(({ steps }) => steps.map(({ matter }) => matter)),
      ...own.flatMap(({ steps }) => steps.map(({ matter }) => matter)),
    ]);
    for (const matter of named) {
      if (matter === 'secrets' && needed.has(resource)) continue;
      const rest = narrowRules(resource, matter);
      if (rest === null) continue;
      const steps = [
        ...drawn.flatMap((each) => selectLost(each, resource, rest, find)),
        ...own.flatMap((joint) => selectLostTogether(grounds, joint, resource, rest, findParts)),
      ];
      if (steps.length === 0) continue;
      left -= 1;
      if (left < 0) return;
      drawing.add(toControl(resource, matter, rest, steps));
    }
  }
};

/** Roles, where they are written, by which somebody reads Secrets whose work that is. */
const listNeeded = ({ index, workloads }: Grounds): ReadonlySet<Resource> => {
  const accounts = new Set(
    workloads
      .filter(({ spec }) => isSecretReader(spec))
      .map(({ place, serviceAccount }) => `${place.namespace}/${serviceAccount}`),
  );
  if (accounts.size === 0) return new Set();
  return new Set(
    index.bindings
      .filter(({ subjects }) =>
        subjects.some((each) => each.kind === 'serviceaccount' && accounts.has(`${each.namespace}/${each.name}`)),
      )
      .flatMap(({ role }) => role?.rules.map(({ from }) => from) ?? []),
  );
};

/** Of estates with more roles that lead further than anybody narrows by hand; those of the whole cluster come first. */
const mostNarrowed = 20_000;

const toControl = (resource: Resource, matter: string, rest: readonly Json[], steps: readonly StepSelector[]) => {
  const { kind, namespace, name } = resource.ref;
  const place = namespace === null ? null : namespace || 'default';
  const right = rights.get(matter) ?? matter;
  const title = `Take ${right} out of ${nameOf(resource)}`;
  return {
    id: `identity/narrow/${kind}/${place === null ? '' : `${place}/`}${name}/${matter}`,
    title,
    layer: 'identity',
    scope: place === null ? 'cluster' : `namespace ${place}`,
    state: { kind: 'absent' },
    effect: 'remove',
    steps,
    remedy: {
      kind: 'change',
      changes: [
        {
          target: resource.ref,
          edits: [{ path: 'rules', before: present(at(resource.object, 'rules') ?? []), after: present([...rest]) }],
          reason: title,
          permissions: [{ group: rbacGroup, resource: place === null ? 'clusterroles' : 'roles', verb: 'patch' }],
        },
      ],
    },
    needs: [],
  } as const;
};

const rights: ReadonlyMap<string, string> = new Map(
  [...conjunctions, ...matters].map(({ id, right }) => [id, right] as const),
);

/** Each role where it is written, with the roles as they are bound that hold its rules; of several of one name none. */
const indexWritten = (drawn: readonly DrawnRole[]): ReadonlyMap<Resource, readonly DrawnRole[]> => {
  const found = new Map<Resource, DrawnRole[]>();
  const names = new Map<string, Set<Resource>>();
  for (const each of drawn)
    for (const from of new Set([each.role.resource, ...each.role.rules.map((rule) => rule.from)])) {
      const known = found.get(from);
      if (known === undefined) found.set(from, [each]);
      else known.push(each);
      const key = toRefKey(from.ref);
      names.set(key, (names.get(key) ?? new Set()).add(from));
    }
  return new Map(
    [...found]
      .filter(([resource]) => names.get(toRefKey(resource.ref))?.size === 1)
      .toSorted(([a], [b]) => Number(a.ref.namespace !== null) - Number(b.ref.namespace !== null)),
  );
};

const indexJoints = (joints: readonly Joint[]): ReadonlyMap<Resource, readonly Joint[]> => {
  const found = new Map<Resource, Joint[]>();
  for (const joint of joints)
    for (const from of new Set(joint.bound.flatMap(({ rules }) => rules.map((rule) => rule.from)))) {
      const known = found.get(from);
      if (known === undefined) found.set(from, [joint]);
      else known.push(joint);
    }
  return found;
};

const replace = (rules: Bound['rules'], resource: Resource, rest: readonly Json[]): Bound['rules'] => [
  ...rules.filter(({ from }) => from !== resource),
  ...toIndexedRules(rest, resource),
];

const selectLost = (
  { role, scope, steps }: DrawnRole,
  resource: Resource,
  rest: readonly Json[],
  find: FindRoleSteps,
): readonly StepSelector[] => {
  const kept = new Set(
    find(role, scope, replace(role.rules, resource, rest)).map(({ type, to, by }) => `${type} ${by} ${to.id}`),
  );
  const hub = roleHub(role, scope).id;
  const lost = new Map(
    steps
      .filter(({ type, to, by }) => !kept.has(`${type} ${by} ${to.id}`))
      .map(({ type, to, by }) => [`${type} ${by} ${to.id}`, { types: [type], from: hub, to: to.id, by }]),
  );
  return [...lost.values()];
};

const selectLostTogether = (
  grounds: Grounds,
  { subject, bound, steps }: Joint,
  resource: Resource,
  rest: readonly Json[],
  findParts: FindParts,
): readonly StepSelector[] => {
  const narrowed = bound.map((each) =>
    each.rules.some(({ from }) => from === resource) ? { ...each, rules: replace(each.rules, resource, rest) } : each,
  );
  const kept = new Set(findTogether(narrowed, grounds, findParts).map(({ type, to }) => `${type} ${to.id}`));
  return steps
    .filter(({ type, to }) => !kept.has(`${type} ${to.id}`))
    .map(({ type, to }) => ({ types: [type], from: bearerOf(subject).id, to: to.id, by: null }));
};
