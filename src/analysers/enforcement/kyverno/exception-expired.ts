/** A PolicyException whose time is over and which is still there still exempts. */

import type { Resource } from '../../../model/resource.ts';
import { toEnforced, toNotEnforced } from '../../gap.ts';
import { objectAt, textAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { exceptionNames } from './kyverno.ts';

export const kyvernoExceptionExpired: EnforcementGap = {
  rule: {
    id: 'enforcement/kyverno-exception-expired',
    title: 'No PolicyException outlives its time',
    severity: 'medium',
    layer: 'cluster',
    control: 'enforcement-exception-expiry',
    what: 'No PolicyException exists after the time that its label cleanup.kyverno.io/ttl or an annotation or label such as expires, expires-at or valid-until says.',
    why: 'Kyverno reads no such annotation, and its cleanup controller, where it runs and may delete the object, alone reads the label: an exemption that everybody takes for over is in force until somebody deletes it.',
    fine: 'Never: renew it with a new time and a reason, or delete it.',
    remediation:
      'Delete the expired PolicyException, or give it a new time: kubectl delete policyexception NAME -n NAMESPACE. With the label, see why the cleanup controller did not delete it: it needs the permission to.',
    references: ['https://kyverno.io/docs/guides/ttl-cleanup/', 'https://kyverno.io/docs/guides/exceptions/'],
  },
  subjects: exceptionNames,
  context: [],
  judge: ({ kyverno, now }) =>
    now === null
      ? []
      : kyverno.exceptions.flatMap((exception) => {
          const expiry = readExpiry(exception);
          if (expiry === undefined) return [];
          const details = { path: expiry.path };
          const day = new Date(expiry.time).toISOString().slice(0, 10);
          return [
            expiry.time < now
              ? toNotEnforced(exception, `Expired on ${day} and still exempts`, details)
              : toEnforced(exception, `Expires on ${day}`, details),
          ];
        }),
};

interface Expiry {
  readonly time: number;
  readonly path: string;
}

/** The earliest that can be read. */
const readExpiry = ({ object }: Resource): Expiry | undefined => {
  const found: Expiry[] = [];
  for (const field of ['labels', 'annotations']) {
    for (const [key, value] of Object.entries(objectAt(object, 'metadata', field))) {
      if (typeof value !== 'string') continue;
      const time =
        key === 'cleanup.kyverno.io/ttl'
          ? toTtl(value, textAt(object, 'metadata', 'creationTimestamp'))
          : expiryKey.test(key)
            ? toTime(value)
            : undefined;
      if (time !== undefined) found.push({ time, path: `metadata.${field}["${key}"]` });
    }
  }
  return found.toSorted((a, b) => a.time - b.time)[0];
};

/** People's own conventions; the last part of the key. */
const expiryKey = /(?:^|[/.])(?:expir(?:y|es|ation)(?:[-_](?:at|on|date|time))?|(?:valid-)?until|expires?At)$/;

/** `2026-10-04`, `2026-10-04T003000Z` or `1d12h` from when it was made. */
const toTtl = (value: string, made: string): number | undefined => {
  const time = toTime(value);
  if (time !== undefined) return time;
  const start = toTime(made);
  if (start === undefined || !/^(?:\d+(?:d|h|m|s))+$/.test(value)) return undefined;
  let total = 0;
  for (const [, count, unit = ''] of value.matchAll(/(\d+)([dhms])/g)) total += Number(count) * (units[unit] ?? 0);
  const end = start + total;
  return Math.abs(end) <= lastTime ? end : undefined;
};

const units: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

/** The end of what a Date can hold. */
const lastTime = 8.64e15;

const toTime = (value: string): number | undefined => {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(value.trim());
  if (match === null) return undefined;
  const [, date = '', hour, minute, second = '00', zone = 'Z'] = match;
  const time = Date.parse(
    hour === undefined
      ? `${date}T00:00:00Z`
      : `${date}T${hour}:${minute}:${second}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`,
  );
  if (Number.isNaN(time)) return undefined;
  // A day counts to its end.
  return hour === undefined ? time + 86_400_000 - 1 : time;
};
