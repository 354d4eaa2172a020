/** Writes an edited exceptions file, or with `--dry-run` prints what would change and writes nothing. */

import type { CliContext } from './cli-context.ts';
import { flagOption, type CommandInput, type ExitCode } from './command.ts';
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

/** Edits only add a run of lines or drop whole ones, so walking both texts once finds every difference. */
const renderDifference = (before: string, after: string): string => {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const lines: string[] = [];
  let place = 0;
  for (const line of old) {
    const found = fresh.indexOf(line, place);
    if (found < 0) {
      lines.push(`- ${line}`);
      continue;
    }
    lines.push(...fresh.slice(place, found).map((added) => `+ ${added}`));
    place = found + 1;
  }
  lines.push(...fresh.slice(place).map((added) => `+ ${added}`));
  const shown = lines.filter((line) => line.length > 2);
  return shown.length === 0 ? 'nothing would change\n' : `${shown.join('\n')}\n`;
};
