/** The days and times `--as-of` takes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toAsOf } from './as-of.ts';
import { createTestContext } from './test-context.ts';

const context = createTestContext([], [], {});
const read = (asOf: string | undefined): string => toAsOf({ words: [], options: { asOf } }, context);

const accepted: readonly (readonly [string | undefined, string])[] = [
  [undefined, '2026-11-23T12:00:00Z'],
  ['2026-11-30', '2026-11-30T00:00:00.000Z'],
  ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ['2026-11-30T08:00:00Z', '2026-11-30T08:00:00.000Z'],
  ['2026-11-30T08:00:00.25+02:00', '2026-11-30T06:00:00.250Z'],
  ['2026-11-30t08:00z', '2026-11-30T08:00:00.000Z'],
];

for (const [given, expected] of accepted) {
  test(`--as-of ${given ?? 'nothing'} is ${expected}`, () => assert.equal(read(given), expected));
}

const refused: readonly (readonly [string, string])[] = [
  ['a day no month has', '2027-02-30'],
  ['a day no month has, with a time', '2027-02-30T08:00:00Z'],
  ['a leap day of another year', '2027-02-29'],
  ['a month no year has', '2027-13-01'],
  ['a time without a zone', '2026-11-30T08:00:00'],
  ['an hour no day has', '2026-11-30T24:00:00Z'],
  ['a day with spaces', ' 2026-11-30'],
  ['a word', 'tomorrow'],
  ['nothing', ''],
];

for (const [name, given] of refused) {
  test(`${name} is refused`, () => {
    const message = `--as-of ${given} is no date; write 2026-11-30 or 2026-11-30T08:00:00Z`;
    assert.throws(() => read(given), { name: 'UsageError', message });
  });
}
