/** Sections: the way runs straight through gaps and over walls, and stays inside the drawing. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnWidth, middle, toGapPath, toWallPath, toWayPath, width, xOf } from './draw-fortress.ts';

const states = ['solid', 'hatched', 'gap'] as const;

test('through five gaps the way is one straight line', () => {
  const path = toWayPath(Array.from({ length: 5 }, () => ({ state: 'gap' as const })));
  assert.equal(/[CQ]/.test(path), false);
  assert.deepEqual([...new Set(path.match(/(?<= )\d+(?=L|$)/g))], [String(middle)]);
});

for (const at of [0, 1, 2, 3, 4])
  test(`a wall in column ${at + 1} is passed above it, and nothing else is`, () => {
    const path = toWayPath(Array.from({ length: 5 }, (_, index) => ({ state: index === at ? 'solid' : 'gap' })));
    assert.equal(path.match(/C/g)?.length, 2);
    assert.ok(path.includes(`${xOf(at) + columnWidth / 2} 1`));
  });

test('whatever stands, everything is drawn within the section', () => {
  for (let mask = 0; mask < 3 ** 5; mask += 1) {
    const columns = Array.from({ length: 5 }, (_, index) => ({
      state: states[Math.floor(mask / 3 ** index) % 3] ?? 'gap',
    }));
    for (const number of toWayPath(columns).match(/-?\d+(?:\.\d+)?/g) ?? [])
      assert.ok(Number(number) >= 0 && Number(number) <= width);
  }
  for (const column of [0, 4])
    for (const path of [toWallPath(xOf(column)), toGapPath(xOf(column))])
      assert.equal(/NaN|undefined/.test(path), false);
  assert.ok(xOf(4) + columnWidth < width - 20);
});
