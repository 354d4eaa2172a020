/** Finding one text in another takes time in proportion to both, whatever they are. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, assert as check, constantFrom, nat, property } from 'fast-check';
import { findLastText, findText, splitText } from './find-text.ts';

const words = (most: number) => array(constantFrom('a', 'b', 'ab'), { maxLength: most }).map((parts) => parts.join(''));

test('a text is found where indexOf finds it, however long', () => {
  const filler = 'ab'.repeat(2000);
  check(
    property(words(12), words(6), nat(20), (text, wanted, from) => {
      assert.equal(findText(text, wanted, from), text.indexOf(wanted, from));
      const long = `${text}${filler}${wanted}c${text}`;
      const sought = `${filler.slice(0, 3000)}${wanted}c`;
      assert.equal(findText(long, sought, from), long.indexOf(sought, from));
    }),
  );
});

test('a text is found where lastIndexOf finds it, however long', () => {
  const filler = 'a😀b'.repeat(2000);
  check(
    property(words(12), words(6), (text, wanted) => {
      assert.equal(findLastText(text, wanted), text.lastIndexOf(wanted));
      const long = `${text}${wanted}c${filler}${text}`;
      const sought = `${wanted}c${filler.slice(0, 3000)}`;
      assert.equal(findLastText(long, sought), long.lastIndexOf(sought));
    }),
  );
});

test('a text is cut where split cuts it', () => {
  check(
    property(words(12), constantFrom('a', 'b', 'ab', 'ba', 'abab'), (text, separator) => {
      assert.deepEqual(splitText(text, separator), text.split(separator));
    }),
  );
});

test('at most so many parts: the last has the rest', () => {
  assert.deepEqual(splitText('a,b,c', ',', 2), ['a', 'b,c']);
  assert.deepEqual(splitText('a,b,c', ',', 1), ['a,b,c']);
});

test('half a megabyte is looked for in one, though it nearly stands everywhere', () => {
  const text = 'ab'.repeat(400_000);
  for (const wanted of [
    `${'ab'.repeat(100_000)}b${'ab'.repeat(100_000)}`,
    `b${'a'.repeat(200_000)}`,
    `${'a'.repeat(200_000)}b`,
  ]) {
    const started = process.cpuUsage().user;
    assert.equal(findText(text, wanted), -1);
    assert.ok(process.cpuUsage().user - started < 1_000_000);
  }
});
