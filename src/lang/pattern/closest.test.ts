/** The word that was meant: near ones alone. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closest } from './closest.ts';

const cases: readonly (readonly [word: string, candidates: readonly string[], expected: string | undefined])[] = [
  ['prd', ['dev', 'prod'], 'prod'],
  ['High', ['critical', 'high'], 'high'],
  ['shpo', ['shop', 'spot'], 'shop'],
  ['x', ['a', 'bcd'], 'a'],
  ['staging', ['production', 'dev'], undefined],
  ['prod', [], undefined],
];

for (const [word, candidates, expected] of cases) {
  test(`${word} among ${candidates.join(', ') || 'nothing'} is ${expected ?? 'nothing'}`, () =>
    assert.equal(closest(word, candidates), expected));
}
