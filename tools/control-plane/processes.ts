/** Starts the control plane's programs and makes sure that none outlives whoever started it. */

import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface Program {
  readonly name: string;
  readonly pid: number;
  /** The last lines it wrote, once it has ended by itself; `undefined` while it runs. */
  ended(): string | undefined;
  stop(): Promise<void>;
}

/** Starts a program in a session of its own, so that a Ctrl-C meant for the tests reaches only them; its output goes to a log. */
export const startProgram = (name: string, path: string, flags: readonly string[], folder: string): Program => {
  const log = join(folder, `${name}.log`);
  const output = openSync(log, 'w');
  const child = spawn(path, flags, { cwd: folder, stdio: ['ignore', output, output], detached: true });
  closeSync(output);
  child.unref();
  let failure: string | undefined;
  const end = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      failure = error.message;
      resolve();
    });
  });
  return {
    name,
    pid: child.pid ?? 0,
    ended: () => failure ?? (child.exitCode === null && child.signalCode === null ? undefined : readTail(log)),
    stop: () => stopChild(child, end),
  };
};

const stopChild = async (child: ChildProcess, end: Promise<void>): Promise<void> => {
  child.ref();
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await end;
};

/** Readable without the file being there: a program that could not be started wrote none. */
const readTail = (log: string): string => {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').slice(-3).join(' | ').slice(0, 600);
  } catch {
    return 'it wrote nothing';
  }
};

/**
 * Ends the programs and removes the folder when this process is gone, however it went: a shell waits for the end
 * of a pipe that only this process holds. An `exit` handler would miss SIGKILL and the out-of-memory killer.
 */
export const guard = (pids: readonly number[], folder: string): { release(): Promise<void> } => {
  const script = 'cat >/dev/null; kill -9 "$@" 2>/dev/null; rm -rf "$FOLDER"';
  const child = spawn('sh', ['-c', script, 'sh', ...pids.map(String)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { FOLDER: folder, PATH: '/usr/bin:/bin' },
  });
  const end = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.unref();
  if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return { release: () => stopChild(child, end) };
};

/** Ports of the loopback interface that nobody listens on now; another may still take one first, so starting is retried. */
export const findFreePorts = async (count: number): Promise<readonly number[]> => {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  return Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          const address = server.address();
          const port = typeof address === 'object' && address !== null ? address.port : 0;
          server.close(() => resolve(port));
        }),
    ),
  );
};
