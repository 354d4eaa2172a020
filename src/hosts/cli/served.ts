/** A real `vauban serve` in a process of its own, for tests: its link, its API, its events. */

import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import type { EstateState, LiveEvent } from '../console/api/estate-state.ts';

export interface Served {
  readonly address: string;
  readonly origin: string;
  readonly pid: number;
  /** Standard error so far. */
  error(): string;
  /** The JSON of an answer; `status` must be the expected one. */
  ask(path: string, options?: { readonly body?: unknown; readonly status?: number }): Promise<unknown>;
  estate(): Promise<EstateState>;
  /** The first event that fits, of those since the page was opened; each is given once. */
  hear(fits: (event: LiveEvent) => boolean): Promise<LiveEvent>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ServeOptions {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Words before the program: for Node. */
  readonly node?: readonly string[];
  /** A program and its words that run all of this, in the same process. */
  readonly through?: readonly string[];
}

const bin = fileURLToPath(new URL('../../../bin/vauban.mjs', import.meta.url));

export const serve = async (
  test: TestContext,
  words: readonly string[],
  { folder, environment = {}, node = [], through = [] }: ServeOptions,
): Promise<Served> => {
  const [program = '', ...rest] = [...through, process.execPath, ...node, bin, 'serve', '--port', '0', ...words];
  const child = spawn(program, rest, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  test.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let error = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('\n')) resolve(text.trim());
    });
    child.on('close', (code) => reject(new Error(`it ended with ${code}: ${error}`)));
  });
  const { origin, hash } = new URL(address);
  const cookie = await signIn(origin, hash.slice('#token='.length));
  const ask: Served['ask'] = async (path, { body, status = 200 } = {}) => {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie, origin, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status !== status) throw new Error(`${path} was answered with ${answer.status}: ${text}`);
    return JSON.parse(text) as unknown;
  };
  return {
    address,
    origin,
    pid: child.pid ?? 0,
    error: () => error,
    ask,
    estate: async () => {
      const [first] = (await ask('/estates')) as readonly EstateState[];
      if (first === undefined) throw new Error('there is no estate');
      return first;
    },
    hear: openEvents(test, origin, cookie),
    stop: (signal = 'SIGINT') => {
      child.kill(signal);
      return ended;
    },
  };
};

const signIn = async (origin: string, token: string): Promise<string> => {
  const answer = await fetch(`${origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token }),
  });
  if (answer.status !== 200) throw new Error(`signing in was answered with ${answer.status}`);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
};

const openEvents = (test: TestContext, origin: string, cookie: string): Served['hear'] => {
  const heard: LiveEvent[] = [];
  const waiting = new Set<() => void>();
  const stream = request(`${origin}/api/v1/events`, { headers: { cookie } }, (response) => {
    let rest = '';
    response.setEncoding('utf8').on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks)
        if (block.startsWith('data: ')) heard.push(JSON.parse(block.slice('data: '.length)) as LiveEvent);
      for (const wake of waiting) wake();
      waiting.clear();
    });
    response.on('error', () => undefined);
  });
  stream.on('error', () => undefined);
  stream.end();
  test.after(() => stream.destroy());
  return async (fits) => {
    for (;;) {
      const at = heard.findIndex(fits);
      const [event] = at < 0 ? [] : heard.splice(0, at + 1).slice(-1);
      if (event !== undefined) return event;
      await new Promise<void>((resolve) => waiting.add(resolve));
    }
  };
};
