/** Weeks of a plan, counted in days of UTC: no daylight saving moves them. */

const dayLength = 86_400_000;

/** From 1; `null` before the start. */
export const weekOf = (start: string, asOf: string): number | null => {
  const days = daysBetween(start, asOf);
  return days < 0 ? null : Math.floor(days / 7) + 1;
};

/** Days until the week of that number has ended: 0 on its last day, negative once it is over. */
export const daysLeftOf = (start: string, lastWeek: number, asOf: string): number =>
  lastWeek * 7 - 1 - daysBetween(start, asOf);

/** Of the days of two RFC 3339 times or `YYYY-MM-DD`. */
const daysBetween = (from: string, to: string): number => Math.round((startOfDay(to) - startOfDay(from)) / dayLength);

/** The day of a time, in UTC: what an accepted gap is held against. */
export const dayOf = (time: string): string => {
  const at = startOfDay(time);
  return Number.isNaN(at) ? time.slice(0, 10) : new Date(at).toISOString().slice(0, 10);
};

const startOfDay = (time: string): number => {
  const at = Date.parse(time.length === 10 ? `${time}T00:00:00Z` : time);
  return Math.floor(at / dayLength) * dayLength;
};
