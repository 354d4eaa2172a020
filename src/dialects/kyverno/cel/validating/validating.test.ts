/** ValidatingPolicies beside what Kyverno 1.19.1 answered. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { judgeCase, sorted, type GoldenCase } from '../harness.ts';

const golden = JSON.parse(
  readFileSync(new URL('validating.golden.json', import.meta.url), 'utf8'),
) as readonly GoldenCase[];

describe('a ValidatingPolicy says what Kyverno 1.19.1 reports', () => {
  for (const given of golden) {
    test(given.name, () => assert.deepEqual(judgeCase(given).reported, sorted(given.results)));
  }
});
