/** Trivy's ends of exceptions, in days of ours. */

import { parseDay } from '../../lang/day/parse-day.ts';

/** Trivy's date is the first moment on which the entry no longer counts: the day before is its last. */
export const toLastDay = (text: string): string | undefined => {
  const day = parseDay(text);
  if (day === undefined) return undefined;
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
};
