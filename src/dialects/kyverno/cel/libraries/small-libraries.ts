/** `parseServiceAccount`, `math.round`, `listObjToMap`, `time.truncate` and `time.toCron`. */

import { global, libraryOf } from '../../../../kube/cel/declare-overload.ts';
import { getEntry, keysOf } from '../../../../lang/cel/map-access.ts';
import type { Library } from '../../../../lang/cel/overload.ts';
import { toCivil, toTimestamp } from '../../../../lang/cel/standard/timestamps.ts';
import {
  doubleType,
  durationType,
  dynType,
  intType,
  listOf,
  mapOf,
  objectType,
  stringType,
  timestampType,
} from '../../../../lang/cel/type.ts';
import { isPlainMap } from '../../../../lang/cel/value-type.ts';
import {
  DoubleValue,
  MapValue,
  ObjectValue,
  toDouble,
  toMapKey,
  type DurationValue,
  type TimestampValue,
  type Value,
} from '../../../../lang/cel/value.ts';
import { refuse } from '../kyverno-world.ts';

export const serviceAccountTypeName = 'user.ServiceAccount';

/** Both empty for a user who is no service account. */
class ServiceAccountValue extends ObjectValue {
  readonly typeName = serviceAccountTypeName;
  readonly namespace: string;
  readonly name: string;
  constructor(namespace: string, name: string) {
    super();
    this.namespace = namespace;
    this.name = name;
  }
  field(field: string): Value | undefined {
    const value = field === 'Name' ? this.name : field === 'Namespace' ? this.namespace : '';
    return value === '' ? undefined : value;
  }
  override unsetField(): Value {
    return '';
  }
  equals(other: ObjectValue): boolean {
    return other instanceof ServiceAccountValue && other.namespace === this.namespace && other.name === this.name;
  }
}

const prefix = 'system:serviceaccount:';

const parseServiceAccount = (user: Value): Value => {
  const text = user as string;
  const rest = text.startsWith(prefix) ? text.slice(prefix.length) : '';
  const colon = rest.indexOf(':');
  return colon === -1
    ? new ServiceAccountValue('', '')
    : new ServiceAccountValue(rest.slice(0, colon), rest.slice(colon + 1));
};

const serviceAccountType = objectType(serviceAccountTypeName);

export const userLibrary: Library = libraryOf('kyverno.user', [
  global(
    'parse_service_account_string_non_prefixed',
    'parseServiceAccount',
    [stringType],
    serviceAccountType,
    parseServiceAccount,
  ),
  global(
    'parse_service_account_string_prefixed',
    'user.parseServiceAccount',
    [stringType],
    serviceAccountType,
    parseServiceAccount,
  ),
]);

const toNumber = (value: Value): number => (value instanceof DoubleValue ? value.double : Number(value));

/** Half goes away from zero, as Go rounds. */
const round = (value: Value, digits: Value): Value => {
  const shift = 10 ** Number(digits);
  const shifted = toNumber(value) * shift;
  const whole = Math.trunc(shifted);
  const rounded = Math.abs(shifted - whole) >= 0.5 ? whole + Math.sign(shifted) : whole;
  return toDouble(rounded / shift);
};

export const roundLibrary: Library = libraryOf('kyverno.math', [
  global('math_round_float_int', 'math.round', [doubleType, intType], doubleType, round),
]);

const isMap = (value: Value | undefined): value is Value =>
  value !== undefined && (value instanceof MapValue || isPlainMap(value));

const listObjToMap = (keys: Value, values: Value, keyName: Value, valueName: Value): Value => {
  const first = keys as readonly Value[];
  const second = values as readonly Value[];
  if (first.length !== second.length) {
    return refuse(`listObjToMap must take lists of equal length. list1: ${first.length}, list2: ${second.length}`);
  }
  const entries = new Map<ReturnType<typeof toMapKey>, readonly [Value, Value]>();
  for (const [index, item] of first.entries()) {
    const key = isMap(item) ? getEntry(item, keyName) : undefined;
    if (typeof key !== 'string') {
      return refuse('the passed key name cannot be handled as a string in the key object list');
    }
    const other = second[index];
    if (!isMap(other)) return refuse('object cannot be handled as a map string to any in the value object list');
    if (keysOf(other).some((name) => typeof name !== 'string')) {
      return refuse('object cannot be handled as a map string to any in the value object list');
    }
    entries.set(toMapKey(key), [key, getEntry(other, valueName) ?? null]);
  }
  return new MapValue(entries);
};

const dynList = listOf(dynType);

export const transformLibrary: Library = libraryOf(
  'kyverno.transform',
  (['listObjToMap', 'transform.listObjToMap'] as const).map((name, at) =>
    global(
      `list_of_object_to_map_${at === 0 ? 'non_prefixed' : 'prefixed'}`,
      name,
      [dynList, dynList, stringType, stringType],
      mapOf(dynType, dynType),
      listObjToMap,
    ),
  ),
);

/** Minute, hour, day, month and weekday, in the offset the time was written with. */
const toCron = (time: Value): Value => {
  const { seconds, offset } = time as TimestampValue;
  const { secondOfDay, day, month, dayOfWeek } = toCivil(seconds + offset * 60);
  return [Math.trunc(secondOfDay / 60) % 60, Math.trunc(secondOfDay / 3600), day, month, dayOfWeek].join(' ');
};

/** Go counts from the year 1. */
const zero = -62_135_596_800n;
const billion = 1_000_000_000n;

const truncate = (time: Value, duration: Value): Value => {
  const { seconds, nanos, offset } = time as TimestampValue;
  const { nanos: step } = duration as DurationValue;
  if (step <= 0n) return time;
  const since = (BigInt(seconds) - zero) * billion + BigInt(nanos);
  const whole = since - (since % step);
  return toTimestamp(Number(whole / billion + zero), Number(whole % billion), offset);
};

export const timeLibrary: Library = libraryOf('kyverno.time', [
  global('time_to_cron', 'time.toCron', [timestampType], stringType, toCron),
  global('time_truncate', 'time.truncate', [timestampType, durationType], timestampType, truncate),
]);
