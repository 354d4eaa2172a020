/** Indexes who may do what: Roles and bindings of a snapshot, asked in both directions as the API server's authorizer answers. */

import { pick } from '../../model/read-object.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { builtInKinds } from '../schema/kinds.ts';
import { podTemplatePath } from '../workload/pod-template.ts';
import type { AbleSubject, AccessIndex, AccessQuestion, Held, IndexedBinding, IndexedRole, Via } from './access.ts';
import { readBootstrapPolicy } from './bootstrap/read-bootstrap-policy.ts';
import { createNodeAccess, mastersGroup, mastersHeld, mastersVia, nodesGroup } from './built-in-access.ts';
import { readGrants } from './read-grants.ts';
import { rbacGroup, toSubjectKey } from './role-binding.ts';
import type { AccessAttributes } from './rule-allows.ts';
import { createRuleIndex, type RuleHolder } from './rule-index.ts';
import { toGroupsOf } from './subject-key.ts';
import { renderSubject, type AccessSubject } from './subject.ts';

export interface AccessOptions {
  /** Of the API server, for what it makes by itself; `null` for the newest known. */
  readonly version?: string | null;
}

export const createAccessIndex = (snapshot: Snapshot, { version = null }: AccessOptions = {}): AccessIndex => {
  const bootstrap = readBootstrapPolicy(version);
  const { roles, bindings, doubts } = readGrants(snapshot, bootstrap);
  const rules = createRuleIndex(roles);
  const byRole = toBindingsByRole(bindings);
  const { bySubject, orderOf } = toSubjects(bindings);
  const nodes = createNodeAccess(bootstrap);

  /** Each binding of a role that counts where the question is about. */
  const visitBindings = (role: IndexedRole, where: Where, visit: (binding: IndexedBinding) => void): void => {
    const given = byRole.get(role);
    if (given === undefined) return;
    for (const binding of given.cluster) visit(binding);
    if (where.kind === 'namespace') for (const binding of given.local.get(where.namespace) ?? []) visit(binding);
    if (where.kind === 'anywhere')
      for (const local of given.local.values()) for (const binding of local) visit(binding);
  };

  const whoCan: AccessIndex['whoCan'] = (question) => {
    const where = toWhere(question);
    const name = toName(question);
    const able = createAble(orderOf);
    const byName = createAble(orderOf);
    const asked = toAttributes(question, where, name ?? '');
    for (const { rule, holders } of rules.find(asked)) {
      const fits =
        rule.resourceNames.length === 0 || asked.kind === 'path' || rule.resourceNames.includes(name ?? '\n');
      if (!fits && (name !== null || !canCarryName(question))) continue;
      const into = fits ? able : byName;
      const note = ({ role, rule: indexed }: RuleHolder): void =>
        visitBindings(role, where, (binding) => {
          const via: Via = { kind: 'binding', binding, role, rule: indexed, namespace: binding.namespace };
          for (const subject of binding.subjects) into.add(subject, via);
        });
      visitHolders(holders, where, note);
    }
    const node = nodes.allows(asked);
    if (node !== null && node.isNamed && name === null) byName.add(nodesSubject, node.via);
    else if (node !== null) able.add(nodesSubject, node.via);
    able.add(mastersSubject, mastersVia);
    return { subjects: able.list(), byName: byName.list() };
  };

  const whatCan: AccessIndex['whatCan'] = (subject, { groups = [], own = false } = {}) => {
    const all = own ? [] : toGroupsOf(subject, groups);
    const subjects = [subject, ...all.map((name): AccessSubject => ({ kind: 'group', name }))];
    const keys = new Set(subjects.map(toSubjectKey));
    const held: Held[] = keys.has(`group:${mastersGroup}`) ? [...mastersHeld] : [];
    for (const key of keys) {
      for (const binding of bySubject.get(key) ?? []) {
        const { role, namespace } = binding;
        for (const rule of role?.rules ?? [])
          held.push({
            namespace,
            rule: rule.rule,
            via: { kind: 'binding', binding, role: role as IndexedRole, rule, namespace },
          });
      }
    }
    return keys.has(`group:${nodesGroup}`) ? [...held, ...nodes.held] : held;
  };

  return { whoCan, whatCan, bindings, roles, doubts };
};

const mastersSubject: AccessSubject = { kind: 'group', name: mastersGroup };
const nodesSubject: AccessSubject = { kind: 'group', name: nodesGroup };

/** Where grants count: those of the whole cluster always, those of namespaces as the question says. */
type Where =
  | { readonly kind: 'cluster' }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'anywhere' };

const toWhere = (question: AccessQuestion): Where => {
  if (question.kind === 'path') return { kind: 'cluster' };
  const { namespace } = question;
  if (namespace === '' || namespace === '*') return { kind: 'cluster' };
  if (namespace !== null) return { kind: 'namespace', namespace };
  return isOfCluster(question) ? { kind: 'cluster' } : { kind: 'anywhere' };
};

/**
 * A grant in a namespace is of no use for what lives in none; but a single Namespace is asked for in itself, as the API
 * server sees the request.
 */
const isOfCluster = ({
  group,
  resource,
  subresource,
  verb,
}: Extract<AccessQuestion, { kind: 'resource' }>): boolean => {
  if (group === '' && resource === 'namespaces')
    return subresource === '' && ['list', 'watch', 'create', 'deletecollection'].includes(verb);
  return clusterResources.has(`${group}/${resource}`);
};

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

interface RoleBindings {
  readonly cluster: IndexedBinding[];
  readonly local: Map<string, IndexedBinding[]>;
}

const toBindingsByRole = (bindings: readonly IndexedBinding[]): ReadonlyMap<IndexedRole, RoleBindings> => {
  const byRole = new Map<IndexedRole, RoleBindings>();
  for (const binding of bindings) {
    const { role, namespace } = binding;
    if (role === null) continue;
    const known = byRole.get(role) ?? { cluster: [], local: new Map<string, IndexedBinding[]>() };
    byRole.set(role, known);
    if (namespace === null) known.cluster.push(binding);
    else {
      const local = known.local.get(namespace);
      if (local === undefined) known.local.set(namespace, [binding]);
      else local.push(binding);
    }
  }
  return byRole;
};

interface Subjects {
  readonly bySubject: ReadonlyMap<string, readonly IndexedBinding[]>;
  /** Sorted once: an answer of thousands is put in order by numbers. */
  readonly orderOf: (key: string) => number;
}

const toSubjects = (bindings: readonly IndexedBinding[]): Subjects => {
  const bySubject = new Map<string, IndexedBinding[]>();
  const texts = new Map<string, string>();
  const note = (subject: AccessSubject): string => {
    const key = toSubjectKey(subject);
    if (!texts.has(key)) texts.set(key, renderSubject(subject));
    return key;
  };
  for (const binding of bindings) {
    for (const subject of binding.subjects) {
      const key = note(subject);
      const known = bySubject.get(key);
      if (known === undefined) bySubject.set(key, [binding]);
      else known.push(binding);
    }
  }
  note(mastersSubject);
  note(nodesSubject);
  const sorted = [...texts].toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
  const order = new Map(sorted.map(([key], index) => [key, index]));
  return { bySubject, orderOf: (key) => order.get(key) ?? -1 };
};

interface Able {
  add(subject: AccessSubject, via: Via): void;
  list(): readonly AbleSubject[];
}

const createAble = (orderOf: (key: string) => number): Able => {
  const found = new Map<string, { readonly subject: AccessSubject; readonly via: Via[] }>();
  return {
    add(subject, via) {
      const key = toSubjectKey(subject);
      const known = found.get(key);
      if (known === undefined) found.set(key, { subject, via: [via] });
      else known.via.push(via);
    },
    list: () =>
      [...found]
        .map(([key, able]) => ({ able, order: orderOf(key) }))
        .toSorted((a, b) => a.order - b.order)
        .map(({ able }) => able),
  };
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
