/** DeletingPolicies beside what Kyverno 1.19.1 answered. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { compile, judge, judgeCase, sorted, toSubject, type GoldenCase, type Reported } from '../harness.ts';

const golden = JSON.parse(
  readFileSync(new URL('deleting.golden.json', import.meta.url), 'utf8'),
) as readonly GoldenCase[];

describe('a DeletingPolicy says what Kyverno 1.19.1 reports', () => {
  for (const given of golden) {
    test(given.name, () => {
      const { reported } = judgeCase(given);
      assert.deepEqual(reported.map(toKyverno), sorted(given.results));
    });
  }
});

/** Its command line says of all that stays that it has failed the policy. */
const toKyverno = (reported: Reported): Reported =>
  reported.result === 'skip' ? { ...reported, result: 'fail', message: 'resource did not match' } : reported;

test('a DeletingPolicy judges a document that is no object of Kubernetes by its conditions alone', () => {
  const policy = toSubject({
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'DeletingPolicy',
    metadata: { name: 'p' },
    spec: {
      schedule: '0 * * * *',
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['*'] }],
      },
      conditions: [{ name: 'c', expression: 'object.stale == true' }],
    },
  });
  const [rule] = compile([policy]).rules;
  assert.ok(rule !== undefined);
  const said = [true, false].map((stale) => {
    const ref = { apiVersion: '', kind: '', namespace: null, name: 'payload' };
    const { conclusions } = judge(rule, { kind: 'resource', resource: { ...policy, ref, object: { stale } } });
    return conclusions.map(({ status, message }) => `${status}: ${message}`);
  });
  assert.deepEqual(said, [
    ['pass: resource matched'],
    ['skip: The policy would not delete it: its conditions do not hold.'],
  ]);
});
