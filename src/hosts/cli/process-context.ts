/** Makes the command line's context out of this process. */

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../kube/client/clock.ts';
import type { RunOptions, RunResult } from '../../sources/source.ts';
import { createNodeDisk } from '../assemble/node-disk.ts';
import type { CliContext, TextSink } from './cli-context.ts';

export const createProcessContext = (signal: AbortSignal): CliContext => ({
  workingFolder: process.cwd(),
  environment: process.env,
  clock: systemClock,
  standardInput: process.stdin,
  now: () => new Date().toISOString(),
  output: toSink(process.stdout),
  error: toSink(process.stderr),
  disk: createNodeDisk(),
  files: { readText, write: writeWhole },
  run: runProgram,
  signal,
});

/** The real time. A wait that is stopped ends early and quietly: whoever waits looks at the signal. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
};

const toSink = (stream: NodeJS.WriteStream): TextSink => {
  // `vauban … | head` closes the pipe early: that is the reader's wish and no error.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    process.stderr.write(`vauban: the output could not be written: ${error.message}\n`);
    process.exit(2);
  });
  const { NO_COLOR: off, FORCE_COLOR: on } = process.env;
  return {
    isTerminal: stream.isTTY,
    width: stream.isTTY ? stream.columns : 0,
    // https://no-color.org: set and not empty means no colour.
    colour: off !== undefined && off !== '' ? false : on !== undefined && on !== '0' ? true : stream.isTTY,
    write: (text) =>
      new Promise((resolve) => {
        if (stream.write(text)) resolve();
        else stream.once('drain', resolve);
      }),
  };
};

export const readText = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

export const writeWhole = async (path: string, pieces: Iterable<string>): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(draft, { flags: 'wx' }));
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
};

/** Without a shell: a folder's name is never a command. The program gets no terminal and no input. */
export const runProgram = (
  program: string,
  parameters: readonly string[],
  options: RunOptions,
): Promise<RunResult | undefined> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: options.folder,
      timeout: options.timeout,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Uint8Array[] = [];
    const errors: Uint8Array[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size > options.most) child.kill();
      else output.push(chunk);
    });
    child.stderr.on('data', (chunk: Uint8Array) => {
      // A program's complaint is shown as one line: the first 64 KB are plenty.
      if (errors.length < 64) errors.push(chunk.subarray(0, 1024));
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.on('close', (code, signal) => {
      const why =
        size > options.most ? `printed more than ${options.most} bytes` : signal === null ? '' : `ended by ${signal}`;
      resolve({
        code: code ?? -1,
        output: Buffer.concat(output),
        error: Buffer.concat(errors).toString('utf8') + (why === '' ? '' : `${program} was stopped: ${why}`),
      });
    });
  });
