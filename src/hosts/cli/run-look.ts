/** Runs one look in a process of its own: `serve --once` of this same program, within bounds of time and memory. */

import { spawn } from 'node:child_process';
import { totalmem } from 'node:os';
import type { LookRequest, LookResult } from '../console/looking/look-result.ts';

/** What a look may take: the largest estate that was measured, 100,000 objects, takes a tenth. */
const longestLook = 20 * 60_000;

/** Megabytes of JavaScript's memory: what a machine has for one program beside others. */
const mostMemory = Math.min(8192, Math.max(512, Math.floor((totalmem() / 2 ** 20) * 0.6)));

/** A sentence is what is wanted of it. */
const mostError = 64 << 10;

/** `words` are those behind `serve`; the program is the one that runs now. */
export const runLook = (words: readonly string[], { unless, say, signal }: LookRequest): Promise<LookResult> =>
  new Promise((resolve) => {
    const { execPath, execArgv, argv, env } = process;
    const own = [
      ...execArgv.filter((word) => !word.startsWith('--max-old-space-size')),
      `--max-old-space-size=${mostMemory}`,
    ];
    const more = unless === null ? [] : ['--unless', unless];
    const child = spawn(execPath, [...own, argv[1] ?? '', 'serve', '--once', ...more, ...words], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let told: LookResult | null = null;
    let error = '';
    let late = false;
    const stop = (): void => void child.kill('SIGKILL');
    const timer = setTimeout(() => {
      late = true;
      stop();
    }, longestLook);
    // Whoever ends this process ends the look: it would hold the store for nobody.
    const end = (): void => {
      stop();
      process.exit(143);
    };
    process.once('SIGTERM', end);
    process.once('SIGHUP', end);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    readLines(child.stdout, (line) => {
      const event = parseEvent(line);
      if (event?.kind === 'looking') say(event.text);
      else if (event !== null) told = event;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      // The last words count.
      error = (error + text).slice(-mostError);
    });
    const finish = (result: LookResult): void => {
      clearTimeout(timer);
      process.off('SIGTERM', end);
      process.off('SIGHUP', end);
      signal.removeEventListener('abort', stop);
      resolve(result);
    };
    child.on('error', (cause) =>
      finish({ kind: 'failed', message: `the look could not be started: ${cause.message}` }),
    );
    child.on('close', (code, killedBy) => {
      if (code === 0 && told !== null) return finish(told);
      finish({ kind: 'failed', message: explain({ code, killedBy, error, late }) });
    });
  });

interface Ended {
  readonly code: number | null;
  readonly killedBy: string | null;
  readonly error: string;
  readonly late: boolean;
}

const explain = ({ code, killedBy, error, late }: Ended): string => {
  if (late) return `the look took longer than ${longestLook / 60_000} minutes and was ended`;
  if (/heap out of memory/.test(error))
    return `the look needs more than ${mostMemory} MiB of memory; look at fewer paths, or on a larger machine`;
  const said = error
    .split('\n')
    .map((line) => line.replace(/^vauban: /, '').trim())
    .filter((line) => line !== '');
  const last = said.at(-1);
  if (killedBy !== null)
    return `the look was ended by ${killedBy}${killedBy === 'SIGKILL' ? ', as a system does that is short of memory' : ''}`;
  return last === undefined ? `the look ended with code ${code ?? -1} and said nothing` : last.slice(0, 1000);
};

type ToldEvent =
  | { readonly kind: 'looking'; readonly text: string }
  | Extract<LookResult, { kind: 'looked' | 'unchanged' }>;

const parseEvent = (line: string): ToldEvent | null => {
  try {
    const event = JSON.parse(line) as ToldEvent | null;
    return event !== null && ['looking', 'looked', 'unchanged'].includes(event.kind) ? event : null;
  } catch {
    return null;
  }
};

const readLines = (stream: NodeJS.ReadableStream, hear: (line: string) => void): void => {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line);
  });
};
