/** Weeks of a plan: whole days of UTC, over leap days, the ends of years and the days on which clocks change. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { dayOf, daysLeftOf, weekOf } from './plan-weeks.ts';

const weeks: readonly (readonly [string, string, string, number | null])[] = [
  ['the first day is of week 1', '2026-09-07', '2026-09-07T00:00:00Z', 1],
  ['the seventh day is of week 1 to its end', '2026-09-07', '2026-09-13T23:59:59Z', 1],
  ['the eighth day is of week 2', '2026-09-07', '2026-09-14T00:00:00Z', 2],
  ['the day before the start is of no week', '2026-09-07', '2026-09-06T23:59:59Z', null],
  ['weeks run over the end of summer time', '2026-10-19', '2026-10-26T00:30:00Z', 2],
  ['weeks run over the end of a year', '2026-12-28', '2027-01-04T00:00:00Z', 2],
  ['weeks run over a leap day', '2028-02-28', '2028-03-06T00:00:00Z', 2],
  ['after twelve weeks counting goes on', '2026-09-07', '2026-11-30T00:00:00Z', 13],
  ['a start in the middle of a week begins its own weeks', '2026-09-09', '2026-09-16T08:00:00Z', 2],
  ['a time of another zone is of its day in UTC', '2026-09-07', '2026-09-07T01:00:00+02:00', null],
];

for (const [name, start, asOf, week] of weeks) test(name, () => assert.equal(weekOf(start, asOf), week));

test('days left are counted to the end of the last week: 0 on its last day, then late', () => {
  assert.equal(daysLeftOf('2026-09-07', 1, '2026-09-07T09:00:00Z'), 6);
  assert.equal(daysLeftOf('2026-09-07', 1, '2026-09-13T09:00:00Z'), 0);
  assert.equal(daysLeftOf('2026-09-07', 1, '2026-09-14T09:00:00Z'), -1);
  assert.equal(daysLeftOf('2026-09-07', 12, '2026-09-07T09:00:00Z'), 83);
});

test('a week later is the next week, and a week has seven days, whatever the day', () => {
  const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(day, fc.nat(400), (start, days) => {
      const from = dayOf(start.toISOString());
      const at = new Date(Date.parse(from) + days * 86_400_000).toISOString();
      assert.equal(weekOf(from, at), Math.floor(days / 7) + 1);
      assert.equal(daysLeftOf(from, 12, at), 83 - days);
    }),
    { seed: 8 },
  );
});
