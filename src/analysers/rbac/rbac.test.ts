/** Grants judged as they are held: each power by whom it reaches, the crowds, the loose ends, and what Kubernetes made itself. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { test } from 'node:test';
import { toSnapshot } from '../snapshot-of-yaml.ts';
import { join, tellOf } from '../told-of-yaml.ts';
import { nameOf } from '../gap.ts';
import { rbacAnalyser } from './index.ts';

const rbac = 'apiVersion: rbac.authorization.k8s.io/v1';
const clusterRole = (name: string, rules: string, metadata = ''): string =>
  `${rbac}\nkind: ClusterRole\nmetadata: {name: ${name}${metadata}}\nrules: [${rules}]`;
const role = (name: string, rules: string): string =>
  `${rbac}\nkind: Role\nmetadata: {name: ${name}, namespace: shop}\nrules: [${rules}]`;
const bound = (name: string, to: string, subjects = robot): string =>
  `${rbac}\nkind: ClusterRoleBinding\nmetadata: {name: ${name}}\nroleRef: {kind: ClusterRole, name: '${to}'}\nsubjects: [${subjects}]`;
const boundIn = (name: string, kind: string, to: string, subjects = robot): string =>
  `${rbac}\nkind: RoleBinding\nmetadata: {name: ${name}, namespace: shop}\nroleRef: {kind: ${kind}, name: ${to}}\nsubjects: [${subjects}]`;
const robot = '{kind: ServiceAccount, name: robot, namespace: ci}';
const people = '{kind: Group, name: developers}';
const rule = (verbs: string, resources: string, groups = "''"): string =>
  `{verbs: [${verbs}], apiGroups: [${groups}], resources: [${resources}]}`;

/** `fail high rbac/held/exec: ClusterRole x: Lets …`, without what passed. */
const tell = (text: string, kind: 'cluster' | 'manifests' = 'manifests'): readonly string[] =>
  rbacAnalyser
    .analyse(toSnapshot(text, rbacAnalyser, { kind }))
    .filter(({ conclusion }) => conclusion.status !== 'pass')
    .map(
      ({ rule: { id, severity: own }, about, conclusion: { status, severity, message } }) =>
        `${status} ${severity ?? own} ${id}: ${nameOf(about)}: ${message}`,
    );

const robotCan = (does: string): string => `Lets serviceaccount:ci:robot ${does} in all namespaces`;

/** A rule of a role, held by a service account in all namespaces. */
const powers: readonly (readonly [rules: string, told: readonly string[]])[] = [
  [rule("'*'", "'*'", "'*'"), ['critical rbac/held/cluster-admin do everything']],
  [rule("'*'", "'*'"), ['critical rbac/held/all-resources reach every resource']],
  [rule('get, list', "'*'"), ['critical rbac/held/all-resources reach every resource']],
  [rule('get', 'secrets'), ['high rbac/held/read-secrets read the Secrets']],
  [
    rule('bind', 'clusterroles', 'rbac.authorization.k8s.io'),
    ['critical rbac/held/escalate grant rights it does not hold'],
  ],
  [rule('impersonate', 'users'), ['critical rbac/held/impersonate act as others']],
  [
    rule('get', 'nodes/proxy'),
    ['critical rbac/held/nodes-proxy run commands in every pod of a node through the kubelet'],
  ],
  [rule('create', 'serviceaccounts/token'), ['high rbac/held/token-request make tokens of any service account']],
  [rule('approve', 'signers', 'certificates.k8s.io'), []],
  [
    `${rule('approve', 'signers', 'certificates.k8s.io')}, ${rule('update', 'certificatesigningrequests/approval', 'certificates.k8s.io')}`,
    ['high rbac/held/approve-certificates have client certificates of the cluster signed'],
  ],
  [
    rule('patch', 'validatingwebhookconfigurations', 'admissionregistration.k8s.io'),
    ['high rbac/held/write-webhooks write what guards admission'],
  ],
  [rule('delete', 'clusterpolicies', 'kyverno.io'), ['high rbac/held/write-webhooks write what guards admission']],
  [rule('create', 'pods/exec'), ['high rbac/held/exec go into running pods']],
  [rule('patch', 'pods/ephemeralcontainers'), ['high rbac/held/exec go into running pods']],
  [rule('patch', 'deployments', 'apps'), ['high rbac/held/create-pods make pods']],
  [rule('patch', 'namespaces'), ['high rbac/held/patch-namespaces drop the Pod Security labels']],
  [
    rule('create', 'persistentvolumes'),
    ['medium rbac/held/create-volumes mount the disk of a node by a PersistentVolume'],
  ],
  [rule('patch', 'nodes/status'), ['medium rbac/held/write-nodes change nodes']],
  [
    rule('delete', 'networkpolicies', 'networking.k8s.io'),
    ['medium rbac/held/write-network-policies write what guards the network'],
  ],
  // Both verbs of constrained impersonation, or neither.
  [rule('impersonate:user-info', 'users', 'authentication.k8s.io'), []],
  [
    `${rule('impersonate:user-info', 'users', 'authentication.k8s.io')}, ${rule('impersonate-on:user-info:list', 'pods')}`,
    ['high rbac/held/impersonate act as others in what both verbs of constrained impersonation allow'],
  ],
  // A star that is no power, names, and reading what leads nowhere.
  [rule("'*'", "'*'", 'shop.example.com'), []],
  ["{verbs: [get], apiGroups: [''], resources: [secrets], resourceNames: [db]}", []],
  [rule('get, list, watch', 'pods, services, configmaps, nodes, namespaces'), []],
];

for (const [rules, told] of powers)
  test(`held in all namespaces by a workload: ${rules}`, () => {
    const all = tell(join(clusterRole('x', rules), bound('x', 'x')));
    assert.deepEqual(
      all,
      told.map((line) => {
        const [severity = '', id = '', ...does] = line.split(' ');
        return `fail ${severity} ${id}: ClusterRole x: ${robotCan(does.join(' '))}`;
      }),
    );
  });

test('a power in one namespace is milder, in the hands of people once more, and cluster-wide kinds are none there', () => {
  const inShop = (rules: string, subjects: string): readonly string[] =>
    tell(join(role('x', rules), boundIn('x', 'Role', 'x', subjects)));
  assert.deepEqual(inShop(rule('list', 'secrets'), robot), [
    'fail medium rbac/held/read-secrets: Role shop/x: Lets serviceaccount:ci:robot read the Secrets in namespace shop',
  ]);
  assert.deepEqual(inShop(rule('create', 'pods/exec'), people), [
    'fail low rbac/held/exec: Role shop/x: Lets group:developers go into running pods in namespace shop',
  ]);
  assert.deepEqual(inShop(rule('create, patch', 'pods, persistentvolumes, nodes/proxy'), robot), []);
});

test('holders stand worst first, and past ten they are counted', () => {
  const many = Array.from({ length: 12 }, (_, index) => `{kind: User, name: user${index}}`).join(', ');
  const found = rbacAnalyser
    .analyse(
      toSnapshot(
        join(clusterRole('x', rule('get', 'secrets')), boundIn('a', 'ClusterRole', 'x', many), bound('b', 'x')),
        rbacAnalyser,
      ),
    )
    .find(({ conclusion }) => conclusion.status === 'fail');
  assert.equal(
    found?.conclusion.message,
    'Lets serviceaccount:ci:robot and 12 more read the Secrets in all namespaces',
  );
  const notes = found?.conclusion.evidence?.map(({ text }) => text) ?? [];
  assert.deepEqual(notes.slice(0, 3), [
    'rules[0]: get on secrets',
    'serviceaccount:ci:robot in all namespaces, by ClusterRoleBinding b (high)',
    'user:user0 in namespace shop, by RoleBinding shop/a (low)',
  ]);
  assert.equal(notes.at(-1), 'and 3 more');
});

test('the fix takes the resource or the verbs out, and is left to people where a star or nothing would remain', () => {
  const edits = (rules: string) =>
    rbacAnalyser
      .analyse(toSnapshot(join(clusterRole('x', rules), bound('x', 'x')), rbacAnalyser))
      .flatMap(({ conclusion }) => conclusion.edits ?? [])
      .map(({ path, after }) => [path, after.kind === 'value' ? after.value : null]);
  assert.deepEqual(edits(rule('get, list', 'pods, secrets')), [['rules[0].resources', ['pods']]]);
  assert.deepEqual(edits(rule('get, delete', 'secrets')), [['rules[0].verbs', ['delete']]]);
  assert.deepEqual(edits(rule('get', 'secrets')), []);
  assert.deepEqual(edits(rule("'*'", 'pods, secrets')), []);
});

test('what an aggregated role gathers is held by whom it is bound to', () => {
  const gathered = `${rbac}\nkind: ClusterRole\nmetadata: {name: all}\naggregationRule: {clusterRoleSelectors: [{matchLabels: {into: all}}]}`;
  assert.deepEqual(
    tell(join(gathered, clusterRole('part', rule('get', 'secrets'), ', labels: {into: all}'), bound('x', 'all'))),
    [`fail high rbac/held/read-secrets: ClusterRole all: ${robotCan('read the Secrets')}`],
  );
});

test('of a role Kubernetes made the binding is judged, once, by the worst of it', () => {
  assert.deepEqual(tell(bound('ci', 'cluster-admin')), [
    `fail critical rbac/held/cluster-admin: ClusterRoleBinding ci: ${robotCan('do everything')}, by the ClusterRole cluster-admin of Kubernetes`,
  ]);
  assert.deepEqual(
    tell(bound('ci', 'edit')).map((line) => line.split(':').slice(0, 3).join(':')),
    ['fail critical rbac/held/impersonate: ClusterRoleBinding ci: Lets serviceaccount'],
  );
  assert.deepEqual(tell(boundIn('dev', 'ClusterRole', 'edit', people)), []);
  assert.deepEqual(tell(bound('look', 'view', people)), []);
});

test('what Kubernetes gives itself is no finding, and somebody added to its bindings is', () => {
  const own = (more: string): string =>
    `${rbac}\nkind: ClusterRoleBinding\nmetadata: {name: cluster-admin, labels: {kubernetes.io/bootstrapping: rbac-defaults}}\nroleRef: {kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: Group, name: 'system:masters'}${more}]`;
  assert.deepEqual(
    tell(join(own(''), bound('nodes', 'cluster-admin', "{kind: User, name: 'system:kube-scheduler'}"))),
    [],
  );
  assert.deepEqual(tell(own(', {kind: User, name: eve}')), [
    'fail high rbac/held/cluster-admin: ClusterRoleBinding cluster-admin: Lets user:eve do everything in all namespaces, by the ClusterRole cluster-admin of Kubernetes',
  ]);
});

test('whom nobody can name is judged at the binding', () => {
  assert.deepEqual(tell(bound('all', 'view', "{kind: Group, name: 'system:authenticated'}")), [
    'fail high rbac/held/everybody: ClusterRoleBinding all: Gives the ClusterRole view to group:system:authenticated, every workload with a token included',
  ]);
  assert.deepEqual(tell(bound('all', 'edit', "{kind: User, name: 'system:anonymous'}")), [
    'fail critical rbac/held/anonymous: ClusterRoleBinding all: Gives the ClusterRole edit to user:system:anonymous, everybody who reaches the API server',
  ]);
  assert.deepEqual(tell(bound('all', 'system:basic-user', "{kind: Group, name: 'system:authenticated'}")), []);
});

test('bindings to what is not there: a fact in a cluster, a hint in manifests', () => {
  assert.deepEqual(tell(boundIn('x', 'Role', 'nowhere', people), 'cluster'), [
    'fail medium rbac/dangling-role: RoleBinding shop/x: Refers to Role shop/nowhere, which is not there',
  ]);
  assert.deepEqual(tell(boundIn('x', 'Role', 'nowhere')), [
    'fail info rbac/dangling-role: RoleBinding shop/x: Refers to Role shop/nowhere, which is not among what was read',
  ]);
  const reader = clusterRole('r', rule('get', 'pods'));
  assert.deepEqual(tell(join(reader, bound('x', 'r')), 'cluster'), [
    'fail low rbac/dangling-subject: ClusterRoleBinding x: Names serviceaccount:ci:robot, which is not there',
  ]);
  assert.deepEqual(tell(join(reader, bound('x', 'r'))), []);
});

test('roles that nobody holds and bindings that give nothing are told, those for others to gather are not', () => {
  const reader = clusterRole('r', rule('get', 'pods'));
  assert.deepEqual(tell(reader), ['fail info rbac/unused-role: ClusterRole r: Is bound by nothing that was read']);
  assert.deepEqual(
    tell(
      clusterRole(
        'r',
        rule('get', 'widgets', 'example.com'),
        ", labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}",
      ),
    ),
    [],
  );
  assert.deepEqual(tell(join(reader, bound('a', 'r', `${robot}, ${people}`), bound('b', 'r', people))), [
    'fail info rbac/duplicate-binding: ClusterRoleBinding b: Gives nobody anything that ClusterRoleBinding a does not give them',
  ]);
  assert.deepEqual(tell(join(reader, bound('a', 'r', people), bound('b', 'r', `${robot}, ${people}`))), []);
});

test('a workload on the default account is told where that account holds something, unless it mounts no token', () => {
  const web = (more = ''): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {${more}}}}`;
  const given = join(
    clusterRole('r', rule('get', 'pods')),
    boundIn('x', 'ClusterRole', 'r', '{kind: ServiceAccount, name: default}'),
  );
  assert.deepEqual(tell(join(web(), given)), [
    'fail medium rbac/default-account-grants: Deployment shop/web: Runs on the default service account, which holds the ClusterRole r',
  ]);
  assert.deepEqual(tell(join(web('automountServiceAccountToken: false'), given)), []);
  assert.deepEqual(tell(join(web('serviceAccountName: web'), given)), []);
});

test('Roles and bindings that could not be read are said once', () => {
  const unread = {
    group: 'rbac.authorization.k8s.io',
    kind: 'ClusterRoleBinding',
    namespace: null,
    cluster: 'test',
    reason: 'forbidden',
    grant: 'list clusterrolebindings',
  };
  const text = clusterRole('r', rule('get', 'pods'));
  const said = rbacAnalyser
    .analyse(toSnapshot(text, rbacAnalyser, { kind: 'cluster', unread: [unread] }))
    .map(({ about, conclusion: { status, reason, message } }) => `${status} ${reason}: ${nameOf(about)}: ${message}`);
  assert.deepEqual(said, ['error no-evidence: ClusterRoleBinding *: Could not be read: forbidden']);
});

test('a Role that reads pods, services and deployments is judged clean', () => {
  const text = readFileSync(joinPath(import.meta.dirname, '../../../examples/guide/read-only-role.yaml'), 'utf8');
  assert.deepEqual(tell(text), []);
  assert.deepEqual(tellOf(rbacAnalyser, text, { rule: 'rbac/held/all-resources', kind: 'manifests' }), [
    'pass: Role my-app/my-app-read-only: Gives its holders nothing that leads further',
  ]);
});
