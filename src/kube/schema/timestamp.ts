/** Times as Go reads RFC 3339 and the API server prints them: in UTC, with as many decimals as the type has. */

/** `undefined` for what Go refuses. `decimals` are printed; more are cut off. */
export const toCanonicalTime = (text: string, decimals: 0 | 6): string | null | undefined => {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone = ''] = match;
  // Micro times are read by a layout that names its six decimals.
  if (decimals === 6 && fraction.length !== 6) return undefined;
  const milliseconds = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  const date = new Date(milliseconds);
  if (+year < 100) date.setUTCFullYear(+year);
  const isReal =
    date.getUTCMonth() === +month - 1 && date.getUTCDate() === +day && +hour < 24 && +minute < 60 && +second < 60;
  if (!isReal) return undefined;
  const offset = toOffset(zone);
  if (offset === undefined) return undefined;
  const utc = new Date(date.getTime() - offset * 60_000);
  const whole = renderWhole(utc);
  // The zero of Go's time, which prints as null.
  if (whole === '0001-01-01T00:00:00' && Number(fraction) === 0) return null;
  return decimals === 0 ? `${whole}Z` : `${whole}.${fraction}Z`;
};

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

/** Minutes east of UTC. */
const toOffset = (zone: string): number | undefined => {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4));
  if (hours > 24 || minutes > 60) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
};

const renderWhole = (date: Date): string => {
  const pad = (value: number, width: number): string =>
    value < 0 ? `-${pad(-value, width)}` : String(value).padStart(width, '0');
  const day = `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
  return `${day}T${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}`;
};
