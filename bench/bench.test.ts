/** What `npm run bench` may not do: measure a run that failed, or call growing cost flat. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { describeGrowth } from './growth.ts';
import { measureRun } from './measure-run.ts';

const sizes = (walls: readonly number[]) => walls.map((wall, index) => ({ objects: 1000 * 10 ** index, wall }));

test('the same cost for every object is flat, however long the start takes', () =>
  assert.equal(
    describeGrowth(sizes([400, 850, 5350])),
    'each more object costs 50.0 µs from 1000 to 10000, 50.0 µs from 10000 to 100000: flat (1.00 times)',
  ));

test('a cost that rises with the estate is said to grow', () =>
  assert.equal(
    describeGrowth(sizes([400, 850, 14_350])),
    'each more object costs 50.0 µs from 1000 to 10000, 150.0 µs from 10000 to 100000: it grows (3.00 times)',
  ));

test('a run that ends with another code than 0 is no measurement', () => {
  assert.throws(
    () => measureRun(['scan', '--no-such-option']),
    /^Error: vauban scan --no-such-option ended with 2: .*unknown option '--no-such-option'/,
  );
  assert.ok(measureRun(['--version']).peak > 1);
});

test('the store is asked every kind of question, in an estate or several', () => {
  const words = [fileURLToPath(new URL('./store.ts', import.meta.url)), 'quick'];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^2,000 findings in 2 estates: \d+ MB, opened in \d+ ms/);
  for (const what of ['list', 'next page', 'facets', 'fixes', 'list by text', 'facets by text', 'fixes by text'])
    assert.match(stdout, new RegExp(`^ {2}${what} +\\d+ asked`, 'm'));
});
