/** What Roles and bindings allow, as the API server's authorizer decides it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import { createAuthorizer } from './authorize.ts';
import { snapshotOf } from './example-grants.ts';
import type { AccessAttributes } from './rule-allows.ts';
import { toAllGroups } from './subject-key.ts';

const clusterRole = (name: string, rules: readonly JsonObject[], labels: JsonObject = {}): JsonObject => ({
  metadata: { name, labels },
  rules,
});
const reader = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] };

const authorizer = createAuthorizer(
  snapshotOf({
    Role: [{ metadata: { name: 'reader', namespace: 'shop' }, rules: [reader] }],
    ClusterRole: [
      clusterRole('reader', [reader]),
      clusterRole('one-secret', [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['tls'], verbs: ['get'] }]),
      clusterRole('logs', [{ apiGroups: [''], resources: ['pods/log'], verbs: ['get'] }]),
      clusterRole('scaler', [{ apiGroups: ['apps'], resources: ['*/scale'], verbs: ['*'] }]),
      clusterRole('everything', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]),
      clusterRole('health', [{ nonResourceURLs: ['/healthz', '/livez/*'], verbs: ['get'] }]),
      {
        metadata: { name: 'gathered' },
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { into: 'gathered' } }] },
        rules: [],
      },
      {
        metadata: { name: 'between', labels: { into: 'gathered' } },
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { into: 'between' } }] },
      },
      clusterRole('part', [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] }], { into: 'between' }),
    ],
    RoleBinding: [
      binding('readers', 'Role', 'reader', { kind: 'User', name: 'ann' }, 'shop'),
      binding('robots', 'ClusterRole', 'reader', { kind: 'ServiceAccount', name: 'robot' }, 'shop'),
      binding('dangling', 'Role', 'no-such-role', { kind: 'User', name: 'dan' }, 'shop'),
    ],
    ClusterRoleBinding: [
      binding('secret', 'ClusterRole', 'one-secret', { kind: 'User', name: 'sue' }),
      binding('logs', 'ClusterRole', 'logs', { kind: 'Group', name: 'loggers' }),
      binding('scalers', 'ClusterRole', 'scaler', { kind: 'User', name: 'sam' }),
      binding('owners', 'ClusterRole', 'everything', { kind: 'User', name: 'eve' }),
      binding('health', 'ClusterRole', 'health', { kind: 'Group', name: 'system:authenticated' }),
      binding('gathered', 'ClusterRole', 'gathered', { kind: 'Group', name: 'system:serviceaccounts:ci' }),
    ],
  }),
);

function binding(name: string, kind: string, role: string, subject: JsonObject, namespace?: string): JsonObject {
  return {
    metadata: namespace === undefined ? { name } : { name, namespace },
    roleRef: { kind, name: role },
    subjects: [subject],
  };
}

const resource = (verb: string, path: string, namespace = '', name = ''): AccessAttributes => {
  const [group = '', plural = '', subresource = ''] = path.split('/');
  return { kind: 'resource', verb, group, resource: plural, subresource, namespace, name };
};

const cases: readonly (readonly [
  name: string,
  user: string,
  groups: readonly string[],
  asked: AccessAttributes,
  allowed: boolean,
])[] = [
  ['a Role allows in its namespace', 'ann', [], resource('get', '/pods', 'shop'), true],
  ['and not in another', 'ann', [], resource('get', '/pods', 'bank'), false],
  ['nor over all namespaces', 'ann', [], resource('list', '/pods'), false],
  ['nor another verb', 'ann', [], resource('delete', '/pods', 'shop'), false],
  ['nor another group of the same name', 'ann', [], resource('get', 'metrics.k8s.io/pods', 'shop'), false],
  ['nor a subresource', 'ann', [], resource('get', '/pods/log', 'shop'), false],
  [
    'a service account without a namespace is one of the binding',
    'system:serviceaccount:shop:robot',
    [],
    resource('get', '/pods', 'shop'),
    true,
  ],
  ['a binding to no role grants nothing', 'dan', [], resource('get', '/pods', 'shop'), false],
  ['resourceNames allow that name', 'sue', [], resource('get', '/secrets', 'shop', 'tls'), true],
  ['and no other', 'sue', [], resource('get', '/secrets', 'shop', 'db'), false],
  ['nor a list, which names none', 'sue', [], resource('list', '/secrets', 'shop'), false],
  ['a subresource does not allow its resource', 'x', ['loggers'], resource('get', '/pods', 'shop'), false],
  ['a group counts', 'x', ['loggers'], resource('get', '/pods/log', 'shop'), true],
  ['a subresource of any resource', 'sam', [], resource('update', 'apps/deployments/scale', 'shop'), true],
  ['but not the resource', 'sam', [], resource('update', 'apps/deployments', 'shop'), false],
  ['everything holds subresources', 'eve', [], resource('create', '/pods/exec', 'shop'), true],
  ['everything holds no paths', 'eve', ['nobody'], { kind: 'path', verb: 'get', path: '/metrics' }, false],
  ['a path', 'x', ['system:authenticated'], { kind: 'path', verb: 'get', path: '/healthz' }, true],
  ['a path below', 'x', ['system:authenticated'], { kind: 'path', verb: 'get', path: '/livez/etcd' }, true],
  [
    'not a path that only begins so',
    'x',
    ['system:authenticated'],
    { kind: 'path', verb: 'get', path: '/healthz/etcd' },
    false,
  ],
  [
    'aggregated roles hold what their parts gather',
    'x',
    ['system:serviceaccounts:ci'],
    resource('create', 'batch/jobs', 'ci'),
    true,
  ],
  ['system:masters may do anything', 'x', ['system:masters'], { kind: 'path', verb: 'get', path: '/metrics' }, true],
];

for (const [name, user, groups, asked, allowed] of cases) {
  test(name, () => assert.equal(authorizer.decide(user, groups, asked).isAllowed, allowed));
}

test('the reason names binding, role and subject as the API server does', () => {
  assert.equal(
    authorizer.decide('ann', [], resource('get', '/pods', 'shop')).reason,
    'RBAC: allowed by RoleBinding "readers/shop" of Role "reader" to User "ann"',
  );
  assert.equal(
    authorizer.decide('system:serviceaccount:shop:robot', [], resource('get', '/pods', 'shop')).reason,
    'RBAC: allowed by RoleBinding "robots/shop" of ClusterRole "reader" to ServiceAccount "robot/shop"',
  );
});

test('a service account is in the groups Kubernetes gives it', () => {
  assert.deepEqual(toAllGroups('system:serviceaccount:ci:builder', []), [
    'system:serviceaccounts',
    'system:serviceaccounts:ci',
    'system:authenticated',
  ]);
  assert.deepEqual(toAllGroups('system:anonymous', []), ['system:unauthenticated']);
});

test('roles that gather each other end', () => {
  const each = (name: string, from: string): JsonObject => ({
    metadata: { name, labels: { name } },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { name: from } }] },
  });
  const circle = createAuthorizer(
    snapshotOf({
      ClusterRole: [each('a', 'b'), each('b', 'a')],
      ClusterRoleBinding: [binding('x', 'ClusterRole', 'a', { kind: 'User', name: 'u' })],
    }),
  );
  assert.equal(circle.decide('u', [], resource('get', '/pods')).isAllowed, false);
});

test('what is written in an aggregated role stays where nothing is gathered', () => {
  const gatherer = (label: string): JsonObject => ({
    ...clusterRole('gatherer', [reader]),
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [label]: '' } }] },
  });
  const part = clusterRole('part', [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['get'] }], { part: '' });
  const decide = (label: string): boolean =>
    createAuthorizer(
      snapshotOf({
        ClusterRole: [gatherer(label), part],
        ClusterRoleBinding: [binding('x', 'ClusterRole', 'gatherer', { kind: 'User', name: 'u' })],
      }),
    ).decide('u', [], resource('get', '/pods')).isAllowed;
  assert.deepEqual([decide('nobody'), decide('part')], [true, false]);
});
