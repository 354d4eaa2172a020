/** Base64 as Go reads and writes it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as check, property, uint8Array } from 'fast-check';
import { EvaluationFault } from '../value.ts';
import { encodersLibrary } from './encoders.ts';

const [decode, encode] = encodersLibrary.overloads;

const readText = (text: string): string => {
  try {
    return new TextDecoder().decode(decode?.evaluate(text, null, null, null, null) as Uint8Array);
  } catch (fault) {
    if (!(fault instanceof EvaluationFault)) throw fault;
    return fault.message;
  }
};

const cases: readonly (readonly [name: string, text: string, expected: string])[] = [
  ['padded text is read', 'aGVsbG8=', 'hello'],
  ['text without its padding is read', 'aGVsbG8', 'hello'],
  ['line ends are skipped', 'aGVs\r\nbG8=\n', 'hello'],
  ['nothing is nothing', '', ''],
  ['another character is named by its place', 'Ä', 'illegal base64 data at input byte 0'],
  ['a lone digit is named by its place', 'aGVsb', 'illegal base64 data at input byte 4'],
  ['padding too early is named by its place', 'a===', 'illegal base64 data at input byte 1'],
  ['half a padding is named by its place', 'aG=', 'illegal base64 data at input byte 2'],
  ['what follows the padding is named by the padding', 'aGVsbG8=a', 'illegal base64 data at input byte 7'],
  ['digits of the address alphabet are refused', 'a-_b', 'illegal base64 data at input byte 1'],
];

for (const [name, text, expected] of cases) {
  test(name, () => {
    assert.equal(readText(text), expected);
  });
}

test('what is written is read back, and is what the engine writes', () => {
  check(
    property(uint8Array(), (bytes) => {
      const text = encode?.evaluate(bytes, null, null, null, null) as string;
      assert.equal(text, Buffer.from(bytes).toString('base64'));
      assert.deepEqual(decode?.evaluate(text, null, null, null, null), new Uint8Array(bytes));
    }),
  );
});
