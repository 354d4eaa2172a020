/** The same folder as policies and as what they judge: nothing is counted twice, and bad input is an answer. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { runCli } from './test-context.ts';

const folderOf = (context: TestContext, files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-estate-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

const limit = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: limit}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules:
    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
  validations: [{expression: "object.spec.replicas <= int(params.data.most)"}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: most, namespace: default}
data: {most: "3"}
`;

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec:
  replicas: 9
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: a}]}}
`;

test('a parameter that is read with the policies and again among the subjects is one', async (context) => {
  const folder = folderOf(context, { 'policy.yaml': limit, 'web.yaml': deployment });
  const { output } = await runCli(
    ['scan', '.', '--policy', '.', '--library', 'none', '--only', 'admission-policy/*', '-o', 'json'],
    { folder },
  );
  const { findings } = JSON.parse(output) as { findings: readonly { rule: string; status: string }[] };
  assert.deepEqual(
    findings.map(({ rule, status }) => `${rule} ${status}`),
    ['admission-policy/limit fail'],
  );
});

test('a number that JSON writers do not know is named where a word belongs', async (context) => {
  const folder = folderOf(context, {
    'policy.yaml': limit.replace('spec:\n', 'spec:\n  failurePolicy: 12345678901234567890\n'),
    'web.yaml': deployment,
  });
  const { code, output, error } = await runCli(['policies', 'run', 'policy.yaml', 'web.yaml'], { folder });
  assert.equal(code, 2);
  assert.equal(error, '');
  assert.match(output, /policy\.yaml:5:3: spec\.failurePolicy: 12345678901234567890 is none of Fail, Ignore/);
});

const clean = `apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: shop}
`;

for (const [name, options] of [
  ['a policy path that is not there', ['--policy', 'nowhere']],
  ['a policy path that is not there beside one that is', ['--policy', 'policy.yaml', '--policy', 'nowhere']],
  ['a policy file that is no YAML', ['--policy', 'broken.yaml']],
  ['a policy file that is no YAML, whatever may be unread', ['--policy', 'broken.yaml', '--allow-partial']],
  ['an empty policy path', ['--policy', '']],
] as const) {
  test(`${name} is no clean scan`, async (context) => {
    const folder = folderOf(context, { 'clean.yaml': clean, 'policy.yaml': limit, 'broken.yaml': 'a: [b' });
    const { code, output } = await runCli(['scan', 'clean.yaml', ...options], { folder });
    assert.equal(code, 2);
    assert.match(output, /^partial: 1 object scanned/);
    assert.match(output, /Problems: 1 error, 0 warnings/);
  });
}

test('what is wrong in a folder of both policies and subjects is said once', async (context) => {
  const folder = folderOf(context, {
    'clean.yaml': clean,
    'policy.yaml': limit,
    'broken.yaml': 'apiVersion: v1\nkind: [b',
  });
  const { output } = await runCli(['scan', '.', '--policy', '.'], { folder });
  assert.match(output, /Problems: 1 error, 0 warnings\n  broken\.yaml:2:7: /);
});

for (const [words, message] of [
  [['scan', '.', '--as', ''], '--as and --as-group take a name'],
  [['scan', '.', '--as', 'jane', '--as-group', ' '], '--as and --as-group take a name'],
  [['scan', '-', '--policy', '-'], 'standard input can be read once: name a file for --policy or for what is judged'],
  [['policies', 'export', '--write', ''], '--write names the folder to write into; . is this one'],
  [['policies', 'export', '--library', 'none'], '--library none leaves nothing to export'],
  [['policies', 'list', '--library', 'none'], '--library none leaves nothing to list'],
  [
    ['policies', 'export', '--exclude-namespace', 'Kube System'],
    '--exclude-namespace "Kube System" is no name of a namespace',
  ],
  [
    ['explain', 'admission-policy/team'],
    'admission-policy/team is a policy of your own: name its file too: vauban explain admission-policy/team --policy FILE',
  ],
] as const) {
  test(`vauban ${words.map((word) => word || "''").join(' ')} is refused`, async (context) => {
    const folder = folderOf(context, { 'clean.yaml': clean });
    const { code, output, error } = await runCli(words, { folder });
    assert.deepEqual([code, output, error], [2, '', `vauban: ${message}\n`]);
  });
}

const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: a}]}
`;

const matchPods = `  matchConstraints:
    resourceRules:
    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
`;

const toValidating = (expression: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: own}
spec:
${matchPods}  validations: [{expression: "${expression}"}]
`;

const opening = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: open}
spec:
  reinvocationPolicy: Never
${matchPods}  mutations:
  - {patchType: ApplyConfiguration, applyConfiguration: {expression: "Object{spec: Object.spec{hostNetwork: true}}"}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: open}
spec: {policyName: open, matchResources: {namespaceSelector: {matchLabels: {open: "yes"}}}}
---
`;

for (const [label, expected] of [
  ['yes', ['admission-policy/own fail']],
  ['no', []],
] as const) {
  test(`a mutation waits for the Namespace that is read last, whose label says ${label}`, async (context) => {
    const folder = folderOf(context, {
      'policy.yaml': opening + toValidating('!object.spec.?hostNetwork.orValue(false)'),
      'shop.yaml': `${pod}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {open: "${label}"}}\n`,
    });
    const words = ['scan', 'shop.yaml', '--policy', 'policy.yaml', '--only', 'admission-policy/*', '-o', 'json'];
    const { output } = await runCli(words, { folder });
    const { findings } = JSON.parse(output) as { findings: readonly { rule: string; status: string }[] };
    assert.deepEqual(
      findings.map(({ rule, status }) => `${rule} ${status}`),
      expected,
    );
  });
}

for (const [name, status] of [
  ['system:anonymous', 'fail'],
  ['jane', 'pass'],
] as const) {
  test(`${name} is judged by the groups the API server would give`, async (context) => {
    const folder = folderOf(context, {
      'policy.yaml': toValidating("'system:authenticated' in request.userInfo.groups"),
      'web.yaml': pod,
    });
    const words = ['policies', 'run', 'policy.yaml', 'web.yaml', '--include-passes', '-o', 'json', '--as', name];
    const { output } = await runCli(words, { folder });
    const { findings } = JSON.parse(output) as { findings: readonly { status: string }[] };
    assert.deepEqual(
      findings.map((finding) => finding.status),
      [status],
    );
  });
}

test('a rule that is a policy of their own can be excepted', async (context) => {
  const folder = folderOf(context, {
    'vauban.yaml': 'policies: [policy.yaml]\n',
    'policy.yaml': limit,
    'web.yaml': deployment,
  });
  const added = await runCli(
    'exceptions add admission-policy/limit --kind Deployment --reason agreed --owner a@example.com --expires 2027-03-01'.split(
      ' ',
    ),
    { folder },
  );
  assert.equal(added.code, 0, added.error);
  const { output } = await runCli(
    ['scan', 'web.yaml', '--only', 'admission-policy/*', '--include-skips', '-o', 'json'],
    {
      folder,
    },
  );
  const { findings } = JSON.parse(output) as { findings: readonly { status: string; reason: string }[] };
  assert.deepEqual(
    findings.map(({ status, reason }) => [status, reason]),
    [['skip', 'excepted']],
  );
});

test('a version of the library that YAML takes for a number is asked for between quotes', async (context) => {
  const folder = folderOf(context, { 'vauban.yaml': 'library: 1.0\n', 'web.yaml': deployment });
  const { code, error } = await runCli(['scan', 'web.yaml'], { folder });
  assert.deepEqual([code, error], [2, 'vauban: vauban.yaml: library must be a text: put it between quotes\n']);
});

test('policies and what they judge may come through one pipe', async (context) => {
  const folder = folderOf(context, {});
  const { output, error } = await runCli(['policies', 'run', '-', '-o', 'json=report.json'], {
    folder,
    standardInput: `${limit}---\n${deployment}`,
  });
  assert.equal(output, '');
  assert.equal(error, 'vauban: 3 objects scanned, 1 finding to fix; written to report.json\n');
});

for (const [name, change, code, said] of [
  ['that reads the user, of whom nothing is known', 'request.userInfo.username', 1, /nobody was named/],
  ['that has a mistake', 'nothing', 2, /policy\.yaml:\d+: .*undeclared reference to 'nothing'/],
] as const) {
  test(`a mutation ${name} is not one that changes nothing`, async (context) => {
    const expression = `Object{spec: Object.spec{hostname: ${change}}}`;
    const [unbound = ''] = opening.split('---');
    const folder = folderOf(context, {
      'policy.yaml': unbound.replace('Object{spec: Object.spec{hostNetwork: true}}', expression),
      'web.yaml': pod,
    });
    const ran = await runCli(['policies', 'run', 'policy.yaml', 'web.yaml', '--mutate'], { folder });
    assert.equal(ran.code, code);
    assert.match(ran.error, said);
  });
}
