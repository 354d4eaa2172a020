/** Which clauses of remediations can stand as sentences of their own. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isImperative, toFirstClause } from './first-clause.ts';

const cuts: readonly (readonly [string, string])[] = [
  ['Set a memory limit: resources.limits.memory.', 'Set a memory limit'],
  ['Set spec.hostPID to false. Then rest.', 'Set spec.hostPID to false'],
  ['Drop all capabilities; add back one.', 'Drop all capabilities'],
  ['Bind the policy\nwith Deny.', 'Bind the policy with Deny'],
  ['Add a policy\n\napiVersion v1', 'Add a policy'],
  ['', ''],
];

for (const [remediation, expected] of cuts)
  test(`${JSON.stringify(remediation)} begins with ${JSON.stringify(expected)}`, () =>
    assert.equal(toFirstClause(remediation), expected));

const clauses: readonly (readonly [string, string, boolean])[] = [
  ['a verb and what it is done to', 'Set a memory limit', true],
  ['what is opened is closed', 'Remove the field (`hostPID`)', true],
  ['no verb', 'The field', false],
  ['a verb alone', 'Remove', false],
  ['a pronoun of nothing', 'Bind it with Deny', false],
  ['a pronoun after a particle', 'Take it out', false],
  ['a bracket cut in two', 'Add a selector {key', false],
  ['a code span cut in two', 'Run `kubectl get', false],
  ['too long for a line', `Set ${'a'.repeat(90)}`, false],
];

for (const [name, clause, expected] of clauses) test(name, () => assert.equal(isImperative(clause), expected));
