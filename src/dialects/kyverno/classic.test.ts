/** Policies of kyverno.io from a person's files: what they say of objects. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subject } from '../../model/subject.ts';
import { noValues } from '../policy-values.ts';
import { compile, read, say, sayProblems, withOperation } from './harness.ts';

const policy = (rules: string, spec = '', metadata = '{name: demo}') =>
  read(`apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: ${metadata}
spec:
${spec.replaceAll(/^/gm, '  ')}
  rules:
${rules.replaceAll(/^/gm, '  ')}`);

const denies = (name: string, kinds = 'Pod', message = 'never'): string =>
  `- name: ${name}\n  match: {any: [{resources: {kinds: [${kinds}]}}]}\n  validate: {message: ${message}, deny: {}}`;

const pod = read(
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: app, image: "r.example.com/app:1"}]}`,
);
const deployment = read(`apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {spec: {hostPID: true, containers: [{name: app, image: app}]}}}`);
const cronJob = read(`apiVersion: batch/v1
kind: CronJob
metadata: {name: web, namespace: shop}
spec: {jobTemplate: {spec: {template: {spec: {hostPID: true, containers: [{name: app, image: app}]}}}}}`);

test('a failure is audited unless the policy enforces it', () => {
  assert.deepEqual(say(compile([policy(denies('r'))]), pod), ['demo/r: fail audit: never']);
  const enforcing = policy(denies('r'), 'validationFailureAction: Enforce');
  assert.deepEqual(say(compile([enforcing]), pod), ['demo/r: fail deny: never']);
});

test('the failure action of a rule goes before that of its policy, and the override of a namespace before both', () => {
  const rule = denies('r').replace('message: never', 'message: never, failureAction: Enforce');
  assert.deepEqual(say(compile([policy(rule)]), pod), ['demo/r: fail deny: never']);
  const overridden = rule.replace(
    'failureAction: Enforce',
    'failureAction: Enforce, failureActionOverrides: [{action: Audit, namespaces: ["sh*"]}]',
  );
  assert.deepEqual(say(compile([policy(overridden)]), pod), ['demo/r: fail audit: never']);
  const elsewhere = policy(denies('r'), 'validationFailureActionOverrides: [{action: Enforce, namespaces: [data]}]');
  assert.deepEqual(say(compile([elsewhere]), pod), ['demo/r: fail audit: never']);
});

test('an override by the labels of the namespace asks for them', () => {
  const overrides =
    'validationFailureActionOverrides: [{action: Enforce, namespaceSelector: {matchLabels: {tier: gold}}}]';
  const compiled = compile([policy(denies('r'), overrides)]);
  const labels = (tier: string) => () => ({ kind: 'value', value: { labels: { tier } } }) as const;
  assert.deepEqual(say(compiled, pod, labels('gold')), ['demo/r: fail deny: never']);
  assert.deepEqual(say(compiled, pod, labels('tin')), ['demo/r: fail audit: never']);
});

test('a policy that is not scored warns', () => {
  const metadata = '{name: demo, annotations: {policies.kyverno.io/scored: "false"}}';
  assert.deepEqual(say(compile([policy(denies('r'), '', metadata)]), pod), ['demo/r: fail warn: never']);
});

test('a policy that applies one rule stops at the first that passes or fails', () => {
  const skipped = denies('a').replace(
    'validate',
    'preconditions: {all: [{key: 1, operator: Equals, value: 2}]}\n  validate',
  );
  const rules = [skipped, denies('b'), denies('c')].join('\n');
  assert.deepEqual(say(compile([policy(rules, 'applyRules: One')]), pod), [
    'demo/a: skip/not-applicable none: preconditions not met',
    'demo/b: fail audit: never',
  ]);
  assert.equal(say(compile([policy(rules)]), pod).length, 3);
});

test('a namespaced policy judges its own namespace alone, and is named with it', () => {
  const namespaced = read(
    `apiVersion: kyverno.io/v1\nkind: Policy\nmetadata: {name: demo, namespace: shop}\nspec:\n  rules:\n${denies('r').replaceAll(/^/gm, '  ')}`,
  );
  assert.deepEqual(say(compile([namespaced]), pod), ['shop.demo/r: fail audit: never']);
  const other = read('apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: data}\nspec: {containers: []}');
  assert.deepEqual(say(compile([namespaced]), other), []);
});

test('an object without a namespace is in default', () => {
  const rule = denies('r').replace('kinds: [Pod]', 'kinds: [Pod], namespaces: [default]');
  const unplaced = read('apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: []}');
  assert.deepEqual(say(compile([policy(rule)]), unplaced), ['demo/r: fail audit: never']);
  assert.deepEqual(say(compile([policy(rule)]), pod), []);
});

test('a rule on Pods judges their controllers by the name autogen gives it', () => {
  const rule = `- name: r\n  match: {any: [{resources: {kinds: [Pod]}}]}\n  validate: {message: never, pattern: {spec: {=(hostPID): false}}}`;
  const compiled = compile([policy(rule)]);
  assert.deepEqual(say(compiled, pod), ["demo/r: pass audit: validation rule 'r' passed."]);
  assert.deepEqual(say(compiled, deployment), [
    'demo/r as autogen-r: fail audit: validation error: never. rule autogen-r failed at path /spec/template/spec/hostPID/',
  ]);
  assert.deepEqual(say(compiled, cronJob), [
    'demo/r as autogen-cronjob-r: fail audit: validation error: never. rule autogen-cronjob-r failed at path /spec/jobTemplate/spec/template/spec/hostPID/',
  ]);
  const without = policy(rule, '', '{name: demo, annotations: {pod-policies.kyverno.io/autogen-controllers: none}}');
  assert.deepEqual(say(compile([without]), deployment), []);
});

test('values say that what is judged is deleted', () => {
  const rule = denies('r').replace('kinds: [Pod]', 'kinds: [Pod], operations: [DELETE]');
  assert.deepEqual(say(compile([policy(rule)]), pod), []);
  assert.deepEqual(say(compile([policy(rule)], withOperation('DELETE')), pod), ['demo/r: fail audit: never']);
});

test('where subjects stand for requests, a rule on a subresource says nothing of what it belongs to', () => {
  const rule = denies('r', 'Deployment/scale');
  assert.deepEqual(say(compile([policy(rule)], { asRequests: true }), deployment), []);
});

test('a rule on a subresource judges objects of it alone, and skips what they belong to', () => {
  const rule = denies('r', 'Deployment/scale');
  assert.deepEqual(say(compile([policy(rule)]), deployment), [
    'demo/r: skip/not-applicable none: The rule is about a subresource, which is no part of a manifest.',
  ]);
  const scale = read(
    'apiVersion: autoscaling/v1\nkind: Scale\nmetadata: {name: web, namespace: shop}\nspec: {replicas: 9}',
  );
  const subresources = [
    {
      group: 'autoscaling',
      version: 'v1',
      kind: 'Scale',
      name: 'scale',
      parent: { group: 'apps', version: 'v1', kind: 'Deployment' },
    },
  ];
  assert.deepEqual(say(compile([policy(rule)], { values: { ...noValues, subresources } }), scale), [
    'demo/r: fail audit: never',
  ]);
});

test('users are looked at where somebody was named', () => {
  const rule = `- name: r\n  match: {any: [{resources: {kinds: [Pod]}, subjects: [{kind: User, name: "dev-*"}]}]}\n  validate: {message: never, deny: {}}`;
  const own = policy(rule, 'background: false');
  assert.deepEqual(say(compile([own]), pod), ['demo/r: fail audit: never']);
  assert.deepEqual(say(compile([own], { user: { name: 'dev-a', groups: [] } }), pod), ['demo/r: fail audit: never']);
  assert.deepEqual(say(compile([own], { user: { name: 'ops-a', groups: [] } }), pod), []);
});

test('a rule that cannot be compiled says so with its line, errs, and lets the others run', () => {
  const broken = denies('a').replace(
    'validate',
    'preconditions: {all: [{key: "{{ request.( }}", operator: Equals, value: 2}]}\n  validate',
  );
  const compiled = compile([policy(`${broken}\n${denies('b')}`)]);
  const [problem] = sayProblems(compiled);
  assert.match(problem ?? '', /^9 error: spec\.rules\[0\]\.preconditions\.all\[0\]\.key: /);
  const [first, second] = say(compiled, pod);
  assert.match(first ?? '', /^demo\/a: error\/not-compiled audit: The rule cannot be run: spec\.rules\[0\]\./);
  assert.equal(second, 'demo/b: fail audit: never');
});

test('a variable nobody resolves is an error', () => {
  const rule = denies('a').replace(
    'validate',
    'preconditions: {all: [{key: "{{ request.object.spec.nothing }}", operator: Equals, value: 2}]}\n  validate',
  );
  const [said] = say(compile([policy(rule)]), pod);
  assert.match(said ?? '', /^demo\/a: error\/no-evidence audit: failed to evaluate preconditions: /);
});

test('of two policies of one name that differ the first is judged', () => {
  const compiled = compile([policy(denies('a')), policy(denies('b'))]);
  assert.deepEqual(sayProblems(compiled), [
    '- warning: ClusterPolicy demo stands more than once and differently; the first is used: a cluster has one of a name',
  ]);
  assert.deepEqual(say(compiled, pod), ['demo/a: fail audit: never']);
});

test('what rules will ask for is told to the host', () => {
  const rule = denies('r').replace(
    'validate',
    'context: [{name: one, configMap: {name: a, namespace: b}}, {name: two, apiCall: {urlPath: "/apis/apps/v1/namespaces/{{request.namespace}}/deployments"}}]\n  validate',
  );
  assert.deepEqual(compile([policy(rule)]).asked, [
    { group: '', kind: 'ConfigMap' },
    { group: 'apps', kind: 'Deployment' },
  ]);
});

const exception = (spec: string) =>
  read(
    `apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: spare, namespace: shop}\nspec:\n${spec.replaceAll(/^/gm, '  ')}`,
  );

test('an exception takes out what it names, variants of autogen by theirs', () => {
  const excepts = (ruleNames: string, match = 'any: [{resources: {kinds: [Pod, Deployment], names: [web]}}]') =>
    exception(`match: {${match}}\nexceptions: [{policyName: demo, ruleNames: [${ruleNames}]}]`);
  const out = 'skip/excepted none: rule is skipped due to policy exceptions shop/spare';
  const own = policy(denies('r'));
  assert.deepEqual(say(compile([own, excepts('"*"')]), pod), [`demo/r: ${out}`]);
  assert.deepEqual(say(compile([own, excepts('other')]), pod), ['demo/r: fail audit: never']);
  assert.deepEqual(say(compile([own, excepts('r')]), deployment), ['demo/r as autogen-r: fail audit: never']);
  assert.deepEqual(say(compile([own, excepts('autogen-r')]), deployment), [`demo/r as autogen-r: ${out}`]);
  assert.deepEqual(say(compile([own, excepts('r', 'any: [{resources: {kinds: [Service]}}]')]), pod), [
    'demo/r: fail audit: never',
  ]);
});

test('an exception holds under its conditions', () => {
  const excepts = (value: string) =>
    exception(
      `match: {any: [{resources: {kinds: [Pod]}}]}\nexceptions: [{policyName: demo, ruleNames: [r]}]\nconditions: {all: [{key: "{{ request.object.metadata.name }}", operator: Equals, value: ${value}}]}`,
    );
  assert.match(say(compile([policy(denies('r')), excepts('web')]), pod)[0] ?? '', /excepted/);
  assert.deepEqual(say(compile([policy(denies('r')), excepts('db')]), pod), ['demo/r: fail audit: never']);
});

test('an exception from single controls leaves the others', () => {
  const rule = `- name: r\n  match: {any: [{resources: {kinds: [Pod]}}]}\n  validate: {podSecurity: {level: baseline, version: latest}}`;
  const bad = read(
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {hostPID: true, containers: [{name: app, image: app}]}',
  );
  const excepts = (control: string) =>
    exception(
      `match: {any: [{resources: {kinds: [Pod]}}]}\nexceptions: [{policyName: demo, ruleNames: [r]}]\npodSecurity: [{controlName: ${control}}]`,
    );
  assert.deepEqual(say(compile([policy(rule), excepts('Host Namespaces')]), bad), [
    'demo/r: skip/excepted none: rule is skipped due to policy exceptions shop/spare',
  ]);
  assert.match(say(compile([policy(rule), excepts('Sysctls')]), bad)[0] ?? '', /^demo\/r: fail audit: /);
});

test('a signature nobody can verify here is an error, or a skip where that is allowed', () => {
  const rule = (more: string): string =>
    `- name: r\n  match: {any: [{resources: {kinds: [Pod]}}]}\n  verifyImages:\n  - {imageReferences: ["r.example.com/*"], mutateDigest: false, ${more}}`;
  const signed = 'attestors: [{entries: [{keys: {publicKeys: k}}]}]';
  const unverified = 'The signature of r.example.com/app:1 cannot be verified here: no registry was asked.';
  assert.deepEqual(say(compile([policy(rule(signed))]), pod), [`demo/r: error/no-evidence audit: ${unverified}`]);
  assert.deepEqual(say(compile([policy(rule(signed))], { allowUnverified: true }), pod), [
    `demo/r: skip/no-evidence none: ${unverified}`,
  ]);
  assert.deepEqual(say(compile([policy(rule(`${signed}, skipImageReferences: ["*/app:*"]`))]), pod), [
    'demo/r: skip/not-applicable none: image skipped, skipped images: r.example.com/app:1',
  ]);
  assert.deepEqual(say(compile([policy(rule('verifyDigest: true'))]), pod), [
    'demo/r: fail audit: missing digest for r.example.com/app:1',
  ]);
  const plain = (more: string): readonly string[] => say(compile([policy(rule(`verifyDigest: false, ${more}`))]), pod);
  assert.deepEqual(plain('required: true'), ['demo/r: fail audit: unverified image r.example.com/app:1']);
  assert.deepEqual(plain('required: false'), []);
  const elsewhere = rule(signed).replace('r.example.com', 'ghcr.io');
  assert.deepEqual(say(compile([policy(elsewhere)]), pod), []);
});

test('a policy with admission: false judges what exists, and no request', () => {
  const request: Subject = {
    kind: 'admission',
    operation: 'CREATE',
    ref: pod.ref,
    subresource: null,
    object: pod.object,
    oldObject: null,
    user: { name: 'alice', groups: [] },
    dryRun: false,
  };
  const judge = (spec: string): number => {
    const [rule] = compile([policy(denies('r'), spec)]).rules;
    const judgement = rule?.judge(request, { answer: () => ({ kind: 'absent' }) });
    assert.ok(judgement?.kind === 'done');
    return judgement.conclusions.length;
  };
  assert.equal(judge('admission: true'), 1);
  assert.equal(judge('admission: false'), 0);
  assert.deepEqual(say(compile([policy(denies('r'), 'admission: false')]), pod), ['demo/r: fail audit: never']);
});
