/** The day a command judges as on: `--as-of`, else now. */

import { parseDay } from '../../lang/day/parse-day.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, textOption, type CommandInput } from './command.ts';

/** RFC 3339. A date without a time is its first second, in UTC. */
export const toAsOf = (input: CommandInput, { now }: CliContext): string => {
  const given = textOption(input, 'asOf');
  if (given === undefined) return now();
  const day = parseDay(given);
  const time = given === day || isTime.test(given) ? Date.parse(given) : Number.NaN;
  // `Date` rolls 30 February over into March; `parseDay` does not.
  if (day === undefined || Number.isNaN(time)) {
    throw new UsageError(`--as-of ${given} is no date; write 2026-11-30 or 2026-11-30T08:00:00Z`);
  }
  return new Date(time).toISOString();
};

/** With its zone: without one the same words would mean another time on another machine. */
const isTime = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/i;
