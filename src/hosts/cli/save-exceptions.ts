/** Writes an edited exceptions file, or with `--dry-run` prints what would change and writes nothing. */

import { toPlainText } from '../../reports/plain-text.ts';
import type { CliContext } from './cli-context.ts';
import { flagOption, type CommandInput, type ExitCode } from './command.ts';
import { diffLines } from './line-difference.ts';
import { explainWriteFailure } from './outputs.ts';

export interface EditedExceptions {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** What to say when it is written. */
  readonly done: string;
}

export const saveExceptions = async (
  { file, before, after, done }: EditedExceptions,
  input: CommandInput,
  { output, error, files }: CliContext,
): Promise<ExitCode> => {
  if (flagOption(input, 'dryRun')) {
    await output.write(renderDifference(before, after));
    return 0;
  }
  try {
    await files.write(file, [after]);
  } catch (cause) {
    await error.write(`vauban: ${file} could not be written: ${explainWriteFailure(cause)}\n`);
    return 2;
  }
  await error.write(`vauban: ${done}\n`);
  return 0;
};

/** Blank lines that come or go say nothing. */
const renderDifference = (before: string, after: string): string => {
  const shown = diffLines(before, after).filter((line) => line.length > 2);
  return shown.length === 0 ? 'nothing would change\n' : `${shown.map(toPlainText).join('\n')}\n`;
};
