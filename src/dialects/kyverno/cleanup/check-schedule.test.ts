/** Schedules out of any text: always an answer, in time that grows with the text. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkSchedule } from './check-schedule.ts';

const part = fc.oneof(
  fc.constantFrom(
    '*',
    '?',
    '*/5',
    '1-5',
    '5/10',
    '1,2',
    'mon',
    'JAN',
    '-1',
    '1-',
    '/',
    ',',
    '60',
    '+1',
    '1-2-3',
    '99999999999999999999',
  ),
  fc.string({ maxLength: 4 }),
);

test('any text has an answer, and what is said is a sentence', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(part, { minLength: 3, maxLength: 7 }).map((parts) => parts.join(' ')),
    fc
      .oneof(fc.string(), fc.constantFrom('every 1h', 'every -3m.5s', 'daily', 'every', 'every '))
      .map((word) => `@${word}`),
  );
  fc.assert(
    fc.property(text, (schedule) => checkSchedule(schedule) !== ''),
    { numRuns: 2000 },
  );
});

test('numbers within their field are a schedule, and one beyond it is not', () => {
  const numbers = fc.tuple(
    fc.nat(59),
    fc.nat(23),
    fc.integer({ min: 1, max: 31 }),
    fc.integer({ min: 1, max: 12 }),
    fc.nat(6),
  );
  fc.assert(fc.property(numbers, (fields) => checkSchedule(fields.join(' ')) === undefined));
  const most = [59, 23, 31, 12, 6];
  fc.assert(
    fc.property(numbers, fc.nat(4), fc.nat(1000), (fields, at, more) => {
      const wrong = fields.map((field, index) => (index === at ? (most[at] ?? 0) + 1 + more : field));
      assert.notEqual(checkSchedule(wrong.join(' ')), undefined);
    }),
  );
});

test('a text without end is refused before it is read', () => {
  for (const long of [
    '1,'.repeat(1_000_000),
    `@every ${'1h'.repeat(1_000_000)}`,
    ' '.repeat(1_000_000),
    '*'.repeat(1_000_000),
  ])
    assert.equal(checkSchedule(long), 'a schedule has at most 500 characters');
});
