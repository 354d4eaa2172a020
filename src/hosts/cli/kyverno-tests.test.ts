/** `vauban test` of kyverno-test.yaml: what is read, what each row says, and what is wrong with the file itself. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderOf } from './example-policies.ts';
import { runCli } from './test-context.ts';

const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: few-replicas}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}]
  validations: [{expression: object.spec.replicas <= 5, message: more than five}]
`;

const mutation = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: label}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
  reinvocationPolicy: Never
  mutations:
    - patchType: JSONPatch
      jsonPatch: {expression: '[JSONPatch{op: "add", path: "/metadata/labels", value: {"team": "shop"}}]'}
`;

const deployment = (name: string, replicas: number, more = ''): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}${more}}\nspec: {replicas: ${replicas}}\n`;

const head = `apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nmetadata: {name: mine}\n`;

const suite = (results: string): string =>
  `${head}policies: [policy.yaml]\nresources: [resources.yaml]\nresults:\n${results}`;

const expect = (resource: string, result: string, more = ''): string =>
  `- {policy: few-replicas, kind: Deployment, resources: [${resource}], result: ${result}${more}}\n`;

const files = { 'policy.yaml': policy, 'resources.yaml': `${deployment('few', 1)}---\n${deployment('many', 9)}` };

test('each expectation is a row, and one that is not met says what was got', async (context) => {
  const folder = folderOf(context, {
    ...files,
    'kyverno-test.yaml': suite(expect('few', 'pass') + expect('many', 'fail') + expect('default/many', 'pass')),
  });
  assert.deepEqual(await runCli(['test', '.'], { folder }), {
    code: 1,
    error: '',
    output: `FAIL  kyverno-test.yaml  2 of 3
        few-replicas, apps/v1/Deployment/default/many: Want pass, got fail: more than five

3 expectations in 1 test: 2 as expected, 1 not
`,
  });
});

test('tests lie in hidden folders too, and beside fixtures both are run', async (context) => {
  const folder = folderOf(context, {
    'a/policy.yaml': policy,
    'a/pass/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: few, namespace: shop}\n',
    'a/.kyverno-test/kyverno-test.yaml': `${head}policies: [../policy.yaml]\nresources: [r.yaml]\nresults:\n${expect('few', 'pass')}`,
    'a/.kyverno-test/r.yaml': deployment('few', 1),
  });
  assert.deepEqual(await runCli(['test', 'a'], { folder }), {
    code: 0,
    error: '',
    output: `ok    a  1 of 1
ok    a/.kyverno-test/kyverno-test.yaml  1 of 1

1 fixture in 1 folder and 1 expectation in 1 test: 2 as expected, 0 not
`,
  });
});

test('a policy that is not there is not found, and its object is named', async (context) => {
  const folder = folderOf(context, {
    ...files,
    'kyverno-test.yaml': suite('- {policy: other, kind: Deployment, resources: [few], result: pass}\n'),
  });
  assert.match(
    (await runCli(['test', '.'], { folder })).output,
    /^ {8}other, apps\/v1\/Deployment\/default\/few: Not found$/m,
  );
});

test('a changed object is compared with the one that is expected, and the difference is shown', async (context) => {
  const folder = folderOf(context, {
    'policy.yaml': mutation,
    'resources.yaml': deployment('few', 1),
    'right.yaml': deployment('few', 1, ', labels: {team: shop}'),
    'wrong.yaml': deployment('few', 1, ', labels: {team: bank}'),
    'other.yaml': deployment('other', 1),
    'kyverno-test.yaml': suite(
      ['right', 'wrong', 'other', 'missing']
        .map(
          (file) =>
            `- {policy: label, kind: Deployment, result: pass, patchedResources: ${file}.yaml, failOnMissingResources: true}\n`,
        )
        .join(''),
    ),
  });
  const { output } = await runCli(['test', '.'], { folder });
  assert.equal(
    output,
    `FAIL  kyverno-test.yaml  1 of 4
        label, apps/v1/Deployment/default/few: Resource diff: the object is not as in wrong.yaml
              metadata:
                labels:
            -     team: bank
            +     team: shop
        label, apps/v1/Deployment/default/few: Resource error: other.yaml: resource with name few not found in manifest
        label, apps/v1/Deployment/default/few: Resource error: missing.yaml: it could not be read: there is no such file

4 expectations in 1 test: 1 as expected, 3 not
`,
  );
});

test('an operation is judged as a request of its own', async (context) => {
  const folder = folderOf(context, {
    ...files,
    'policy.yaml': policy.replace('CREATE, UPDATE', 'UPDATE'),
    'kyverno-test.yaml': suite(expect('many', 'fail', ', operation: UPDATE')),
  });
  assert.equal((await runCli(['test', '.'], { folder })).code, 0);
});

test('a filter leaves what it fits, and looks at no other object', async (context) => {
  const folder = folderOf(context, {
    ...files,
    'kyverno-test.yaml': suite(expect('few', 'pass') + expect('many', 'pass')),
  });
  const run = async (filter: string) => (await runCli(['test', '.', '--filter', filter], { folder })).output;
  assert.match(await run('resource=few'), /^1 expectation in 1 test: 1 as expected, 0 not$/m);
  assert.match(await run('policy=few-*'), /^2 expectations in 1 test: 1 as expected, 1 not$/m);
  const { code, error } = await runCli(['test', '.', '--filter', 'kind=Pod'], { folder });
  assert.deepEqual([code, error], [2, 'vauban: --filter: a filter is about policy, rule or resource, not kind\n']);
});

const defects: readonly (readonly [string, string, string])[] = [
  [
    'a field that there is not',
    `${head}resource: [resources.yaml]\n`,
    'kyverno-test.yaml:4: there is no field resource; did you mean resources?',
  ],
  ['a field of another type', `${head}policies: policy.yaml\n`, 'kyverno-test.yaml:4: policies must be a list'],
  [
    'the schema of old',
    'name: mine\npolicies: []\n',
    'kyverno-test.yaml:1: a test without apiVersion is of a schema that is no longer read; write apiVersion: cli.kyverno.io/v1alpha1 and kind: Test',
  ],
  [
    'an operation that there is not',
    suite(expect('few', 'pass', ', operation: PATCH')),
    'kyverno-test.yaml:7: PATCH is no operation; one of CREATE, UPDATE and DELETE',
  ],
  [
    'a file that is not there',
    `${head}policies: [gone.yaml]\nresources: [resources.yaml]\nresults:\n${expect('few', 'pass')}`,
    'gone.yaml: it could not be read: there is no such file',
  ],
  [
    'a file of values of the old schema',
    `${head}variables: values.yaml\npolicies: [policy.yaml]\nresources: [resources.yaml]\nresults:\n${expect('few', 'pass')}`,
    'values.yaml:1: a file of this kind begins with apiVersion: cli.kyverno.io/v1alpha1 and kind: Values',
  ],
  ['text that is no YAML', 'a: [', 'kyverno-test.yaml:1: '],
];

for (const [name, text, message] of defects) {
  test(`${name} is told with its place, and the test fails`, async (context) => {
    const folder = folderOf(context, { ...files, 'values.yaml': 'policies: []\n', 'kyverno-test.yaml': text });
    const { code, output } = await runCli(['test', '.'], { folder });
    assert.equal(code, 1);
    assert.ok(output.includes(`        ${message}`), output);
    assert.match(output, /, 1 test with problems$/m);
  });
}

test('JUnit and JSON hold the rows of tests', async (context) => {
  const folder = folderOf(context, { ...files, 'kyverno-test.yaml': suite(expect('many', 'pass')) });
  await runCli(['test', '.', '-o', 'junit=j.xml', '-o', 'json=t.json'], { folder });
  assert.match(
    readFileSync(join(folder, 'j.xml'), 'utf8'),
    /name="few-replicas, apps\/v1\/Deployment\/default\/many" file="kyverno-test\.yaml"><failure message="Want pass, got fail: more than five"\/>/,
  );
  const { cases, failed, tests } = JSON.parse(readFileSync(join(folder, 't.json'), 'utf8')) as {
    readonly cases: number;
    readonly failed: number;
    readonly tests: readonly { readonly rows: readonly { readonly reason: string }[] }[];
  };
  assert.deepEqual([cases, failed, tests[0]?.rows[0]?.reason], [1, 1, 'Want pass, got fail']);
});

const valued = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: teams}
spec:
  background: false
  rules:
    - name: prod
      match: {any: [{resources: {kinds: [ConfigMap], namespaceSelector: {matchLabels: {env: prod}}}, subjects: [{kind: User, name: alice}]}]}
      validate: {message: 'no team', pattern: {metadata: {labels: {team: '?*'}}}}
    - name: made
      match: {any: [{resources: {kinds: [Namespace]}}]}
      generate: {apiVersion: v1, kind: ConfigMap, name: made, namespace: '{{request.object.metadata.name}}', data: {data: {a: b}}}
`;

const told = {
  'policy.yaml': valued,
  'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, namespace: shop}\n',
  'shop.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: bank}\n',
  'values.yaml':
    'apiVersion: cli.kyverno.io/v1alpha1\nkind: Values\nnamespaceSelector: [{name: shop, labels: {env: prod}}]\n',
  'user.yaml': 'apiVersion: cli.kyverno.io/v1alpha1\nkind: UserInfo\nuserInfo: {username: alice}\n',
};

test('a scan takes values and who asks from the files of Kyverno, and says them again for the next run', async (context) => {
  const folder = folderOf(context, told);
  const words = ['scan', 'map.yaml', '--policy', 'policy.yaml', '--library', 'none', '--only', 'kyverno/*'];
  const { output } = await runCli([...words, '--values', 'values.yaml', '--userinfo', 'user.yaml'], { folder });
  assert.match(output, /ConfigMap shop\/one: .*no team/);
  assert.match(output, / --userinfo user\.yaml --values values\.yaml /);
  assert.doesNotMatch((await runCli(words, { folder })).output, /no team/);
});

test('a file of values with a mistake is told with its line, and --as beside a file of who asks is refused', async (context) => {
  const folder = folderOf(context, told);
  const run = async (...words: readonly string[]) =>
    (await runCli(['scan', 'map.yaml', '--policy', 'policy.yaml', ...words], { folder })).error;
  assert.equal(
    await run('--values', 'user.yaml'),
    'vauban: user.yaml:2: a file of this kind begins with apiVersion: cli.kyverno.io/v1alpha1 and kind: Values; this is a UserInfo\n',
  );
  assert.equal(await run('--values', 'gone.yaml'), 'vauban: gone.yaml: it could not be read: there is no such file\n');
  assert.equal(
    await run('--as', 'bob', '--userinfo', 'user.yaml'),
    'vauban: --as and --userinfo both say who asks: give one of them\n',
  );
});

test('what policies would generate is printed as documents, each with the rule and the object it is for', async (context) => {
  const folder = folderOf(context, told);
  const { code, output } = await runCli(['policies', 'run', 'policy.yaml', 'shop.yaml', '--generate'], { folder });
  assert.equal(code, 0);
  assert.match(output, /^# kyverno\/teams\/made, for Namespace bank\n/);
  assert.match(output, /\n {2}namespace: bank\n/);
  assert.match(output, /\n---\n# 1 object would be generated\n$/);
  const asJson = await runCli(['policies', 'run', 'policy.yaml', 'shop.yaml', '--generate', '-o', 'json'], { folder });
  const { generated } = JSON.parse(asJson.output) as { readonly generated: readonly { readonly by: string }[] };
  assert.deepEqual(
    generated.map(({ by }) => by),
    ['kyverno/teams/made'],
  );
});

const changing = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: relabel}
spec:
  rules:
    - name: all
      match: {any: [{resources: {kinds: [Namespace]}}]}
      mutate:
        targets: [{apiVersion: v1, kind: Namespace}]
        patchStrategicMerge: {metadata: {labels: {seen: 'yes'}}}
---
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: labelled}
spec:
  rules:
    - name: label
      match: {any: [{resources: {kinds: [Namespace]}}]}
      validate: {message: no label, pattern: {metadata: {labels: {seen: 'yes'}}}}
---
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: copy}
spec:
  rules:
    - name: secret
      match: {any: [{resources: {kinds: [Namespace]}}]}
      generate:
        {apiVersion: v1, kind: Secret, name: made, namespace: '{{request.object.metadata.name}}', clone: {namespace: default, name: none}}
---
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: copy-where}
spec:
  rules:
    - name: secret
      match: {any: [{resources: {kinds: [Namespace]}}]}
      preconditions: {all: [{key: '{{request.object.metadata.labels.none}}', operator: Equals, value: a}]}
      generate:
        {apiVersion: v1, kind: Secret, name: made, namespace: '{{request.object.metadata.name}}', clone: {namespace: default, name: none}}
`;

test('a mutation of others and a failed generation are worth what the reference makes of them', async (context) => {
  const results = [
    '{policy: labelled, rule: label, kind: Namespace, resources: [shop], result: fail}',
    '{policy: copy, rule: secret, kind: Namespace, resources: [shop], result: pass}',
    '{policy: copy-where, rule: secret, kind: Namespace, resources: [shop], result: error}',
  ];
  const folder = folderOf(context, {
    'policy.yaml': changing,
    'resources.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n',
    'kyverno-test.yaml': suite(results.map((result) => `- ${result}\n`).join('')),
  });
  const { output } = await runCli(['test', '.'], { folder });
  assert.equal(output.split('\n')[0], 'ok    kyverno-test.yaml  3 of 3');
});

test('what is misspelt in a test and what it names in vain are told at once', async (context) => {
  const text = `${head}policies: [polcy.yaml]\nresources: [resources.yaml, later.yaml]\nuserInfo: user.yaml\nvariables: values.yaml\nresults: []\n`;
  const { code, output } = await runCli(['test', '.'], {
    folder: folderOf(context, { ...files, 'kyverno-test.yaml': text }),
  });
  assert.equal(code, 1);
  for (const told of [
    'kyverno-test.yaml:6: there is no field userInfo; did you mean userinfo?',
    'polcy.yaml: it could not be read: there is no such file',
    'values.yaml: it could not be read: there is no such file',
  ])
    assert.ok(output.includes(told), output);
  assert.ok(!output.includes('later.yaml') && !output.includes('resources.yaml'), output);
});
