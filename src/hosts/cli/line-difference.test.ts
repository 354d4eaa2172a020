/** The lines an edit takes and brings. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { diffInPlace, diffLines } from './line-difference.ts';

const cases: readonly (readonly [name: string, before: string, after: string, expected: readonly string[]])[] = [
  ['nothing changed', 'a\nb\n', 'a\nb\n', []],
  ['lines were added at the end', 'a\n', 'a\nb\nc\n', ['+ b', '+ c']],
  ['a new file', '', 'a\n', ['+ a']],
  [
    'an entry went, whose lines others have too',
    'x:\n- a\n  why: r\n  who: o\n- b\n  why: r\n  who: o\n- c\n  why: r\n',
    'x:\n- a\n  why: r\n  who: o\n- c\n  why: r\n',
    ['- - b', '-   why: r', '-   who: o'],
  ],
  ['two entries went, one of three stays', 'a\n r\nb\n r\nc\n r\n', 'b\n r\n', ['- a', '-  r', '- c', '-  r']],
  ['one line is another now', 'a\nb\nc', 'a\nx\nc', ['- b', '+ x']],
];

for (const [name, before, after, expected] of cases) {
  test(name, () => assert.deepEqual(diffLines(before, after), expected));
}

/** The oracle: walks the old text, taking and bringing what the difference says where both are in step again. */
const isSubsequence = (part: readonly string[], whole: readonly string[]): boolean => {
  let place = 0;
  for (const line of whole) if (place < part.length && part[place] === line) place += 1;
  return place === part.length;
};

test('gone lines are of the old text and come lines of the new, both in order, and without them the texts are one', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, text, (old, fresh) => {
      const lines = diffLines(old.join('\n'), fresh.join('\n'));
      const gone = lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2));
      const come = lines.filter((line) => line.startsWith('+ ')).map((line) => line.slice(2));
      assert.equal(old.length - gone.length, fresh.length - come.length);
      assert.ok(isSubsequence(gone, old) && isSubsequence(come, fresh));
      // As few as there can be: no longer text is in both.
      assert.equal(old.length - gone.length, longestCommon(old, fresh));
    }),
    { numRuns: 300, seed: 7 },
  );
});

/** By trying everything. */
const longestCommon = (a: readonly string[], b: readonly string[]): number => {
  const known = new Map<string, number>();
  const from = (row: number, column: number): number => {
    if (row === a.length || column === b.length) return 0;
    const key = `${row} ${column}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found =
      a[row] === b[column] ? 1 + from(row + 1, column + 1) : Math.max(from(row + 1, column), from(row, column + 1));
    known.set(key, found);
    return found;
  };
  return from(0, 0);
};

test('texts with nothing in common are shown without comparing every pair of lines', () => {
  const old = Array.from({ length: 3000 }, (_, line) => `old ${line}`);
  const lines = diffLines(old.join('\n'), old.map((line) => `new ${line}`).join('\n'));
  assert.equal(lines.length, 6000);
});

test('a change of YAML is told with the keys it stands below, each once', () => {
  const before =
    'kind: Deployment\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: app\n    image: a\n  - name: proxy\n    image: b\n';
  const after = before
    .replace('name: web', 'name: web\n  labels:\n    owner: platform')
    .replace('image: b', 'image: c');
  assert.deepEqual(diffInPlace(before, after), [
    '  metadata:',
    '+   labels:',
    '+     owner: platform',
    '  spec:',
    '    containers:',
    '    - name: proxy',
    '-     image: b',
    '+     image: c',
  ]);
});
