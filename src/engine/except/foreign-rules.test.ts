/** Other tools' checks point only at rules that exist. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { checks } from '../../kube/pod-security/registry.ts';
import { toRuleId } from '../../kube/pod-security/rules.ts';
import { type ForeignTool, toCounterpart, toLimitedRule, whyNotApplicable } from './foreign-rules.ts';

const cases: readonly (readonly [ForeignTool, string, string])[] = [
  ['trivy', 'AVD-KSV-0017', 'pod-security/baseline/privileged'],
  ['trivy', 'KSV017', 'pod-security/baseline/privileged'],
  ['trivy', 'KSV-0104', 'pod-security/baseline/seccomp'],
  ['trivy', 'CVE-2026-1', 'trivy/CVE-2026-1'],
  ['kubescape', 'C-0016', 'pod-security/restricted/privilege-escalation'],
  ['kubescape', 'HostPath mount', 'pod-security/baseline/host-path-volumes'],
  ['kyverno', 'restrict-seccomp-strict', 'pod-security/restricted/seccomp'],
  ['checkov', 'ckv_k8s_16', 'pod-security/baseline/privileged'],
  ['kube-linter', 'latest-tag', 'kube-linter/latest-tag'],
];

for (const [tool, check, rule] of cases) {
  test(`${check} of ${tool} is ${rule}`, () => assert.deepEqual(toCounterpart(tool, check).rules, [rule]));
}

test('every counterpart is a rule of ours', () => {
  const ids = new Set(checks.map(toRuleId));
  const source = readFileSync(new URL('foreign-rules.ts', import.meta.url), 'utf8');
  const named = [...source.matchAll(/'((?:(?:baseline|restricted)\/[a-z-]+ ?)+)'/g)].flatMap(([, rules = '']) =>
    rules.split(' '),
  );
  assert.ok(named.length > 100);
  assert.deepEqual(
    named.filter((rule) => !ids.has(`pod-security/${rule}`)),
    [],
  );
});

test('a rule of a tool without an engine is told from ours', () => {
  assert.equal(whyNotApplicable('trivy/CVE-2026-1'), 'there is no rule for CVE-2026-1 yet');
  assert.equal(whyNotApplicable('pod-security/baseline/privileged'), null);
  assert.equal(whyNotApplicable('kyverno/require-labels/team'), null);
  assert.match(
    whyNotApplicable(toLimitedRule('kyverno', 'require-labels/team')) ?? '',
    /conditions that an entry cannot say/,
  );
  assert.equal(whyNotApplicable(null), null);
});
