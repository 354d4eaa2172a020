/** Indexes who may do what: Roles and bindings of a snapshot, asked in both directions as the API server's authorizer answers. */

import { pick, textAt } from '../../model/read-object.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { builtInKinds } from '../schema/kinds.ts';
import { podTemplatePath } from '../workload/pod-template.ts';
import type { AccessIndex, AccessQuestion, Held, IndexedBinding, IndexedRole, Via } from './access.ts';
import { createAble, numberSubjects, type BoundSubjects } from './bound-subjects.ts';
import { readBootstrapPolicy } from './bootstrap/read-bootstrap-policy.ts';
import { createNodeAccess, mastersGroup, mastersHeld, mastersVia, nodesGroup } from './built-in-access.ts';
import { readGrants } from './read-grants.ts';
import { rbacGroup } from './role-binding.ts';
import type { AccessAttributes } from './rule-allows.ts';
import { createRuleIndex, type RuleHolder } from './rule-index.ts';
import { toGroupsOf } from './subject-key.ts';
import type { AccessSubject } from './subject.ts';

export interface AccessOptions {
  /** Of the API server, for what it makes by itself; `null` for the newest known. */
  readonly version?: string | null;
}

export const createAccessIndex = (snapshot: Snapshot, { version = null }: AccessOptions = {}): AccessIndex => {
  const bootstrap = readBootstrapPolicy(version);
  const { roles, bindings, doubts } = readGrants(snapshot, bootstrap);
  const rules = createRuleIndex(roles);
  const custom = toClusterResources(snapshot);
  const everybody = numberSubjects(bindings);
  const byRole = toBindingsByRole(bindings, everybody);
  const nodes = createNodeAccess(bootstrap);

  /** Each binding of a role that counts where the question is about. */
  const visitBindings = (role: IndexedRole, where: Where, visit: (bound: Bound) => void): void => {
    const given = byRole.get(role);
    if (given === undefined) return;
    given.cluster.forEach(visit);
    if (where.kind === 'namespace') given.local.get(where.namespace)?.forEach(visit);
    if (where.kind === 'anywhere') for (const local of given.local.values()) local.forEach(visit);
  };

  const whoCan: AccessIndex['whoCan'] = (question) => {
    const where = toWhere(question, custom);
    const name = toName(question);
    const able = createAble(everybody);
    const byName = createAble(everybody);
    const asked = toAttributes(question, where, name ?? '');
    const told = { able: createCounter(), byName: createCounter() };
    for (const { rule, holders } of rules.find(asked)) {
      const fits = rule.resourceNames.length === 0 || asked.kind === 'path' || rule.resourceNames.includes(name ?? '');
      if (!fits && (name !== null || !canCarryName(question))) continue;
      const [into, isMore] = fits ? [able, told.able] : [byName, told.byName];
      const note = ({ role, rule: indexed }: RuleHolder): void => {
        // The subjects of a role are known from the first of its rules.
        if (isMore(role, mostRulesTold)) return;
        visitBindings(role, where, ({ binding, subjects }) => {
          const via: Via = { kind: 'binding', binding, role, rule: indexed, namespace: binding.namespace };
          for (const subject of subjects) into.add(subject, via);
        });
      };
      visitHolders(holders, where, note);
    }
    const node = nodes.allows(asked);
    if (node !== null && node.isNamed && name === null) byName.add(everybody.nodes, node.via);
    else if (node !== null) able.add(everybody.nodes, node.via);
    able.add(everybody.masters, mastersVia);
    return { subjects: able.list(), byName: byName.list() };
  };

  const whatCan: AccessIndex['whatCan'] = (subject, { groups = [], own = false } = {}) => {
    const all = own ? [] : toGroupsOf(subject, groups);
    const subjects = [subject, ...all.map((name): AccessSubject => ({ kind: 'group', name }))];
    const names = new Set(subjects.flatMap((each) => (each.kind === 'group' ? [each.name] : [])));
    const held: Held[] = names.has(mastersGroup) ? [...mastersHeld] : [];
    for (const binding of new Set(subjects.flatMap((each) => everybody.bindingsOf(each)))) {
      const { role, namespace } = binding;
      if (role === null) continue;
      for (const rule of role.rules.slice(0, Math.max(0, mostHeld - held.length)))
        held.push({ namespace, rule: rule.rule, via: { kind: 'binding', binding, role, rule, namespace } });
    }
    return names.has(nodesGroup) ? [...held, ...nodes.held] : held;
  };

  return { whoCan, whatCan, bindings, roles, doubts };
};

/** Of one role, towards one question: a role of ten thousand rules bound to as many subjects must not fill the memory. */
const mostRulesTold = 16;

/** A role of ten thousand rules may be bound to somebody in ten thousand namespaces; an answer of this length is not whole. */
export const mostHeld = 200_000;

/** Whether a thing came more than so many times. */
const createCounter = (): ((thing: object, most: number) => boolean) => {
  const counts = new Map<object, number>();
  return (thing, most) => {
    const count = (counts.get(thing) ?? 0) + 1;
    counts.set(thing, count);
    return count > most;
  };
};

/** Where grants count: those of the whole cluster always, those of namespaces as the question says. */
type Where =
  | { readonly kind: 'cluster' }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'anywhere' };

const toWhere = (question: AccessQuestion, custom: ReadonlySet<string>): Where => {
  if (question.kind === 'path') return { kind: 'cluster' };
  const { namespace } = question;
  if (namespace === '' || namespace === '*') return { kind: 'cluster' };
  if (namespace !== null) return { kind: 'namespace', namespace };
  // A request for a Namespace is one in that namespace, as the API server sees it.
  if (question.group === '' && question.resource === 'namespaces' && question.name !== null)
    return { kind: 'namespace', namespace: question.name };
  return isOfCluster(question, custom) ? { kind: 'cluster' } : { kind: 'anywhere' };
};

/** A grant in a namespace is of no use for what lives in none, but for that namespace itself. */
const isOfCluster = (
  { group, resource, subresource, verb }: Extract<AccessQuestion, { kind: 'resource' }>,
  custom: ReadonlySet<string>,
): boolean => {
  if (group === '' && resource === 'namespaces')
    return subresource === '' && ['list', 'watch', 'create', 'deletecollection'].includes(verb);
  return clusterResources.has(`${group}/${resource}`) || custom.has(`${group}/${resource}`);
};

/** Those of definitions that were read. */
const toClusterResources = (snapshot: Snapshot): ReadonlySet<string> =>
  new Set(
    snapshot
      .list('apiextensions.k8s.io', 'CustomResourceDefinition')
      .filter(({ object }) => textAt(object, 'spec', 'scope') === 'Cluster')
      .map(({ object }) => `${textAt(object, 'spec', 'group')}/${textAt(object, 'spec', 'names', 'plural')}`),
  );

const clusterResources: ReadonlySet<string> = new Set(
  builtInKinds.filter(({ namespaced }) => !namespaced).map(({ group, plural }) => `${group}/${plural}`),
);

/** Requests that make an object or delete all of them name none, so that no rule for single names allows them. */
const canCarryName = (question: AccessQuestion): boolean =>
  question.kind === 'resource' &&
  (question.subresource !== '' || (question.verb !== 'create' && question.verb !== 'deletecollection'));

const toName = (question: AccessQuestion): string | null =>
  question.kind === 'resource' && question.name !== '' && canCarryName(question) ? question.name : null;

const toAttributes = (question: AccessQuestion, where: Where, name: string): AccessAttributes =>
  question.kind === 'path'
    ? question
    : { ...question, name, namespace: where.kind === 'namespace' ? where.namespace : '' };

const visitHolders = (
  holders: ReadonlyMap<string, readonly RuleHolder[]>,
  where: Where,
  note: (holder: RuleHolder) => void,
): void => {
  if (where.kind === 'anywhere') {
    for (const some of holders.values()) some.forEach(note);
    return;
  }
  holders.get('')?.forEach(note);
  if (where.kind === 'namespace') holders.get(where.namespace)?.forEach(note);
};

interface Bound {
  readonly binding: IndexedBinding;
  readonly subjects: readonly number[];
}

interface RoleBindings {
  readonly cluster: Bound[];
  readonly local: Map<string, Bound[]>;
}

const toBindingsByRole = (
  bindings: readonly IndexedBinding[],
  everybody: BoundSubjects,
): ReadonlyMap<IndexedRole, RoleBindings> => {
  const byRole = new Map<IndexedRole, RoleBindings>();
  for (const binding of bindings) {
    const { role, namespace } = binding;
    if (role === null) continue;
    const known = byRole.get(role) ?? { cluster: [], local: new Map<string, Bound[]>() };
    byRole.set(role, known);
    const bound = { binding, subjects: everybody.numbersOf(binding) };
    const local = namespace === null ? known.cluster : known.local.get(namespace);
    if (local !== undefined) local.push(bound);
    else if (namespace !== null) known.local.set(namespace, [bound]);
  }
  return byRole;
};

const rbacKinds = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

/** What is asked of a cluster besides what holds pods. */
export const accessKinds: readonly { readonly group: string; readonly kind: string }[] = [
  ...rbacKinds.map((kind) => ({ group: rbacGroup, kind })),
  { group: '', kind: 'ServiceAccount' },
  { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
];

/** Grants, the service accounts they may be for, who uses those, and the names of custom resources. */
export const keepForAccess = (resource: Resource): Resource | null => {
  const { ref, object } = resource;
  const group = toGroup(ref.apiVersion);
  if (group === rbacGroup && rbacKinds.includes(ref.kind)) return { ...resource, object: pick(object, grantFields) };
  if (group === '' && ref.kind === 'ServiceAccount') return { ...resource, object: pick(object, accountFields) };
  if (group === 'apiextensions.k8s.io' && ref.kind === 'CustomResourceDefinition')
    return {
      ...resource,
      object: pick(object, [
        ['spec', 'group'],
        ['spec', 'names'],
        ['spec', 'scope'],
      ]),
    };
  const prefix = podTemplatePath(ref);
  if (prefix === undefined) return null;
  return {
    ...resource,
    object: pick(object, [
      [...prefix, 'spec', 'serviceAccountName'],
      [...prefix, 'spec', 'serviceAccount'],
    ]),
  };
};

const grantFields = [
  ['apiVersion'],
  ['kind'],
  ['metadata', 'name'],
  ['metadata', 'namespace'],
  ['metadata', 'labels'],
  ['metadata', 'annotations', 'rbac.authorization.kubernetes.io/autoupdate'],
  ['rules'],
  ['aggregationRule'],
  ['roleRef'],
  ['subjects'],
];
const accountFields = [['metadata', 'name'], ['metadata', 'namespace'], ['automountServiceAccountToken']];
