/** Who can act as whom, as the API server's impersonation filter of 1.37 asks for it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import type { AccessQuestion } from './access.ts';
import { createAccessIndex } from './create-access-index.ts';
import { snapshotOf } from './example-grants.ts';
import { listImpersonators } from './impersonation.ts';
import { parseSubject, renderSubject } from './subject.ts';

const authentication = 'authentication.k8s.io';

/** A ClusterRole of its own for each grant, bound to the subject everywhere or in a namespace. */
const grants: readonly (readonly [subject: JsonObject, namespace: string | null, rule: JsonObject])[] = [
  [user('legacy'), null, allow('impersonate', '', 'users,groups,serviceaccounts')],
  [user('both'), 'shop', allow('impersonate:serviceaccount', authentication, 'serviceaccounts')],
  [user('both'), null, allow('impersonate-on:serviceaccount:list', '', 'pods')],
  [user('first'), 'shop', allow('impersonate:serviceaccount', authentication, 'serviceaccounts')],
  [user('second'), null, allow('impersonate-on:serviceaccount:list', '', 'pods')],
  [account('agent', 'ops'), null, allow('impersonate:associated-node', authentication, 'nodes')],
  [group('system:serviceaccounts:ops'), null, allow('impersonate-on:associated-node:list', '', 'pods')],
  [user('nobody'), null, allow('impersonate:associated-node', authentication, 'nodes')],
  [user('nobody'), null, allow('impersonate-on:associated-node:list', '', 'pods')],
  [user('carer'), null, { ...allow('impersonate:arbitrary-node', authentication, 'nodes'), resourceNames: ['n1'] }],
  [user('carer'), null, allow('impersonate-on:arbitrary-node:list', '', 'pods')],
  [user('info'), null, allow('impersonate:user-info', authentication, 'users,groups')],
  [user('info'), null, allow('impersonate-on:user-info:list', '', 'pods')],
];

function allow(verb: string, apiGroup: string, resources: string): JsonObject {
  return { verbs: [verb], apiGroups: [apiGroup], resources: resources.split(',') };
}
function user(name: string): JsonObject {
  return { kind: 'User', name };
}
function group(name: string): JsonObject {
  return { kind: 'Group', name };
}
function account(name: string, namespace: string): JsonObject {
  return { kind: 'ServiceAccount', name, namespace };
}

const toBinding = ([subject, namespace]: (typeof grants)[number], index: number): JsonObject => ({
  metadata: namespace === null ? { name: `b${index}` } : { name: `b${index}`, namespace },
  roleRef: { kind: 'ClusterRole', name: `r${index}` },
  subjects: [subject],
});
const bindings = grants.map((grant, index) => ({ isLocal: grant[1] !== null, object: toBinding(grant, index) }));
const index = createAccessIndex(
  snapshotOf({
    ClusterRole: grants.map(([, , rule], each): JsonObject => ({ metadata: { name: `r${each}` }, rules: [rule] })),
    ClusterRoleBinding: bindings.flatMap(({ isLocal, object }) => (isLocal ? [] : [object])),
    RoleBinding: bindings.flatMap(({ isLocal, object }) => (isLocal ? [object] : [])),
  }),
);

const listPods: AccessQuestion = {
  kind: 'resource',
  verb: 'list',
  group: '',
  resource: 'pods',
  subresource: '',
  namespace: 'shop',
  name: null,
};

const cases: readonly (readonly [name: string, target: string, expected: readonly string[]])[] = [
  [
    'a service account: with both verbs, by any binding, or with the plain one',
    'serviceaccount:shop:web',
    ['user:both serviceaccount', 'user:legacy legacy'],
  ],
  ['a service account of another namespace', 'serviceaccount:bank:web', ['user:legacy legacy']],
  [
    'a node: from its own pods, by two bindings of which one is a group’s, or by its name',
    'user:system:node:n1',
    ['serviceaccount:ops:agent associated-node', 'user:carer arbitrary-node', 'user:legacy legacy'],
  ],
  ['another node', 'user:system:node:n2', ['serviceaccount:ops:agent associated-node', 'user:legacy legacy']],
  ['a user', 'user:ann', ['user:info user-info', 'user:legacy legacy']],
  ['a group', 'group:devs', ['user:info user-info', 'user:legacy legacy']],
  ['system:masters, which no constrained mode gives', 'group:system:masters', ['user:legacy legacy']],
];

for (const [name, text, expected] of cases) {
  test(`who can act as ${name}`, () => {
    const target = parseSubject(text);
    assert.ok(target !== undefined);
    const found = listImpersonators(index, target, listPods)
      .map(({ subject, mode }) => `${renderSubject(subject)} ${mode}`)
      .filter((each) => !each.startsWith('group:system:masters'));
    assert.deepEqual(found.toSorted(), expected.toSorted());
  });
}

test('what is not granted in another name is not done in it', () => {
  const target = { kind: 'serviceaccount', namespace: 'shop', name: 'web' } as const;
  const found = listImpersonators(index, target, { ...listPods, verb: 'delete' }).map(({ subject }) =>
    renderSubject(subject),
  );
  assert.deepEqual(
    found.filter((each) => !each.startsWith('group:')),
    ['user:legacy'],
  );
});
