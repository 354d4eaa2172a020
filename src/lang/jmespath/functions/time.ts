/** Kyverno's functions of times and durations, as Go's time package has them. */

import { parseGoDuration } from '../../go/parse-go-duration.ts';
import { quoteGoJson } from '../../go/quote-go-json.ts';
import { capInt64, renderGoDuration } from '../../go/go-duration.ts';
import { fieldsOf, parseGoTime, renderRfc3339, rfc3339, truncateTime, type GoTime } from '../go-time.ts';
import { QueryFault } from '../query.ts';
import type { QueryValue } from '../query-value.ts';
import { fault, pure, textAt, type Call, type QueryFunction } from './function.ts';

const readTime = (layout: string, text: string): GoTime | QueryFault => {
  const read = parseGoTime(layout, text);
  return read.kind === 'time' ? read.time : fault(read.message);
};

const readDuration = (text: string): bigint | QueryFault => {
  const parsed = parseGoDuration(text);
  if (parsed !== null) return parsed;
  const shown = quoteGoJson(text.slice(0, 1000));
  const parts = /^[-+]?((?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))*)(.*)$/s.exec(text);
  const [number = '', unit = ''] = /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)([^0-9.]*)/.exec(parts?.[2] ?? '') ?? [];
  if (number === '') return fault(`time: invalid duration ${shown}`);
  if (unit === '') return fault(`time: missing unit in duration ${shown}`);
  const isKnown = /^(?:ns|us|µs|μs|ms|s|m|h)$/.test(unit);
  return isKnown
    ? fault(`time: invalid duration ${shown}`)
    : fault(`time: unknown unit ${quoteGoJson(unit)} in duration ${shown}`);
};

const difference = (from: GoTime, to: GoTime): string => renderGoDuration(capInt64(to.nanos - from.nanos));

const timeSince: Call = (given, run) => {
  const layout = textAt(given, 0) === '' ? rfc3339 : textAt(given, 0);
  const from = readTime(layout, textAt(given, 1));
  if (from instanceof QueryFault) return from;
  const until = textAt(given, 2);
  const to = until === '' ? readTime(rfc3339, run.calls.now()) : readTime(layout, until);
  return to instanceof QueryFault ? to : difference(from, to);
};

/** To the second. Kyverno's clock has a zone of its own; here both clocks are UTC. */
const timeNow: Call = (_, run) => {
  const now = readTime(rfc3339, run.calls.now());
  return now instanceof QueryFault ? now : renderRfc3339({ ...now, offsetSeconds: 0 });
};

const timeParse: Call = (given) => {
  const layout = textAt(given, 0);
  const text = textAt(given, 1);
  if (!isInt64(layout)) {
    const time = readTime(layout, text);
    return time instanceof QueryFault ? time : renderRfc3339(time);
  }
  // A number for a layout: seconds since 1970.
  if (!isInt64(text)) {
    const why = /^[-+]?[0-9]+$/.test(text) ? 'value out of range' : 'invalid syntax';
    return fault(`strconv.ParseInt: parsing ${quoteGoJson(text.slice(0, 1000))}: ${why}`);
  }
  return renderRfc3339({ nanos: BigInt(text.replace('+', '')) * 1_000_000_000n, offsetSeconds: 0 });
};

const isInt64 = (text: string): boolean =>
  /^[-+]?[0-9]{1,30}$/.test(text) && BigInt.asIntN(64, BigInt(text.replace('+', ''))) === BigInt(text.replace('+', ''));

/** A function of one time. */
const ofTime =
  (give: (time: GoTime) => QueryValue): Call =>
  (given) => {
    const time = readTime(rfc3339, textAt(given, 0));
    return time instanceof QueryFault ? time : give(time);
  };

/** A function of several times. */
const ofTimes =
  (give: (times: readonly GoTime[]) => QueryValue): Call =>
  (given) => {
    const times: GoTime[] = [];
    for (let index = 0; index < given.length; index++) {
      const time = readTime(rfc3339, textAt(given, index));
      if (time instanceof QueryFault) return time;
      times.push(time);
    }
    return give(times);
  };

/** A function of a time and a duration. */
const withDuration =
  (give: (time: GoTime, duration: bigint) => GoTime): Call =>
  (given) => {
    const time = readTime(rfc3339, textAt(given, 0));
    if (time instanceof QueryFault) return time;
    const duration = readDuration(textAt(given, 1));
    return duration instanceof QueryFault ? duration : renderRfc3339(give(time, duration));
  };

const toCron = (time: GoTime): string => {
  const { minute, hour, day, month, weekday } = fieldsOf(time);
  return `${minute} ${hour} ${day} ${month} ${weekday}`;
};

const isBefore = (a: GoTime | undefined, b: GoTime | undefined): boolean => (a?.nanos ?? 0n) < (b?.nanos ?? 0n);

export const timeFunctions: readonly QueryFunction[] = [
  pure('time_since', [['string'], ['string'], ['string']], timeSince),
  pure('time_now', [], timeNow),
  pure('time_now_utc', [], timeNow),
  pure('time_to_cron', [['string']], ofTime(toCron)),
  pure(
    'time_add',
    [['string'], ['string']],
    withDuration((time, by) => ({ ...time, nanos: time.nanos + by })),
  ),
  pure('time_parse', [['string'], ['string']], timeParse),
  pure(
    'time_utc',
    [['string']],
    ofTime((time) => renderRfc3339({ ...time, offsetSeconds: 0 })),
  ),
  pure(
    'time_diff',
    [['string'], ['string']],
    ofTimes(([a, b]) => (a && b ? difference(a, b) : null)),
  ),
  pure(
    'time_before',
    [['string'], ['string']],
    ofTimes(([a, b]) => isBefore(a, b)),
  ),
  pure(
    'time_after',
    [['string'], ['string']],
    ofTimes(([a, b]) => isBefore(b, a)),
  ),
  pure(
    'time_between',
    [['string'], ['string'], ['string']],
    ofTimes(([at, from, to]) => isBefore(from, at) && isBefore(at, to)),
  ),
  pure('time_truncate', [['string'], ['string']], withDuration(truncateTime)),
];
