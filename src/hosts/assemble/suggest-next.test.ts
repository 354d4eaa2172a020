/** What is suggested after a scan can be pasted: the same objects, the same rules, quoted for a shell. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absent, present } from '../../model/change.ts';
import type { Finding, FindingSubject } from '../../model/finding.ts';
import { exampleWalls } from '../../reports/example-attack.ts';
import { emptyReport, toFinding } from '../../reports/example-report.ts';
import type { Report } from '../../reports/report.ts';
import { allRules } from './rules.ts';
import { suggestNext, type SuggestRequest } from './suggest-next.ts';

const pod: FindingSubject = {
  apiVersion: 'v1',
  kind: 'Pod',
  namespace: 'shop',
  name: 'web',
  origin: { kind: 'cluster', cluster: 'prod', uid: 'u1' },
};
const finding = (rule: string, more: Partial<Finding> = {}): Finding =>
  toFinding('0000000000000001', rule, pod, { status: 'fail', severity: 'high', fix: null, ...more });

const commands = (findings: readonly Finding[], request: Partial<SuggestRequest>, more: Partial<Report> = {}) =>
  suggestNext(
    { ...emptyReport, baseline: null, ...more, findings },
    { program: 'vauban', paths: [], contexts: [], namespaces: [], by: allRules, ...request },
  ).map(({ command }) => command);

const seccomp = 'pod-security/restricted/seccomp';
const privileged = 'pod-security/baseline/privileged';
const fix: Finding['fix'] = {
  target: pod,
  edits: [{ path: 'spec.hostNetwork', before: present(true), after: absent }],
  reason: 'Keep the pod off its node',
  permissions: [],
};

test('where nothing failed in files, the cluster is next', () =>
  assert.deepEqual(commands([finding(privileged, { status: 'skip' })], { paths: ['web.yaml'] }), [
    'vauban scan --cluster',
  ]));

test('where something stands open, the ways in and the walls to build come first', () => {
  const [open, next] = commands([finding(privileged)], { paths: ['my shop'] }, { walls: exampleWalls });
  assert.equal(open, "vauban attacks 'my shop' --open");
  assert.equal(next, "vauban next 'my shop'");
  const closed = { ...exampleWalls, assets: exampleWalls.assets.filter(({ depth }) => depth !== 0) };
  assert.equal(commands([finding(privileged)], { paths: ['a'] }, { walls: closed })[0], `vauban explain ${privileged}`);
});

test('where nothing failed in a cluster, nothing is', () => assert.deepEqual(commands([], { contexts: [''] }), []));

test('the rule that is explained is the worst, then the most frequent, then the first by name', () => {
  const first = (findings: readonly Finding[]) => commands(findings, { paths: ['a'] })[0];
  const medium = finding(seccomp, { severity: 'medium' });
  assert.equal(first([medium, medium, finding(privileged)]), `vauban explain ${privileged}`);
  assert.equal(first([finding(privileged), finding(seccomp), finding(seccomp)]), `vauban explain ${seccomp}`);
  assert.equal(first([finding(seccomp), finding(privileged)]), `vauban explain ${privileged}`);
});

test('every command scans the same objects by the same rules', () =>
  assert.deepEqual(
    commands(
      Array.from({ length: 21 }, () => finding(privileged, { fix })),
      {
        paths: ['my shop/web.yaml'],
        contexts: ['prod', 'test'],
        namespaces: ['shop', 'blog'],
        by: {
          ...allRules,
          podSecurity: { level: 'baseline', version: 'v1.30' },
          user: { name: 'jane', groups: ['dev ops'] },
          only: ['pod-security/*'],
        },
      },
    ),
    [
      `vauban explain ${privileged}`,
      "vauban preview pod-security=restricted 'my shop/web.yaml' --context prod --context test -n shop -n blog",
      "vauban scan 'my shop/web.yaml' --context prod --context test -n shop -n blog --pod-security baseline:v1.30 --as jane --as-group 'dev ops' --only 'pod-security/*' -o html=report.html",
      "vauban scan 'my shop/web.yaml' --context prod --context test -n shop -n blog --pod-security baseline:v1.30 --as jane --as-group 'dev ops' --only 'pod-security/*' -o json=baseline.json",
    ],
  ));

test('with a baseline no other is suggested, and without a fix no patch', () =>
  assert.deepEqual(
    commands([finding(privileged)], { paths: ['.'] }, { baseline: { file: 'b.json', known: new Set(), fixed: [] } }),
    [`vauban explain ${privileged}`],
  ));

test('a name that a shell would read is quoted', () =>
  assert.match(
    commands([finding(privileged)], { contexts: ["o'hara; rm -rf $HOME"] }).join('\n'),
    /scan --context 'o'\\''hara; rm -rf \$HOME' -o/,
  ));
