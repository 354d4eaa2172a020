/** Policies are found by their words, and what is not enforced stands before what is. */

import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyEntry } from '../../../../src/hosts/console/api/policies.ts';
import { countEnforcements, narrowPolicies, type PoliciesAsked } from './narrow-policies.ts';

const policy = (
  name: string,
  enforcement: PolicyEntry['enforcement'],
  changes: Partial<PolicyEntry> = {},
): PolicyEntry => ({
  name,
  kind: 'ClusterPolicy',
  dialect: 'Kyverno',
  namespace: null,
  title: name,
  action: 'deny',
  enforcement,
  why: '',
  fails: 0,
  excepted: 0,
  place: '',
  rules: [],
  ...changes,
});

const policies = [
  policy('digests', 'enforced'),
  policy('hosts', 'not-enforced', { why: 'it has no binding' }),
  policy('deny', 'declared', { kind: 'NetworkPolicy', namespace: 'shop' }),
];

const all: PoliciesAsked = { text: '', enforcement: '', kind: '', namespace: '' };

const cases: readonly (readonly [name: string, asked: Partial<PoliciesAsked>, names: readonly string[]])[] = [
  ['all, the idle first', {}, ['hosts', 'deny', 'digests']],
  ['by enforcement', { enforcement: 'declared' }, ['deny']],
  ['by kind', { kind: 'ClusterPolicy' }, ['hosts', 'digests']],
  ['by namespace', { namespace: 'shop' }, ['deny']],
  ['by every word, also of why', { text: 'kyverno BINDING' }, ['hosts']],
];

for (const [name, asked, names] of cases)
  test(`finds policies ${name}`, () =>
    deepEqual(
      narrowPolicies(policies, { ...all, ...asked }).map((each) => each.name),
      names,
    ));

test('counts only what there is', () =>
  deepEqual(countEnforcements(policies), [
    ['not-enforced', 1],
    ['declared', 1],
    ['enforced', 1],
  ]));
