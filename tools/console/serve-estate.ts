/** Starts the real `vauban serve` over a folder, with a store of its own, and waits for its first look. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/vauban.mjs', import.meta.url));

export interface ServedEstate {
  readonly origin: string;
  /** With the one-time token. */
  readonly address: string;
  readonly store: string;
  /** As Ctrl-C does; done when it has ended. */
  readonly end: () => Promise<void>;
}

/** `folder` is where it runs; what it says besides its address is told where it ends early. */
export const serveEstate = async (
  context: TestContext,
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ServedEstate> => {
  const state = mkdtempSync(join(tmpdir(), 'vauban-serve-'));
  const store = join(state, 'history.db');
  const child = spawn(process.execPath, [bin, 'serve', ...words, '--port', '0', '--store', store], {
    cwd: folder,
    env: { ...process.env, XDG_STATE_HOME: state, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const end = async (): Promise<void> => {
    child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
  };
  context.after(async () => {
    await end();
    rmSync(state, { recursive: true, force: true });
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const address = await new Promise<string>((resolve, reject) => {
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      const [found] = /http:\/\/\S+#token=\w+(?=\s)/.exec(told) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`vauban serve ended with ${code}: ${said}`)));
  });
  return {
    address,
    origin: new URL(address).origin,
    store,
    end,
  };
};
