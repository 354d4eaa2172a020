/** `vauban serve`: the console, and looks at what it shows; with `--once` one look alone. */

import { UsageError, flagOption, textOption, type RunCommand } from './command.ts';

/** Two programs in one: the server stays small because it loads nothing of what a look needs. */
export const run: RunCommand = async (input, context) => {
  if (flagOption(input, 'once')) return (await import('./serve-once.ts')).run(input, context);
  if (textOption(input, 'unless') !== undefined) throw new UsageError('--unless says when --once need not look');
  return (await import('./serve-console.ts')).run(input, context);
};
