/** Safe and measured text. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { count, pad, toGrouped, toPlainText, truncate, widthOf, wrap } from './plain-text.ts';

const texts: readonly (readonly [string, string, string])[] = [
  ['plain text stays', 'Deployment shop/web', 'Deployment shop/web'],
  ['other scripts and emoji stay', 'カート é 🚀', 'カート é 🚀'],
  ['a line break is a space', 'a\r\nb\tc', 'a b c'],
  ['a line separator is a space', 'a\u2028b', 'a b'],
  ['an escape is shown', '\u001b]0;x\u0007', '\\x1b]0;x\\x07'],
  ['the one-byte CSI is shown', '\u009b2J', '\\x9b2J'],
  ['a bidirectional mark is shown', 'a\u202eb', 'a\\u202eb'],
  ['a zero-width space is shown', 'a\u200bb', 'a\\u200bb'],
  ['a byte order mark is shown', '\ufeffa', '\\ufeffa'],
  ['a lone surrogate is shown', 'a\ud800b', 'a\\ud800b'],
  ['a tag character is shown', 'a\u{e0041}', 'a\\ue0041'],
];

for (const [name, text, expected] of texts) {
  test(name, () => assert.equal(toPlainText(text), expected));
}

test('no text gets a control character through, and plain text is left as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const plain = toPlainText(text);
      assert.doesNotMatch(plain, /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      assert.equal(plain.isWellFormed(), true);
      assert.equal(toPlainText(plain), plain);
    }),
    { seed: 7, numRuns: 500 },
  );
});

test('wide characters take two columns, combining marks none', () => {
  assert.equal(widthOf('カート'), 6);
  assert.equal(widthOf('e\u0301'), 1);
  assert.equal(widthOf('🚀'), 2);
  assert.equal(pad('カ', 4), 'カ  ');
});

test('what is cut says so and fits', () => {
  assert.equal(truncate('manifests/web.yaml', 10), 'manifests…');
  assert.equal(truncate('カートカート', 5), 'カー…');
  assert.equal(truncate('short', 10), 'short');
  assert.equal(truncate('anything at all', 0), 'anything at all');
});

test('lines break at spaces, and a long word is cut', () => {
  assert.deepEqual(wrap('one two three', 8), ['one two', 'three']);
  assert.deepEqual(wrap('abcdefgh', 3), ['abc', 'def', 'gh']);
  assert.deepEqual(wrap('', 3), ['']);
});

test('wrapping loses no word, and no line is too wide', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 9 })),
      fc.integer({ min: 2, max: 30 }),
      (words, width) => {
        const text = toPlainText(words.join(' '));
        const lines = wrap(text, width);
        assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
        for (const line of lines) assert.ok(widthOf(line) <= width, line);
      },
    ),
    { seed: 11, numRuns: 300 },
  );
});

test('numbers read well', () => {
  assert.equal(toGrouped(1234567), '1,234,567');
  assert.equal(count(1, 'finding'), '1 finding');
  assert.equal(count(0, 'finding'), '0 findings');
  assert.equal(count(1000, 'entry', 'entries'), '1,000 entries');
});
