/** `rbac who-can` and `rbac what-can` as a person meets them: exact text, the contract of the JSON, exit codes. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { folderOf } from './example-manifests.ts';
import { runCli } from './test-context.ts';

const grants = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules:
- {apiGroups: [""], resources: [secrets], verbs: [get, list]}
- {apiGroups: [""], resources: [secrets], resourceNames: [db], verbs: [delete]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects:
- {kind: ServiceAccount, name: web}
- {kind: User, name: ann, apiGroup: rbac.authorization.k8s.io}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: editors}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects:
- {kind: Group, name: devs, apiGroup: rbac.authorization.k8s.io}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
`;

const dangling = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: operators, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: operator}
subjects:
- {kind: Group, name: ops, apiGroup: rbac.authorization.k8s.io}
`;

const ask = (context: TestContext, words: readonly string[], files: Readonly<Record<string, string>> = {}) =>
  runCli(['rbac', ...words, '.'], { folder: folderOf(context, { 'grants.yaml': grants, ...files }) });

const end =
  'Not known from here: who is in which group, and what a webhook or another authoriser of the cluster allows or denies.\n';

const listing = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: lister, namespace: shop}
rules:
- {apiGroups: [""], resources: [secrets], verbs: [list]}
- {apiGroups: [""], resources: [configmaps], verbs: [watch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: listers, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: lister}
subjects:
- {kind: User, name: bob, apiGroup: rbac.authorization.k8s.io}
- {kind: User, name: ann, apiGroup: rbac.authorization.k8s.io}
`;

test('who can get secrets: those who may only list or watch them see the contents too', async (context) => {
  const files = { 'listing.yaml': listing };
  const line = 'list and watch show the contents too: user:bob\n';
  const told = async (...words: readonly string[]): Promise<boolean> =>
    (await ask(context, ['who-can', ...words], files)).output.includes(line);
  assert.equal(await told('get', 'secrets', '-n', 'shop'), true);
  assert.equal(await told('get', 'secrets', '-n', 'data'), false);
  assert.equal(await told('get', 'configmaps', '-n', 'shop'), false);
  assert.equal(await told('delete', 'secrets', '-n', 'shop'), false);
  assert.doesNotMatch((await ask(context, ['who-can', 'get', 'secrets', '-n', 'shop'])).output, /list and watch show/);
});

test('who can delete secrets: subjects with their chains, single names apart, what Kubernetes brings below', async (context) => {
  const { code, output, error } = await ask(context, ['who-can', 'delete', 'secret', '-n', 'shop']);
  assert.deepEqual({ code, error }, { code: 0, error: '' });
  const [told = '', brought = ''] = output.split('What Kubernetes itself brings\n');
  assert.equal(
    told,
    `Who can delete secrets in shop: 1 subject

group:devs
  everywhere: ClusterRoleBinding editors (grants.yaml:19)
    ClusterRole edit (built in) rules[4] of ClusterRole system:aggregate-to-edit: create, delete, deletecollection, patch, update configmaps, persistentvolumeclaims, replicationcontrollers, replicationcontrollers/scale, secrets, serviceaccounts, services, services/proxy

Only by name, single objects
  serviceaccount:shop:web (no workload uses it)
    in shop: RoleBinding shop/readers (grants.yaml:11)
      Role shop/reader (grants.yaml:6) rules[1]: delete secrets named db
  user:ann
    in shop: RoleBinding shop/readers (grants.yaml:11)
      Role shop/reader (grants.yaml:6) rules[1]: delete secrets named db

`,
  );
  assert.match(brought, /^ {2}group:system:masters: the API server lets its members do everything and asks nobody$/m);
  assert.ok(brought.endsWith(`\n\n${end}`));
});

test('with a name, who may do it with that object by name is among the others', async (context) => {
  const { output } = await ask(context, ['who-can', 'delete', 'secrets', '--name', 'db', '-o', 'json']);
  const told = JSON.parse(output) as { subjects: { subject: string }[]; byName: unknown[] };
  assert.deepEqual(
    told.subjects.map(({ subject }) => subject).filter((subject) => !subject.includes('system:')),
    ['group:devs', 'serviceaccount:shop:web', 'user:ann'],
  );
  assert.deepEqual(told.byName, []);
});

test('as JSON each subject has its bindings, roles and rules', async (context) => {
  const { output } = await ask(context, ['who-can', 'get', 'secrets', '-n', 'shop', '-o', 'json']);
  const told = JSON.parse(output) as { complete: boolean; subjects: { subject: string }[] };
  assert.equal(told.complete, true);
  assert.deepEqual(
    told.subjects.find(({ subject }) => subject === 'user:ann'),
    {
      subject: 'user:ann',
      via: [
        {
          binding: 'RoleBinding shop/readers',
          role: 'Role shop/reader',
          rule: 'rules[0]: get, list secrets',
          namespace: 'shop',
          file: 'grants.yaml',
          line: 11,
          roleFile: 'grants.yaml',
          roleLine: 5,
        },
      ],
    },
  );
});

test('a resource of two groups is asked about in both', async (context) => {
  const { output } = await ask(context, ['who-can', 'list', 'ev']);
  assert.match(output, /^Who can list events or list events\.events\.k8s\.io anywhere: 1 subject\n/);
});

test('a path of the API server is given by the whole cluster alone', async (context) => {
  const { code, output } = await ask(context, ['who-can', 'get', '/metrics']);
  assert.equal(code, 0);
  assert.match(output, /^Who can get \/metrics: nobody by a binding of yours\n/);
  assert.match(output, /^ {2}group:system:monitoring: ClusterRoleBinding system:monitoring \(built in\), ClusterRole/m);
});

test('what a subject can do is told by place, each rule with where it comes from', async (context) => {
  const { code, output } = await ask(context, ['what-can', 'serviceaccount:shop:web']);
  assert.equal(code, 0);
  assert.ok(
    output.startsWith(
      'What serviceaccount:shop:web can do: 8 rules, with the groups system:serviceaccounts, system:serviceaccounts:shop, system:authenticated\n',
    ),
    output,
  );
  assert.ok(
    output.includes(`
In shop
  get, list secrets
    through RoleBinding shop/readers (grants.yaml:11), Role shop/reader (grants.yaml:5) rules[0]
  delete secrets named db
    through RoleBinding shop/readers (grants.yaml:11), Role shop/reader (grants.yaml:6) rules[1]

What Kubernetes itself brings
  get, list, watch clustertrustbundles.certificates.k8s.io
`),
    output,
  );
  assert.ok(output.endsWith(`\n\n${end}`), output);
});

test('what a group gives a subject is told with the group, and the rule of an aggregated role once', async (context) => {
  const { output } = await ask(context, ['what-can', 'user:ann', '--as-group', 'devs']);
  assert.ok(
    output.includes(`
  get, list, watch pods/attach, pods/exec, pods/portforward, pods/proxy, secrets, services/proxy
    through ClusterRoleBinding editors (grants.yaml:19) to group:devs, ClusterRole edit (built in) rules[0] of ClusterRole system:aggregate-to-edit
`),
    output,
  );
});

test('all paths are told apart from all resources', async (context) => {
  const { output } = await ask(context, ['what-can', 'group:system:masters']);
  assert.match(output, /^ {2}\* \*\.\* \(the API server lets its members do everything and asks nobody\)$/m);
  assert.match(output, /^ {2}\* all paths \(the API server lets/m);
});

const unknown: readonly (readonly [string, readonly string[], string])[] = [
  [
    'a verb',
    ['who-can', 'gett', 'secrets'],
    'no rule names the verb gett; did you mean get? Verbs are get, list, watch, create, update, patch, delete, deletecollection',
  ],
  ['a subresource', ['who-can', 'create', 'pods/exce'], 'no rule names pods/exce; did you mean pods/exec?'],
  [
    'all subresources',
    ['who-can', 'get', 'pods/*'],
    'no rule names pods/*: subresources of pods are asked for one by one, such as pods/exec',
  ],
  [
    'a namespace',
    ['who-can', 'get', 'secrets', '-n', 'shp'],
    'nothing of what was read is in namespace shp; did you mean shop?',
  ],
  [
    'a namespace of a subject',
    ['what-can', 'user:ann', '-n', 'shp'],
    'nothing of what was read is in namespace shp; did you mean shop?',
  ],
];

for (const [name, words, message] of unknown) {
  test(`${name} that nothing knows is answered, and said to be unknown`, async (context) => {
    const { code, output, error } = await ask(context, words);
    assert.deepEqual({ code, error }, { code: 0, error: `vauban: ${message}\n` });
    assert.ok(output.endsWith(end));
  });
}

test('a verb of somebody else is taken as it is written, one of Kubernetes in any case', async (context) => {
  const files = {
    'own.yaml': `${dangling}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: operator}
rules: [{apiGroups: [example.com], resources: [machines], verbs: [Reboot]}]
`,
  };
  const own = await ask(context, ['who-can', 'Reboot', 'machines.example.com'], files);
  assert.match(own.output, /^Who can Reboot machines\.example\.com anywhere: 1 subject\n\ngroup:ops\n/);
  assert.equal(own.error, '');
  assert.match((await ask(context, ['who-can', 'DELETE', 'secrets'])).output, /^Who can delete secrets anywhere: 1 /);
});

test('as JSON a rule has its namespace, verbs, groups, resources, names and urls', async (context) => {
  const { output } = await ask(context, ['what-can', 'user:ann', '-n', 'shop', '-o', 'json']);
  const { rules, complete } = JSON.parse(output) as { rules: Record<string, unknown>[]; complete: boolean };
  const { via, ...rule } = rules.at(-1) ?? {};
  assert.deepEqual(rule, {
    namespace: 'shop',
    verbs: ['delete'],
    groups: [''],
    resources: ['secrets'],
    names: ['db'],
    urls: [],
  });
  assert.equal((via as { binding: string }[])[0]?.binding, 'RoleBinding shop/readers');
  assert.equal(complete, true);
});

test('a subject nobody bound is said to be none, with what may be meant', async (context) => {
  const { code, output } = await ask(context, ['what-can', 'user:anm']);
  assert.equal(code, 0);
  assert.match(output, /\nNo binding names user:anm; did you mean user:ann\?\n/);
});

test('a binding to a role that is not there makes the answer partial, unless that is fine', async (context) => {
  const files = { 'more.yaml': dangling };
  const { code, output } = await ask(context, ['who-can', 'get', 'pods'], files);
  assert.equal(code, 1);
  assert.ok(
    output.endsWith(`Partial: not known, or not certain
  RoleBinding shop/operators (more.yaml:4) gives ClusterRole operator, which is not in what was read: what it allows is not known

${end}`),
    output,
  );
  assert.equal((await ask(context, ['who-can', 'get', 'pods', '--allow-partial'], files)).code, 0);
  const json = await ask(context, ['who-can', 'get', 'pods', '-o', 'json'], files);
  assert.equal((JSON.parse(json.output) as { complete: boolean }).complete, false);
});

const named: readonly (readonly [string, string])[] = [
  ['list', 'By a rule for this name alone only with --field-selector metadata.name=db.\n'],
  ['create', 'A create request names no object: rules for single names never allow one, and --name changes nothing.\n'],
];

for (const [verb, text] of named) {
  test(`what a name means for ${verb} is said`, async (context) => {
    const { output } = await ask(context, ['who-can', verb, 'secrets', '--name', 'db']);
    assert.ok(output.endsWith(`${text}\n${end}`), output);
  });
}

const mistakes: readonly (readonly [string, readonly string[], string])[] = [
  [
    'a mistyped resource',
    ['who-can', 'get', 'secrts'],
    'there is no resource secrts; did you mean secrets? One of an extension takes its group: secrts.example.com',
  ],
  [
    'a resource nobody knows',
    ['who-can', 'get', 'qqqqqqqq'],
    'there is no resource qqqqqqqq; one of an extension takes its group: qqqqqqqq.example.com',
  ],
  ['a path in a namespace', ['who-can', 'get', '/metrics', '-n', 'shop'], '/metrics is in no namespace: leave out -n'],
  [
    'a namespace and all of them',
    ['who-can', 'get', 'pods', '-n', 'shop', '-A'],
    '-n and --all-namespaces exclude each other',
  ],
  [
    'a subject without its kind',
    ['what-can', 'ann'],
    'ann: a subject is user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME',
  ],
  [
    'a group without its kind',
    ['what-can', 'system:masters'],
    'system:masters: a subject is user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME; did you mean group:system:masters?',
  ],
];

for (const [name, words, message] of mistakes) {
  test(`${name} is a usage error`, async (context) => {
    const { code, output, error } = await ask(context, words);
    assert.deepEqual({ code, output, error }, { code: 2, output: '', error: `vauban: ${message}\n` });
  });
}

test('a folder without objects answers nothing', async (context) => {
  const { code, output } = await runCli(['rbac', 'who-can', 'get', 'pods', '.'], {
    folder: folderOf(context, { 'a.txt': '' }),
  });
  assert.deepEqual({ code, output }, { code: 2, output: '' });
});

test('half a snapshot makes the answer partial, and says so once', async (context) => {
  const folder = folderOf(context, { 'grants.yaml': grants });
  await runCli(['snapshot', 'grants.yaml', '--write', 'whole.json'], { folder });
  const lines = readFileSync(join(folder, 'whole.json'), 'utf8').split('\n');
  writeFileSync(join(folder, 'half.json'), lines.slice(0, 3).join('\n'));
  const { code, output } = await runCli(['rbac', 'who-can', 'get', 'secrets', 'half.json'], { folder });
  assert.equal(code, 1);
  assert.ok(
    output.endsWith(`Partial: not known, or not certain
  half.json: this snapshot is not whole: it is cut off: its last line is missing; copy it again, or take it anew with \`vauban snapshot\`

${end}`),
    output,
  );
});

test(
  'a role of thousands of rules that is bound to thousands is answered all the same',
  { timeout: 60_000 },
  async (context) => {
    const group = 'rbac.authorization.k8s.io';
    const rules = Array.from({ length: 10_000 }, (_, number) => ({
      verbs: ['get'],
      apiGroups: [''],
      resources: ['secrets', `r${number}`],
    }));
    const subjects = Array.from({ length: 10_000 }, (_, number) => ({ kind: 'User', name: `u${number}` }));
    const files = {
      'role.json': JSON.stringify({
        apiVersion: `${group}/v1`,
        kind: 'ClusterRole',
        metadata: { name: 'wide' },
        rules,
      }),
      'binding.json': JSON.stringify({
        apiVersion: `${group}/v1`,
        kind: 'ClusterRoleBinding',
        metadata: { name: 'wide' },
        roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'wide' },
        subjects,
      }),
    };
    const { output } = await ask(context, ['who-can', 'get', 'secrets'], files);
    assert.match(output, /^Who can get secrets anywhere: 10,003 subjects\n/);
    const held = await ask(context, ['what-can', 'user:u1'], files);
    assert.match(held.output, /^What user:u1 can do: 10,0\d\d rules, /);
  },
);
