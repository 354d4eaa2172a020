/** Keys move through a grid and never out of it. */

import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { moveInGrid } from './move-in-grid.ts';

const cases: readonly (readonly [key: string, to: readonly [number, number] | null])[] = [
  ['ArrowUp', [0, 1]],
  ['ArrowDown', [2, 1]],
  ['ArrowLeft', [1, 0]],
  ['ArrowRight', [1, 2]],
  ['Home', [1, 0]],
  ['End', [1, 3]],
  ['PageDown', [2, 1]],
  ['PageUp', [0, 1]],
  ['a', null],
];

for (const [key, to] of cases)
  test(`${key} from the middle of three rows and four columns`, () => {
    const place = moveInGrid({ row: 1, column: 1 }, key, { rows: 3, columns: 4 });
    deepEqual(place === null ? null : [place.row, place.column], to);
  });

test('no key leads out of a corner', () =>
  deepEqual(
    ['ArrowUp', 'ArrowLeft', 'Home', 'PageUp'].map((key) =>
      moveInGrid({ row: 0, column: 0 }, key, { rows: 3, columns: 4 }),
    ),
    Array.from({ length: 4 }, () => ({ row: 0, column: 0 })),
  ));
