/** The trend: one line while days can be compared, broken where they cannot. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSegments } from './draw-trend.ts';

const point = (day: string, open: number, breaks = false) => ({ day, open, total: 9, severe: 0, breaks });

test('without days there is no line', () =>
  assert.deepEqual(
    toSegments([], ({ open }) => open),
    [],
  ));

test('days that can be compared are one line, from the first at the left to the last at the right', () => {
  const points = [point('2026-11-02', 4), point('2026-11-03', 2), point('2026-11-09', 0)];
  assert.deepEqual(
    toSegments(points, ({ open }) => open),
    ['M2 3L58.6 24L398 45'],
  );
});

test('where the policy set changed the line ends and another begins', () => {
  const points = [point('2026-11-02', 4), point('2026-11-03', 4), point('2026-11-04', 1, true), point('2026-11-05', 1)];
  assert.equal(toSegments(points, ({ open }) => open).length, 2);
});

test('one day after a change is a dot', () => {
  const points = [point('2026-11-02', 4), point('2026-11-03', 1, true)];
  assert.match(toSegments(points, ({ open }) => open)[1] ?? '', /h1$/);
});
