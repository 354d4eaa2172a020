/** Makes the command line's context out of this process. */

import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../kube/client/clock.ts';
import { createNodeDisk } from '../assemble/node-disk.ts';
import type { CliContext, TextSink } from './cli-context.ts';
import { createFileWriter } from './file-writer.ts';
import { createProgramRunner } from './run-program.ts';
import { toTerminal } from './terminal.ts';

export const createProcessContext = (signal: AbortSignal, program: string): CliContext => ({
  program,
  workingFolder: process.cwd(),
  environment: process.env,
  clock: systemClock,
  namespaces: [],
  standardInput: process.stdin,
  now: () => new Date().toISOString(),
  random: (bytes) => randomBytes(bytes).toString('hex'),
  output: toSink(process.stdout),
  error: toSink(process.stderr),
  status: toSink(process.stderr),
  every: (milliseconds, act) => {
    const timer = setInterval(act, milliseconds).unref();
    return () => clearInterval(timer);
  },
  onEnter: (act) => {
    const { stdin } = process;
    if (!stdin.isTTY) return () => undefined;
    stdin.on('data', act).resume();
    return () => void stdin.off('data', act).pause().unref();
  },
  disk: createNodeDisk(process.cwd()),
  files: createFileWriter(process.cwd()),
  run: createProgramRunner(process.cwd()),
  signal,
});

/** The real time. A wait that is stopped ends early and quietly: whoever waits looks at the signal. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
};

const toSink = (stream: NodeJS.WriteStream): TextSink => {
  // `vauban … | head` closes the pipe early: the reader's wish and no complaint, but no clean bill either, since nobody
  // saw the rest. The code is that of a program ended by SIGPIPE, which Node ignores.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(141);
    process.stderr.write(`vauban: the output could not be written: ${error.message}\n`);
    process.exit(2);
  });
  return {
    ...toTerminal(stream, process.env),
    write: (text) =>
      new Promise((resolve) => {
        if (stream.write(text)) resolve();
        else stream.once('drain', resolve);
      }),
  };
};
