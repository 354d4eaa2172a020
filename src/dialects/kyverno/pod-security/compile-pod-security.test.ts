/** `validate.podSecurity` against what Kyverno answers for random pods and exclusions, and where it finds the pod. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../model/json.ts';
import type { Operation } from '../../../model/subject.ts';
import { createRuleContext } from '../context/create-rule-context.ts';
import type { RuleResponse } from '../rule-response.ts';
import { compilePodSecurity } from './compile-pod-security.ts';

const judge = (
  podSecurity: JsonObject,
  object: JsonObject,
  operation: Operation = 'CREATE',
): readonly RuleResponse[] => {
  const compiled = compilePodSecurity(podSecurity, [], 'check');
  assert.equal(compiled.kind, 'handler');
  const context = createRuleContext({
    subject: {
      ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
      operation,
      subresource: '',
      object: operation === 'DELETE' ? null : object,
      oldObject: operation === 'DELETE' ? object : null,
      user: null,
      namespaceLabels: () => ({}),
    },
    answer: () => ({ kind: 'absent' }),
  });
  return compiled.handle(context);
};

interface Golden {
  readonly podSecurity: JsonObject;
  readonly pod: JsonObject;
  /** Each control that is broken, as Kyverno prints it; sorted, since Kyverno's own order is chance. */
  readonly failures: readonly string[];
}

const golden = JSON.parse(
  readFileSync(new URL('kyverno-pod-security.golden.json', import.meta.url), 'utf8'),
) as unknown as readonly Golden[];

test('every pod breaks the controls, in the fields, that it breaks in Kyverno', () => {
  for (const { podSecurity, pod, failures } of golden) {
    const [response] = judge(podSecurity, pod);
    const what = `${JSON.stringify(podSecurity)} of ${JSON.stringify(pod)}`;
    assert.equal(response?.status, failures.length === 0 ? 'pass' : 'fail', what);
    if (failures.length === 0) continue;
    const [, told = ''] = /PodSecurity "[^"]*": (.*)$/s.exec(response.message) ?? [];
    assert.deepEqual(told.split(/(?<=\]\))(?=\(Forbidden)/).sort(), failures, what);
  }
});

test('a volume without a source is of an unknown type, as nobody has made it an emptyDir', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { containers: [], volumes: [{ name: 'data' }] } };
  const [response] = judge({ level: 'restricted', version: 'latest' }, pod);
  assert.match(
    response?.message ?? '',
    /restricted volume types, field error list: \[spec.volumes\[0\].unknown: Forbidden\]/,
  );
});

const spec = (privileged: boolean): JsonObject => ({
  containers: [{ name: 'web', image: 'nginx', securityContext: { privileged } }],
});
const template = (privileged: boolean): JsonObject => ({ template: { spec: spec(privileged) } });
const baseline: JsonObject = { level: 'baseline', version: 'latest' };

const told = ([response]: readonly RuleResponse[]): string =>
  response === undefined
    ? 'nothing'
    : `${response.status}${response.path === '' ? '' : ` at ${response.path}`}: ${response.message}`;

test('a pod that breaks nothing passes', () => {
  assert.equal(told(judge(baseline, { kind: 'Pod', spec: spec(false) })), "pass: Validation rule 'check' passed.");
});

test('the pod of a controller is judged, and told by its path in the controller', () => {
  assert.equal(
    told(judge(baseline, { kind: 'Deployment', spec: template(true) })),
    `fail at spec.template.spec.containers[0].securityContext.privileged: Validation rule 'check' failed. It violates PodSecurity "baseline:latest": (Forbidden reason: privileged, field error list: [spec.template.spec.containers[0].securityContext.privileged is forbidden, forbidden values found: true])`,
  );
  assert.equal(
    judge(baseline, { kind: 'CronJob', spec: { jobTemplate: { spec: template(true) } } })[0]?.path,
    'spec.jobTemplate.spec.template.spec.containers[0].securityContext.privileged',
  );
});

test('a kind that holds no pod is an error', () => {
  assert.equal(
    told(judge(baseline, { kind: 'Service', spec: {} })),
    'error: Error while getting new resource: could not find correct resource type',
  );
});

test('a pod that is no object is an error, and never passes', () => {
  for (const broken of [
    { kind: 'Pod', spec: 'x' },
    { kind: 'Deployment', spec: { template: [] } },
    { kind: 'Pod', spec: { containers: 1 } },
  ]) {
    assert.equal(judge(baseline, broken)[0]?.status, 'error', JSON.stringify(broken));
  }
});

test('what is deleted is not judged', () => {
  assert.equal(told(judge(baseline, { kind: 'Pod', spec: spec(true) }, 'DELETE')), 'nothing');
});

test('an exclusion is for the images it names', () => {
  const exclude = (images: readonly string[]): JsonObject => ({
    ...baseline,
    exclude: [{ controlName: 'Privileged Containers', images }],
  });
  assert.equal(judge(exclude(['ngi*']), { kind: 'Pod', spec: spec(true) })[0]?.status, 'pass');
  assert.equal(judge(exclude(['other']), { kind: 'Pod', spec: spec(true) })[0]?.status, 'fail');
});

const defects: readonly (readonly [string, JsonObject, string, readonly (string | number)[]])[] = [
  ['a level is needed', {}, 'level must be one of privileged, baseline, restricted', ['here']],
  [
    'a version is one of Kubernetes',
    { level: 'baseline', version: '1.24' },
    'version must be "latest" or one like "v1.31"',
    ['here', 'version'],
  ],
  ['exclude is a list', { level: 'baseline', exclude: {} }, 'exclude must be a list', ['here', 'exclude']],
  [
    'an exclusion names a control',
    { level: 'baseline', exclude: [{}] },
    'an exclusion needs a controlName',
    ['here', 'exclude', 0],
  ],
  [
    'a control has the name Kyverno gives it',
    { level: 'baseline', exclude: [{ controlName: 'privileged' }] },
    '"privileged" is no control: use one of Privilege Escalation, AppArmor, Capabilities, Host Namespaces, HostPath Volumes, Host Ports, Privileged Containers, /proc Mount Type, Volume Types, Running as Non-root, Running as Non-root user, SELinux, Seccomp, Sysctls, HostProcess',
    ['here', 'exclude', 0, 'controlName'],
  ],
];

for (const [name, written, message, path] of defects) {
  test(name, () =>
    assert.deepEqual(compilePodSecurity(written, ['here']), {
      kind: 'defects',
      defects: [{ severity: 'error', message, path }],
    }),
  );
}

test('nothing in a pod makes it throw, and what is broken never passes for an exclusion', () => {
  const field = fc.constantFrom(
    'containers',
    'volumes',
    'securityContext',
    'capabilities',
    'add',
    'hostPath',
    'name',
    'image',
    '__proto__',
  );
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<Json>(null, true, 0, '', 'x'),
      fc.array(tie('value')),
      fc.dictionary(field, tie('value')),
    ),
  }));
  const restricted: JsonObject = {
    level: 'restricted',
    exclude: [{ controlName: 'Capabilities', images: ['*'] }, { controlName: 'Volume Types' }],
  };
  fc.assert(
    fc.property(value, (spec) =>
      ['pass', 'fail', 'error'].includes(judge(restricted, { kind: 'Pod', spec })[0]?.status ?? ''),
    ),
  );
});
