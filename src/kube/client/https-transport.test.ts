/** The real transport against servers of this test on loopback: what it sends, and what it says when there is no answer. */

import assert from 'node:assert/strict';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Access } from './access.ts';
import { ClientError } from './client-error.ts';
import { openCredentials } from './credentials.ts';
import type { PluginResult } from './exec-plugin.ts';
import { createHttpsTransport } from './https-transport.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig.ts';
import { createScriptedClock } from './scripted-transport.ts';

const user: UserEntry = {
  name: 'u',
  certificate: null,
  key: null,
  token: null,
  tokenFile: null,
  basic: null,
  exec: null,
  authProvider: null,
  impersonate: null,
};

interface Setting {
  readonly cluster?: Partial<ClusterEntry>;
  readonly user?: Partial<UserEntry> | null;
  readonly plugin?: () => Promise<PluginResult>;
  readonly timeout?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

const open = async (test: TestContext, server: string, setting: Setting = {}) => {
  const access: Access = {
    context: 'test',
    namespace: null,
    cluster: { name: 'c', server, authority: null, insecure: false, serverName: null, proxy: null, ...setting.cluster },
    user: setting.user === null ? null : { ...user, ...setting.user },
  };
  const environment = setting.environment ?? {};
  const credentials = await openCredentials(access, {
    environment,
    clock: createScriptedClock(),
    runPlugin: setting.plugin ?? (async () => ({ kind: 'missing' })),
    readBytes: async (path) => {
      const text = setting.files?.[path];
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return Buffer.from(text);
    },
  });
  const transport = createHttpsTransport({
    access,
    credentials,
    environment,
    timeout: setting.timeout ?? 10_000,
    userAgent: 'vauban/test',
  });
  test.after(() => transport.close());
  return async (path = '/api'): Promise<{ status: number; text: string }> => {
    const answer = await transport.get(path, { accept: 'application/json', signal: new AbortController().signal });
    let text = '';
    for await (const chunk of answer.body) text += Buffer.from(chunk).toString('utf8');
    return { status: answer.status, text };
  };
};

const listen = async (test: TestContext, server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => server.close());
  return (server.address() as AddressInfo).port;
};

const serve = async (test: TestContext, handle: (request: IncomingMessage, response: ServerResponse) => void) => {
  const server = createHttpServer(handle);
  test.after(() => server.closeAllConnections());
  return `http://127.0.0.1:${await listen(test, server)}`;
};

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

const echo = (request: IncomingMessage, response: ServerResponse): void => {
  response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers }));
};

const headersOf = async (test: TestContext, setting: Setting): Promise<Echo['headers']> => {
  const get = await open(test, await serve(test, echo), setting);
  return (JSON.parse((await get()).text) as Echo).headers;
};

test('a request is a GET under the path of the server, as vauban', async (test) => {
  const get = await open(test, `${await serve(test, echo)}/k8s/clusters/c-1`);
  const { method, url, headers } = JSON.parse((await get('/api?limit=1')).text) as Echo;
  assert.deepEqual(
    [method, url, headers['user-agent'], headers['accept']],
    ['GET', '/k8s/clusters/c-1/api?limit=1', 'vauban/test', 'application/json'],
  );
});

test('each kind of credential becomes the header kubectl would send', async (test) => {
  const basic = { name: 'jane', password: 'p:w' };
  const of = async (setting: Setting) => (await headersOf(test, setting))['authorization'];
  assert.equal(await of({ user: null }), undefined);
  assert.equal(await of({ user: { token: 'abc' } }), 'Bearer abc');
  assert.equal(await of({ user: { tokenFile: '/t', token: 'abc' }, files: { '/t': 'xyz\n' } }), 'Bearer xyz');
  assert.equal(await of({ user: { basic } }), 'Basic amFuZTpwOnc=');
});

test('an OIDC token is sent while it is valid', async (test) => {
  const claims = Buffer.from(JSON.stringify({ exp: 4_102_444_800 })).toString('base64url');
  const header = Buffer.from('{}').toString('base64url');
  const authProvider = { name: 'oidc', config: { 'id-token': `${header}.${claims}.c2ln` } };
  assert.equal((await headersOf(test, { user: { authProvider } }))['authorization'], `Bearer ${header}.${claims}.c2ln`);
});

test('an OIDC token that has expired and cannot be refreshed is said so', async (test) => {
  const claims = Buffer.from(JSON.stringify({ exp: 1 })).toString('base64url');
  const authProvider = { name: 'oidc', config: { 'id-token': `e30.${claims}.c2ln` } };
  const get = await open(test, 'http://127.0.0.1:1', { user: { authProvider } });
  await rejects(
    get,
    'unauthorised',
    'context "test" (http://127.0.0.1:1): the token of the auth provider "oidc" has expired and cannot be refreshed; log in again',
  );
});

test('an impersonated user comes with all groups', async (test) => {
  const impersonate = { user: 'bot', uid: 'u-1', groups: ['a', 'b'], extra: { 'acme.com/team': ['x'] } };
  const headers = await headersOf(test, { user: { token: 'abc', impersonate } });
  assert.deepEqual(
    [
      headers['impersonate-user'],
      headers['impersonate-uid'],
      headers['impersonate-group'],
      headers['impersonate-extra-acme.com%2fteam'],
    ],
    ['bot', 'u-1', 'a, b', 'x'],
  );
});

test('a plug-in is asked once more when the server refuses its token', async (test) => {
  const server = await serve(test, (request, response) => {
    response.statusCode = request.headers.authorization === 'Bearer two' ? 200 : 401;
    response.end('{}');
  });
  let count = 0;
  const plugin = async (): Promise<PluginResult> => {
    count += 1;
    return {
      kind: 'ended',
      code: 0,
      output: JSON.stringify({ status: { token: count === 1 ? 'one' : 'two' } }),
      error: '',
    };
  };
  const exec = {
    apiVersion: 'v1',
    command: 'login',
    parameters: [],
    environment: {},
    installHint: null,
    provideClusterInfo: false,
  };
  const get = await open(test, server, { user: { exec }, plugin });
  assert.equal((await get()).status, 200);
  assert.equal((await get()).status, 200);
  assert.equal(count, 2);
});

test('a compressed answer is read', async (test) => {
  const server = await serve(test, (_, response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end(gzipSync('{"a":1}'));
  });
  assert.equal((await (await open(test, server))()).text, '{"a":1}');
});

test('a proxy of the kubeconfig is used, also for an https server', async (test) => {
  const seen: string[] = [];
  const proxy = createHttpServer();
  proxy.on('connect', (request, socket) => {
    seen.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  const port = await listen(test, proxy);
  const get = await open(test, 'https://k8s.invalid:6443', { cluster: { proxy: `http://127.0.0.1:${port}` } });
  await assert.rejects(get(), ClientError);
  assert.deepEqual(seen, ['k8s.invalid:6443']);
});

test('a proxy of the environment is used for other machines, as kubectl does', async (test) => {
  const seen: string[] = [];
  const proxy = createHttpServer();
  proxy.on('connect', (request, socket) => {
    seen.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  const environment = { HTTPS_PROXY: `http://127.0.0.1:${await listen(test, proxy)}` };
  await assert.rejects((await open(test, 'https://k8s.invalid:6443', { environment }))(), ClientError);
  const own = await serve(test, echo);
  assert.equal(
    (await (await open(test, own, { environment: { ...environment, HTTP_PROXY: environment.HTTPS_PROXY } }))()).status,
    200,
  );
  assert.deepEqual(seen, ['k8s.invalid:6443']);
});

const rejects = async (get: () => Promise<unknown>, code: string, message: string | RegExp): Promise<void> => {
  const error = await get().catch((caught: unknown) => caught);
  assert.ok(error instanceof ClientError, String(error));
  assert.equal(error.code, code, error.message);
  if (typeof message === 'string') assert.equal(error.message, message);
  else assert.match(error.message, message);
};

test('nobody listening is one line', async (test) => {
  const gone = createTcpServer();
  const port = await listen(test, gone);
  await new Promise((resolve) => gone.close(resolve));
  const get = await open(test, `https://127.0.0.1:${port}`, { user: { token: 'canary-token' } });
  await rejects(
    get,
    'unreachable',
    `context "test" (https://127.0.0.1:${port}): the connection was refused; is the cluster up, and is there a VPN between?`,
  );
});

test('a server that says nothing is given up', async (test) => {
  const server = await serve(test, () => undefined);
  await rejects(
    await open(test, server, { timeout: 100 }),
    'timeout',
    /^context "test" \(http:\/\/127\.0\.0\.1:\d+\) has not answered for 0\.1 seconds; /,
  );
});

test('a port that does not speak TLS is one line', async (test) => {
  const plain = (await serve(test, echo)).replace('http:', 'https:');
  await rejects(
    await open(test, plain),
    'tls',
    `context "test" (${plain}): the server does not speak TLS on that port; check the server in the kubeconfig`,
  );
});

test('an answer that breaks off in the middle is an error, not a short list', async (test) => {
  const server = await serve(test, (_, response) => {
    response.setHeader('content-length', '100');
    response.write('{"items":[');
    setImmediate(() => response.destroy());
  });
  await rejects(await open(test, server), 'unreachable', /the connection was broken off/);
});

const zipped = gzipSync(Buffer.alloc(100_000, 'abc')).subarray(0, 50);

const halves: readonly (readonly [string, Uint8Array, boolean, string, RegExp])[] = [
  ['breaks off', zipped, true, 'unreachable', /: the connection was broken off; /],
  ['ends too early', zipped, false, 'bad-answer', /: the compressed answer is damaged; /],
  ['is no gzip at all', Buffer.from('{}'), false, 'bad-answer', /: the compressed answer is damaged; /],
];

for (const [name, body, breaks, code, message] of halves) {
  test(`a compressed answer that ${name} is an error, not a short list`, async (test) => {
    const server = await serve(test, (_, response) => {
      response.setHeader('content-encoding', 'gzip');
      if (breaks) response.setHeader('content-length', '1000');
      response.write(body);
      setImmediate(() => (breaks ? response.destroy() : response.end()));
    });
    await rejects(await open(test, server), code, message);
  });
}

test('an answer that stops in the middle is given up', async (test) => {
  const server = await serve(test, (_, response) => {
    response.setHeader('content-length', '100');
    response.write('{"items":[');
  });
  await rejects(await open(test, server, { timeout: 100 }), 'timeout', /has not answered for 0\.1 seconds/);
});

test('a certificate file that is missing is named', async (test) => {
  const opening = open(test, 'https://127.0.0.1:1', { user: { certificate: { kind: 'file', path: '/k/jane.crt' } } });
  await rejects(
    () => opening,
    'bad-kubeconfig',
    'context "test" (https://127.0.0.1:1): the client-certificate /k/jane.crt cannot be read',
  );
});

test('a connection to a server that hangs up at once is one line', async (test) => {
  const server = createTcpServer((socket) => socket.destroy());
  const port = await listen(test, server);
  await rejects(await open(test, `https://127.0.0.1:${port}`), 'unreachable', /broken off/);
});
