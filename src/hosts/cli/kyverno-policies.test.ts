/** Kyverno's policies as the person who owns them meets them at the command line. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { runCli } from './test-context.ts';

const folderOf = (context: TestContext, files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-kyverno-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};

const twoReplicas = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: replicas}
spec:
  background: false
  rules:
    - name: two
      match: {any: [{resources: {kinds: [Deployment]}}]}
      validate:
        failureAction: Enforce
        message: 'two replicas, not {{ request.object.spec.replicas }}'
        pattern: {spec: {replicas: '>1'}}
    - name: team
      match: {any: [{resources: {kinds: [Deployment]}}]}
      validate: {message: a team, pattern: {metadata: {labels: {team: '?*'}}}}
`;

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {replicas: 1}
`;

const files = { 'policy.yaml': twoReplicas, 'web.yaml': deployment };

const scanned = ['scan', 'web.yaml', '--policy', 'policy.yaml', '--only', 'kyverno/*', '--include-skips', '-o', 'json'];

const statusesIn = async (folder: string): Promise<readonly string[]> => {
  const { output, error } = await runCli(scanned, { folder });
  assert.notEqual(output, '', error);
  const { findings } = JSON.parse(output) as {
    readonly findings: readonly { readonly rule: string; readonly status: string; readonly reason: string | null }[];
  };
  return findings.map(({ rule, status, reason }) => `${rule} ${status} ${reason}`).sort();
};

test("an exception from a rule of Kyverno's covers its finding, and no other", async (context) => {
  const folder = folderOf(context, files);
  const wanted = ['--name', 'web', '--reason', 'agreed', '--owner', 'ops', '--expires', '2027-03-01'];
  const added = await runCli(['exceptions', 'add', 'kyverno/replicas/two', ...wanted], { folder });
  assert.equal(added.code, 0, added.error);
  assert.deepEqual(await statusesIn(folder), ['kyverno/replicas/team fail null', 'kyverno/replicas/two skip excepted']);
});

const exception = `apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: web}
spec:
  exceptions: [{policyName: replicas, ruleNames: [two, autogen-two]}]
  match: {any: [{resources: {kinds: [Deployment], names: [web]}}]}
`;

const conditional = `  conditions: {any: [{key: '{{ request.object.spec.replicas }}', operator: Equals, value: 7}]}\n`;

test('an imported PolicyException covers what it covered, and one with conditions nothing', async (context) => {
  const folder = folderOf(context, { ...files, 'plain.yaml': exception, 'narrow.yaml': exception + conditional });
  const importFile = async (file: string): Promise<string> =>
    (await runCli(['exceptions', 'import', file, '--owner', 'ops', '--expires', '2027-03-31'], { folder })).error;
  assert.equal(
    await importFile('narrow.yaml'),
    'vauban: 1 exception of kyverno, 1 of which cannot be applied yet and hides nothing written to vauban-exceptions.yaml\n',
  );
  assert.deepEqual(await statusesIn(folder), ['kyverno/replicas/team fail null', 'kyverno/replicas/two fail null']);
  assert.equal(await importFile('plain.yaml'), 'vauban: 1 exception of kyverno written to vauban-exceptions.yaml\n');
  assert.deepEqual(await statusesIn(folder), ['kyverno/replicas/team fail null', 'kyverno/replicas/two skip excepted']);
});

test('one rule of a policy is explained by its name, all of them by the name of the policy', async (context) => {
  const folder = folderOf(context, files);
  const explain = async (...words: readonly string[]) => runCli(['explain', ...words], { folder });
  const one = await explain('kyverno/replicas/team', '--policy', 'policy.yaml');
  // What to do is said once, where the policy says nothing but its message.
  assert.equal(one.output, 'kyverno/replicas/team\nreplicas: team  (low, cluster layer)\n\nWhat it asks\n  a team\n');
  const { output } = await explain('kyverno/replicas', '--policy', 'policy.yaml');
  assert.deepEqual(output.match(/^kyverno\/.*$/gm), ['kyverno/replicas/two', 'kyverno/replicas/team']);
  const { code, error } = await explain('kyverno/replicas/two');
  assert.equal(code, 2);
  assert.match(error, /kyverno\/replicas\/two is a policy of your own: name its file too/);
  assert.match(
    (await explain('kyverno/replicas/tow', '--policy', 'policy.yaml')).error,
    /did you mean kyverno\/replicas\/two\?/,
  );
});

const generating = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: quotas}
spec:
  rules:
    - name: made
      match: {any: [{resources: {kinds: [Namespace]}}]}
      generate: {apiVersion: v1, kind: ConfigMap, name: made, namespace: '{{request.object.metadata.name}}', data: {data: {a: b}}}
    - name: copied
      match: {any: [{resources: {kinds: [Namespace]}}]}
      generate: {apiVersion: v1, kind: Secret, name: copy, namespace: '{{request.object.metadata.name}}', clone: {namespace: platform, name: original}}
---
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: labels}
spec:
  rules:
    - name: team
      match: {any: [{resources: {kinds: [Namespace]}}]}
      mutate: {patchStrategicMerge: {metadata: {labels: {team: platform}}}}
`;

test('what is generated begins as people write it, and --mutate says nothing of what --generate could not make', async (context) => {
  const folder = folderOf(context, {
    'policy.yaml': generating,
    'shop.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n',
  });
  const run = (flag: string) => runCli(['policies', 'run', 'policy.yaml', 'shop.yaml', flag], { folder });
  const made = await run('--generate');
  assert.match(
    made.output,
    /^# kyverno\/quotas\/made, for Namespace shop\napiVersion: v1\nkind: ConfigMap\nmetadata:\n/,
  );
  assert.match(made.output, /\n# 1 object would be generated, 1 judgement not possible\n$/);
  assert.match(made.error, /^vauban: Namespace shop: kyverno\/quotas\/copied: source .* not found\n$/);
  const changed = await run('--mutate');
  assert.match(changed.output, /\n1 of 1 object would be changed\n$/);
  assert.deepEqual([made.code, changed.code, changed.error], [1, 0, '']);
});

test('where nothing is read, the status says why, once', async (context) => {
  const folder = folderOf(context, files);
  const { code, output } = await runCli(['policies', 'status', 'gone.yaml'], { folder });
  assert.equal(code, 2);
  assert.equal(output.split('gone.yaml: there is no such file or folder\n').length, 2, output);
  const ran = await runCli(['policies', 'run', 'gone.yaml', 'policy.yaml', 'web.yaml'], { folder });
  assert.equal(ran.output.split('gone.yaml: there is no such file or folder\n').length, 2, ran.output);
  writeFileSync(join(folder, 'torn.yaml'), 'a: [');
  assert.match(
    (await runCli(['policies', 'status', 'torn.yaml'], { folder })).output,
    /^(?:Not read|Problems)\n {2}torn\.yaml:1/m,
  );
});

const suite = `apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: replicas}
policies: [policy.yaml]
resources: [web.yaml]
results:
  - {policy: replicas, rule: two, kind: Deployment, resources: [web], result: fail}
  - {policy: replica, rule: two, kind: Deployment, resources: [web], result: fail}
`;

test('a filter that fits nothing is called so, and JUnit says a reason once', async (context) => {
  const folder = folderOf(context, { ...files, 'kyverno-test.yaml': suite });
  const { code, error } = await runCli(['test', '.', '--filter', 'policy=x'], { folder });
  assert.equal(code, 2);
  assert.equal(error, 'vauban: --filter policy=x: no expectation of 1 test file in . fits\n');
  assert.match((await runCli(['test', '.', '-o', 'junit'], { folder })).output, /<failure message="Not found"\/>/);
});

test('a policy of a kind that is misspelt is a problem, not silence', async (context) => {
  const misspelt = twoReplicas.replace('ClusterPolicy', 'ClusterPolcy');
  const folder = folderOf(context, { ...files, 'other.yaml': misspelt });
  const { code, output } = await runCli(['policies', 'run', 'policy.yaml', 'other.yaml', 'web.yaml'], { folder });
  assert.equal(code, 1);
  assert.match(
    output,
    /other\.yaml:2: ClusterPolcy replicas judges nothing: kyverno\.io\/v1 has no kind ClusterPolcy that is run here\n/,
  );
  const alone = await runCli(['policies', 'run', 'other.yaml', 'web.yaml', '--mutate'], { folder });
  assert.equal(alone.code, 2);
  assert.match(alone.error, /ClusterPolcy replicas judges nothing/);
});

test('what a new Kyverno would leave behind is told from its manifests, many policies in one line', async (context) => {
  const policies = ['a', 'b', 'c', 'd'].map((name) => twoReplicas.replace('name: replicas', `name: ${name}`));
  const folder = folderOf(context, {
    'policies.yaml': policies.join('---\n'),
    'kyverno.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: kyverno-admission-controller, namespace: kyverno, labels: {app.kubernetes.io/part-of: kyverno, app.kubernetes.io/component: admission-controller}}
spec: {template: {spec: {containers: [{name: kyverno, image: 'reg.kyverno.io/kyverno/kyverno:v1.20.0'}]}}}
`,
  });
  const status = async (...words: readonly string[]) =>
    (await runCli(['policies', 'status', ...words], { folder })).output;
  assert.match(
    await status('policies.yaml', 'kyverno.yaml'),
    /Not enforced \(4\)\n {2}high {6}Not so in 4 places: Policies are of kinds that the Kyverno in use carries out\n/,
  );
  assert.match(
    await status('policies.yaml'),
    / {2}high {6}Cannot be told in 4 places: Kyverno’s policies have a Kyverno to carry them out\n/,
  );
  assert.match(
    (await status('policies.yaml')).replaceAll(/\s+/g, ' '),
    /Cannot be told in 4 places: Policies are of kinds that the Kyverno in use carries out Does nothing from Kyverno 1\.20 on, and which version runs here cannot be told: ClusterPolicy /,
  );
});

const marksCustomKind = `apiVersion: policies.kyverno.io/v1
kind: MutatingPolicy
metadata: {name: mark}
spec:
  evaluation: {mutateExisting: {enabled: true}}
  matchConstraints:
    resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
  targetMatchConstraints:
    resourceRules: [{apiGroups: [cilium.io], apiVersions: [v2], resources: [ciliumnetworkpolicies], operations: [CREATE]}]
  mutations:
    - patchType: JSONPatch
      jsonPatch: {expression: '[JSONPatch{op: "add", path: "/metadata/labels", value: {"a": "b"}}]'}
`;

const customObjects = `apiVersion: v1
kind: ConfigMap
metadata: {name: trigger, namespace: shop}
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: web, namespace: shop}
spec: {}
`;

const customKind = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ciliumnetworkpolicies.cilium.io}
spec:
  group: cilium.io
  scope: Namespaced
  names: {plural: ciliumnetworkpolicies, kind: CiliumNetworkPolicy}
  versions: [{name: v2, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`;

test('existing objects of a custom kind are found by its definition, whatever its plural', async (context) => {
  const folder = folderOf(context, { 'p.yaml': marksCustomKind, 'o.yaml': customObjects, 'kind.yaml': customKind });
  const { output, code } = await runCli(['policies', 'run', folder, '--mutate']);
  assert.match(output, /^CiliumNetworkPolicy shop\/web .*\(kyverno\/mark\)$/m);
  assert.equal(code, 0);
});

test('existing objects of a kind nobody here knows are an error, and no silence', async (context) => {
  const [trigger = ''] = customObjects.split('---');
  const folder = folderOf(context, { 'p.yaml': marksCustomKind, 'o.yaml': trigger });
  const { error, code } = await runCli(['policies', 'run', folder, '--mutate']);
  assert.match(error, /nobody here knows which kind ciliumnetworkpolicies of cilium\.io is/);
  assert.equal(code, 1);
});
