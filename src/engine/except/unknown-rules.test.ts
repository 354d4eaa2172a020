/** Misspelt rules of exceptions. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExceptionFile } from './parse-exception-file.ts';
import { findUnknownRules } from './unknown-rules.ts';

const ids = ['pod-security/baseline/privileged', 'pod-security/restricted/seccomp'];

const check = (rule: string): readonly string[] => {
  const { exceptions } = parseExceptionFile(
    `exceptions:\n  - {rule: ${rule}, name: web, reason: r, owner: o}\n`,
    'e.yaml',
  );
  return findUnknownRules(exceptions, ids).map(
    ({ severity, message, span }) => `${span?.line} ${severity}: ${message}`,
  );
};

test('a misspelt rule is a warning with the one that was meant', () =>
  assert.deepEqual(check('pod-security/baseline/privilegd'), [
    '2 warning: this exception hides nothing: there is no rule pod-security/baseline/privilegd; did you mean pod-security/baseline/privileged?',
  ]));

test('a rule like no other is a warning, too', () =>
  assert.deepEqual(check('mesh/mtls'), [
    '2 warning: this exception hides nothing: there is no rule mesh/mtls; `vauban explain` lists them',
  ]));

for (const rule of ['pod-security/baseline/privileged', '"pod-security/*"', '"*"', 'trivy/CVE-2026-1']) {
  test(`${rule} is no mistake`, () => assert.deepEqual(check(rule), []));
}

test('an exception from one finding names no rule', () => {
  const { exceptions } = parseExceptionFile('exceptions:\n  - {finding: abc, reason: r, owner: o}\n', 'e.yaml');
  assert.deepEqual(findUnknownRules(exceptions, ids), []);
});
