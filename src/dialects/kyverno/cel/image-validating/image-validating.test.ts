/** ImageValidatingPolicies beside what Kyverno 1.19.1 answered. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { judgeCase, sorted, type GoldenCase } from '../harness.ts';

const golden = JSON.parse(
  readFileSync(new URL('image-validating.golden.json', import.meta.url), 'utf8'),
) as readonly GoldenCase[];

describe('an ImageValidatingPolicy says what Kyverno 1.19.1 reports, where no signature is asked for', () => {
  for (const given of golden) {
    test(given.name, () => {
      const { reported } = judgeCase(given);
      assert.deepEqual(reported, sorted(given.results));
    });
  }
});
