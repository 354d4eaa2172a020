/** Runs the bin itself in a process of its own, with every socket refused but those allowed. */

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface BinOptions {
  readonly input?: string;
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** `host:port` of the one socket that may be opened. */
  readonly onlySocket?: string;
  /** Another Node than the one running the tests. */
  readonly node?: string;
}

export interface BinRun {
  readonly code: number | null;
  readonly output: string;
  readonly error: string;
  /** Sockets it tried to open and may not. */
  readonly sockets: readonly string[];
}

export const bin = fileURLToPath(new URL('../../bin/vauban.mjs', import.meta.url));
const guard = new URL('./refuse-sockets.mjs', import.meta.url).href;

export const runBin = async (words: readonly string[], options: BinOptions = {}): Promise<BinRun> => {
  const notes = mkdtempSync(join(tmpdir(), 'vauban-bin-'));
  const log = join(notes, 'sockets');
  const child = spawn(options.node ?? process.execPath, ['--import', guard, bin, ...words], {
    cwd: options.folder ?? notes,
    env: {
      PATH: process.env['PATH'],
      HOME: notes,
      VAUBAN_SOCKET_LOG: log,
      VAUBAN_ONLY_SOCKET: options.onlySocket ?? '',
      ...options.environment,
    },
  });
  let output = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
  child.stdin.on('error', () => undefined).end(options.input ?? '');
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const sockets = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
  rmSync(notes, { recursive: true });
  return { code, output, error, sockets };
};
