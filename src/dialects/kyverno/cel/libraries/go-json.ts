/** Values as Go's encoding/json writes them, and what it read as values: there every number is a double. */

import { compareTexts } from '../../../../lang/go/compare-texts.ts';
import { quoteGoJson } from '../../../../lang/go/quote-go-json.ts';
import { renderJsonFloat } from '../../../../lang/go/render-float.ts';
import { mostBytes } from '../../../../kube/policy/mutation/is-too-large.ts';
import { toJson } from '../../../../kube/policy/mutation/to-json.ts';
import { getEntry, keysOf } from '../../../../lang/cel/map-access.ts';
import { isPlainMap, typeNameOf } from '../../../../lang/cel/value-type.ts';
import { DoubleValue, DurationValue, MapValue, toDouble, type Value } from '../../../../lang/cel/value.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../../model/json.ts';
import { refuse } from '../kyverno-world.ts';

/** `value` nests no deeper than readers let it. */
export const toDoubles = (value: Json): Value => {
  if (typeof value === 'number' || typeof value === 'bigint') return toDouble(Number(value));
  if (isJsonArray(value)) return value.map(toDoubles);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toDoubles(field)]));
};

export const marshalValue = (value: Value): string => write(value, { left: mostBytes });

/** Values share parts, and JSON written out does not: what is left of the room for it. */
interface Room {
  left: number;
}

const write = (value: Value, room: Room): string => {
  room.left -= typeof value === 'string' ? value.length + 2 : 1;
  if (room.left < 0) return refuse(`json: it is longer than ${mostBytes} bytes`);
  if (Array.isArray(value)) return `[${value.map((item: Value) => write(item, room)).join(',')}]`;
  if (value instanceof MapValue || isPlainMap(value)) return writeMap(value, room);
  if (value instanceof DurationValue) return String(value.nanos);
  return writePlain(value);
};

const writePlain = (value: Value): string => {
  if (value instanceof DoubleValue) return renderJsonFloat(value.double);
  const json = toJson(value);
  if (typeof json === 'string') return quoteGoJson(json);
  if (typeof json === 'number') return Number.isFinite(json) ? renderJsonFloat(json) : refuseNumber(json);
  return json === undefined || isJsonArray(json) || isJsonObject(json)
    ? refuse(`json: unsupported type: ${typeNameOf(value)}`)
    : String(json);
};

const refuseNumber = (value: number): never =>
  refuse(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`);

const writeMap = (map: Value, room: Room): string => {
  const keys = keysOf(map).map((key) =>
    typeof key === 'string'
      ? key
      : refuse(
          `json: failed to convert CEL map to native map: unsupported type conversion from '${typeNameOf(key)}' to string`,
        ),
  );
  const fields = keys
    .toSorted(compareTexts)
    .map((key) => `${quoteGoJson(key)}:${write(getEntry(map, key) ?? null, room)}`);
  return `{${fields.join(',')}}`;
};
