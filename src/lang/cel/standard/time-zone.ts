/** Time zones of the getters: names of the IANA database and offsets `+05:30`. */

import { EvaluationFault, type TimestampValue } from '../value.ts';
import { toCivil, type Civil } from './timestamps.ts';

/** The date and the time of day somewhere; a fault where there is no such zone. */
export const inZone = ({ seconds }: TimestampValue, zone: string): Civil => {
  if (utcNames.has(zone)) return toCivil(seconds);
  return toCivil(seconds + (zone.includes(':') ? parseOffset(zone) : offsetAt(zone, seconds)));
};

/** Whether the engine need not look for the zone, which takes it far longer than anything it is asked here. */
export const isKnownZone = (zone: string): boolean => utcNames.has(zone) || zone.includes(':') || clocks.has(zone);

/** Go takes no name for UTC, and the API server runs in UTC. */
const utcNames: ReadonlySet<string> = new Set(['', 'UTC', 'Local']);

/** As cel-go: hours, a colon, minutes of the same direction, neither of them bounded. */
const parseOffset = (zone: string): number => {
  const colon = zone.indexOf(':');
  const hours = parseInteger(zone.slice(0, colon));
  const minutes = parseInteger(zone.slice(colon + 1));
  return (zone.startsWith('-') ? hours * 60 - minutes : hours * 60 + minutes) * 60;
};

const parseInteger = (text: string): number => {
  if (!/^[+-]?\d+$/.test(text)) {
    throw new EvaluationFault(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
};

/** Seconds east of UTC at an instant. */
const offsetAt = (zone: string, seconds: number): number => {
  const parts: Record<string, string> = {};
  for (const { type, value } of clockOf(zone).formatToParts(seconds * 1000)) parts[type] = value;
  const date = new Date(0);
  // The year before 1 is written as 1 BC.
  const year = parts['era'] === 'BC' ? 1 - Number(parts['year']) : Number(parts['year']);
  date.setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
  date.setUTCHours(Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
  return date.getTime() / 1000 - seconds;
};

const clockOf = (zone: string): Intl.DateTimeFormat => {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = createClock(zone);
  if (clocks.size >= mostClocks) clocks.clear();
  clocks.set(zone, clock);
  return clock;
};

/** There are some 600 names, but the engine takes another name of a zone in any case: `US/PACIFIC` and all its like. */
const mostClocks = 600;
const clocks = new Map<string, Intl.DateTimeFormat>();

const createClock = (zone: string): Intl.DateTimeFormat => {
  const unknown = new EvaluationFault(`unknown time zone ${zone}`);
  // The engine takes offsets and any case for a name; Go looks for a file of that very name.
  if (!/^[A-Z]/.test(zone)) throw unknown;
  try {
    const clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    const name = clock.resolvedOptions().timeZone;
    if (name !== zone && name.toLowerCase() === zone.toLowerCase()) throw unknown;
    return clock;
  } catch (error) {
    if (error instanceof RangeError) throw unknown;
    throw error;
  }
};
