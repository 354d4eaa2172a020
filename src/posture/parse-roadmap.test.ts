/** The roadmap as data: what is read, and what is said, with its place, of what is not. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { exampleRoadmap, exampleText } from './example-facts.ts';
import { parseRoadmap } from './parse-roadmap.ts';

const problemsOf = (text: string): readonly string[] => {
  const parsed = parseRoadmap(text, 'frameworks/roadmap.yaml');
  return parsed.kind === 'roadmap'
    ? []
    : parsed.problems.map(({ message, span }) => `${span?.line ?? '-'}: ${message}`);
};

test('phases, actions, criteria and commands are read', () => {
  const [first, second] = exampleRoadmap.phases;
  assert.deepEqual([first?.id, first?.weeks, second?.weeks], ['week-1', { first: 1, last: 1 }, { first: 2, last: 3 }]);
  assert.deepEqual(first?.actions[0]?.criteria, [{ kind: 'survey', name: 'house/locks' }]);
  assert.deepEqual(first.actions[0].commands, [{ line: 'turn key {estate}', why: 'it is by hand' }]);
  assert.deepEqual(first.actions[1]?.commands, []);
  assert.deepEqual([first.actions[0].caveat, first.actions[1]?.caveat], [null, 'Vauban sees no light yet.']);
  assert.deepEqual(second?.actions[0]?.criteria, [{ kind: 'findings', rules: ['*'], severity: 'high', kinds: ['*'] }]);
});

const change = (from: string, to: string): string => {
  assert.ok(exampleText.includes(from));
  return exampleText.replace(from, to);
};

const mistakes: readonly (readonly [string, string, readonly string[]])[] = [
  ['another version', change('version: 1', 'version: 2'), ['1: version must be 1']],
  ['weeks that are none', change('[1, 1]', '[0, 1]'), ['4: weeks must be the first and the last week, such as [5, 6]']],
  ['a gap between weeks', change('[2, 3]', '[3, 4]'), ['26: the week after 1 must come next']],
  ['two actions of one id', change('id: lamps', 'id: locks'), ['17: two actions are called locks']],
  [
    'nobody responsible',
    change('responsible: you', 'responsible: me'),
    ['11: responsible must be you, platform or provider'],
  ],
  ['an empty title', change('title: Lock every door', "title: ''"), ['9: title must be a text that is not empty']],
  ['no criteria', change('[{ survey: house/locks }]', '[]'), ['13: this must hold at least one']],
  ['a caveat that is no text', change('caveat: Vauban sees no light yet.', 'caveat: 5'), ['24: this must be a text']],
  [
    'a severity that is none',
    change('severity: high', 'severity: grave'),
    ['36: severity must be one of critical, high, medium, low, info'],
  ],
  ['a text', 'nothing\n', ['1: this must be a mapping with version, phases']],
];

for (const [name, text, told] of mistakes)
  test(`${name} is a problem with its line, and the roadmap none`, () => assert.deepEqual(problemsOf(text), told));

test('a misspelt key is told with what was meant', () => {
  assert.deepEqual(problemsOf(change('settle:', 'setle:')), [
    '14: setle is not known here; did you mean settle?',
    '8: settle must be a text that is not empty',
  ]);
});

test('any text is read or refused, never thrown at', () => {
  const lines = exampleText.split('\n');
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(lines.length - 1), fc.string()), { maxLength: 5 }), (edits) => {
      const text = edits.reduce((all, [at, word]) => all.with(at, `${all[at] ?? ''}${word}`), lines);
      assert.match(parseRoadmap(text.join('\n'), 'f').kind, /^(roadmap|problems)$/);
    }),
    { seed: 8, numRuns: 500 },
  );
});
