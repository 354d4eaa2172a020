/** What runs a benchmark and what only would, and where the policy document is found. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../../model/evidence.ts';
import { surveyYaml } from '../surveyed-of-yaml.ts';
import { complianceSurvey } from './index.ts';

const cron = (image: string, suspend = 'false'): string =>
  `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: kube-bench, namespace: ops}\nspec: {suspend: ${suspend}, jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: "${image}"}]}}}}}`;
const none = 'unmet: A CIS benchmark: no kube-bench, compliance report or compliance scan was read';

const cases = [
  [
    'kube-bench every week',
    cron('aquasec/kube-bench:v0.12.0'),
    'met (enforced): CronJob ops/kube-bench: runs kube-bench',
  ],
  [
    'kube-bench suspended',
    cron('aquasec/kube-bench:v0.12.0', 'true'),
    'unmet: CronJob ops/kube-bench: would run kube-bench, and is suspended',
  ],
  ['what is merely called kube-bench', cron('busybox:1'), none],
  [
    'a report of Trivy',
    'apiVersion: aquasecurity.github.io/v1alpha1\nkind: ClusterComplianceReport\nmetadata: {name: k8s-cis}',
    'met (enforced): ClusterComplianceReport k8s-cis: reports on a benchmark',
  ],
] as const;

for (const [name, text, told] of cases)
  test(`compliance/benchmark: ${name}`, () =>
    assert.deepEqual(surveyYaml(complianceSurvey, text, { criterion: 'compliance/benchmark', kind: 'cluster' }), [
      told,
    ]));

test('compliance/document: by its mark alone', () => {
  const document: Evidence = {
    kind: 'document/policy',
    about: null,
    value: {},
    source: 'docs/security.md',
    confidence: 'likely',
    at: null,
  };
  const tell = (evidence: readonly Evidence[]): readonly string[] =>
    surveyYaml(complianceSurvey, 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}', {
      criterion: 'compliance/document',
      extras: { evidence },
    });
  assert.deepEqual(tell([document]), [
    'met (declared): Security policy document: says what is enforced, what is accepted and who answers for it',
  ]);
  assert.deepEqual(tell([]), [
    'unmet: A security policy document: no document with the mark of one lies in what was read',
  ]);
});
