/** Each step of grants: there with its grant, gone without it, kept to names where the rule is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../model/json.ts';
import { bind, role, snapshotOf } from '../../../kube/rbac/example-grants.ts';
import { keepForAttacks } from '../../keep-for-attacks.ts';
import { toSnapshot } from '../../snapshot-of-yaml.ts';
import { rbacAnalyser } from '../index.ts';
import { rbacChart } from './chart.ts';
import { movesOf } from './moves-of.ts';

const ci = 'serviceaccount:ci:robot';
const rbac = 'rbac.authorization.k8s.io';

/** `VERBS RESOURCES GROUP NAMES`, lists with commas. */
const rule = (text: string): JsonObject => {
  const [verbs = '', resources = '', group = '', names] = text.split(' ');
  return {
    verbs: verbs.split(','),
    resources: resources.split(','),
    apiGroups: [group === 'core' ? '' : group],
    ...(names === undefined ? {} : { resourceNames: names.split(',') }),
  };
};

const movesIn = (rules: readonly string[], subject = ci): readonly string[] =>
  movesOf(
    rbacChart.draw(
      snapshotOf({
        Role: [role('r', 'shop', ...rules.map(rule))],
        RoleBinding: [bind('b', 'shop', 'Role', 'r', subject)],
      }),
    ),
    `identity/${subject}`,
  );

const movesEverywhere = (rules: readonly string[]): readonly string[] =>
  movesOf(
    rbacChart.draw(
      snapshotOf({
        ClusterRole: [role('r', null, ...rules.map(rule))],
        ClusterRoleBinding: [bind('b', null, 'ClusterRole', 'r', ci)],
      }),
    ),
    `identity/${ci}`,
  );

const inNamespace: readonly (readonly [rules: readonly string[], moves: readonly string[]])[] = [
  [['get pods core'], []],
  [['create pods/exec core'], ['POD_EXEC hub/containers/shop']],
  [['get pods/exec core'], ['POD_EXEC hub/containers/shop']],
  [['list pods/exec core'], []],
  [['create */exec core'], ['POD_EXEC hub/containers/shop']],
  [['create pods/* core'], []],
  [['create pods/attach core'], ['CONTAINER_ATTACH hub/containers/shop']],
  [['patch pods/ephemeralcontainers core'], ['POD_DEBUG hub/containers/shop']],
  [['create pods/ephemeralcontainers core'], []],
  [['create pods/portforward core'], ['POD_PORTFORWARD hub/containers/shop']],
  [['get pods/proxy core'], ['ENDPOINT_EXPLOIT hub/containers/shop']],
  [['patch pods core'], ['POD_PATCH hub/containers/shop']],
  [['create pods core'], ['POD_CREATE new-pod/shop']],
  [['create pods core web'], []],
  ...(['deployments', 'statefulsets', 'daemonsets', 'replicasets'] as const).flatMap((kind) => [
    [[`create ${kind} apps`], ['WORKLOAD_CREATE new-pod/shop']] as const,
    [[`patch ${kind} apps`], ['WORKLOAD_PATCH new-pod/shop']] as const,
    [[`update ${kind} apps web`], ['WORKLOAD_PATCH new-pod/shop']] as const,
    [[`create ${kind} core`], []] as const,
    [[`delete ${kind} apps`], []] as const,
  ]),
  [['create replicationcontrollers core'], ['WORKLOAD_CREATE new-pod/shop']],
  [['create jobs batch'], ['WORKLOAD_CREATE new-pod/shop']],
  [['update cronjobs batch'], ['WORKLOAD_PATCH new-pod/shop']],
  [['create podtemplates core'], []],
  [['patch deployments/scale apps'], []],
  [['get secrets core'], ['SECRET_READ hub/secrets/shop', 'TOKEN_BRUTEFORCE hub/tokens/shop']],
  [['list secrets core'], ['SECRET_READ hub/secrets/shop', 'TOKEN_LIST hub/tokens/shop']],
  [['get secrets core db,mail'], ['SECRET_READ secret/shop/db', 'SECRET_READ secret/shop/mail']],
  [['watch secrets core db'], ['SECRET_READ secret/shop/db']],
  [['create secrets core'], []],
  [
    ['create secrets core', 'get secrets core'],
    ['SECRET_READ hub/secrets/shop', 'TOKEN_BRUTEFORCE hub/tokens/shop', 'TOKEN_SECRET_CREATE hub/accounts/shop'],
  ],
  [['create serviceaccounts/token core'], ['TOKEN_REQUEST hub/accounts/shop']],
  [['create serviceaccounts/token core db'], ['TOKEN_REQUEST identity/serviceaccount:shop:db']],
  [['impersonate serviceaccounts core'], ['IDENTITY_IMPERSONATE hub/accounts/shop']],
  [['impersonate users core'], []],
  [['bind clusterroles ' + rbac], []],
  [['create rolebindings ' + rbac], []],
  [['bind clusterroles ' + rbac, 'create rolebindings ' + rbac], ['ROLE_BIND namespace/shop']],
  [['bind clusterroles ' + rbac + ' cluster-admin', 'create rolebindings ' + rbac], ['ROLE_BIND namespace/shop']],
  [['bind clusterroles ' + rbac + ' view', 'create rolebindings ' + rbac], []],
  [['escalate,update roles ' + rbac], ['ROLE_ESCALATE namespace/shop']],
  [['escalate,update roles ' + rbac + ' r'], ['ROLE_ESCALATE namespace/shop']],
  [['escalate,update roles ' + rbac + ' other'], []],
  [['update roles ' + rbac], []],
  [['patch namespaces core'], []],
  [
    ['patch namespaces core', 'create pods core'],
    ['NAMESPACE_PATCH unguarded-pod/shop', 'POD_CREATE new-pod/shop'],
  ],
  [['delete networkpolicies networking.k8s.io'], ['NETWORK_POLICY_WRITE hub/containers/shop']],
  [['get nodes/proxy core'], []],
  [['* * *'], ['ADMIN namespace/shop']],
];

for (const [rules, moves] of inNamespace)
  test(`in a namespace ${rules.join('; ')} is ${moves.join(', ') || 'no way'}`, () => {
    const shown = movesIn(rules).filter((move) => !move.startsWith('ROLE_BIND identity/holder'));
    assert.deepEqual(shown, moves);
  });

const everywhere: readonly (readonly [rules: readonly string[], moves: readonly string[]])[] = [
  [['create pods/exec core'], ['POD_EXEC hub/containers/*']],
  [['create pods core'], ['POD_CREATE hub/new-pods/*']],
  [['create jobs batch'], ['WORKLOAD_CREATE hub/new-pods/*']],
  [['get nodes/proxy core'], ['NODE_PROXY hub/containers/*']],
  [['list nodes/proxy core'], []],
  [['patch nodes core'], []],
  [['impersonate users core'], ['IDENTITY_IMPERSONATE hub/users/*']],
  [['impersonate users core ann'], ['IDENTITY_IMPERSONATE identity/user:ann']],
  [['impersonate users core system:serviceaccount:a:b'], []],
  [['impersonate groups core'], []],
  [['impersonate uids authentication.k8s.io'], []],
  [
    ['impersonate users core ann', 'impersonate groups core'],
    ['IDENTITY_IMPERSONATE cluster-admin', 'IDENTITY_IMPERSONATE identity/user:ann'],
  ],
  [
    ['impersonate users core ann', 'impersonate groups core devs'],
    ['IDENTITY_IMPERSONATE identity/group:devs', 'IDENTITY_IMPERSONATE identity/user:ann'],
  ],
  [['bind clusterroles ' + rbac, 'create clusterrolebindings ' + rbac], ['ROLE_BIND cluster-admin']],
  [['bind clusterroles ' + rbac, 'patch clusterrolebindings ' + rbac], ['ROLE_BIND cluster-admin']],
  [['bind clusterroles ' + rbac, 'create rolebindings ' + rbac], ['ROLE_BIND hub/namespaces/*']],
  [
    ['bind clusterroles ' + rbac + ' edit', 'create clusterrolebindings ' + rbac],
    ['ROLE_BIND identity/holder:ClusterRole/edit@*'],
  ],
  [['escalate,patch clusterroles ' + rbac], ['ROLE_ESCALATE cluster-admin']],
  [['escalate clusterroles ' + rbac], []],
  [['escalate,patch clusterroles ' + rbac + ' other'], []],
  [
    [
      'create certificatesigningrequests certificates.k8s.io',
      'update certificatesigningrequests/approval certificates.k8s.io',
      'approve signers certificates.k8s.io kubernetes.io/kube-apiserver-client',
    ],
    ['CERTIFICATE_SIGN hub/groups/*', 'CERTIFICATE_SIGN hub/users/*'],
  ],
  [
    [
      'create certificatesigningrequests certificates.k8s.io',
      'update certificatesigningrequests/approval certificates.k8s.io',
      'approve signers certificates.k8s.io kubernetes.io/kubelet-serving',
    ],
    [],
  ],
  [['create certificatesigningrequests certificates.k8s.io', 'approve signers certificates.k8s.io'], []],
  [
    ['create mutatingwebhookconfigurations admissionregistration.k8s.io'],
    ['WEBHOOK_WRITE hub/new-pods/*', 'WEBHOOK_WRITE hub/secrets/*'],
  ],
  [['patch validatingwebhookconfigurations admissionregistration.k8s.io own'], ['WEBHOOK_WRITE hub/secrets/*']],
  [
    ['delete validatingadmissionpolicies admissionregistration.k8s.io', 'create deployments apps'],
    ['POLICY_WRITE hub/unpoliced-pods/*', 'WORKLOAD_CREATE hub/new-pods/*'],
  ],
  [
    ['patch namespaces core shop', 'create pods core'],
    ['NAMESPACE_PATCH unguarded-pod/shop', 'POD_CREATE hub/new-pods/*'],
  ],
  [['create persistentvolumes core'], []],
  [
    ['create persistentvolumes,persistentvolumeclaims,pods core'],
    ['POD_CREATE hub/new-pods/*', 'VOLUME_CREATE hub/nodes/*'],
  ],
  [['impersonate:serviceaccount serviceaccounts authentication.k8s.io'], []],
  [['impersonate-on:serviceaccount:create pods/exec core'], []],
  [
    [
      'impersonate:serviceaccount serviceaccounts authentication.k8s.io',
      'impersonate-on:user-info:create pods/exec core',
    ],
    [],
  ],
  [
    [
      'impersonate:serviceaccount serviceaccounts authentication.k8s.io',
      'impersonate-on:serviceaccount:get configmaps core',
    ],
    [],
  ],
  [
    [
      'impersonate:serviceaccount serviceaccounts authentication.k8s.io',
      'impersonate-on:serviceaccount:create pods/exec core',
    ],
    ['IDENTITY_IMPERSONATE hub/accounts/*'],
  ],
  [
    ['impersonate:user-info users authentication.k8s.io ann', 'impersonate-on:user-info:get secrets core'],
    ['IDENTITY_IMPERSONATE identity/user:ann'],
  ],
  [['* * *'], ['ADMIN cluster-admin']],
];

for (const [rules, moves] of everywhere)
  test(`over the cluster ${rules.join('; ')} is ${moves.join(', ') || 'no way'}`, () => {
    assert.deepEqual(movesEverywhere(rules), moves);
  });

test('what only two roles allow together, one of them by a group, is a step of the identity', () => {
  const parts = rbacChart.draw(
    snapshotOf({
      Role: [role('make', 'shop', rule('create secrets core')), role('read', 'shop', rule('get secrets core'))],
      RoleBinding: [
        bind('make', 'shop', 'Role', 'make', ci),
        bind('read', 'shop', 'Role', 'read', 'group:system:serviceaccounts:ci'),
      ],
    }),
  );
  const step = parts.steps.find(({ type, from }) => type === 'TOKEN_SECRET_CREATE' && from.startsWith('identity/'));
  assert.deepEqual(
    [step?.from, step?.to, step?.grant],
    [
      `identity/${ci}`,
      'hub/accounts/shop',
      'Role shop/make allows create on secrets in namespace shop; Role shop/read allows get on secrets in namespace shop',
    ],
  );
});

test('two rights in two namespaces are nothing together', () => {
  const parts = rbacChart.draw(
    snapshotOf({
      Role: [role('make', 'a', rule('create secrets core')), role('read', 'b', rule('get secrets core'))],
      RoleBinding: [bind('make', 'a', 'Role', 'make', ci), bind('read', 'b', 'Role', 'read', ci)],
    }),
  );
  assert.equal(
    parts.steps.some(({ type, from }) => type === 'TOKEN_SECRET_CREATE' && from === `identity/${ci}`),
    false,
  );
});

test('a binding of a role that was not read is told, and an unread kind', () => {
  const parts = rbacChart.draw(snapshotOf({ RoleBinding: [bind('b', 'shop', 'Role', 'gone', ci)] }));
  assert.deepEqual(parts.unknowns, [
    'RoleBinding shop/b gives Role gone, which was not read: what it grants is not known',
  ]);
});

test('every place that a step names is declared', () => {
  const { places, steps } = rbacChart.draw(snapshotOf({}));
  const declared = new Set(places.map(({ id }) => id));
  assert.deepEqual(
    steps.flatMap(({ from, to }) => [from, to]).filter((id) => !declared.has(id)),
    [],
  );
});

test('what callers who did not log in were given is a step from every container', () => {
  const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {automountServiceAccountToken: false, containers: [{name: app, image: app}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: open}
roleRef: {kind: ClusterRole, name: cluster-admin}
subjects: [{kind: Group, name: 'system:unauthenticated'}]`;
  const parts = rbacChart.draw(toSnapshot(pod, { ...rbacAnalyser, keep: keepForAttacks }));
  assert.deepEqual(movesOf(parts, 'container/shop/web/app'), ['IDENTITY_ASSUME identity/user:system:anonymous']);
  assert.deepEqual(movesOf(parts, 'identity/user:system:anonymous'), ['ADMIN cluster-admin']);
  assert.deepEqual(
    parts.controls.map(({ id, title }) => `${id}: ${title}`),
    [
      'identity/unbind/ClusterRoleBinding/open: Take ClusterRole cluster-admin from group:system:unauthenticated, by ClusterRoleBinding open',
    ],
  );
});
