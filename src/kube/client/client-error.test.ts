/** Proves that every code of a ClientError is explained in the docs, and that the docs explain no other. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ClientError, clientErrorCodes, toOneLine } from './client-error.ts';

test('the codes are those that docs/cluster-errors.md explains, in its order', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/cluster-errors.md'), 'utf8');
  const explained = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
  assert.deepEqual(explained, [...clientErrorCodes]);
});

test('what a server says becomes one line without control characters', () => {
  assert.equal(toOneLine('a\r\nb\u001B[31m\u202Ec\t d'), 'a b [31m c d');
  assert.equal(new ClientError('server', 'one\ntwo').message, 'one two');
});
