/** Timestamps: RFC 3339 as Go reads and prints it, arithmetic in the years 1 to 9999. */

import { EvaluationFault, least, most, TimestampValue, type DurationValue } from '../value.ts';

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
const firstSecond = -62_135_596_800;
const lastSecond = 253_402_300_799;

/** `null` where the text is no timestamp. Hours of one digit and a comma before the fraction are Go's leniency. */
export const parseTimestamp = (text: string): TimestampValue | null => {
  const parts = layout.exec(text);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((group) => Number(parts[group]));
  if (month! < 1 || month! > 12 || day! < 1 || day! > daysIn(year!, month!)) return null;
  if (hour! > 23 || minute! > 59 || second! > 59) return null;
  const offset = parseOffset(parts[8] as string);
  if (offset === null) return null;
  const days = daysFromEpoch(year!, month!, day!);
  const seconds = days * 86_400 + hour! * 3_600 + minute! * 60 + second! - offset * 60;
  return toTimestamp(seconds, Number((parts[7] ?? '').slice(0, 9).padEnd(9, '0')), offset);
};

const layout = /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

const parseOffset = (text: string): number | null => {
  if (text === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4));
  if (hours > 24 || minutes > 60) return null;
  const offset = hours * 60 + minutes;
  return text.startsWith('-') ? 0 - offset : offset;
};

export const toTimestamp = (seconds: number, nanos: number, offset = 0): TimestampValue => {
  if (seconds < firstSecond || seconds > lastSecond) throw new EvaluationFault('timestamp overflow');
  return new TimestampValue(seconds, nanos, offset);
};

/** As Go's RFC3339Nano: in the offset it was written with, without zeros at the end of the fraction. */
export const renderTimestamp = ({ seconds, nanos, offset }: TimestampValue): string => {
  const { year, month, day, secondOfDay } = toCivil(seconds + offset * 60);
  const clock = [Math.trunc(secondOfDay / 3600), Math.trunc(secondOfDay / 60) % 60, secondOfDay % 60]
    .map(two)
    .join(':');
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock}${fraction}${renderOffset(offset)}`;
};

const renderOffset = (offset: number): string => {
  if (offset === 0) return 'Z';
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}:${two(size % 60)}`;
};

const two = (number: number): string => String(number).padStart(2, '0');

export const addDuration = ({ seconds, nanos, offset }: TimestampValue, added: bigint): TimestampValue => {
  const total = nanos + Number(added % billion);
  const carry = Math.floor(total / 1e9);
  return toTimestamp(seconds + Number(added / billion) + carry, total - carry * 1e9, offset);
};

const billion = 1_000_000_000n;

/** In nanoseconds; a fault where that is outside int64, which is some 292 years. */
export const subtractTimestamps = (a: TimestampValue, b: TimestampValue): bigint => {
  const seconds = BigInt(a.seconds - b.seconds) * billion;
  if (seconds < least || seconds > most) throw new EvaluationFault('integer overflow');
  return seconds + BigInt(a.nanos - b.nanos);
};

export interface Civil {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  /** From 1. */
  readonly day: number;
  readonly secondOfDay: number;
  /** From 0. */
  readonly dayOfYear: number;
  /** Sunday is 0. */
  readonly dayOfWeek: number;
}

/** The proleptic Gregorian date of local seconds since 1970. */
export const toCivil = (seconds: number): Civil => {
  const days = Math.floor(seconds / 86_400);
  const date = new Date(days * 86_400_000);
  const year = date.getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    secondOfDay: seconds - days * 86_400,
    dayOfYear: days - daysFromEpoch(year, 1, 1),
    dayOfWeek: date.getUTCDay(),
  };
};

const daysFromEpoch = (year: number, month: number, day: number): number => {
  // Date.UTC takes a year below 100 for one of the twentieth century.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / 86_400_000);
};

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

/** What `google.protobuf.Duration` prints as text: seconds, with as many digits as tell it from its neighbours. */
export const renderDuration = ({ nanos }: DurationValue): string => `${renderPlain(toSeconds(nanos))}s`;

/** As Go's `Duration.Seconds()`. */
export const toSeconds = (nanos: bigint): number => Number(nanos / billion) + Number(nanos % billion) / 1e9;

/** A double without an exponent, in as few digits as tell it from its neighbours. */
export const renderPlain = (number: number): string => {
  const text = Object.is(number, -0) ? '-0' : String(number);
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (parts === null) return text;
  const [, sign, whole, fraction = '', exponent] = parts as unknown as [string, string, string, string?, string?];
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length
    ? sign + digits.padEnd(point, '0')
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
};
