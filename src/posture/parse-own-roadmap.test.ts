/** A person's `roadmap.yaml`: what is read, and what is said, with its place, of what is not. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { exampleRoadmap } from './example-facts.ts';
import { parseOwnRoadmap, type ParsedOwnRoadmap } from './parse-own-roadmap.ts';

const parse = (text: string): ParsedOwnRoadmap => parseOwnRoadmap(text, 'roadmap.yaml', exampleRoadmap);

test('start, owners and accepted gaps are read', () => {
  const { own, problems } = parse(`start: 2026-09-07
owners:
  '*': platform@example.com
  week-1: ann
  locks: bob
accepted:
  - action: locks
    item: Door cellar-*
    reason: it leads nowhere
    owner: bob
    until: 2027-03-31
  - { action: lamps, reason: the street is lit, until: 2026-12-31 }
`);
  assert.deepEqual(problems, []);
  assert.deepEqual(own, {
    file: 'roadmap.yaml',
    start: '2026-09-07',
    owners: { '*': 'platform@example.com', 'week-1': 'ann', locks: 'bob' },
    accepted: [
      {
        action: 'locks',
        item: 'Door cellar-*',
        reason: 'it leads nowhere',
        owner: 'bob',
        until: '2027-03-31',
        span: { file: 'roadmap.yaml', line: 7, column: 5 },
      },
      {
        action: 'lamps',
        item: null,
        reason: 'the street is lit',
        owner: null,
        until: '2026-12-31',
        span: { file: 'roadmap.yaml', line: 12, column: 5 },
      },
    ],
  });
});

const gapOf = (lines: string): string => `accepted:\n  - ${lines}\n`;
const whole = 'action: locks, reason: r, until: 2027-01-01';

const mistakes: readonly (readonly [string, string, string])[] = [
  ['a start that is no day', 'start: next Monday\n', '1:1 start: "next Monday" is no day; write it as 2026-09-07'],
  ['a day that never was', 'start: 2026-02-30\n', '1:1 start: "2026-02-30" is no day; write it as 2026-09-07'],
  ['a start that is no text', 'start: 2026\n', '1:1 start: "2026" is no day; write it as 2026-09-07'],
  [
    'a start that is a mapping of huge numbers',
    'start: { a: 9007199254740993 }\n',
    '1:1 start: "{…}" is no day; write it as 2026-09-07',
  ],
  ['a misspelt key', 'ownres: {}\n', '1:1 "ownres" is not known here; did you mean owners?'],
  ['a key that is like none', 'colour: red\n', '1:1 "colour" is not known here'],
  ['owners that are no mapping', 'owners: ann\n', '1:1 owners must be a mapping from actions to people'],
  ['an owner of nothing', 'owners:\n  loks: ann\n', '2:3 there is no action or phase "loks"; did you mean locks?'],
  ['an owner without a name', 'owners:\n  locks:\n', '2:3 an owner is a text that is not empty'],
  ['accepted that is no list', 'accepted: all\n', '1:1 accepted must be a list, one entry a dash'],
  ['a file that is a list', '- start\n', '1:1 the file must be a mapping with start, owners and accepted'],
  [
    'a gap that is a text',
    gapOf('locks'),
    '2:5 an accepted gap must be a mapping with action, item, reason, owner, until',
  ],
  [
    'a gap with a misspelt key',
    gapOf(`{ ${whole}, itme: Door a }`),
    '2:5 "itme" is no part of an accepted gap; did you mean item?',
  ],
  [
    'a gap of no action',
    gapOf('{ reason: r, until: 2027-01-01 }'),
    '2:5 action is missing: say which action it is about',
  ],
  [
    'a gap of an action that is not there',
    gapOf('{ action: lcoks, reason: r, until: 2027-01-01 }'),
    '2:5 there is no action "lcoks"; did you mean locks?',
  ],
  [
    'a gap without a reason',
    gapOf('{ action: locks, until: 2027-01-01 }'),
    '2:5 reason is missing: say why it is fine',
  ],
  [
    'a gap without an end',
    gapOf('{ action: locks, reason: r }'),
    '2:5 until is missing: say the last day on which it counts, such as 2027-03-31',
  ],
  [
    'a gap that ends on no day',
    gapOf('{ action: locks, reason: r, until: never }'),
    '2:5 until: "never" is no day; write it as 2027-03-31',
  ],
  [
    'a reason that is empty',
    gapOf("{ action: locks, reason: ' ', until: 2027-01-01 }"),
    '2:5 reason must be a text that is not empty',
  ],
  [
    'an item that is empty: it would be the whole action',
    gapOf(`{ ${whole}, item: }`),
    '2:5 item must be a text that is not empty; leave the line out for the whole action',
  ],
  [
    'an item that is a number',
    gapOf(`{ ${whole}, item: 5 }`),
    '2:5 item must be a text that is not empty; leave the line out for the whole action',
  ],
  ['an item of no end', gapOf(`{ ${whole}, item: '${'?'.repeat(1001)}' }`), '2:5 item has more than 1000 characters'],
  ['text that is no YAML', 'start: [\n', ''],
];

for (const [name, text, told] of mistakes)
  test(`${name} is a problem with its place, and counts for nothing`, () => {
    const { own, problems } = parse(text);
    assert.equal(problems.length, 1);
    const [{ severity, message, span } = assert.fail()] = problems;
    assert.equal(severity, 'error');
    assert.equal(span?.file, 'roadmap.yaml');
    if (told !== '') assert.equal(`${span.line}:${span.column} ${message}`, told);
    assert.deepEqual([own.start, own.owners, own.accepted], [null, {}, []]);
  });

test('a mistake in one entry leaves the others', () => {
  const { own, problems } = parse(
    `start: 2026-09-07\naccepted:\n  - { ${whole} }\n  - {}\n  - { ${whole}, item: Door a }\n`,
  );
  assert.equal(own.start, '2026-09-07');
  assert.deepEqual(
    own.accepted.map(({ item, span }) => [item, span.line]),
    [
      [null, 3],
      ['Door a', 5],
    ],
  );
  assert.deepEqual(
    problems.map(({ span }) => span?.line),
    [4],
  );
});

for (const text of ['', '# nothing yet\n', '{}\n', 'start:\nowners:\naccepted:\n'])
  test(`${JSON.stringify(text)} decides nothing, and is no mistake`, () => {
    assert.deepEqual(parse(text), {
      own: { file: 'roadmap.yaml', start: null, owners: {}, accepted: [] },
      problems: [],
    });
  });

const word = fc.constantFrom(
  'start',
  'owners',
  'accepted',
  'action',
  'item',
  'reason',
  'until',
  'locks',
  '*',
  '__proto__',
  'constructor',
  '2026-09-07',
  ': ',
  '- ',
  '\n',
  '  ',
  '{',
  '}',
  '[',
  ']',
  '"',
  '&a ',
  '*a',
  '|',
  '#',
  '\u0000',
  '\ud800',
  'é',
);

test('any text is read or refused, never thrown at; every gap that is read has a reason and an end', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(word, { maxLength: 40 }).map((all) => all.join('')),
      ),
      (text) => {
        const { own, problems } = parse(text);
        for (const { reason, until } of own.accepted) {
          assert.notEqual(reason.trim(), '');
          assert.match(until, /^\d{4}-\d\d-\d\d$/);
        }
        for (const { message } of problems) assert.ok(message.length < 400);
      },
    ),
    { seed: 8, numRuns: 2000 },
  );
});

test('no JSON that is no gap accepts anything', () => {
  const value = fc.record(
    { start: fc.jsonValue(), owners: fc.jsonValue(), accepted: fc.array(fc.jsonValue()) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(value, (each) => {
      const { own } = parse(JSON.stringify(each));
      assert.deepEqual(own.accepted, []);
    }),
    { seed: 8, numRuns: 500 },
  );
});

test('a word of a megabyte is refused at once', () => {
  const { problems } = parse(`${'s'.repeat(1_000_000)}: 1\n`);
  assert.equal(problems.length, 1);
});
