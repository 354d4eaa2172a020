/** Merging findings of one control, and the few things to do that matter most. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absent, present, type Edit } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { Severity } from '../../model/severity.ts';
import { mergeFindings } from './merge-findings.ts';
import { topFixes } from './top-fixes.ts';

const toRule = (
  id: string,
  severity: Severity,
  control: string | null,
  remediation = 'Mend the field. Then rest.',
): RuleMetadata => ({
  id,
  title: `Title of ${id}`,
  severity,
  layer: 'runtime',
  control,
  what: '',
  why: '',
  fine: '',
  remediation,
  references: [],
});

const rules = new Map(
  [
    toRule('a', 'medium', 'c1'),
    toRule('b', 'high', 'c1'),
    toRule('c', 'high', 'c1'),
    toRule('d', 'low', null),
    toRule('e', 'low', 'c2'),
  ].map((rule) => [rule.id, rule]),
);

let last = 0;
const toFinding = (rule: string, name: string, more: Partial<Finding> = {}): Finding => ({
  id: String((last += 1)),
  rule,
  status: 'fail',
  reason: null,
  severity: rules.get(rule)?.severity ?? 'low',
  action: 'none',
  enforcement: 'unknown',
  message: '',
  path: 'spec',
  subject: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name,
    origin: { kind: 'file', file: 'a.yaml', document: 0, item: null, start: 0, end: 1 },
  },
  owner: null,
  responsible: 'you',
  fix: null,
  evidence: [],
  ...more,
});

const toShape = (findings: readonly Finding[]): readonly (readonly string[])[] =>
  mergeFindings(findings, rules).map(({ finding, also }) => [finding, ...also].map(({ rule }) => rule));

test('failures of one control, object and path are one entry: the worst, then the earlier rule first', () => {
  assert.deepEqual(
    toShape([toFinding('d', 'web'), toFinding('a', 'web'), toFinding('c', 'web'), toFinding('b', 'web')]),
    [['d'], ['b', 'c', 'a']],
  );
});

const podField = 'spec.securityContext.runAsNonRoot';
const toContainer = (name: string): Partial<Finding> => ({
  path: `spec.containers[name=${name}].securityContext.runAsNonRoot`,
});

test('the setting of the pod and of a container is one field, where two rules point at it', () => {
  assert.deepEqual(toShape([toFinding('a', 'web', { path: podField }), toFinding('b', 'web', toContainer('app'))]), [
    ['b', 'a'],
  ]);
});

test('two containers of which one rule tells are two entries, and another rule joins the first', () => {
  assert.deepEqual(
    toShape([
      toFinding('a', 'web', toContainer('app')),
      toFinding('a', 'web', toContainer('proxy')),
      toFinding('b', 'web', { path: podField }),
    ]),
    [['b', 'a'], ['a']],
  );
});

const apart: readonly (readonly [string, readonly Finding[]])[] = [
  ['another object', [toFinding('a', 'web'), toFinding('b', 'api')]],
  ['another path', [toFinding('a', 'web'), toFinding('b', 'web', { path: 'spec.x' })]],
  ['another control', [toFinding('a', 'web'), toFinding('e', 'web')]],
  ['no control', [toFinding('d', 'web'), toFinding('d', 'web')]],
  ['a rule nobody described', [toFinding('x', 'web'), toFinding('x', 'web')]],
  ['a pass', [toFinding('a', 'web'), toFinding('b', 'web', { status: 'pass' })]],
  ['an accepted finding', [toFinding('a', 'web'), toFinding('b', 'web', { status: 'skip', reason: 'excepted' })]],
  [
    'the same object declared in another file',
    [
      toFinding('a', 'web'),
      toFinding('b', 'web', {
        subject: {
          ...toFinding('b', 'web').subject,
          origin: { kind: 'file', file: 'b.yaml', document: 0, item: null, start: 0, end: 1 },
        },
      }),
    ],
  ],
];

for (const [name, findings] of apart) {
  test(`${name} is not merged`, () => {
    assert.deepEqual(
      toShape(findings),
      findings.map(({ rule }) => [rule]),
    );
  });
}

const fixing = (path: string, value: Edit['after'], before: Edit['before'] = absent): Partial<Finding> => ({
  fix: {
    target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
    edits: [{ path, before, after: value }],
    reason: '',
    permissions: [],
  },
});

const toTexts = (findings: readonly Finding[], most = 3): readonly string[] =>
  topFixes(findings, rules, most).map(
    ({ action, subjects, noun, closes, severity }) => `${action}: ${subjects} ${noun}, ${closes}, ${severity}`,
  );

test('the same edit in many workloads is one thing to do, whatever holds the pod', () => {
  const cronJob = { ...toFinding('a', 'z').subject, kind: 'CronJob', name: 'job' };
  assert.deepEqual(
    toTexts([
      toFinding('d', 'web'),
      toFinding('a', 'web', fixing('spec.template.spec.securityContext.runAsNonRoot', present(true))),
      toFinding('b', 'web', fixing('spec.template.spec.securityContext.runAsNonRoot', present(true))),
      toFinding('a', 'job', {
        ...fixing('spec.jobTemplate.spec.template.spec.securityContext', present({ runAsNonRoot: true })),
        subject: cronJob,
      }),
    ]),
    ['Set `spec.securityContext.runAsNonRoot: true`: 2 workload, 3, high', 'Mend the field: 1 workload, 1, low'],
  );
});

test('containers of any kind and name are one place, and a removal says so', () => {
  assert.deepEqual(
    toTexts([
      toFinding(
        'a',
        'web',
        fixing('spec.template.spec.containers[name=a].securityContext.privileged', absent, present(true)),
      ),
      toFinding(
        'a',
        'web',
        fixing('spec.template.spec.initContainers[name=b].securityContext.privileged', absent, present(true)),
      ),
    ]),
    ['Remove `spec.containers[*].securityContext.privileged`: 1 workload, 2, medium'],
  );
});

test('values that differ are left to the reader', () => {
  assert.deepEqual(
    toTexts([
      toFinding('a', 'web', fixing('spec.template.spec.hostname', present('a'))),
      toFinding('a', 'api', fixing('spec.template.spec.hostname', present('b'))),
    ]),
    ['Set `spec.hostname`: 2 workload, 2, medium'],
  );
});

test('without edits the control decides, and one worse finding weighs more than two slight ones', () => {
  assert.deepEqual(
    toTexts([toFinding('e', 'web'), toFinding('a', 'web'), toFinding('d', 'x'), toFinding('d', 'y')], 2),
    ['Mend the field: 1 workload, 1, medium', 'Mend the field: 2 workload, 2, low'],
  );
});

test('what is no failure needs no fix', () => {
  assert.deepEqual(
    toTexts([toFinding('a', 'web', { status: 'error' }), toFinding('a', 'web', { status: 'pass' })]),
    [],
  );
});

test('a title that says what to do is what to do, a name in words is one, and any other is to be met', () => {
  const titles: readonly (readonly [title: string, action: string])[] = [
    ['Disallow Latest Tag', 'Disallow Latest Tag'],
    ['Require Limits: validate-limits', 'Require Limits (validate-limits)'],
    ['disallow-host-path', 'Disallow host path'],
    ['require-labels: check-team', 'Require labels (check-team)'],
    ['allowed-registries', 'Satisfy “allowed-registries”'],
    ['Pod Security Baseline', 'Satisfy “Pod Security Baseline”'],
    ['add', 'Satisfy “add”'],
  ];
  assert.deepEqual(
    titles.map(([title]) => {
      const told = new Map([['a', { ...toRule('a', 'high', null, 'An image tag is required.'), title }]]);
      return topFixes([toFinding('a', 'web')], told, 1).map(({ action }) => action);
    }),
    titles.map(([, action]) => [action]),
  );
});
