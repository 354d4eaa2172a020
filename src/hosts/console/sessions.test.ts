/** Tests of signing in without a socket: a token counts once, a session ends. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createSessions, sessionSeconds } from './sessions.ts';
import { createTokenBucket } from './token-bucket.ts';

const start = Date.parse('2026-11-24T12:00:00Z');

const open = () => {
  const clock = { time: start };
  const now = (): string => new Date(clock.time).toISOString();
  return { clock, sessions: createSessions({ now, random: (bytes) => randomBytes(bytes).toString('hex') }), now };
};

test('a token signs in once', () => {
  const { sessions } = open();
  const token = sessions.invite();
  const id = sessions.exchange(token);
  assert.ok(id !== null && sessions.find(id) !== null);
  assert.notEqual(id, token);
  assert.equal(sessions.exchange(token), null);
});

test('a new token takes the place of the one before', () => {
  const { sessions } = open();
  const first = sessions.invite();
  const second = sessions.invite();
  assert.equal(sessions.exchange(first), null);
  assert.notEqual(sessions.exchange(second), null);
});

test('before the first token, and with the empty text, nobody signs in', () => {
  const { sessions } = open();
  assert.equal(sessions.exchange(''), null);
  sessions.invite();
  assert.equal(sessions.exchange(''), null);
});

test('a session ends after its time, and when it is ended', () => {
  const { sessions, clock } = open();
  const id = sessions.exchange(sessions.invite()) ?? '';
  const other = sessions.exchange(sessions.invite()) ?? '';
  const key = sessions.find(id) ?? '';
  clock.time += sessionSeconds * 1000 - 1;
  assert.ok(sessions.isAlive(key));
  sessions.end(other);
  assert.equal(sessions.find(other), null);
  clock.time += 1;
  assert.ok(!sessions.isAlive(key));
  assert.equal(sessions.find(id), null);
});

test('the seventeenth session ends the oldest', () => {
  const { sessions } = open();
  const ids = Array.from({ length: 17 }, () => sessions.exchange(sessions.invite()) ?? '');
  assert.deepEqual(
    ids.map((id) => sessions.find(id) !== null),
    [false, ...Array.from({ length: 16 }, () => true)],
  );
});

test('a bucket gives so many at once, then so many a second, and says how long to wait', () => {
  const { clock, now } = open();
  const bucket = createTokenBucket({ most: 2, perSecond: 0.5 }, now);
  assert.deepEqual([bucket.take(), bucket.take(), bucket.take()], [0, 0, 2]);
  clock.time += 1000;
  assert.equal(bucket.take(), 1);
  clock.time += 1000;
  assert.equal(bucket.take(), 0);
  clock.time -= 60_000;
  assert.equal(bucket.take(), 2);
});
