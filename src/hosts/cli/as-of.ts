/** The day a command judges as on: `--as-of`, else now. */

import type { CliContext } from './cli-context.ts';
import { UsageError, textOption, type CommandInput } from './command.ts';

/** RFC 3339. A date without a time is its first second, in UTC. */
export const toAsOf = (input: CommandInput, { now }: CliContext): string => {
  const given = textOption(input, 'asOf');
  if (given === undefined) return now();
  const text = /^\d{4}-\d{2}-\d{2}$/.test(given) ? `${given}T00:00:00Z` : given;
  const time = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(time)) {
    throw new UsageError(`--as-of ${given} is no date; write 2026-11-30 or 2026-11-30T08:00:00Z`);
  }
  return new Date(time).toISOString();
};
