/** Draws the bindings that could go: those that make service accounts administrators, and those that give everybody something. */

import type { IndexedBinding } from '../../../kube/rbac/access.ts';
import { isBootstrapBinding } from '../../../kube/rbac/is-bootstrap-binding.ts';
import { parseRoleBinding, rbacGroup, toSubjectKey } from '../../../kube/rbac/role-binding.ts';
import { toGroupsOf } from '../../../kube/rbac/subject-key.ts';
import { renderSubject, type AccessSubject } from '../../../kube/rbac/subject.ts';
import { present } from '../../../model/change.ts';
import type { Remedy, StepSelector } from '../../../model/control.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import { at } from '../../../model/read-object.ts';
import { toRefKey } from '../../../model/resource.ts';
import { nameOf } from '../../gap.ts';
import { toCrowd } from '../access-view.ts';
import type { Drawing } from './drawing.ts';
import type { DrawnRole, RoleDrawer } from './draw-roles.ts';
import { bearerOf } from './draw-subjects.ts';
import { findTogether, type Joint } from './draw-together.ts';
import type { Grounds } from './grounds.ts';
import type { FindParts } from './holding.ts';
import { canNarrow } from './narrow-rules.ts';
import { roleHub } from './role-places.ts';
import { toScope } from './scope.ts';

export const drawUnbinding = (
  grounds: Grounds,
  drawing: Drawing,
  roles: RoleDrawer,
  joints: readonly Joint[],
  findParts: FindParts,
): void => {
  const { bindings } = grounds.index;
  const counts = Map.groupBy(bindings, ({ resource }) => toRefKey(resource.ref));
  const jointsOf = indexJoints(joints);
  for (const binding of bindings) {
    const { role, namespace, resource } = binding;
    // Of several objects of one name nobody knows which one is applied.
    if (role === null || role.rules.length === 0 || isBootstrapBinding(binding)) continue;
    const by = toRefKey(resource.ref);
    if (counts.get(by)?.length !== 1) continue;
    const drawn = roles.draw(role, toScope(namespace));
    const dropped = binding.subjects.filter((subject) => mayGo(subject, drawn));
    if (dropped.length === 0) continue;
    const hub = roleHub(role, drawn.scope).id;
    const steps: readonly StepSelector[] = [
      ...dropped.map((subject) => ({ types: ['MEMBER'] as const, from: bearerOf(subject).id, to: hub, by })),
      ...(jointsOf.get(binding) ?? []).flatMap((joint) => selectLost(grounds, findParts, joint, binding, dropped)),
    ];
    drawing.add({
      id: `identity/unbind/${resource.ref.kind}/${namespace === null ? '' : `${namespace}/`}${resource.ref.name}`,
      title: `Take ${role.resource.ref.kind} ${role.resource.ref.name} from ${renderAll(dropped)}, by ${nameOf(resource)}`,
      layer: 'identity',
      scope: namespace === null ? 'cluster' : `namespace ${namespace}`,
      state: { kind: 'absent' },
      effect: 'remove',
      steps,
      remedy: toRemedy(binding, dropped),
      needs: [],
    });
  }
};

/** People keep what they were given; an account is a workload's, and whoever takes that has it. */
const mayGo = (subject: AccessSubject, { role, steps }: DrawnRole): boolean => {
  if (steps.length === 0) return false;
  if (toCrowd(subject) !== null) return true;
  const isWorkload = subject.kind === 'serviceaccount' || subject.name.startsWith('system:serviceaccounts:');
  return isWorkload && steps.some(({ matter }) => matter === 'admin' || !canNarrow(role, matter));
};

const indexJoints = (joints: readonly Joint[]): ReadonlyMap<IndexedBinding, readonly Joint[]> => {
  const byBinding = new Map<IndexedBinding, Joint[]>();
  for (const joint of joints)
    for (const binding of new Set(joint.bound.flatMap((bound) => bound.binding ?? []))) {
      const known = byBinding.get(binding);
      if (known === undefined) byBinding.set(binding, [joint]);
      else known.push(joint);
    }
  return byBinding;
};

/** What its holder no longer has together. */
const selectLost = (
  grounds: Grounds,
  findParts: FindParts,
  { subject, bound, steps }: Joint,
  binding: IndexedBinding,
  dropped: readonly AccessSubject[],
): readonly StepSelector[] => {
  const gone = new Set(dropped.map(toSubjectKey));
  const own = new Set([toSubjectKey(subject), ...toGroupsOf(subject, []).map((name) => `group:${name}`)]);
  const stays = binding.subjects.some((each) => own.has(toSubjectKey(each)) && !gone.has(toSubjectKey(each)));
  if (stays) return [];
  const left = new Set(
    findTogether(
      bound.filter((each) => each.binding !== binding),
      grounds,
      findParts,
    ).map(({ type, to }) => `${type} ${to.id}`),
  );
  return steps
    .filter(({ type, to }) => !left.has(`${type} ${to.id}`))
    .map(({ type, to }) => ({ types: [type], from: bearerOf(subject).id, to: to.id, by: null }));
};

const renderAll = (subjects: readonly AccessSubject[]): string =>
  `${subjects.slice(0, 3).map(renderSubject).join(', ')}${subjects.length > 3 ? ` and ${subjects.length - 3} more` : ''}`;

const toRemedy = ({ resource, namespace }: IndexedBinding, dropped: readonly AccessSubject[]): Remedy => {
  const gone = new Set(dropped.map(toSubjectKey));
  const written = at(resource.object, 'subjects');
  const all = isJsonArray(written) ? written : [];
  const left = all.filter((each) => !toKeys(each, namespace).some((key) => gone.has(key)));
  if (left.length === 0) return { kind: 'delete', objects: [resource.ref] };
  const resourceName = namespace === null ? 'clusterrolebindings' : 'rolebindings';
  return {
    kind: 'change',
    changes: [
      {
        target: resource.ref,
        edits: [{ path: 'subjects', before: present([...all]), after: present([...left]) }],
        reason: `Give nothing to ${renderAll(dropped)} that leads further`,
        permissions: [{ group: rbacGroup, resource: resourceName, verb: 'patch' }],
      },
    ],
  };
};

const toKeys = (written: Json, namespace: string | null): readonly string[] =>
  isJsonObject(written) ? parseRoleBinding({ subjects: [written] }, namespace).subjects.map(toSubjectKey) : [];
