/** Who can and what can, by tables. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import type { AccessQuestion, Via } from './access.ts';
import { createSnapshotBuilder } from '../snapshot/build-snapshot.ts';
import { createAccessIndex, mostHeld } from './create-access-index.ts';
import { ask, bind, isOwn, role, snapshotOf } from './example-grants.ts';
import { renderSubject } from './subject.ts';

const rule = (verbs: string, resources: string, more: JsonObject = {}): JsonObject => ({
  verbs: verbs.split(','),
  apiGroups: [''],
  resources: resources.split(','),
  ...more,
});

const estate = {
  Role: [
    role('reader', 'shop', rule('get,list', 'secrets')),
    role('one', 'shop', rule('get,create,list,deletecollection', 'secrets', { resourceNames: ['db'] })),
  ],
  ClusterRole: [
    role('any', null, rule('*', '*', { apiGroups: ['*'] })),
    role('scale', null, rule('update', '*/scale', { apiGroups: ['apps'] })),
    role('star', null, rule('create', 'pods/*')),
    role('urls', null, { verbs: ['get'], nonResourceURLs: ['/metrics', '/logs/**'] }),
    role('nodes', null, rule('get,list', 'nodes,namespaces')),
    {
      metadata: { name: 'more', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      rules: [rule('get', 'widgets', { apiGroups: ['example.com'] })],
    },
  ],
  RoleBinding: [
    bind('readers', 'shop', 'Role', 'reader', 'serviceaccount:shop:web', 'user:ann'),
    bind('one', 'shop', 'Role', 'one', 'user:olga'),
    bind('urls', 'shop', 'ClusterRole', 'urls', 'user:uli'),
    bind('nodes', 'shop', 'ClusterRole', 'nodes', 'user:nina'),
    bind('none', 'shop', 'Role', 'any', 'user:dan'),
    bind('viewers', 'bank', 'ClusterRole', 'view', 'group:viewers'),
  ],
  ClusterRoleBinding: [
    bind('owners', null, 'ClusterRole', 'any', 'user:system:serviceaccount:ci:robot'),
    bind('scale', null, 'ClusterRole', 'scale', 'user:sam'),
    bind('star', null, 'ClusterRole', 'star', 'user:stan'),
    bind('urls', null, 'ClusterRole', 'urls', 'group:monitors'),
    bind('wrong', null, 'Role', 'reader', 'user:wim'),
  ],
};
const index = createAccessIndex(snapshotOf(estate));

/** Whom this estate's own bindings name. */
const namesOf = (
  some: readonly { readonly subject: Parameters<typeof renderSubject>[0]; readonly via: readonly Via[] }[],
) => some.filter(({ via }) => !via.every(isOwn)).map(({ subject }) => renderSubject(subject));

const robot = 'serviceaccount:ci:robot';
const cases: readonly (readonly [
  name: string,
  question: AccessQuestion,
  able: readonly string[],
  byName: readonly string[],
])[] = [
  [
    'anywhere, by a grant of any namespace',
    ask('get', '/secrets'),
    [robot, 'serviceaccount:shop:web', 'user:ann'],
    ['user:olga'],
  ],
  ['in a namespace', ask('get', '/secrets', 'shop'), [robot, 'serviceaccount:shop:web', 'user:ann'], ['user:olga']],
  ['in another namespace', ask('get', '/secrets', 'bank'), [robot], []],
  ['over the whole cluster', ask('list', '/secrets', ''), [robot], []],
  ['in every namespace, asked with a star', ask('list', '/secrets', '*'), [robot], []],
  [
    'the object by its name',
    ask('get', '/secrets', 'shop', 'db'),
    [robot, 'serviceaccount:shop:web', 'user:ann', 'user:olga'],
    [],
  ],
  [
    'another object by its name',
    ask('get', '/secrets', 'shop', 'tls'),
    [robot, 'serviceaccount:shop:web', 'user:ann'],
    [],
  ],
  [
    'a list of one, by its name',
    ask('list', '/secrets', 'shop', 'db'),
    [robot, 'serviceaccount:shop:web', 'user:ann', 'user:olga'],
    [],
  ],
  ['names never allow to create', ask('create', '/secrets', 'shop', 'db'), [robot], []],
  ['nor to delete a collection', ask('deletecollection', '/secrets', 'shop'), [robot], []],
  ['a star covers subresources', ask('create', '/pods/exec', 'shop'), [robot], []],
  ['a resource with a star below is itself alone', ask('create', '/pods/*', 'shop'), [robot, 'user:stan'], []],
  ['a subresource of any resource', ask('update', 'apps/deployments/scale', 'shop'), [robot, 'user:sam'], []],
  ['in the group it is granted for', ask('update', '/replicationcontrollers/scale', 'shop'), [robot], []],
  ['every verb is granted by a star alone', ask('*', '/secrets', 'shop'), [robot], []],
  ['every resource likewise', ask('get', '*/*', 'shop'), [robot], []],
  ['paths only by the whole cluster', ask('get', '//metrics'), ['group:monitors'], []],
  ['paths below, however many stars', ask('get', '//logs/kubelet'), ['group:monitors'], []],
  ['a resource of the cluster is not granted in a namespace', ask('get', '/nodes'), [robot], []],
  ['but a Namespace is, in itself', ask('get', '/namespaces', null, 'shop'), [robot, 'user:nina'], []],
  ['though not all Namespaces', ask('list', '/namespaces'), [robot], []],
  [
    'what is aggregated into a role of the API server counts',
    ask('get', 'example.com/widgets', 'bank'),
    ['group:viewers', robot],
    [],
  ],
];

for (const [name, question, able, byName] of cases) {
  test(`who can: ${name}`, () => {
    const answer = index.whoCan(question);
    assert.deepEqual(namesOf(answer.subjects), able);
    assert.deepEqual(namesOf(answer.byName), byName);
  });
}

test('system:masters is a row of its own, and so are nodes with what their pods use', () => {
  const { subjects, byName } = index.whoCan(ask('get', '/secrets', 'shop'));
  const texts = [...subjects, ...byName].flatMap(({ subject, via }) =>
    via.flatMap((each) =>
      each.kind === 'built-in' ? [`${renderSubject(subject)} ${each.authorizer}: ${each.text}`] : [],
    ),
  );
  assert.deepEqual(texts, [
    'group:system:masters system:masters: the API server lets its members do everything and asks nobody',
    'group:system:nodes Node: only single secrets that pods of the node use',
  ]);
});

test('a lease is a matter of nodes in their own namespace only', () => {
  const nodes = (namespace: string) =>
    index
      .whoCan(ask('create', 'coordination.k8s.io/leases', namespace))
      .subjects.some(({ via }) => via.some((each) => each.kind === 'built-in' && each.authorizer === 'Node'));
  assert.deepEqual([nodes('kube-node-lease'), nodes('shop')], [true, false]);
});

test('what can: own grants first, then those of the groups everybody is in', () => {
  const ann = { kind: 'user', name: 'ann' } as const;
  assert.deepEqual(
    index.whatCan(ann, { own: true }).map(({ namespace, rule: held }) => [namespace, held.verbs, held.resources]),
    [['shop', ['get', 'list'], ['secrets']]],
  );
  assert.ok(index.whatCan(ann).some(({ rule: held }) => held.nonResourceUrls.includes('/healthz')));
  assert.ok(
    index.whatCan(ann, { groups: ['monitors'] }).some(({ rule: held }) => held.nonResourceUrls.includes('/metrics')),
  );
});

test('a ClusterRoleBinding to a Role gives nothing, and is said to be refused', () => {
  assert.deepEqual(
    index.doubts.map(({ about, path, message }) => [about.ref.name, path, message]),
    [['wrong', 'roleRef.kind', 'the API server refuses it: roleRef.kind is ClusterRole']],
  );
  assert.deepEqual(index.whatCan({ kind: 'user', name: 'wim' }, { own: true }), []);
});

test('in a cluster stored rules are the truth, and nothing is added', () => {
  const stored = createAccessIndex(
    snapshotOf(
      {
        ClusterRole: [
          {
            metadata: { name: 'all' },
            aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
            rules: [rule('get', 'pods')],
          },
          { metadata: { name: 'part', labels: { a: 'b' } }, rules: [rule('get', 'secrets')] },
        ],
        ClusterRoleBinding: [bind('x', null, 'ClusterRole', 'all', 'user:ann')],
      },
      'cluster',
    ),
  );
  assert.deepEqual(namesOf(stored.whoCan(ask('get', '/pods')).subjects), ['user:ann']);
  assert.deepEqual(namesOf(stored.whoCan(ask('get', '/secrets')).subjects), []);
  assert.equal(stored.roles.length, 2);
});

test('thousands of roles that gather each other in a chain end, and say that they were cut', () => {
  const chain = Array.from({ length: 4000 }, (_, each): JsonObject => ({
    metadata: { name: `r${each}`, labels: { n: `n${each}`, leaf: 'yes' } },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { n: `n${each + 1}` } }] },
  }));
  const { doubts } = createAccessIndex(snapshotOf({ ClusterRole: chain }));
  assert.ok(doubts.length > 0);
  assert.match(doubts[0]?.message ?? '', /^aggregates so many roles/);
});

test('an empty item among groups is the core group, as the API server reads it', () => {
  const snapshot = snapshotOf({
    ClusterRole: [role('null', null, { verbs: ['get'], apiGroups: [null], resources: ['secrets'] })],
    ClusterRoleBinding: [bind('null', null, 'ClusterRole', 'null', 'user:ann')],
  });
  assert.deepEqual(namesOf(createAccessIndex(snapshot).whoCan(ask('get', '/secrets')).subjects), ['user:ann']);
});

test('an empty selector gathers every role, also where it is an empty item', () => {
  const snapshot = snapshotOf({
    ClusterRole: [
      role('part', null, rule('get', 'secrets')),
      { metadata: { name: 'all' }, aggregationRule: { clusterRoleSelectors: [null] } },
    ],
    ClusterRoleBinding: [bind('all', null, 'ClusterRole', 'all', 'user:ann')],
  });
  assert.deepEqual(namesOf(createAccessIndex(snapshot).whoCan(ask('get', '/secrets')).subjects), ['user:ann']);
});

test('what a cluster stores in an aggregated role counts, also where not every role was read', () => {
  const builder = createSnapshotBuilder('cluster');
  const grants = snapshotOf({
    ClusterRole: [
      {
        metadata: { name: 'all' },
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part: 'all' } }] },
        rules: [rule('get', 'secrets')],
      },
      { metadata: { name: 'part', labels: { part: 'all' } }, rules: [rule('get', 'pods')] },
    ],
    ClusterRoleBinding: [bind('all', null, 'ClusterRole', 'all', 'user:ann')],
  });
  for (const kind of ['ClusterRole', 'ClusterRoleBinding'])
    for (const resource of grants.list('rbac.authorization.k8s.io', kind)) builder.add(resource);
  const group = 'rbac.authorization.k8s.io';
  const unread = { group, kind: 'ClusterRole', cluster: 'c', namespace: null, reason: 'cut off', grant: null };
  const half = createAccessIndex(builder.build({ evidence: [], unread: [unread] }));
  assert.deepEqual(namesOf(half.whoCan(ask('get', '/secrets')).subjects), ['user:ann']);
});

test('thousands of rules that fit, bound to thousands, are told by the first of them', () => {
  const many = Array.from({ length: 2_000 }, (_, number) => rule('get', `secrets,other${number}`));
  const snapshot = snapshotOf({
    ClusterRole: [role('wide', null, ...many)],
    ClusterRoleBinding: [bind('wide', null, 'ClusterRole', 'wide', ...manyUsers)],
  });
  const { subjects } = createAccessIndex(snapshot).whoCan(ask('get', '/secrets'));
  const given = subjects.filter(({ subject }) => subject.kind === 'user' && subject.name.startsWith('u'));
  assert.deepEqual([given.length, given[0]?.via.length], [2_000, 16]);
});

test('what somebody holds in thousands of namespaces ends at a bound', () => {
  const many = Array.from({ length: 1_000 }, (_, number) => rule('get', `other${number}`));
  const snapshot = snapshotOf({
    ClusterRole: [role('wide', null, ...many)],
    RoleBinding: manyUsers.map((_, number) => bind('wide', `n${number}`, 'ClusterRole', 'wide', 'user:ann')),
  });
  assert.equal(createAccessIndex(snapshot).whatCan({ kind: 'user', name: 'ann' }, { own: true }).length, mostHeld);
});

const manyUsers = Array.from({ length: 2_000 }, (_, number) => `user:u${number}`);
