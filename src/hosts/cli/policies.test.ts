/** People's own policies on the command line: judged by, tested, run, and the library listed and exported. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { readLibrary } from '../assemble/policy-library.ts';
import { folderOf, teams, toDeployment, toPolicy } from './example-policies.ts';
import { runCli } from './test-context.ts';

interface Told {
  readonly findings: readonly {
    readonly rule: string;
    readonly status: string;
    readonly severity: string;
    readonly action: string;
    readonly enforcement: string;
    readonly message: string;
  }[];
  readonly problems: readonly { readonly message: string; readonly line: number | null }[];
}

const scan = async (folder: string, ...words: readonly string[]) => {
  const { code, output, error } = await runCli(
    ['scan', 'k8s', '--library', 'none', '--only', 'admission-policy/*', '-o', 'json', ...words],
    { folder },
  );
  return { code, error, told: output === '' ? null : (JSON.parse(output) as Told) };
};

test('a policy is judged with its binding and its parameter, which lie beside it', async (context) => {
  const folder = folderOf(context, { 'policies/team.yaml': teams, 'k8s/web.yaml': toDeployment('mine') });
  const { told } = await scan(folder, '--policy', 'policies');
  assert.deepEqual(
    told?.findings.map(({ rule, status, action, enforcement, message }) => [
      rule,
      status,
      action,
      enforcement,
      message,
    ]),
    [['admission-policy/team', 'fail', 'deny', 'declared', 'team mine is none of shop,bank']],
  );
});

test('a policy without a binding is judged as if it denied everywhere, and is called not enforced', async (context) => {
  const folder = folderOf(context, {
    'own.yaml': toPolicy('object.spec.replicas > 1'),
    'k8s/web.yaml': toDeployment('shop'),
  });
  const { told } = await scan(folder, '--policy', 'own.yaml');
  assert.deepEqual(
    told?.findings.map(({ status, action, enforcement, message }) => [status, action, enforcement, message]),
    // The API server gives a Deployment one replica where it names none.
    [['fail', 'deny', 'not-enforced', 'failed expression: object.spec.replicas > 1']],
  );
});

test('as written, what the API server would add is not there', async (context) => {
  const folder = folderOf(context, {
    'own.yaml': toPolicy('!has(object.spec.replicas)'),
    'k8s/web.yaml': toDeployment('shop'),
  });
  assert.equal((await scan(folder, '--policy', 'own.yaml')).told?.findings.length, 1);
  assert.equal((await scan(folder, '--policy', 'own.yaml', '--as-written')).told?.findings.length, 0);
});

test('a policy that reads the user is skipped until somebody is named', async (context) => {
  const folder = folderOf(context, {
    'own.yaml': toPolicy("'system:serviceaccounts:ci' in request.userInfo.groups"),
    'k8s/web.yaml': toDeployment('shop'),
  });
  const nobody = await scan(folder, '--policy', 'own.yaml', '--include-skips');
  assert.deepEqual(
    nobody.told?.findings.map(({ status }) => status),
    ['skip'],
  );
  const robot = await scan(folder, '--policy', 'own.yaml', '--as', 'serviceaccount:ci:deployer');
  assert.deepEqual(robot.told?.findings, []);
  const somebody = await scan(folder, '--policy', 'own.yaml', '--as', 'alice', '--as-group', 'developers');
  assert.equal(somebody.told?.findings[0]?.status, 'fail');
});

test('a mistake in a policy is told with its line, follows the failure policy, and exits 2', async (context) => {
  const folder = folderOf(context, {
    'own.yaml': toPolicy('object.spec.replicas < most(3)'),
    'k8s/web.yaml': toDeployment('shop'),
  });
  const { code, told } = await scan(folder, '--policy', 'own.yaml');
  assert.equal(code, 2);
  assert.deepEqual(
    told?.problems.map(({ message, line }) => [line, message]),
    [[9, "spec.validations[0].expression, column 28 of the expression: undeclared reference to 'most'"]],
  );
  assert.equal(told?.findings[0]?.status, 'error');
});

const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a path without a policy', ['--policy', 'k8s'], /^vauban: there is no policy in k8s; what is judged by is/],
  ['a version the library does not have', ['--library', '7.3'], /^vauban: this Vauban has the policy library 1\.0\.0/],
  ['what is no version', ['--library', 'newest'], /^vauban: newest is no version of the policy library; write 1\.0\n/],
  ['a group without a user', ['--as-group', 'developers'], /^vauban: --as-group needs --as/],
  ['a pattern that fits no rule', ['--only', 'workload/privilged'], /did you mean workload\/privileged\?/],
];

for (const [name, words, message] of refused) {
  test(`${name} is refused in one line`, async (context) => {
    const folder = folderOf(context, { 'k8s/web.yaml': toDeployment('shop') });
    const { code, error } = await runCli(['scan', 'k8s', ...words], { folder });
    assert.equal(code, 2);
    assert.match(error, message);
    assert.equal(error.split('\n').length, 2);
  });
}

const mutation = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: owner}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
  reinvocationPolicy: Never
  mutations:
  - patchType: ApplyConfiguration
    applyConfiguration: {expression: "Object{metadata: Object.metadata{labels: {'owner': 'platform'}}}"}
  - patchType: JSONPatch
    jsonPatch: {expression: "[JSONPatch{op: 'add', path: '/metadata/annotations', value: {'x': 'y'}}]"}
`;

test('what mutating policies would change is printed, object by object', async (context) => {
  const folder = folderOf(context, { 'owner.yaml': mutation, 'k8s/web.yaml': toDeployment('shop') });
  const { code, output } = await runCli(['policies', 'run', 'owner.yaml', 'k8s', '--mutate'], { folder });
  assert.equal(code, 0);
  assert.equal(
    output,
    `Deployment shop/web  k8s/web.yaml  (admission-policy/owner)
  metadata:
    labels:
+     owner: platform
+   annotations:
+     x: "y"

1 of 1 object would be changed
`,
  );
});

test('a bound mutating policy changes what is validated, as in the API server; an unbound one does not', async (context) => {
  const binding = `---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: owner}
spec: {policyName: owner}
`;
  const folder = folderOf(context, {
    'bound/owner.yaml': mutation + binding,
    'bound/own.yaml': toPolicy("object.metadata.?labels['owner'].orValue('') == 'platform'"),
    'unbound/owner.yaml': mutation,
    'unbound/own.yaml': toPolicy("object.metadata.?labels['owner'].orValue('') == 'platform'"),
    'k8s/web.yaml': toDeployment('shop'),
  });
  const statuses = async (policies: string) =>
    (await scan(folder, '--policy', policies)).told?.findings.map(({ rule, status }) => `${status} ${rule}`);
  assert.deepEqual(await statuses('bound'), []);
  assert.deepEqual(await statuses('unbound'), ['fail admission-policy/own']);
});

test('what a policy asks for decides how bad its failure is, unless the policy says so itself', async (context) => {
  const bind = (actions: string): string => `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: own}
spec: {policyName: own, validationActions: [${actions}]}
`;
  const policy = toPolicy('object.spec.replicas > 1');
  const named = policy.replace('{name: own}', '{name: own, annotations: {policies.vauban.dev/severity: critical}}');
  const folder = folderOf(context, {
    'deny.yaml': policy + bind('Deny'),
    'warn.yaml': policy + bind('Warn, Audit'),
    'audit.yaml': policy + bind('Audit'),
    'unbound.yaml': policy,
    'named.yaml': named + bind('Audit'),
    'k8s/web.yaml': toDeployment('shop'),
  });
  const severityBy = async (file: string) => {
    const { code, told } = await scan(folder, '--policy', file);
    return [told?.findings[0]?.severity, code];
  };
  assert.deepEqual(await severityBy('deny.yaml'), ['high', 1]);
  assert.deepEqual(await severityBy('warn.yaml'), ['medium', 0]);
  assert.deepEqual(await severityBy('audit.yaml'), ['low', 0]);
  assert.deepEqual(await severityBy('unbound.yaml'), ['medium', 0]);
  assert.deepEqual(await severityBy('named.yaml'), ['critical', 1]);
});

test('a mutating policy with IfNeeded sees once more what those after it made', async (context) => {
  const toMutation = (
    name: string,
    again: string,
    expression: string,
  ): string => `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: ${name}}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
  reinvocationPolicy: ${again}
  mutations:
  - patchType: ApplyConfiguration
    applyConfiguration: {expression: "Object{metadata: Object.metadata{labels: ${expression}}}"}
`;
  const count = "{'seen': string(object.metadata.?labels.orValue({}).size())}";
  const change = async (again: string): Promise<string> => {
    const folder = folderOf(context, {
      'a.yaml': toMutation('a-counts', again, count),
      'b.yaml': toMutation('b-owns', 'Never', "{'owner': 'platform'}"),
      'k8s/web.yaml': toDeployment('shop'),
    });
    return (await runCli(['policies', 'run', 'a.yaml', 'b.yaml', 'k8s', '--mutate'], { folder })).output;
  };
  assert.match(await change('Never'), /seen: "1"/);
  assert.match(await change('IfNeeded'), /seen: "3"/);
});

test('the library is listed with object policies and snapshot rules apart', async () => {
  const { output } = await runCli(['policies', 'list', '-o', 'json']);
  const { version, policies, snapshotRules } = JSON.parse(output) as {
    version: string;
    policies: { id: string; group: string; action: string }[];
    snapshotRules: { id: string }[];
  };
  assert.equal(version, readLibrary().version);
  assert.ok(policies.length >= 50);
  assert.ok(snapshotRules.some(({ id }) => id === 'namespace/default-deny-ingress'));
  assert.equal(
    new Set([...policies, ...snapshotRules].map(({ id }) => id)).size,
    policies.length + snapshotRules.length,
  );
  const { output: text } = await runCli(['policies', 'list', 'image']);
  assert.match(text, /^Policy library 1\.0\.0: \d+ object policies, 0 snapshot rules\n\nimage\n {2}image\//);
});

test('an exported policy is applied by the API server, with its binding', async (context) => {
  const folder = folderOf(context, {});
  const { code, error } = await runCli(
    ['policies', 'export', 'network/node-port', '--mode', 'deny', '--write', 'out'],
    { folder },
  );
  assert.equal(code, 0);
  assert.match(error, /^vauban: 1 policy with bindings written to out; kubectl apply --dry-run=server -f out/);
  assert.deepEqual(readdirSync(join(folder, 'out')), ['network-node-port.yaml']);
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const documents = readFileSync(join(folder, 'out/network-node-port.yaml'), 'utf8').split(/^---$/m);
  const base = '/apis/admissionregistration.k8s.io/v1';
  const paths = ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'];
  for (const [index, path] of paths.entries()) {
    const { status, body } = await plane.request('POST', `${base}/${path}?dryRun=All`, documents[index]);
    assert.equal(status, 201, JSON.stringify(body));
  }
});

test("a policy of one's own is explained where its file is named, and said to be one where it is not", async (context) => {
  const folder = folderOf(context, { 'own.yaml': toPolicy('object.spec.replicas > 1') });
  const words = ['explain', 'admission-policy/own'];
  assert.match(
    (await runCli([...words, '--policy', 'own.yaml'], { folder })).output,
    /What it asks\n {2}object\.spec\.replicas > 1\n/,
  );
  const { code, error } = await runCli(words, { folder });
  assert.equal(code, 2);
  assert.match(error, /is a policy of your own: name its file too/);
});

test('a live cluster is judged by the policies bound in it, and called so', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const base = '/apis/admissionregistration.k8s.io/v1';
  const name = 'cli-own';
  const policy = toPolicy("object.metadata.namespace != 'cli-own-policies' || object.spec.replicas > 1").replace(
    'name: own',
    `name: ${name}`,
  );
  const made: readonly (readonly [string, unknown])[] = [
    ['/api/v1/namespaces', { metadata: { name: 'cli-own-policies' } }],
    [
      `/apis/apps/v1/namespaces/cli-own-policies/deployments`,
      toDeployment('shop').replace('namespace: shop', 'namespace: cli-own-policies'),
    ],
    [`${base}/validatingadmissionpolicies`, policy],
    [
      `${base}/validatingadmissionpolicybindings`,
      { metadata: { name }, spec: { policyName: name, validationActions: ['Audit'] } },
    ],
  ];
  context.after(async () => {
    for (const path of ['validatingadmissionpolicybindings', 'validatingadmissionpolicies'])
      await plane.request('DELETE', `${base}/${path}/${name}`);
  });
  for (const [path, body] of made) {
    const { status, body: answer } = await plane.request('POST', path, body);
    assert.equal(status, 201, `${path}: ${JSON.stringify(answer)}`);
  }
  const { output } = await runCli(
    ['scan', '--cluster', '--only', `admission-policy/${name}`, '-o', 'json', '--fail-on', 'none'],
    { environment: { KUBECONFIG: plane.kubeconfig } },
  );
  assert.deepEqual(
    (JSON.parse(output) as Told).findings.map(({ rule, severity, action, enforcement }) => [
      rule,
      severity,
      action,
      enforcement,
    ]),
    [[`admission-policy/${name}`, 'low', 'audit', 'enforced']],
  );
});
