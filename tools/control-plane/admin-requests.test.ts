/** A connection that the server closed while nobody used it is no failure of the test that uses it next. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { type Admin, openAdmin } from './admin-requests.ts';
import { hasOpenssl, makeAuthority, makeClientCertificate, makeServerCertificate } from './certificates.ts';

/** Hangs up, instead of answering, on what `hangsUp` says yes to: told the number of the request on its connection. */
const open = async (context: TestContext, hangsUp: (number: number) => boolean): Promise<Admin | undefined> => {
  if (!(await hasOpenssl())) {
    context.skip('there is no openssl on PATH');
    return undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), 'vauban-admin-'));
  context.after(() => rm(folder, { recursive: true }));
  const authority = await makeAuthority(folder);
  const { certificate, key } = await makeServerCertificate(folder);
  const server: Server = createServer({ cert: certificate, key });
  const requests = new WeakMap<object, number>();
  server.on('request', ({ socket }, response) => {
    const number = (requests.get(socket) ?? 0) + 1;
    requests.set(socket, number);
    if (hangsUp(number)) socket.destroy();
    else response.end('{"number":' + number + '}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = await makeClientCertificate(folder, 'admin', { name: 'admin', groups: [] });
  const admin = openAdmin(`https://127.0.0.1:${port}`, authority, client);
  context.after(() => {
    admin.close();
    server.close();
  });
  return admin;
};

test('a request on a connection that was closed meanwhile goes out again on a new one', async (context) => {
  const admin = await open(context, (number) => number === 2);
  if (admin === undefined) return;
  assert.deepEqual((await admin.request('GET', '/')).body, { number: 1 });
  assert.deepEqual((await admin.request('GET', '/')).body, { number: 1 });
});

test('a new connection that is closed is a failure', async (context) => {
  const admin = await open(context, () => true);
  if (admin === undefined) return;
  await assert.rejects(admin.request('GET', '/'), { code: 'ECONNRESET' });
});
