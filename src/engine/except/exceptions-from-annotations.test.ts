/** The exceptions that objects carry themselves. */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import type { Finding } from '../../model/finding.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import { applyExceptions } from './apply-exceptions.ts';
import { exceptionsFromAnnotations } from './exceptions-from-annotations.ts';

const carry = (
  annotations: JsonObject,
  over: { readonly name?: string; readonly metadata?: JsonObject } = {},
): Resource => ({
  ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: over.name ?? 'web' },
  object: { metadata: { annotations, ...over.metadata } },
  origin: { kind: 'file', file: 'web.yaml', document: 0, item: null, start: 0, end: 1 },
});

const read = (annotations: JsonObject): readonly string[] => {
  const { exceptions, problems } = exceptionsFromAnnotations(carry(annotations));
  return [
    ...exceptions.map(
      (one) =>
        `${one.format} ${one.scope.rule} ${one.scope.kind}/${one.scope.namespace}/${one.scope.name} ${one.reason} ${one.owner} ${one.expires} ${one.notApplicable}`,
    ),
    ...problems.map(({ message }) => message),
  ];
};

const on = 'Deployment/shop/web';

const cases: readonly (readonly [string, JsonObject, readonly string[]])[] = [
  [
    'our own',
    { 'except.vauban.dev/a': 'rule=x/y; reason=b; c; owner=d; expires=2027-03-31' },
    [`annotation x/y ${on} b; c d 2027-03-31 null`],
  ],
  [
    'two rules in one',
    { 'except.vauban.dev/a': 'rule=x/y, x/z;reason=b' },
    [`annotation x/y ${on} b null null null`, `annotation x/z ${on} b null null null`],
  ],
  [
    'one without a reason',
    { 'except.vauban.dev/a': 'rule=x/y' },
    ['except.vauban.dev/a: reason is missing; write it as rule=RULE; reason=WHY; owner=WHO; expires=2027-03-31'],
  ],
  [
    'one with no such day',
    { 'except.vauban.dev/a': 'rule=x;reason=y;expires=soon' },
    ['except.vauban.dev/a: expires=soon is no day; write it as 2027-03-31'],
  ],
  [
    'prose',
    { 'except.vauban.dev/a': 'please' },
    ['except.vauban.dev/a: write it as rule=RULE; reason=WHY; owner=WHO; expires=2027-03-31'],
  ],
  [
    "Checkov's",
    { 'checkov.io/skip1': 'CKV_K8S_16=needs it' },
    [`checkov pod-security/baseline/privileged ${on} needs it null null null`],
  ],
  [
    "Checkov's without a rule of ours",
    { 'checkov.io/skip2': 'CKV_K8S_8' },
    [
      `checkov checkov/CKV_K8S_8 ${on} skipped for checkov without a reason null null there is no rule for CKV_K8S_8 yet`,
    ],
  ],
  [
    "kube-linter's",
    { 'ignore-check.kube-linter.io/privileged-container': 'needs it' },
    [`kube-linter pod-security/baseline/privileged ${on} needs it null null null`],
  ],
  ['others', { 'a/b': 'rule=x;reason=y' }, []],
];

for (const [name, annotations, expected] of cases) {
  test(`annotations: ${name}`, () => assert.deepEqual(read(annotations), expected));
}

const annotated = { 'except.vauban.dev/a': 'rule=x/*; reason=why; expires=2027-03-31' };
const live = (cluster: string): Origin => ({ kind: 'cluster', cluster, uid: 'u1' });
const file = (name: string): Origin => ({ kind: 'file', file: name, document: 0, item: null, start: 0, end: 1 });
const chart = (folder: string): Origin => ({
  kind: 'rendered',
  by: 'helm',
  folder,
  template: null,
  document: 0,
  item: null,
});

const namesakes: readonly (readonly [string, Origin, Origin])[] = [
  ['context', live('staging'), live('prod')],
  ['folder', file('an/dev/web.yaml'), file('an/prod/web.yaml')],
  ['document', file('web.yaml'), { ...file('web.yaml'), document: 1 } as Origin],
  ['chart', chart('an/dev'), chart('an/prod')],
];

for (const [place, carrier, other] of namesakes) {
  test(`an annotation covers the object that carries it, not its namesake in another ${place}`, () => {
    const { ref } = carry({});
    const { exceptions } = exceptionsFromAnnotations({ ...carry(annotated), origin: carrier });
    const findings = [carrier, other].map((origin): Finding => toFailure({ ...ref, origin }));
    const after = applyExceptions(findings, exceptions, { asOf: '2026-11-30T08:00:00Z', scan: null });
    assert.deepEqual(
      after.findings.map(({ status }) => status),
      ['skip', 'fail'],
    );
    assert.deepEqual(
      after.reviews.map(({ covered }) => covered),
      [1],
    );
  });
}

const toFailure = (subject: Finding['subject']): Finding => ({
  id: '0123456789abcdef',
  rule: 'x/y',
  status: 'fail',
  reason: null,
  severity: 'high',
  action: 'deny',
  enforcement: 'declared',
  message: 'It is so.',
  path: '',
  subject,
  owner: null,
  responsible: 'you',
  fix: null,
  evidence: [],
});

test("a pod template's annotations speak for the workload", () => {
  const { exceptions } = exceptionsFromAnnotations({
    ...carry({}),
    object: {
      metadata: {},
      spec: { template: { metadata: { annotations: { 'except.vauban.dev/a': 'rule=x;reason=y' } } } },
    },
  });
  assert.deepEqual(
    exceptions.map(({ scope }) => scope.name),
    ['web'],
  );
});

test('what a controller owns repeats its annotations and is passed over', () => {
  const owned = carry(
    { 'except.vauban.dev/a': 'rule=x;reason=y' },
    { metadata: { ownerReferences: [{ controller: true }] } },
  );
  assert.deepEqual(exceptionsFromAnnotations(owned), { exceptions: [], problems: [] });
});

test('an object called * cannot speak for all', () => {
  const { exceptions, problems } = exceptionsFromAnnotations(
    carry({ 'except.vauban.dev/a': 'rule=x;reason=y' }, { name: '*' }),
  );
  assert.deepEqual(exceptions, []);
  assert.deepEqual(
    problems.map(({ message }) => message),
    ['except.vauban.dev/a: the object has no name of its own, so it would cover others'],
  );
});

test('no annotation makes the reader throw', () => {
  const key = fc.constantFrom('except.vauban.dev/a', 'checkov.io/skip1', 'ignore-check.kube-linter.io/');
  const value = fc
    .array(fc.constantFrom('rule', '=', ';', 'reason', 'CKV_K8S_16', ',', '\n', 'x', 'expires'), { maxLength: 8 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      fc.dictionary(key, fc.oneof(value, fc.string(), fc.constant(null))),
      (annotations) => void exceptionsFromAnnotations(carry(annotations)),
    ),
    { numRuns: 300, seed: 19 },
  );
});
