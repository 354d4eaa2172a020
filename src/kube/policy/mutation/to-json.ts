/** What an expression made, as JSON: for patches and for what is applied. */

import { AppliedValue } from '../../cel/mutation-types.ts';
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
import { mostBytes } from './is-too-large.ts';

/** `undefined` for a value JSON has no form for, or that is larger than anything the server takes. */
export const toJson = (value: Value): Json | undefined => convert(value, { left: mostBytes });

/** Values share parts, and JSON written out does not: what is left of the room for it. */
interface Room {
  left: number;
}

const convert = (value: Value, room: Room): Json | undefined => {
  room.left -= typeof value === 'string' ? value.length + 2 : 1;
  if (room.left < 0) return undefined;
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof AppliedValue) return toObject(value.fields, room);
  if (value instanceof MapValue) {
    const entries = [...value.entries.values()];
    if (!entries.every(([key]) => typeof key === 'string')) return undefined;
    return toObject(new Map(entries.map(([key, item]) => [typeof key === 'string' ? key : '', item])), room);
  }
  if (value instanceof DoubleValue) return value.double;
  if (value instanceof UintValue) {
    return value.uint <= Number.MAX_SAFE_INTEGER ? Number(value.uint) : value.uint;
  }
  if (value instanceof OptionalValue) return value.content === undefined ? null : convert(value.content, room);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof TimestampValue) return renderTimestamp(value);
  if (value instanceof DurationValue) return renderDuration(value);
  if (isList(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const json = convert(item, room);
      if (json === undefined) return undefined;
      items.push(json);
    }
    return items;
  }
  return isPlain(value) ? toObject(new Map(Object.entries(value)), room) : undefined;
};

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** JSON that was read from an object is used as it is; it has no class. */
const isPlain = (value: object): value is { readonly [key: string]: Value } => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const toObject = (fields: ReadonlyMap<string, Value>, room: Room): JsonObject | undefined => {
  const entries: [string, Json][] = [];
  for (const [name, field] of fields) {
    const json = convert(field, room);
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
