/** A running console for tests: real sockets, a real store in a folder of its own, a clock that the test sets. */

import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as requestHttp, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openStore } from '../../stores/registry.ts';
import type { EstateName, Store } from '../../stores/store.ts';
import type { ConsoleOptions, RunningConsole } from './console-options.ts';
import { createLiveEvents, type LiveEvents } from './live-events.ts';
import { startConsole } from './start-console.ts';

export interface TestConsole {
  readonly console: RunningConsole;
  readonly port: number;
  readonly store: Store;
  readonly live: LiveEvents;
  /** Estates that were asked to be looked at. */
  readonly asked: readonly string[];
  /** Lines for the person before the terminal. */
  readonly said: readonly string[];
  readonly clock: { now: string };
  readonly ask: (path: string, options?: AskOptions) => Promise<Answered>;
  /** Gives the cookie. */
  readonly signIn: () => Promise<string>;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: () => unknown;
}

export const testEstate: EstateName = { id: '0123456789ab', title: 'examples', kind: 'manifests' };

export const startTestConsole = async (
  test: TestContext,
  given: Partial<ConsoleOptions> = {},
): Promise<TestConsole> => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-console-'));
  const clock = { now: '2026-11-24T12:00:00.000Z' };
  const store =
    given.store ?? openStore(join(folder, 'history.db'), { now: () => clock.now, keepDays: 400, patience: 100 });
  const live = createLiveEvents();
  const asked: string[] = [];
  const said: string[] = [];
  const assets = join(folder, 'dist');
  mkdirSync(join(assets, 'assets'), { recursive: true });
  writeFileSync(join(assets, 'index.html'), '<!doctype html><title>Vauban</title>');
  writeFileSync(join(assets, 'assets', 'main-Ab3dEf9h.js'), `export const page = '${'x'.repeat(2000)}';\n`);
  writeFileSync(join(folder, 'secret.txt'), 'outside of the console\n');
  const running = await startConsole(
    {
      estates: [testEstate],
      store,
      program: 'vauban',
      port: 0,
      assets,
      live,
      looks: { looking: () => null, failing: () => null, ask: (id) => void asked.push(id) },
      draft: () => Promise.resolve({ kind: 'refused', message: 'nothing is drafted here' }),
      ...given,
    },
    {
      now: () => clock.now,
      random: (bytes) => randomBytes(bytes).toString('hex'),
      every: (milliseconds, act) => {
        const timer = setInterval(act, milliseconds).unref();
        return () => clearInterval(timer);
      },
      say: (line) => void said.push(line),
    },
  );
  test.after(async () => {
    await running.close();
    store.close();
    rmSync(folder, { recursive: true });
  });
  const port = Number(new URL(running.origin).port);
  const ask = (path: string, options: AskOptions = {}): Promise<Answered> => askPort(port, path, options);
  return {
    console: running,
    port,
    store,
    live,
    asked,
    said,
    clock,
    ask,
    signIn: async () => {
      const token = new URL(running.invite()).hash.slice('#token='.length);
      const { headers } = await ask('/api/v1/session', toPost(port, { token }));
      return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    },
  };
};

/** As a page of our own sends it. */
export const toPost = (port: number, body: unknown, headers: OutgoingHttpHeaders = {}): AskOptions => ({
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    origin: `http://127.0.0.1:${port}`,
    'sec-fetch-site': 'same-origin',
    ...headers,
  },
  body: JSON.stringify(body),
});

export const askPort = (
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: AskOptions,
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const request = requestHttp(
      { host: '127.0.0.1', port, path, method, headers, agent: false, setHost: headers['host'] === undefined },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes,
            text: bytes.toString('utf8'),
            json: () => JSON.parse(bytes.toString('utf8')) as unknown,
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
