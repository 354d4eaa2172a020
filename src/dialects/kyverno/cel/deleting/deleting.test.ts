import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { judgeCase, sorted, type GoldenCase } from '../harness.ts';

const golden = JSON.parse(
  readFileSync(new URL('deleting.golden.json', import.meta.url), 'utf8'),
) as readonly GoldenCase[];

describe('a DeletingPolicy says what Kyverno 1.19.1 reports', () => {
  for (const given of golden) {
    test(given.name, () => {
      const { reported } = judgeCase(given);
      assert.deepEqual(reported, sorted(given.results));
    });
  }
});
