/** What is refused in roles and bindings, and that a real API server refuses the same and nothing else. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { createAccessIndex } from './create-access-index.ts';
import { snapshotOf, type GrantKind } from './example-grants.ts';

const secrets = { verbs: ['get'], apiGroups: [''], resources: ['secrets'] };
const view = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' };
const name = 'defects-of-roles';

const cases: readonly (readonly [name: string, kind: GrantKind, body: JsonObject, refused: readonly string[]])[] = [
  ['a rule for resources', 'ClusterRole', { rules: [secrets] }, []],
  ['no rules', 'ClusterRole', { rules: null }, []],
  ['an empty item is the empty text', 'ClusterRole', { rules: [{ ...secrets, apiGroups: [null] }] }, []],
  ['one rule without its list', 'Role', { rules: secrets }, ['rules: rules is a list']],
  [
    'an empty rule',
    'Role',
    { rules: [null] },
    [
      'rules[0].verbs: a rule needs verbs',
      'rules[0].apiGroups: a rule for resources needs apiGroups, [""] for the core group',
      'rules[0].resources: a rule needs resources or nonResourceURLs',
    ],
  ],
  [
    'a text where a list belongs',
    'Role',
    { rules: [secrets, { ...secrets, verbs: 'get' }] },
    ['rules[1].verbs: verbs is a list of texts'],
  ],
  [
    'a number among verbs',
    'ClusterRole',
    { rules: [{ ...secrets, verbs: [5] }] },
    ['rules[0].verbs: verbs is a list of texts'],
  ],
  [
    'no apiGroups',
    'ClusterRole',
    { rules: [{ verbs: ['get'], resources: ['secrets'] }] },
    ['rules[0].apiGroups: a rule for resources needs apiGroups, [""] for the core group'],
  ],
  ['a path in a ClusterRole', 'ClusterRole', { rules: [{ verbs: ['get'], nonResourceURLs: ['/a*b'] }] }, []],
  [
    'a path in a Role',
    'Role',
    { rules: [{ verbs: ['get'], nonResourceURLs: ['/a'] }] },
    ['rules[0].nonResourceURLs: a Role allows no nonResourceURLs, which are in no namespace'],
  ],
  [
    'paths beside resources',
    'ClusterRole',
    { rules: [{ ...secrets, nonResourceURLs: ['/a'] }] },
    ['rules[0].nonResourceURLs: a rule is for resources or for nonResourceURLs, not for both'],
  ],
  ['an empty selector', 'ClusterRole', { aggregationRule: { clusterRoleSelectors: [null] } }, []],
  [
    'an aggregation of nothing',
    'ClusterRole',
    { aggregationRule: { clusterRoleSelectors: [] } },
    ['aggregationRule.clusterRoleSelectors: an aggregationRule needs a list of clusterRoleSelectors'],
  ],
  ['subjects of a binding', 'RoleBinding', { roleRef: view, subjects: [{ kind: 'User', name: 'ann' }] }, []],
  [
    'one subject without its list',
    'RoleBinding',
    { roleRef: view, subjects: { kind: 'User', name: 'ann' } },
    ['subjects: subjects is a list'],
  ],
  [
    'a number for a name',
    'ClusterRoleBinding',
    { roleRef: view, subjects: [{ kind: 'User', name: 5 }] },
    ['subjects[0].name: a subject needs a name, as a text'],
  ],
];

for (const [title, kind, body, refused] of cases)
  test(`${title} is ${refused.length === 0 ? 'taken' : 'refused'} in a ${kind}`, () => {
    const { doubts } = createAccessIndex(snapshotOf({ [kind]: [toObject(kind, body)] }));
    assert.deepEqual(
      doubts.map(({ path, message }) => `${path}: ${message.replace('the API server refuses it: ', '')}`),
      refused,
    );
  });

test('a real API server refuses the same', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  for (const [title, kind, body, refused] of cases) {
    const object = toObject(kind, body);
    const { status } = await plane.request('POST', toPath(kind), object);
    if (status === 201) await plane.request('DELETE', `${toPath(kind)}/${name}`);
    assert.equal(status === 201, refused.length === 0, `${title}: ${status}`);
  }
});

function toObject(kind: string, body: JsonObject): JsonObject {
  const metadata: Json = kind.startsWith('Cluster') ? { name } : { name, namespace: 'default' };
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata, ...body };
}

const toPath = (kind: string): string =>
  `/apis/rbac.authorization.k8s.io/v1/${kind.startsWith('Cluster') ? '' : 'namespaces/default/'}${kind.toLowerCase()}s`;
