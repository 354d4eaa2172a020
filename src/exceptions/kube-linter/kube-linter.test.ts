/** The checks that kube-linter's configuration excludes. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { kubeLinterFormat } from './index.ts';

test('excluded checks are read, included ones are not', () => {
  const text =
    'checks:\n  addAllBuiltIn: true\n  include: [host-ipc]\n  exclude:\n    - privileged-container\n    - latest-tag\n';
  const { exceptions, problems } = kubeLinterFormat.parse(text, '.kube-linter.yaml');
  assert.deepEqual(problems, []);
  assert.deepEqual(
    exceptions.map(({ scope, span, notApplicable }) => [scope.rule, span.line, notApplicable]),
    [
      ['pod-security/baseline/privileged', 5, null],
      ['kube-linter/latest-tag', 6, 'there is no rule for latest-tag yet'],
    ],
  );
});
