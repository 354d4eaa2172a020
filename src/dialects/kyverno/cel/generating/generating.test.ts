/** GeneratingPolicies beside what Kyverno 1.19.1 answered. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { judgeCase, sorted, type GoldenCase } from '../harness.ts';

const golden = JSON.parse(
  readFileSync(new URL('generating.golden.json', import.meta.url), 'utf8'),
) as readonly GoldenCase[];

describe('a GeneratingPolicy generates what Kyverno 1.19.1 generates', () => {
  for (const given of golden) {
    test(given.name, () => {
      const { reported, created } = judgeCase(given);
      assert.deepEqual(reported, sorted(given.results));
      assert.deepEqual(created, given.made ?? []);
    });
  }
});
