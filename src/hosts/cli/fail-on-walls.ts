/** `--fail-on` of `attacks` and `walls`: before how few walls an asset makes a pipeline fail. */

import { UsageError, textOption, type CommandInput, type ExitCode, type OptionSpec } from './command.ts';

export const failOnWallsOption: OptionSpec = {
  flags: '--fail-on <walls>',
  summary: 'exit 1 where something that matters has this many walls before it or fewer: 0, 1, 2, …; or none (default)',
};

/** `null` for none. */
export const readFailOn = (input: CommandInput): number | null => {
  const text = textOption(input, 'failOn') ?? 'none';
  if (text === 'none') return null;
  if (!/^\d{1,3}$/.test(text)) throw new UsageError(`--fail-on ${text}: say a number of walls, such as 0, or none`);
  return Number(text);
};

export const judgeDepths = (failOn: number | null, depths: readonly (number | null)[]): ExitCode =>
  failOn !== null && depths.some((depth) => depth !== null && depth <= failOn) ? 1 : 0;
