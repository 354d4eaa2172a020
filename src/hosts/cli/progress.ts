/** One line on a terminal's standard error for whatever takes longer than a second. */

import { toPlainText, truncate } from '../../reports/plain-text.ts';
import type { CliContext } from './cli-context.ts';

/**
 * Does `act` while one line says how far it is, and clears the line, also where `act` throws. `say` is cheap to call often:
 * it writes at most five times a second, and nothing in the first second.
 */
export const withProgress = async <Result>(
  words: readonly string[],
  context: CliContext,
  act: (say: (text: string) => void) => Promise<Result>,
): Promise<Result> => {
  if (!context.status.isTerminal) return act(() => undefined);
  // Whoever pipes in may take minutes before the first byte.
  const progress = createProgress(words.includes('-') ? 'reading standard input' : 'reading', context);
  try {
    return await act(progress.say);
  } finally {
    await progress.end();
  }
};

const quietFor = 1000;
const between = 200;

const createProgress = (first: string, { status, now, every }: CliContext) => {
  let last = Date.parse(now()) + quietFor - between;
  let wanted = first;
  let shown = '';
  const draw = (): void => {
    const time = Date.parse(now());
    if (wanted === shown || time - last < between) return;
    last = time;
    shown = wanted;
    void status.write(`${clearLine}${truncate(`${toPlainText(wanted)} …`, status.width)}`);
  };
  // A source that waits calls nobody, and one that is busy lets no timer through: both draw.
  const stop = every(between, draw);
  return {
    say: (text: string) => {
      wanted = text;
      draw();
    },
    end: async (): Promise<void> => {
      stop();
      if (shown !== '') await status.write(clearLine);
    },
  };
};

const clearLine = '\r\u001b[2K';
