/** What the conformance runs say where there is nothing to run: data that were named and are missing are no success. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const run = (suite: string, environment: Readonly<Record<string, string>>) => {
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), suite], {
    env: environment,
    encoding: 'utf8',
  });
  return { status, output: stdout };
};

const cases: readonly (readonly [string, string, Readonly<Record<string, string>>, number, string])[] = [
  [
    'data that were named and are not there fail the run',
    'pod-security',
    { VAUBAN_CONFORMANCE: '/nowhere/conformance' },
    1,
    'pod-security: not run: there is no folder /nowhere/conformance; give the one that holds the upstream test data\n',
  ],
  [
    'of several suites in one folder at least one has to be there',
    'kyverno',
    { VAUBAN_CONFORMANCE: '/nowhere/conformance' },
    1,
    'kyverno: not run: there is no kyverno-policies or kyverno-cli below /nowhere/conformance; give the folder of the upstream suites\n',
  ],
  [
    "np-guard's folders that were named and are not there fail the run",
    'netpol-analyzer',
    { VAUBAN_CONFORMANCE: '/nowhere/conformance' },
    1,
    'netpol-analyzer: not run: there is no netpol-analyzer below /nowhere/conformance; give the folder of the upstream suites\n',
  ],
  [
    'without Go the differential run says so in one line',
    'pod-security-differential',
    { PATH: '/nowhere' },
    0,
    'pod-security differential: not run: go cannot be started (spawnSync go ENOENT)\n',
  ],
  [
    'a reference that was named and does not start fails the run',
    'pod-security-differential',
    { POD_SECURITY_ORACLE: '/nowhere/oracle' },
    1,
    'pod-security differential: not run: /nowhere/oracle cannot be started (spawnSync /nowhere/oracle ENOENT)\n',
  ],
];

for (const [name, suite, environment, status, output] of cases) {
  test(name, () => assert.deepEqual(run(suite, environment), { status, output }));
}

test('a suite that there is not is refused', () => assert.equal(run('pod-securty', {}).status, 2));
