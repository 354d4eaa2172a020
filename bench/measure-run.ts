/** Runs the bin itself as a person would and measures it from outside: wall time, CPU time and peak memory. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Run {
  /** Milliseconds. */
  readonly wall: number;
  /** Milliseconds of user and system time of the process. */
  readonly cpu: number;
  /** MiB of resident memory at its highest. */
  readonly peak: number;
}

const bin = fileURLToPath(new URL('../bin/vauban.mjs', import.meta.url));
const recorder = new URL('./record-usage.mjs', import.meta.url).href;

/**
 * The compile cache is on, as it is for a person; the first run of a set fills it. Throws where the run does not end
 * with 0: the time of a command that gave up says nothing.
 */
export const measureRun = (words: readonly string[]): Run => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-bench-'));
  const usage = join(folder, 'usage.json');
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['--import', recorder, bin, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, VAUBAN_BENCH_USAGE: usage },
  });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    throw new Error(`vauban ${words.join(' ')} ended with ${status ?? 'a signal'}: ${stderr.trim()}`);
  }
  const { cpu, peak } = JSON.parse(readFileSync(usage, 'utf8')) as { cpu: number; peak: number };
  rmSync(folder, { recursive: true });
  return { wall, cpu, peak };
};

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
