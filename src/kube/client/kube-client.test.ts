/** What the client does with every kind of answer, without a network. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientError, type ClientErrorCode } from './client-error.ts';
import { createKubeClient } from './kube-client.ts';
import { createScriptedClock, createScriptedTransport, type ScriptedAnswer } from './scripted-transport.ts';

const where = 'context "test" (https://k8s.example:6443)';

const ask = async (answers: readonly (ScriptedAnswer | ClientError)[], most?: number) => {
  const clock = createScriptedClock();
  const transport = createScriptedTransport((_, count) => {
    const answer = answers[Math.min(count, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const client = createKubeClient({ transport, clock, signal: new AbortController().signal, where });
  const result = await client
    .get('/api/v1/pods?limit=1&continue=secretlike', most === undefined ? {} : { most })
    .catch((error: unknown) => error);
  return { result, waits: clock.waits, count: transport.asked.length };
};

const expectError = async (
  answers: readonly (ScriptedAnswer | ClientError)[],
  code: ClientErrorCode,
  message: string,
): Promise<void> => {
  const { result } = await ask(answers);
  assert.ok(result instanceof ClientError);
  assert.deepEqual({ code: result.code, message: result.message }, { code, message });
};

const status = (code: number, message: string): ScriptedAnswer => ({
  status: code,
  body: { kind: 'Status', code, message },
});

test('an object is given as it is, with integers exact to 64 bits', async () => {
  const { result } = await ask([{ body: '{"a":9007199254740993,"b":1}' }]);
  assert.deepEqual(result, { kind: 'value', value: { a: 9007199254740993n, b: 1 }, type: 'application/json' });
});

test('a body over the bound is not read to its end', async () => {
  const { result } = await ask([{ body: { items: 'x'.repeat(100) } }], 50);
  assert.deepEqual(result, { kind: 'too-large' });
});

const failures: readonly (readonly [string, ScriptedAnswer, ClientErrorCode, string])[] = [
  [
    '401',
    status(401, 'Unauthorized'),
    'unauthorised',
    `${where} does not know who we are (401); the token or certificate may have expired: log in again and check with kubectl auth whoami`,
  ],
  [
    '403',
    status(403, 'pods is forbidden: User "jane" cannot list'),
    'forbidden',
    `${where}: GET /api/v1/pods is forbidden: pods is forbidden: User "jane" cannot list`,
  ],
  ['404', status(404, 'not there'), 'not-found', `${where}: GET /api/v1/pods does not exist: not there`],
  ['410', status(410, 'too old'), 'expired', `${where}: GET /api/v1/pods: the list has expired: too old`],
  [
    'a redirect',
    { status: 302, headers: { location: '/login' }, body: '' },
    'bad-answer',
    `${where}: GET /api/v1/pods was answered with 302: status 302 without an explanation`,
  ],
  [
    'a web page',
    { headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' },
    'bad-answer',
    `${where}: GET /api/v1/pods was answered with a web page instead of JSON; is there a login page or a proxy between?`,
  ],
  [
    'a web page as error',
    { status: 403, body: '<html>token=abc</html>' },
    'forbidden',
    `${where}: GET /api/v1/pods is forbidden: status 403 without an explanation`,
  ],
  [
    'broken JSON',
    { body: '{"items":[' },
    'bad-answer',
    `${where}: GET /api/v1/pods was answered with something that is not JSON`,
  ],
  [
    'a list where an object belongs',
    { body: '[]' },
    'bad-answer',
    `${where}: GET /api/v1/pods was answered with something that is not JSON`,
  ],
  [
    'JSON nested without end',
    { body: `{"a":${'['.repeat(100_000)}` },
    'bad-answer',
    `${where}: GET /api/v1/pods was answered with something that is not JSON`,
  ],
];

for (const [name, answer, code, message] of failures) {
  test(`${name} is a ClientError ${code}, in one line`, () => expectError([answer], code, message));
}

test('429 waits as long as the server asks, then goes on', async () => {
  const { result, waits } = await ask([
    { ...status(429, 'slow down'), headers: { 'retry-after': '3' } },
    { body: { ok: true } },
  ]);
  assert.deepEqual(result, { kind: 'value', value: { ok: true }, type: 'application/json' });
  assert.deepEqual(waits, [3000]);
});

test('a Retry-After may be a date, and is bounded by half a minute', async () => {
  const dated = await ask([
    { ...status(503, 'away'), headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:07 GMT' } },
    { body: {} },
  ]);
  assert.deepEqual(dated.waits, [7000]);
  const long = await ask([{ ...status(503, 'away'), headers: { 'retry-after': '86400' } }, { body: {} }]);
  assert.deepEqual(long.waits, [30_000]);
});

test('a server that keeps failing is given up after five attempts, each wait twice the last', async () => {
  const { result, waits, count } = await ask([status(500, 'etcd is away')]);
  assert.ok(result instanceof ClientError);
  assert.equal(result.message, `${where}: GET /api/v1/pods failed in the server (500): etcd is away`);
  assert.equal(result.code, 'server');
  assert.deepEqual(waits, [500, 1000, 2000, 4000]);
  assert.equal(count, 5);
});

test('a refused connection is not tried again: there is no cluster', async () => {
  const { result, count } = await ask([new ClientError('unreachable', 'refused')]);
  assert.ok(result instanceof ClientError);
  assert.equal(result.code, 'unreachable');
  assert.equal(count, 1);
});

test('a connection that breaks once the cluster has answered is tried again', async () => {
  const clock = createScriptedClock();
  const transport = createScriptedTransport((_, count) => {
    if (count === 2) throw new ClientError('unreachable', 'broken off');
    return { body: { count } };
  });
  const client = createKubeClient({ transport, clock, signal: new AbortController().signal, where });
  await client.get('/a');
  assert.deepEqual(await client.get('/b'), { kind: 'value', value: { count: 3 }, type: 'application/json' });
  assert.deepEqual(clock.waits, [500]);
});
