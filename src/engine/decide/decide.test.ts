/** Conclusions, actions and failure policies, row by row. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action, Finding, Status } from '../../model/finding.ts';
import type { Verdict } from '../../model/verdict.ts';
import { decide } from './decide.ts';

const finding = (status: Status, action: Action, rule = 'closed/rule'): Finding => ({
  id: '0000000000000000',
  rule,
  status,
  reason: null,
  severity: 'high',
  action,
  enforcement: 'declared',
  message: `${status} ${action}`,
  path: '',
  subject: {
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: 'shop',
    name: 'web',
    origin: { kind: 'cluster', cluster: 'c', uid: 'u' },
  },
  owner: null,
  responsible: 'you',
  fix: null,
  evidence: [],
});

const cases: readonly [string, readonly Finding[], Verdict['kind']][] = [
  ['nothing found allows', [], 'allow'],
  ['a failure that asks to deny denies', [finding('fail', 'deny')], 'deny'],
  ['a failure that asks to warn warns', [finding('fail', 'warn')], 'warn'],
  ['a failure that asks for an audit entry alone allows', [finding('fail', 'audit')], 'allow'],
  ['a failure that asks for nothing allows', [finding('fail', 'none')], 'allow'],
  ['one denial among warnings denies', [finding('fail', 'warn'), finding('fail', 'deny')], 'deny'],
  ['a pass that would deny allows', [finding('pass', 'deny')], 'allow'],
  ['an excepted failure allows', [finding('skip', 'deny')], 'allow'],
  ['a rule that could not run and asks to deny denies', [finding('error', 'deny')], 'deny'],
  ['a rule that could not run and would only warn warns', [finding('error', 'warn')], 'warn'],
  ['a rule that could not run and would only be noted allows', [finding('error', 'audit')], 'allow'],
  ['a rule that the engine gave up denies', [finding('error', 'none')], 'deny'],
  ['a denial among errors that warn denies', [finding('error', 'warn'), finding('error', 'none')], 'deny'],
  ['a rule that the engine gave up and that fails open allows', [finding('error', 'none', 'open/rule')], 'allow'],
  ['a rule that could not run and fails open allows', [finding('error', 'deny', 'open/rule')], 'allow'],
];

for (const [name, findings, kind] of cases) {
  test(name, () => {
    assert.equal(decide(findings, [], (rule) => (rule.startsWith('open/') ? 'open' : 'closed')).kind, kind);
  });
}

test('patches are kept only where the subject is let in', () => {
  const patch = {
    kind: 'delete',
    rule: 'r',
    target: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
  } as const;
  assert.deepEqual(decide([finding('fail', 'warn')], [patch], () => 'closed').patches, [patch]);
  assert.deepEqual(decide([finding('fail', 'deny')], [patch], () => 'closed').patches, []);
});
