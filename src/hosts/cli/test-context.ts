/** A command line without a process, for tests: captured output, a fixed clock, standard input from a text. */

import { createNodeDisk } from '../assemble/node-disk.ts';
import type { CliContext, FileWriter } from './cli-context.ts';
import { createFileWriter } from './file-writer.ts';
import { systemClock } from './process-context.ts';
import { createProgramRunner } from './run-program.ts';
import { runProgram } from './program.ts';

export interface Ran {
  readonly code: number;
  readonly output: string;
  readonly error: string;
}

export interface TestOptions {
  readonly program?: string;
  readonly standardInput?: string;
  /** Where relative paths start; no test changes the process's own folder. */
  readonly folder?: string;
  /** Instead of 2026-11-23T12:00:00Z. */
  readonly now?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly files?: Partial<FileWriter>;
  /** Columns of a terminal; without it the output is no terminal. */
  readonly width?: number;
}

/** Runs one command line. */
export const runCli = async (words: readonly string[], options: TestOptions = {}): Promise<Ran> => {
  const output: string[] = [];
  const error: string[] = [];
  const code = await runProgram(words, createTestContext(output, error, options));
  return { code, output: output.join(''), error: error.join('') };
};

export const createTestContext = (output: string[], error: string[], options: TestOptions): CliContext => {
  const toSink = (pieces: string[]) => ({
    isTerminal: false,
    width: options.width ?? 0,
    colour: false,
    write: (text: string) => {
      pieces.push(text);
      return Promise.resolve();
    },
  });
  const workingFolder = options.folder ?? '/';
  return {
    program: options.program ?? 'vauban',
    workingFolder,
    random: (bytes) => '5'.repeat(2 * bytes),
    now: () => options.now ?? '2026-11-23T12:00:00Z',
    output: toSink(output),
    error: toSink(error),
    status: toSink(error),
    every: () => () => undefined,
    onEnter: () => () => undefined,
    files: { ...createFileWriter(workingFolder), ...options.files },
    disk: createNodeDisk(workingFolder),
    standardInput: toBytes(options.standardInput ?? ''),
    run: createProgramRunner(workingFolder),
    environment: { PATH: process.env['PATH'], ...options.environment },
    clock: systemClock,
    namespaces: [],
    signal: new AbortController().signal,
  };
};

async function* toBytes(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}
