/** One line on a terminal's standard error for whatever takes longer than a second. */

import type { CliContext } from './cli-context.ts';

export interface Progress {
  /** Cheap to call often: it writes at most five times a second, and nothing in the first second. */
  readonly say: (text: string) => void;
  /** Clears the line. */
  end(): Promise<void>;
}

const quietFor = 1000;
const between = 200;

export const createProgress = ({ error, now }: CliContext): Progress => {
  if (!error.isTerminal) return { say: () => undefined, end: () => Promise.resolve() };
  const start = Date.parse(now());
  let last = start + quietFor - between;
  let shown = false;
  return {
    say: (text) => {
      const time = Date.parse(now());
      if (time - last < between) return;
      last = time;
      shown = true;
      void error.write(`\r\u001b[2K${text} …`);
    },
    end: async () => {
      if (shown) await error.write('\r\u001b[2K');
    },
  };
};
