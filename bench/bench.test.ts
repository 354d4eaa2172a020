/** What `npm run bench` may not do: measure a run that failed, or call growing cost flat. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
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
