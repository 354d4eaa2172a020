/** Days as people name them: `yesterday`, `last Monday`, `on 2 March`. All in UTC. */

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const months = 'January February March April May June July August September October November December'.split(' ');

/** `day` as `YYYY-MM-DD`, `now` as RFC 3339. A day that is still to come, by another clock, is today. */
export const nameDay = (day: string, now: string): string => {
  const past = daysBetween(day, now.slice(0, 10));
  if (past <= 0) return 'today';
  if (past === 1) return 'yesterday';
  const date = new Date(`${day}T00:00:00Z`);
  if (past <= 7) return `last ${weekdays[date.getUTCDay()] ?? day}`;
  const year = day.slice(0, 4) === now.slice(0, 4) ? '' : ` ${day.slice(0, 4)}`;
  return `on ${date.getUTCDate()} ${months[date.getUTCMonth()] ?? day}${year}`;
};

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayLength);

const dayLength = 86_400_000;
