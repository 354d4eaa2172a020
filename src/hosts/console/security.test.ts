/** Attacks on a running console over real sockets: each must find the door closed, and an answer that says nothing it should not. */

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test, type TestContext } from 'node:test';
import { mostStreams } from './event-stream.ts';
import { sessionSeconds } from './sessions.ts';
import { startTestConsole, testEstate, toPost, type TestConsole } from './test-console.ts';

interface ErrorBody {
  readonly error: { readonly kind: string; readonly message: string; readonly todo: string };
}

const kindOf = (answer: { json(): unknown }): string => (answer.json() as ErrorBody).error.kind;

test('it listens on the loopback interface and on no other', async (context) => {
  const { port } = await startTestConsole(context);
  const others = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, scopeid }) => !internal && (scopeid ?? 0) === 0);
  for (const { address } of others) assert.equal(await canConnect(address, port), false, address);
  assert.equal(await canConnect('127.0.0.1', port), true);
});

test('a name that is not of this machine is refused, whatever it resolves to', async (context) => {
  const { ask, port, signIn } = await startTestConsole(context);
  const cookie = await signIn();
  const refused = [
    `evil.example:${port}`,
    'evil.example',
    '127.0.0.1',
    `127.0.0.1:${port + 1}`,
    `127.0.0.1.evil.example:${port}`,
    `localhost.:${port}`,
    '',
    `[::ffff:127.0.0.1]:${port}`,
  ];
  for (const host of refused) {
    const answer = await ask('/api/v1/estates', { headers: { host, cookie } });
    assert.equal(answer.status === 403 || answer.status === 400, true, host);
    assert.doesNotMatch(answer.text, new RegExp(testEstate.title), host);
  }
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`])
    assert.equal((await ask('/api/v1/estates', { headers: { host, cookie } })).status, 200, host);
});

test('a page of another origin can make a browser ask nothing', async (context) => {
  const { ask, port, signIn, asked } = await startTestConsole(context);
  const cookie = await signIn();
  const own = `http://127.0.0.1:${port}`;
  const cases: readonly [string, Record<string, string>, number][] = [
    ['a page elsewhere', { origin: 'https://evil.example' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['another port of this machine', { origin: `http://127.0.0.1:${port + 1}`, 'sec-fetch-site': 'same-site' }, 403],
    ['another port without Origin', { 'sec-fetch-site': 'same-site' }, 403],
    ['an image elsewhere', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['the same with TLS', { origin: `https://127.0.0.1:${port}` }, 403],
    ['a tab', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, 200],
    ['our own page', { origin: own, 'sec-fetch-site': 'same-origin' }, 200],
    ['a program', {}, 200],
  ];
  for (const [name, headers, status] of cases) {
    const answer = await ask('/api/v1/estates', { headers: { cookie, ...headers } });
    assert.equal(answer.status, status, name);
  }
  const look = `/api/v1/estates/${testEstate.id}/look`;
  const posts: readonly [string, Record<string, string | undefined>, number][] = [
    ['a form elsewhere', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['without a word of where', { origin: undefined, 'sec-fetch-site': undefined }, 403],
    ['a form of ours', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a plain text, as needs no leave', { 'content-type': 'text/plain' }, 415],
    ['our own page', {}, 202],
  ];
  for (const [name, headers, status] of posts) {
    const { headers: usual, ...rest } = toPost(port, {}, { cookie });
    const all = Object.fromEntries(Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== undefined));
    assert.equal((await ask(look, { ...rest, headers: all })).status, status, name);
  }
  assert.deepEqual(asked, [testEstate.id]);
});

test('a link from elsewhere leads to the sign-in page and shows nothing', async (context) => {
  const { ask } = await startTestConsole(context);
  const answer = await ask('/findings?severity=high', {
    headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  });
  assert.equal(answer.status, 401);
  assert.match(answer.text, /Press Enter in the terminal/);
});

test('a token counts once; whoever comes second is told, and so is the person before the terminal', async (context) => {
  const { console: running, ask, port, said } = await startTestConsole(context);
  const { token } = running;
  assert.match(running.address, new RegExp(`^http://127\\.0\\.0\\.1:${port}/sign-in#token=[0-9a-f]{32}$`));
  const first = await ask('/api/v1/session', toPost(port, { token }));
  assert.equal(first.status, 200);
  assert.match(
    first.headers['set-cookie']?.[0] ?? '',
    new RegExp(`^vauban-${port}=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${sessionSeconds}$`),
  );
  assert.ok(!(first.headers['set-cookie']?.[0] ?? '').includes(token));
  const second = await ask('/api/v1/session', toPost(port, { token }));
  assert.equal(second.status, 401);
  assert.equal(second.headers['set-cookie'], undefined);
  assert.equal(said.length, 1);
  const fresh = /token=([0-9a-f]{32})$/.exec(said[0] ?? '')?.[1];
  assert.equal((await ask('/api/v1/session', toPost(port, { token: fresh }))).status, 200);
});

test('tokens are not to be guessed: after ten tries there is a pause', async (context) => {
  const { ask, port, said, console: running, clock } = await startTestConsole(context);
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 12; attempt += 1)
    statuses.push((await ask('/api/v1/session', toPost(port, { token: String(attempt).repeat(16) }))).status);
  assert.deepEqual(statuses, [...Array.from({ length: 10 }, () => 401), 429, 429]);
  assert.equal(said.length, 10);
  const late = await ask('/api/v1/session', toPost(port, { token: running.token }));
  assert.equal(late.headers['retry-after'], '5');
  clock.now = '2026-11-24T12:00:05.000Z';
  const token = /token=([0-9a-f]{32})$/.exec(said.at(-1) ?? '')?.[1];
  assert.equal((await ask('/api/v1/session', toPost(port, { token }))).status, 200);
});

test('a token is nothing but a text: no other JSON signs in or breaks anything', async (context) => {
  const { ask, port, said } = await startTestConsole(context);
  for (const token of [null, 1, true, {}, [], 'x'.repeat(10_000)])
    assert.equal((await ask('/api/v1/session', toPost(port, { token }))).status, 401);
  assert.ok(said.every((line) => !line.includes('bug')));
});

test('without a session, with an unknown one, and with one that has ended, the API answers 401', async (context) => {
  const { ask, port, signIn, clock } = await startTestConsole(context);
  const cookie = await signIn();
  const unknown = `vauban-${port}=${'0'.repeat(32)}`;
  for (const given of [undefined, unknown, `vauban-${port}=`, `vauban-${port}='drop`]) {
    const answer = await ask('/api/v1/estates', { headers: given === undefined ? {} : { cookie: given } });
    assert.equal(answer.status, 401);
    assert.deepEqual(answer.json(), {
      error: {
        kind: 'unauthorised',
        message: 'nobody is signed in, or the session has ended',
        todo: 'press Enter in the terminal where vauban serve runs: it prints a link that signs in once',
      },
    });
  }
  assert.equal((await ask('/api/v1/estates', { headers: { cookie: `${unknown}; ${cookie}` } })).status, 200);
  clock.now = new Date(Date.parse(clock.now) + sessionSeconds * 1000).toISOString();
  assert.equal((await ask('/api/v1/estates', { headers: { cookie } })).status, 401);
  assert.equal((await ask('/', { headers: { cookie } })).status, 401);
});

test('signing out ends the session', async (context) => {
  const { ask, port, signIn } = await startTestConsole(context);
  const cookie = await signIn();
  const { headers } = toPost(port, null, { cookie });
  assert.equal((await ask('/api/v1/session', { method: 'DELETE', headers: headers ?? {} })).status, 200);
  assert.equal((await ask('/api/v1/estates', { headers: { cookie } })).status, 401);
});

test('no path leads out of the console', async (context) => {
  const { port, signIn } = await startTestConsole(context);
  const cookie = await signIn();
  const paths = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '//127.0.0.1/../secret.txt',
    '/assets/..;/..;/secret.txt',
    '/secret.txt%00.js',
    '/index.html/../../secret.txt',
  ];
  for (const path of paths) {
    const answer = await sendRaw(
      port,
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    );
    assert.doesNotMatch(answer, /outside of the console/, path);
    assert.match(answer, /^HTTP\/1\.1 (?:200|400|404) /, path);
  }
});

test('what is no request of ours is refused in a few words', async (context) => {
  const { port, signIn, said } = await startTestConsole(context);
  const cookie = await signIn();
  const host = `Host: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nConnection: close\r\n`;
  const cases: readonly [string, string, RegExp][] = [
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'two lengths',
      `POST /api/v1/estates HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a length and chunks',
      `POST /api/v1/session HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1\.1 400 /,
    ],
    ['headers of 20 kB', `GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 4(?:00|31) /],
    ['an address of 10 kB', `GET /?${'x'.repeat(10_000)} HTTP/1.1\r\n${host}\r\n`, /^HTTP\/1\.1 413 /],
    ['a proxy request', `GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`, /^HTTP\/1\.1 400 /],
    ['TRACE', `TRACE / HTTP/1.1\r\n${host}Origin: http://127.0.0.1:${port}\r\n\r\n`, /^HTTP\/1\.1 405 /],
    [
      'PUT',
      `PUT /api/v1/estates HTTP/1.1\r\n${host}Origin: http://127.0.0.1:${port}\r\nContent-Length: 0\r\n\r\n`,
      /^HTTP\/1\.1 405 /,
    ],
    ['a broken escape', `GET /api/v1/estates/%ff%fe/findings HTTP/1.1\r\n${host}\r\n`, /^HTTP\/1\.1 400 /],
    [
      'an upgrade',
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: https://evil.example\r\n\r\n`,
      /^HTTP\/1\.1 403 /,
    ],
  ];
  for (const [name, text, wanted] of cases) {
    const answer = await sendRaw(port, text);
    assert.match(answer, wanted, name);
    assert.doesNotMatch(answer, /\n\s+at |node:|\.ts/, name);
  }
  assert.deepEqual(said, []);
});

test('a body has bounds, also one that does not say how long it is', async (context) => {
  const { ask, port, signIn } = await startTestConsole(context);
  const cookie = await signIn();
  const path = `/api/v1/estates/${testEstate.id}/exceptions/draft`;
  const big = await ask(path, toPost(port, { finding: 'x'.repeat(70_000) }, { cookie }));
  assert.deepEqual([big.status, kindOf(big)], [413, 'too-large']);
  const chunked = await sendRaw(
    port,
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n12000\r\n${'x'.repeat(0x12000)}\r\n`,
  );
  assert.match(chunked, /^HTTP\/1\.1 413 /);
  for (const body of [
    '',
    'x',
    '[]',
    'null',
    '{"finding":1}',
    '{"finding":"0123456789abcdef","reason":"r","owner":"o","expires":"soon"}',
    '{"__proto__":{"a":1}}',
  ]) {
    const answer = await ask(path, { ...toPost(port, null, { cookie }), body });
    assert.deepEqual([answer.status, kindOf(answer)], [400, 'bad-request'], body);
  }
});

test('every answer carries the headers that keep pages apart, and what is about a cluster is kept by no cache', async (context) => {
  const { ask, signIn } = await startTestConsole(context);
  const cookie = await signIn();
  for (const path of [
    '/',
    '/sign-in',
    '/sign-in.js',
    '/assets/main-Ab3dEf9h.js',
    '/api/v1/estates',
    '/api/v1/nothing',
    '/none.js',
  ]) {
    const { headers } = await ask(path, { headers: { cookie } });
    assert.equal(
      headers['content-security-policy'],
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      path,
    );
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    assert.equal(headers['referrer-policy'], 'no-referrer', path);
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin', path);
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin', path);
    assert.equal(headers['access-control-allow-origin'], undefined, path);
    assert.equal(headers['x-powered-by'] ?? headers.server, undefined, path);
    if (path.startsWith('/api')) assert.equal(headers['cache-control'], 'no-store', path);
  }
  const asset = await ask('/assets/main-Ab3dEf9h.js');
  assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable');
});

test('who asks too much is told when to come back, and nobody else has to wait', async (context) => {
  const { ask, signIn, clock } = await startTestConsole(context);
  const [greedy, patient] = [await signIn(), await signIn()];
  const statuses = new Set<number>();
  let last = await ask('/api/v1/estates', { headers: { cookie: greedy } });
  for (let count = 0; count < 300; count += 1) {
    last = await ask('/api/v1/estates', { headers: { cookie: greedy } });
    statuses.add(last.status);
  }
  assert.deepEqual([...statuses], [200, 429]);
  assert.deepEqual([kindOf(last), last.headers['retry-after']], ['too-many', '1']);
  assert.equal((await ask('/api/v1/estates', { headers: { cookie: patient } })).status, 200);
  clock.now = '2026-11-24T12:00:01.000Z';
  assert.equal((await ask('/api/v1/estates', { headers: { cookie: greedy } })).status, 200);
});

test('pages that listen are so many at most, hear what changes, and are let go when their session ends', async (context) => {
  const { ask, port, signIn, live, clock } = await startTestConsole(context);
  const cookie = await signIn();
  const streams = await Promise.all(Array.from({ length: mostStreams }, () => openStream(context, port, cookie)));
  const more = await ask('/api/v1/events', { headers: { cookie } });
  assert.deepEqual([more.status, kindOf(more), more.headers['retry-after']], [429, 'too-many', '30']);
  live.send({ kind: 'looked', estate: testEstate.id, at: clock.now });
  for (const stream of streams)
    assert.match(
      await stream.until(/data: .*\n\n/),
      /data: \{"kind":"looked","estate":"0123456789ab","at":"2026-11-24T12:00:00\.000Z"\}\n\n/,
    );
  clock.now = new Date(Date.parse(clock.now) + sessionSeconds * 1000).toISOString();
  live.send({ kind: 'looked', estate: testEstate.id, at: clock.now });
  await Promise.all(streams.map(({ closed }) => closed));
  assert.equal(live.listeners(), 0);
});

const canConnect = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(false));
  });

/** All that comes back until the server closes. */
const sendRaw = (port: number, text: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (answer += chunk));
    // The server may have closed before all was sent: what it said by then counts.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    socket.end(text);
  });

const openStream = async (context: TestContext, port: TestConsole['port'], cookie: string) => {
  const socket = connect({ host: '127.0.0.1', port });
  context.after(() => socket.destroy());
  let heard = '';
  const waiting: (() => void)[] = [];
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    heard += chunk;
    for (const wake of waiting.splice(0)) wake();
  });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const until = async (wanted: RegExp): Promise<string> => {
    while (!wanted.test(heard)) await new Promise<void>((resolve) => waiting.push(resolve));
    return heard;
  };
  socket.write(
    `GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
  );
  await until(/retry: 2000\n\n/);
  return { until, closed };
};
