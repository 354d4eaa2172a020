/** The process side of the command line: argv, streams, signals and the exit code, and nothing else. */

import { createProcessContext } from './process-context.ts';
import { runProgram } from './program.ts';

/** Sources run as they are only in a clone, where npx finds the command and nothing else does. */
const program = import.meta.url.endsWith('.ts') ? 'npx vauban' : 'vauban';

export const main = async (): Promise<void> => {
  const interruption = new AbortController();
  process.once('SIGINT', () => {
    interruption.abort();
    // The conventional code of a program ended by Ctrl-C; a second Ctrl-C ends it at once.
    process.exitCode = 130;
  });
  const context = createProcessContext(interruption.signal, program);
  const code = await runProgram(process.argv.slice(2), context);
  process.exitCode ??= code;
};
