/** Times as Go parses them by a layout, and as RFC 3339 prints them. */

import { daysIn, isLeap, longDays, longMonths, shortDays, shortMonths, toDate, toDays } from './calendar.ts';
import { second } from '../go/go-duration.ts';
import { readLayout, type LayoutPart } from './time-layout.ts';

export interface GoTime {
  /** Since 1970, UTC. */
  readonly nanos: bigint;
  /** Of the zone it was written in. */
  readonly offsetSeconds: number;
}

export type TimeReading =
  | { readonly kind: 'time'; readonly time: GoTime }
  | { readonly kind: 'defect'; readonly message: string };

export const rfc3339 = '2006-01-02T15:04:05Z07:00';

const rfc3339Parts = readLayout(rfc3339);

/** A time longer than this is none, and its message is for a person. */
const longestTime = 10_000;

export const parseGoTime = (layout: string, text: string): TimeReading => {
  if (layout.length > longestTime || text.length > longestTime)
    return { kind: 'defect', message: 'the time is too long' };
  const parts = layout === rfc3339 ? rfc3339Parts : readLayout(layout);
  return new Reading(layout, text).read(parts);
};

export const renderRfc3339 = ({ nanos, offsetSeconds }: GoTime): string => {
  const seconds = floorDivide(nanos, second) + BigInt(offsetSeconds);
  const days = floorDivide(seconds, 86_400n);
  const [year, month, day] = toDate(Number(days));
  const rest = Number(seconds - days * 86_400n);
  const clock = `${pad(Math.floor(rest / 3600))}:${pad(Math.floor(rest / 60) % 60)}:${pad(rest % 60)}`;
  return `${renderYear(year)}-${pad(month)}-${pad(day)}T${clock}${renderZone(offsetSeconds)}`;
};

/** In the zone the time was written in. */
export const fieldsOf = ({
  nanos,
  offsetSeconds,
}: GoTime): {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
} => {
  const seconds = floorDivide(nanos, second) + BigInt(offsetSeconds);
  const days = Number(floorDivide(seconds, 86_400n));
  const rest = Number(seconds - BigInt(days) * 86_400n);
  const [, month, day] = toDate(days);
  // 1970 began on a Thursday.
  const weekday = (((days + 4) % 7) + 7) % 7;
  return { minute: Math.floor(rest / 60) % 60, hour: Math.floor(rest / 3600), day, month, weekday };
};

/** Down to a multiple of the duration since the year 1. */
export const truncateTime = (time: GoTime, duration: bigint): GoTime => {
  if (duration <= 0n) return time;
  const sinceYearOne = time.nanos + yearOne;
  const rest = ((sinceYearOne % duration) + duration) % duration;
  return { ...time, nanos: time.nanos - rest };
};

const yearOne = 62_135_596_800n * second;

const pad = (value: number): string => String(value).padStart(2, '0');

const renderYear = (year: number): string =>
  year < 0 ? `-${String(-year).padStart(4, '0')}` : String(year).padStart(4, '0');

const renderZone = (offset: number): string => {
  if (offset === 0) return 'Z';
  const minutes = Math.trunc(offset / 60);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
};

const floorDivide = (value: bigint, by: bigint): bigint => {
  const quotient = value / by;
  return value % by !== 0n && value < 0n ? quotient - 1n : quotient;
};

/** One text read by one layout, from left to right. */
class Reading {
  private readonly layout: string;
  private readonly text: string;
  private rest: string;
  private year = 0;
  private month = -1;
  private day = -1;
  private yearDay = -1;
  private hour = 0;
  private minute = 0;
  private seconds = 0;
  private nanos = 0;
  private isUtc = false;
  private offset: number | null = null;
  private zoneName = '';
  private isAm = false;
  private isPm = false;
  private outOfRange = '';

  constructor(layout: string, text: string) {
    this.layout = layout;
    this.text = text;
    this.rest = text;
  }

  read(parts: readonly LayoutPart[]): TimeReading {
    for (const [index, part] of parts.entries()) {
      if (!this.skip(part.prefix)) return this.refuse(this.rest, part.prefix);
      if (part.element === null) {
        return this.rest === '' ? this.finish() : this.refuseRange(`: extra text: ${quote(this.rest)}`);
      }
      const hold = this.rest;
      const isRead = this.readElement(part, parts[index + 1]);
      if (this.outOfRange !== '') return this.refuseRange(`: ${this.outOfRange} out of range`);
      if (!isRead) return this.refuse(hold, part.written);
    }
    return this.finish();
  }

  private skip(given: string): boolean {
    let prefix = given;
    while (prefix !== '') {
      if (prefix.startsWith(' ')) {
        if (this.rest !== '' && !this.rest.startsWith(' ')) return false;
        prefix = prefix.replace(/^ +/, '');
        this.rest = this.rest.replace(/^ +/, '');
        continue;
      }
      if (this.rest.charAt(0) !== prefix.charAt(0)) return false;
      prefix = prefix.slice(1);
      this.rest = this.rest.slice(1);
    }
    return true;
  }

  private readElement({ element, written }: LayoutPart, next: LayoutPart | undefined): boolean {
    switch (element) {
      case 'long-year':
        return this.readYear(4);
      case 'year':
        return this.readYear(2);
      case 'long-month':
        return (this.month = this.readName(longMonths) + 1) > 0;
      case 'month':
        return (this.month = this.readName(shortMonths) + 1) > 0;
      case 'long-weekday':
        return this.readName(longDays) >= 0;
      case 'weekday':
        return this.readName(shortDays) >= 0;
      case 'number-month':
      case 'zero-month':
        this.month = this.readNumber(2, element === 'zero-month');
        if (this.month === 0 || this.month > 12) this.outOfRange = 'month';
        return this.month >= 0;
      case 'day':
      case 'under-day':
      case 'zero-day':
        if (element === 'under-day') this.rest = this.rest.replace(/^ /, '');
        return (this.day = this.readNumber(2, element === 'zero-day')) >= 0;
      case 'under-year-day':
      case 'zero-year-day':
        if (element === 'under-year-day') this.rest = this.rest.replace(/^ {1,2}/, '');
        return (this.yearDay = this.readNumber(3, element === 'zero-year-day')) >= 0;
      case 'hour':
        return this.readHour(23, false);
      case 'hour12':
      case 'zero-hour12':
        return this.readHour(12, element === 'zero-hour12');
      case 'minute':
      case 'zero-minute':
        this.minute = this.readNumber(2, element === 'zero-minute');
        if (this.minute > 59) this.outOfRange = 'minute';
        return this.minute >= 0;
      case 'second':
      case 'zero-second':
        return this.readSecond(element === 'zero-second', next);
      case 'PM':
      case 'pm':
        return this.readHalf(element);
      case 'zone-name':
        return this.readZoneName();
      case 'zone':
        return this.readZone(written);
      case 'fraction':
        return this.readFraction(written.length);
      case 'optional-fraction': {
        const digits = /^[.,][0-9]+/.exec(this.rest)?.[0].length ?? 0;
        return digits === 0 || this.readFraction(digits);
      }
      case null:
        return true;
    }
  }

  private readYear(digits: 2 | 4): boolean {
    const text = this.rest.slice(0, digits);
    const isNumber = digits === 4 ? /^[0-9]{4}$/.test(text) : /^(?:[0-9]{2}|[+-][0-9])$/.test(text);
    if (!isNumber) return false;
    this.rest = this.rest.slice(digits);
    const value = Number(text);
    this.year = digits === 4 ? value : value + (value >= 69 ? 1900 : 2000);
    return true;
  }

  /** -1 where none of the names stands there. */
  private readName(names: readonly string[]): number {
    const lower = this.rest.slice(0, 9).toLowerCase();
    const found = names.findIndex((name) => lower.startsWith(name.toLowerCase()));
    if (found >= 0) this.rest = this.rest.slice((names[found] ?? '').length);
    return found;
  }

  /** -1 where there is none. */
  private readNumber(most: 2 | 3, isFixed: boolean): number {
    const digits = (most === 2 ? /^[0-9]{1,2}/ : /^[0-9]{1,3}/).exec(this.rest)?.[0] ?? '';
    if (digits === '' || (isFixed && digits.length < most)) return -1;
    this.rest = this.rest.slice(digits.length);
    return Number(digits);
  }

  private readHour(most: number, isFixed: boolean): boolean {
    const hour = this.readNumber(2, isFixed);
    if (hour > most) this.outOfRange = 'hour';
    this.hour = hour;
    return hour >= 0;
  }

  /** A fraction may follow though the layout has none. */
  private readSecond(isFixed: boolean, next: LayoutPart | undefined): boolean {
    this.seconds = this.readNumber(2, isFixed);
    if (this.seconds < 0) return false;
    if (this.seconds > 59) {
      this.outOfRange = 'second';
      return false;
    }
    const isInLayout = next?.element === 'fraction' || next?.element === 'optional-fraction';
    const digits = /^[.,][0-9]+/.exec(this.rest)?.[0].length ?? 0;
    return digits === 0 || isInLayout || this.readFraction(digits);
  }

  private readFraction(length: number): boolean {
    const text = this.rest.slice(0, length);
    if (text.length < length || !/^[.,][0-9]+$/.test(text)) return false;
    this.nanos = Number(text.slice(1, 10).padEnd(9, '0'));
    this.rest = this.rest.slice(length);
    return true;
  }

  private readHalf(element: 'PM' | 'pm'): boolean {
    const half = this.rest.slice(0, 2);
    this.isPm = half === element;
    this.isAm = half === (element === 'PM' ? 'AM' : 'am');
    this.rest = this.rest.slice(2);
    return this.isPm || this.isAm;
  }

  private readZone(written: string): boolean {
    if (written.startsWith('Z') && this.rest.startsWith('Z')) {
      this.rest = this.rest.slice(1);
      this.isUtc = true;
      return true;
    }
    const shape = written.slice(1).replaceAll(/[0-9]/g, '.');
    const length = shape.length + 1;
    const text = this.rest.slice(0, length);
    if (text.length < length) return false;
    for (let at = 1; at < length; at++) {
      if ((shape.charAt(at - 1) === ':') !== (text.charAt(at) === ':')) return false;
    }
    const digits = text.slice(1).replaceAll(':', '');
    this.rest = this.rest.slice(length);
    if (!/^[0-9]+$/.test(digits)) return false;
    const [hours, minutes, seconds] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2) || '0'));
    if ((hours ?? 0) > 24) this.outOfRange = 'time zone offset hour';
    if ((minutes ?? 0) > 60) this.outOfRange = 'time zone offset minute';
    if ((seconds ?? 0) > 60) this.outOfRange = 'time zone offset second';
    const sign = text.charAt(0);
    this.offset = (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * (sign === '-' ? -1 : 1);
    return sign === '+' || sign === '-';
  }

  private readZoneName(): boolean {
    if (this.rest.startsWith('UTC')) {
      this.isUtc = true;
      this.rest = this.rest.slice(3);
      return true;
    }
    const name = toZoneName(this.rest);
    if (name === null) return false;
    this.zoneName = name;
    this.rest = this.rest.slice(name.length);
    return true;
  }

  private finish(): TimeReading {
    if (this.isPm && this.hour < 12) this.hour += 12;
    else if (this.isAm && this.hour === 12) this.hour = 0;
    if (this.yearDay >= 0) {
      const problem = this.takeYearDay();
      if (problem !== null) return this.refuseRange(`: ${problem}`);
    }
    if (this.month < 0) this.month = 1;
    if (this.day < 0) this.day = 1;
    if (this.day < 1 || this.day > daysIn(this.month, this.year)) return this.refuseRange(': day out of range');
    const days = toDays(this.year, this.month, this.day);
    const seconds = BigInt(days * 86_400 + this.hour * 3600 + this.minute * 60 + this.seconds);
    // The offset of a named zone is not known, but for what stands behind GMT: Go keeps the clock as UTC's then.
    const zone = this.zoneName.startsWith('GMT') ? Number(this.zoneName.slice(3) || '0') * 3600 : 0;
    const offset = this.isUtc ? 0 : (this.offset ?? zone);
    const utc = this.isUtc || this.offset === null ? seconds : seconds - BigInt(this.offset);
    return { kind: 'time', time: { nanos: utc * second + BigInt(this.nanos), offsetSeconds: offset } };
  }

  private takeYearDay(): string | null {
    const isInLeap = isLeap(this.year);
    if (this.yearDay < 1 || this.yearDay > (isInLeap ? 366 : 365)) return 'day-of-year out of range';
    const [, month, day] = toDate(toDays(this.year, 1, 1) + this.yearDay - 1);
    if (this.month >= 0 && this.month !== month) return 'day-of-year does not match month';
    if (this.day >= 0 && this.day !== day) return 'day-of-year does not match day';
    this.month = month;
    this.day = day;
    return null;
  }

  private refuse(rest: string, element: string): TimeReading {
    const message = `parsing time ${quote(this.text)} as ${quote(this.layout)}: cannot parse ${quote(rest)} as ${quote(element)}`;
    return { kind: 'defect', message };
  }

  private refuseRange(message: string): TimeReading {
    return { kind: 'defect', message: `parsing time ${quote(this.text)}${message}` };
  }
}

/** What looks like the abbreviation of a zone, as Go guesses; `null` where nothing does. */
const toZoneName = (text: string): string | null => {
  if (text.length < 3) return null;
  if (/^(?:ChST|MeST)/.test(text)) return text.slice(0, 4);
  if (text.startsWith('GMT')) return `GMT${toSignedOffset(text.slice(3))}`;
  if (/^[+-]/.test(text)) return toSignedOffset(text) || null;
  const upper = /^[A-Z]{0,6}/.exec(text)?.[0] ?? '';
  if (upper.length === 5 && upper.endsWith('T')) return upper;
  if (upper.length === 4 && (upper.endsWith('T') || upper === 'WITA')) return upper;
  return upper.length === 3 ? upper : null;
};

const toSignedOffset = (text: string): string => {
  const [written = '', hours = ''] = /^[+-]([0-9]+)/.exec(text) ?? [];
  return written !== '' && Number(hours) <= 23 ? written : '';
};

/** As Go's time package quotes. */
const quote = (text: string): string => {
  let quoted = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') quoted += `\\${character}`;
    else if (code >= 128 || code < 32) {
      for (const byte of Buffer.from(character)) quoted += `\\x${byte.toString(16).padStart(2, '0')}`;
    } else quoted += character;
  }
  return `"${quoted}"`;
};
