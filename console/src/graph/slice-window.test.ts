/** What is in sight is drawn, and little more, wherever somebody scrolled to. */

import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { assert, integer, property } from 'fast-check';
import { sliceWindow } from './slice-window.ts';

const cases: readonly (readonly [name: string, scrolled: number, count: number, slice: readonly [number, number]])[] = [
  ['at the start', 0, 1000, [0, 16]],
  ['in the middle', 1000, 1000, [44, 66]],
  ['at the end', 19_800, 1000, [984, 1000]],
  ['of few all', 0, 5, [0, 5]],
  ['of none none', 0, 0, [0, 0]],
  ['scrolled further than a list that became shorter', 5000, 3, [3, 3]],
];

for (const [name, scrolled, count, [first, end]] of cases)
  test(name, () => deepEqual(sliceWindow({ scrolled, room: 200 }, 20, count), { first, end }));

test('every row in sight is in the slice, and the slice does not grow with the list', () => {
  assert(
    property(integer({ min: 0, max: 40_000 }), integer({ min: 0, max: 1500 }), (scrolled, count) => {
      const { first, end } = sliceWindow({ scrolled, room: 200 }, 20, count);
      for (let row = Math.floor(scrolled / 20); row < Math.min(count, (scrolled + 200) / 20); row += 1)
        ok(first <= row && row < end);
      ok(end - first <= 24);
    }),
  );
});
