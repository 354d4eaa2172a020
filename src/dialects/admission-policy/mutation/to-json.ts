/** What an expression made, as JSON: for patches and for what is applied. */

import { AppliedValue } from '../../../kube/cel/mutation-types.ts';
import {
  DoubleValue,
  DurationValue,
  MapValue,
  OptionalValue,
  TimestampValue,
  UintValue,
  type Value,
} from '../../../lang/cel/value.ts';
import type { Json, JsonObject } from '../../../model/json.ts';

/** `undefined` for a value JSON has no form for. */
export const toJson = (value: Value): Json | undefined => {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof AppliedValue) return toObject(value.fields);
  if (value instanceof MapValue) {
    const entries = [...value.entries.values()];
    if (!entries.every(([key]) => typeof key === 'string')) return undefined;
    return toObject(new Map(entries.map(([key, item]) => [typeof key === 'string' ? key : '', item])));
  }
  if (value instanceof DoubleValue) return value.double;
  if (value instanceof UintValue) {
    return value.uint <= Number.MAX_SAFE_INTEGER ? Number(value.uint) : value.uint;
  }
  if (value instanceof OptionalValue) return value.content === undefined ? null : toJson(value.content);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof TimestampValue) return renderTimestamp(value);
  if (value instanceof DurationValue) return renderDuration(value);
  if (isList(value)) {
    const items = value.map(toJson);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  return isPlain(value) ? toObject(new Map(Object.entries(value))) : undefined;
};

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** JSON that was read from an object is used as it is; it has no class. */
const isPlain = (value: object): value is { readonly [key: string]: Value } => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const toObject = (fields: ReadonlyMap<string, Value>): JsonObject | undefined => {
  const entries: [string, Json][] = [];
  for (const [name, field] of fields) {
    const json = toJson(field);
    if (json === undefined) return undefined;
    entries.push([name, json]);
  }
  return Object.fromEntries(entries);
};

const renderTimestamp = ({ seconds, nanos }: TimestampValue): string => {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  return `${whole}${nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`}Z`;
};

/** Seconds with up to nine digits, as protobuf writes durations in JSON. */
const renderDuration = ({ nanos }: DurationValue): string => {
  const sign = nanos < 0n ? '-' : '';
  const all = nanos < 0n ? -nanos : nanos;
  const rest = String(all % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${sign}${all / 1_000_000_000n}${rest === '' ? '' : `.${rest}`}s`;
};
