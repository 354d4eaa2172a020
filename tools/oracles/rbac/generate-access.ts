/** Roles and bindings drawn by chance: every shape RBAC knows, and every one people get wrong. */

import type { JsonObject } from '../../../src/model/json.ts';
import type { Random } from '../api-server/random.ts';

export interface GeneratedAccess {
  readonly namespaces: readonly string[];
  /** In the order they are made; some are what the API server refuses. */
  readonly objects: readonly JsonObject[];
}

/** `prefix` begins every name and label, so that sets can stand side by side in one cluster. */
export const generateAccess = (random: Random, prefix: string): GeneratedAccess => {
  const namespaces = ['a', 'b', 'c'].map((name) => `${prefix}-${name}`);
  const roleNames = ['one', 'two', 'three', 'four'].map((name) => `${prefix}-${name}`);
  const clusterRoleNames = Array.from({ length: 4 + random.int(6) }, (_, index) => `${prefix}-cr${index}`);
  const objects: JsonObject[] = [];
  for (const name of clusterRoleNames) objects.push(generateClusterRole(random, prefix, name));
  for (const namespace of namespaces) {
    for (const name of random.sample(roleNames, 1 + random.int(3)))
      objects.push({
        ...toHead('Role', name, namespace),
        rules: generateRules(random, prefix, 1 + random.int(3), 0.02),
      });
  }
  const references = { clusterRoles: [...clusterRoleNames, ...widelyKnown, `${prefix}-missing`], roles: roleNames };
  const count = 5 + random.int(8);
  for (let index = 0; index < count; index += 1)
    objects.push(generateBinding(random, prefix, `${prefix}-b${index}`, namespaces, references));
  return { namespaces, objects };
};

const group = 'rbac.authorization.k8s.io';

/** Roles the API server makes itself, with which its own data is asked too. */
const widelyKnown = ['view', 'edit', 'admin', 'cluster-admin', 'system:node-proxier', 'system:discovery'];

const toHead = (kind: string, name: string, namespace?: string, labels: JsonObject = {}): JsonObject => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: { name, labels, ...(namespace === undefined ? {} : { namespace }) },
});

const generateClusterRole = (random: Random, prefix: string, name: string): JsonObject => {
  const labels = Object.fromEntries(
    random.sample(['x', 'y', 'z'], random.int(3)).map((label) => [`${prefix}/${label}`, random.pick(['true', 'no'])]),
  );
  const head = toHead('ClusterRole', name, undefined, {
    ...labels,
    // Now and then a part of a role of the API server's own.
    ...(random.chance(0.08) ? { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } : {}),
  });
  if (!random.chance(0.3)) return { ...head, rules: generateRules(random, prefix, 1 + random.int(4), 0.25) };
  const clusterRoleSelectors = Array.from({ length: 1 + random.int(2) }, () => generateSelector(random, prefix));
  return {
    ...head,
    aggregationRule: { clusterRoleSelectors },
    // What is written beside an aggregation is overwritten; in a circle of roles the order would decide instead.
    rules: Object.keys(labels).length === 0 && random.chance(0.5) ? generateRules(random, prefix, 1, 0.2) : [],
  };
};

const generateSelector = (random: Random, prefix: string): JsonObject => {
  const key = `${prefix}/${random.pick(['x', 'y', 'z'])}`;
  switch (random.int(6)) {
    case 0:
      return { matchExpressions: [{ key, operator: 'Exists' }] };
    case 1:
      return { matchExpressions: [{ key, operator: 'In', values: ['true', 'no'] }] };
    case 2:
      return { matchLabels: { [key]: 'true', [`${prefix}/x`]: 'true' } };
    default:
      return { matchLabels: { [key]: random.pick(['true', 'no']) } };
  }
};

const verbs = [
  'get list watch create update patch delete deletecollection impersonate escalate bind approve use attest',
  'impersonate:user-info impersonate-on:user-info:list',
].flatMap((line) => line.split(' '));

const resourcesByGroup: readonly (readonly [string, readonly string[]])[] = [
  ['', ['pods', 'secrets', 'configmaps', 'nodes', 'serviceaccounts', 'pods/exec', 'pods/log', 'pods/*', 'nodes/proxy']],
  [
    '',
    ['serviceaccounts/token', 'users', 'groups', '*/status', '*/log', 'replicationcontrollers/scale', 'pods/status'],
  ],
  ['apps', ['deployments', 'deployments/scale', 'statefulsets', '*/scale', 'deployments/*', 'replicasets']],
  ['rbac.authorization.k8s.io', ['roles', 'clusterroles', 'rolebindings']],
  ['certificates.k8s.io', ['signers', 'certificatesigningrequests/approval']],
  ['example.com', ['widgets', 'widgets/spin', 'Widgets']],
];

const urls = ['/healthz', '/healthz/*', '/livez*', '/metrics', '/api*', '/logs/a/*', '*', '/'];

const generateRules = (random: Random, prefix: string, count: number, paths: number): readonly JsonObject[] =>
  Array.from({ length: count }, () => generateRule(random, prefix, paths));

const generateRule = (random: Random, prefix: string, paths: number): JsonObject => {
  const chosen = random.chance(0.12) ? ['*'] : random.sample(verbs, 1 + random.int(4));
  if (random.chance(paths)) return { verbs: chosen, nonResourceURLs: random.sample(urls, 1 + random.int(2)) };
  const kinds = random.sample(resourcesByGroup, 1 + random.int(2));
  const resources = kinds.flatMap(([, names]) => random.sample(names, 1 + random.int(2)));
  return {
    verbs: chosen,
    apiGroups: random.chance(0.12) ? ['*'] : kinds.map(([name]) => name),
    resources: random.chance(0.1) ? ['*', ...resources.slice(0, random.int(2))] : resources,
    ...(random.chance(0.25) ? { resourceNames: random.sample([`${prefix}-n1`, 'n2', ''], 1 + random.int(2)) } : {}),
  };
};

interface References {
  readonly clusterRoles: readonly string[];
  readonly roles: readonly string[];
}

const generateBinding = (
  random: Random,
  prefix: string,
  name: string,
  namespaces: readonly string[],
  { clusterRoles, roles }: References,
): JsonObject => {
  const isCluster = random.chance(0.45);
  const namespace = random.pick(namespaces);
  const kind = isCluster ? (random.chance(0.03) ? 'Role' : 'ClusterRole') : random.pick(['Role', 'ClusterRole']);
  return {
    ...(isCluster ? toHead('ClusterRoleBinding', name) : toHead('RoleBinding', name, namespace)),
    roleRef: { apiGroup: group, kind, name: random.pick(kind === 'Role' ? roles : clusterRoles) },
    subjects: Array.from({ length: random.int(4) }, () => generateSubject(random, prefix, namespaces, isCluster)),
  };
};

const generateSubject = (
  random: Random,
  prefix: string,
  namespaces: readonly string[],
  isCluster: boolean,
): JsonObject => {
  const namespace = random.pick(namespaces);
  const user = (name: string): JsonObject => ({
    kind: 'User',
    name,
    ...(random.chance(0.5) ? { apiGroup: group } : {}),
  });
  const team = (name: string): JsonObject => ({ kind: 'Group', name, apiGroup: group });
  switch (random.int(10)) {
    case 0:
    case 1:
      return user(`${prefix}-ann`);
    case 2:
      return user(`${prefix}:eve@example.com`);
    case 3:
      return user(`system:serviceaccount:${namespace}:robot`);
    case 4:
      return team(`${prefix}-team`);
    case 5:
      return team(`system:serviceaccounts:${namespace}`);
    case 6:
      // To everybody now and then, or every question would be allowed.
      return team(random.chance(0.4) ? random.pick(everybody) : `${prefix}-ops`);
    default:
      return {
        kind: 'ServiceAccount',
        name: random.pick(['robot', 'default', 'web.v1']),
        // Refused in a ClusterRoleBinding; in a RoleBinding its own namespace is meant.
        ...(random.chance(isCluster ? 0.97 : 0.6) ? { namespace } : {}),
      };
  }
};

const everybody = ['system:authenticated', 'system:serviceaccounts', 'system:unauthenticated', 'system:masters'];
