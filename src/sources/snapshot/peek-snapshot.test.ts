/** What is taken for a snapshot, and what is not. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { createScriptedContext } from '../scripted-context.ts';
import type { Disk } from '../source.ts';
import { peekSnapshot } from './peek-snapshot.ts';

const diskOf = (bytes: Uint8Array | string): Disk => {
  const whole = Buffer.from(bytes);
  return {
    ...createScriptedContext({}).disk,
    stat: async () => ({ kind: 'file', size: whole.length }),
    readRange: (_path, start, end) => whole.subarray(start, end),
  };
};

const peeks: readonly (readonly [string, Uint8Array | string, boolean])[] = [
  ['a manifest', 'apiVersion: v1\nkind: Pod\n', false],
  ['a List in JSON', '{"apiVersion":"v1","kind":"List","items":[', false],
  ['another object of Vauban', '{"apiVersion":"vauban.dev/v1","kind":"Report"}', false],
  ['a packed manifest', gzipSync('apiVersion: v1\nkind: Pod\n'), false],
  ['what only begins as gzip', Buffer.from([0x1f, 0x8b, 0, 0]), false],
  ['deflated without gzip', deflateRawSync('{"apiVersion":"vauban.dev/v1","kind":"Snapshot"'), false],
  ['nothing', '', false],
  ['a snapshot laid out anew', '{\n  "apiVersion": "vauban.dev/v1",\n  "kind": "Snapshot"', true],
  ['one of another version', '{"apiVersion":"vauban.dev/v2","kind":"Snapshot"', true],
];

for (const [name, bytes, isSnapshot] of peeks)
  test(`${name} ${isSnapshot ? 'is taken for a snapshot' : 'is no snapshot'}`, async () => {
    assert.equal((await peekSnapshot('s', diskOf(bytes))) !== null, isSnapshot);
  });
