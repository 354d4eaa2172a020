/** What generated cases find in the cluster: namespaces, custom kinds, parameters, grants, and objects to be changed. */

import type { JsonObject } from '../../../src/model/json.ts';

export interface PlannedObject {
  /** Where it is created. */
  readonly path: string;
  readonly object: JsonObject;
}

export const namespaces = ['oracle-a', 'oracle-b'] as const;

const namespace = (name: string, labels: JsonObject, annotations: JsonObject): PlannedObject => ({
  path: '/api/v1/namespaces',
  object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, annotations } },
});

/** Whatever is written is kept, so that what Vauban judges without the schema is what the server judges. */
const customKind = (kind: string, plural: string, scope: string, versions: readonly string[]): PlannedObject => ({
  path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  object: {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.vauban.test` },
    spec: {
      group: 'vauban.test',
      scope,
      names: { plural, kind },
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        },
      })),
    },
  },
});

const configMap = (home: string, name: string, labels: JsonObject, data: JsonObject): PlannedObject => ({
  path: `/api/v1/namespaces/${home}/configmaps`,
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: home, labels }, data },
});

const limit = (home: string, name: string, labels: JsonObject, spec: JsonObject): PlannedObject => ({
  path: `/apis/vauban.test/v1/namespaces/${home}/limits`,
  object: { apiVersion: 'vauban.test/v1', kind: 'Limit', metadata: { name, namespace: home, labels }, spec },
});

const wall = (name: string, labels: JsonObject, spec: JsonObject): PlannedObject => ({
  path: '/apis/vauban.test/v1/walls',
  object: { apiVersion: 'vauban.test/v1', kind: 'Wall', metadata: { name, labels }, spec },
});

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const rbacGroup = 'rbac.authorization.k8s.io';

const clusterRole = (name: string, rules: readonly JsonObject[], more: JsonObject = {}): PlannedObject => ({
  path: `${rbac}/clusterroles`,
  object: { apiVersion: `${rbacGroup}/v1`, kind: 'ClusterRole', metadata: { name, ...more }, rules },
});

const role = (home: string, name: string, rules: readonly JsonObject[]): PlannedObject => ({
  path: `${rbac}/namespaces/${home}/roles`,
  object: { apiVersion: `${rbacGroup}/v1`, kind: 'Role', metadata: { name, namespace: home }, rules },
});

const binding = (home: string | null, name: string, kind: string, to: string, subject: JsonObject): PlannedObject => ({
  path: home === null ? `${rbac}/clusterrolebindings` : `${rbac}/namespaces/${home}/rolebindings`,
  object: {
    apiVersion: `${rbacGroup}/v1`,
    kind: home === null ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, ...(home === null ? {} : { namespace: home }) },
    roleRef: { apiGroup: rbacGroup, kind, name: to },
    subjects: [subject],
  },
});

const user: JsonObject = { apiGroup: rbacGroup, kind: 'User', name: 'oracle-user' };
const group: JsonObject = { apiGroup: rbacGroup, kind: 'Group', name: 'oracle-group' };
const account: JsonObject = { kind: 'ServiceAccount', namespace: 'oracle-a', name: 'robot' };

/** Enough to send every request, and no wildcard beyond: what an authorizer says differs from question to question. */
const writer: readonly JsonObject[] = [
  {
    apiGroups: [''],
    resources: ['pods', 'pods/exec', 'pods/ephemeralcontainers', 'services', 'configmaps', 'namespaces'],
    verbs: ['create', 'update', 'delete', 'get'],
  },
  {
    apiGroups: ['apps'],
    resources: ['deployments', 'deployments/scale', 'deployments/status'],
    verbs: ['create', 'update', 'delete', 'patch'],
  },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['create', 'update', 'delete'] },
  { apiGroups: [rbacGroup], resources: ['roles'], verbs: ['create', 'update', 'delete', 'escalate', 'get'] },
  { apiGroups: ['vauban.test'], resources: ['*'], verbs: ['create', 'update', 'delete'] },
];

/** In the order in which they are created. */
export const estate: readonly PlannedObject[] = [
  namespace('oracle-a', { env: 'prod', team: 'red' }, { 'vauban.test/note': 'häßlich ✓' }),
  namespace('oracle-b', { env: 'dev' }, {}),
  customKind('Limit', 'limits', 'Namespaced', ['v1']),
  customKind('Wall', 'walls', 'Cluster', ['v1']),
  customKind('Widget', 'widgets', 'Namespaced', ['v1', 'v2']),
  configMap(
    'oracle-a',
    'params',
    { 'param-tier': 'one' },
    { max: '3', prefix: 'app-', list: 'a,b,c', url: 'https://example.com/x' },
  ),
  configMap('oracle-a', 'params-more', { 'param-tier': 'one' }, { max: '5', prefix: 'web-' }),
  configMap('oracle-b', 'params', { 'param-tier': 'two' }, { max: 'many' }),
  limit(
    'oracle-a',
    'limit',
    { 'param-tier': 'one' },
    { max: 3, ratio: 0.5, names: ['a', 'b'], memory: '1Gi', nested: { on: true } },
  ),
  limit('oracle-a', 'limit-more', { 'param-tier': 'one' }, { max: 9, ratio: 1.5, names: [] }),
  wall('wall', { 'param-tier': 'one' }, { max: 7, ratio: 2.25, names: ['x'], memory: '512Mi' }),
  {
    path: '/api/v1/namespaces/oracle-a/serviceaccounts',
    object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } },
  },
  clusterRole('oracle-writer', writer),
  binding(null, 'oracle-writer', 'ClusterRole', 'oracle-writer', user),
  clusterRole('oracle-paths', [{ nonResourceURLs: ['/oracle/*', '/metrics'], verbs: ['get'] }]),
  binding(null, 'oracle-paths', 'ClusterRole', 'oracle-paths', group),
  clusterRole('oracle-part', [{ apiGroups: ['apps'], resources: ['statefulsets'], verbs: ['*'] }], {
    labels: { 'oracle-aggregate': 'yes' },
  }),
  {
    path: `${rbac}/clusterroles`,
    object: {
      apiVersion: `${rbacGroup}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'oracle-sum' },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'oracle-aggregate': 'yes' } }] },
      rules: [],
    },
  },
  binding('oracle-a', 'oracle-sum', 'ClusterRole', 'oracle-sum', user),
  role('oracle-a', 'oracle-secrets', [
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['one'], verbs: ['get', 'update'] },
    { apiGroups: ['*'], resources: ['*/log'], verbs: ['get'] },
  ]),
  binding('oracle-a', 'oracle-secrets', 'Role', 'oracle-secrets', user),
  binding('oracle-b', 'oracle-robot', 'ClusterRole', 'oracle-sum', account),
  role('oracle-a', 'last', [{ apiGroups: [rbacGroup], resources: ['roles'], verbs: ['get'] }]),
  binding('oracle-a', 'last', 'Role', 'last', user),
];
