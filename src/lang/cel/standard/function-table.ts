/** The functions as overloads: sizes, conversions, tests of texts, getters of timestamps and durations. */

import type { Overload } from '../overload.ts';
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  dynType,
  intType,
  stringType,
  timestampType,
  typeOf,
  uintType,
  type Type,
} from '../type.ts';
import type { DurationValue, TimestampValue, Value } from '../value.ts';
import { contains, endsWith, matches, sizeOfValue, startsWith } from './containers.ts';
import {
  toBoolValue,
  toBytesValue,
  toDoubleValue,
  toDurationValue,
  toIntValue,
  toStringValue,
  toTimestampValue,
  toTypeValue,
  toUintValue,
} from './conversions.ts';
import { a, listOfA, mapOfAB, member, overload } from './row.ts';
import { inZone } from './time-zone.ts';
import { toSeconds, type Civil } from './timestamps.ts';

type Conversion = readonly [id: string, from: Type];

const conversion = (
  name: string,
  result: Type,
  evaluate: (value: Value) => Value,
  from: readonly Conversion[],
): readonly Overload[] => from.map(([id, type]) => overload(id, name, [type], result, evaluate));

interface Reading {
  readonly civil: Civil;
  readonly nanos: number;
}

type Getter = readonly [id: string, name: string, read: (reading: Reading) => number];

const getters: readonly Getter[] = [
  ['timestamp_to_year', 'getFullYear', ({ civil }) => civil.year],
  ['timestamp_to_month', 'getMonth', ({ civil }) => civil.month - 1],
  ['timestamp_to_day_of_year', 'getDayOfYear', ({ civil }) => civil.dayOfYear],
  ['timestamp_to_day_of_month', 'getDayOfMonth', ({ civil }) => civil.day - 1],
  ['timestamp_to_day_of_month_1_based', 'getDate', ({ civil }) => civil.day],
  ['timestamp_to_day_of_week', 'getDayOfWeek', ({ civil }) => civil.dayOfWeek],
  ['timestamp_to_hours', 'getHours', ({ civil }) => Math.trunc(civil.secondOfDay / 3600)],
  ['timestamp_to_minutes', 'getMinutes', ({ civil }) => Math.trunc(civil.secondOfDay / 60) % 60],
  ['timestamp_to_seconds', 'getSeconds', ({ civil }) => civil.secondOfDay % 60],
  ['timestamp_to_milliseconds', 'getMilliseconds', ({ nanos }) => Math.trunc(nanos / 1e6)],
];

const timestampGetters: readonly Overload[] = getters.flatMap(([id, name, read]) => {
  const evaluate = (value: Value, zone: Value): Value => {
    const timestamp = value as TimestampValue;
    return read({ civil: inZone(timestamp, (zone ?? 'UTC') as string), nanos: timestamp.nanos }) + 0;
  };
  // cel-go's one id that is not like the others.
  const zoned = id === 'timestamp_to_seconds' ? 'timestamp_to_seconds_tz' : `${id}_with_tz`;
  return [
    member(id, name, [timestampType], intType, (value) => evaluate(value, 'UTC')),
    member(zoned, name, [timestampType, stringType], intType, evaluate),
  ];
});

/** As Go: hours and minutes as doubles, without their fraction. */
const wholeUnits =
  (unit: bigint) =>
  (value: Value): Value => {
    const { nanos } = value as DurationValue;
    return Math.trunc(Number(nanos / unit) + Number(nanos % unit) / Number(unit)) + 0;
  };

const durationGetters: readonly Overload[] = [
  member('duration_to_hours', 'getHours', [durationType], intType, wholeUnits(3_600_000_000_000n)),
  member('duration_to_minutes', 'getMinutes', [durationType], intType, wholeUnits(60_000_000_000n)),
  member('duration_to_seconds', 'getSeconds', [durationType], intType, (value) => {
    return Math.trunc(toSeconds((value as DurationValue).nanos)) + 0;
  }),
  member('duration_to_milliseconds', 'getMilliseconds', [durationType], intType, (value) => {
    return Number((value as DurationValue).nanos / 1_000_000n);
  }),
];

const generalFunctions: readonly Overload[] = [
  overload('size_bytes', 'size', [bytesType], intType, sizeOfValue),
  member('bytes_size', 'size', [bytesType], intType, sizeOfValue),
  overload('size_list', 'size', [listOfA], intType, sizeOfValue),
  member('list_size', 'size', [listOfA], intType, sizeOfValue),
  overload('size_map', 'size', [mapOfAB], intType, sizeOfValue),
  member('map_size', 'size', [mapOfAB], intType, sizeOfValue),
  overload('size_string', 'size', [stringType], intType, sizeOfValue),
  member('string_size', 'size', [stringType], intType, sizeOfValue),

  overload('type', 'type', [a], typeOf(a), toTypeValue),
  overload('to_dyn', 'dyn', [a], dynType, (value) => value),
  ...conversion('bool', boolType, toBoolValue, [
    ['bool_to_bool', boolType],
    ['string_to_bool', stringType],
  ]),
  ...conversion('bytes', bytesType, toBytesValue, [
    ['bytes_to_bytes', bytesType],
    ['string_to_bytes', stringType],
  ]),
  ...conversion('double', doubleType, toDoubleValue, [
    ['double_to_double', doubleType],
    ['int64_to_double', intType],
    ['string_to_double', stringType],
    ['uint64_to_double', uintType],
  ]),
  ...conversion('duration', durationType, toDurationValue, [
    ['duration_to_duration', durationType],
    ['string_to_duration', stringType],
  ]),
  ...conversion('int', intType, toIntValue, [
    ['int64_to_int64', intType],
    ['double_to_int64', doubleType],
    ['duration_to_int64', durationType],
    ['string_to_int64', stringType],
    ['timestamp_to_int64', timestampType],
    ['uint64_to_int64', uintType],
  ]),
  ...conversion('string', stringType, toStringValue, [
    ['string_to_string', stringType],
    ['bool_to_string', boolType],
    ['bytes_to_string', bytesType],
    ['double_to_string', doubleType],
    ['duration_to_string', durationType],
    ['int64_to_string', intType],
    ['timestamp_to_string', timestampType],
    ['uint64_to_string', uintType],
  ]),
  ...conversion('timestamp', timestampType, toTimestampValue, [
    ['timestamp_to_timestamp', timestampType],
    ['int64_to_timestamp', intType],
    ['string_to_timestamp', stringType],
  ]),
  ...conversion('uint', uintType, toUintValue, [
    ['uint64_to_uint64', uintType],
    ['double_to_uint64', doubleType],
    ['int64_to_uint64', intType],
    ['string_to_uint64', stringType],
  ]),

  member('contains_string', 'contains', [stringType, stringType], boolType, contains),
  member('ends_with_string', 'endsWith', [stringType, stringType], boolType, endsWith),
  member('starts_with_string', 'startsWith', [stringType, stringType], boolType, startsWith),
  overload('matches', 'matches', [stringType, stringType], boolType, matches),
  member('matches_string', 'matches', [stringType, stringType], boolType, matches),
];

export const functionTable: readonly Overload[] = [...generalFunctions, ...timestampGetters, ...durationGetters];

/** Functions that look at what they are given themselves: nothing need be known of it where they are called. */
export const checkingFunctions: ReadonlySet<Overload['evaluate']> = new Set(
  generalFunctions.map(({ evaluate }) => evaluate),
);
