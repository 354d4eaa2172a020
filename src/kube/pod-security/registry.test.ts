/** Tests of the list of checks: what it refuses, and what every check in it must have. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Check } from './check.ts';
import { checks, validateChecks } from './registry.ts';
import { hostPorts } from './checks/host-ports.ts';
import { restrictedSeccomp } from './checks/restricted-seccomp.ts';

const refused: readonly { name: string; list: readonly Check[]; message: string }[] = [
  { name: 'the same id twice', list: [hostPorts, hostPorts], message: 'Two checks are called baseline/host-ports.' },
  {
    name: 'an override of nothing',
    list: [restrictedSeccomp],
    message: 'restricted/seccomp overrides baseline/seccomp, which there is not.',
  },
  {
    name: 'an override by baseline',
    list: [{ ...hostPorts, overrides: 'privileged' }],
    message: 'baseline/host-ports overrides another check, and only restricted may.',
  },
  {
    name: 'an override of another control',
    list: [{ ...hostPorts, id: 'seccomp' }, restrictedSeccomp],
    message: 'restricted/seccomp and what it overrides have different controls.',
  },
  {
    name: 'revisions out of order',
    list: [
      {
        ...hostPorts,
        revisions: [
          { since: 3, find: () => [] },
          { since: 3, find: () => [] },
        ],
      },
    ],
    message: 'baseline/host-ports has its revisions out of order at v1.3.',
  },
];

for (const { name, list, message } of refused) {
  test(`the registry of checks refuses ${name}`, () => assert.throws(() => validateChecks(list), { message }));
}

test('the registry of checks is frozen, baseline first, and tells everything about each', () => {
  assert.ok(Object.isFrozen(checks));
  assert.equal(checks.length, 19);
  const firstRestricted = checks.findIndex(({ level }) => level === 'restricted');
  assert.ok(checks.slice(firstRestricted).every(({ level }) => level === 'restricted'));
  for (const check of checks) {
    for (const text of [check.what, check.why, check.fine, check.remediation])
      assert.match(text, /^[A-Z/a-z].*\.$/s, check.id);
    assert.match(check.id, /^[a-z]+(?:-[a-z]+)*$/);
    assert.match(check.control, /^pss-[a-z-]+$/);
    assert.ok(
      check.references.length > 0 && check.references.every((url) => url.startsWith('https://kubernetes.io/docs/')),
    );
    assert.ok(check.reads.length > 0);
  }
});
