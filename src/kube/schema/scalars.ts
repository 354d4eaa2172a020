/** The API server's single values: what it takes for each, and the one form in which it gives it back. */

import { isJsonArray, type Json, isJsonObject } from '../../model/json.ts';
import { parseJsonQuantity } from '../../lang/quantity/parse-quantity.ts';
import { roundUpQuantity } from '../../lang/quantity/quantity.ts';
import { renderQuantity } from '../../lang/quantity/render-quantity.ts';
import type { ScalarName } from './read-types.ts';
import { toCanonicalTime } from './timestamp.ts';
import type { Trail } from './trail.ts';

export type Reader = (value: Json, trail: Trail) => Json | undefined;

export interface Scalar {
  readonly read: (value: Json, trail: Trail) => Json;
  /** What an unset field of this type prints as. */
  readonly zero: Json;
  /** What `omitempty` leaves out; a type that is a struct in Go has nothing it leaves out. */
  readonly empty: Json | undefined;
}

const isInteger = (value: Json): value is number | bigint => typeof value === 'bigint' || Number.isInteger(value);

const readString = (value: Json, trail: Trail): Json =>
  typeof value === 'string' ? value : trail.refuse(`${describe(value)} is no string`);

const readBool = (value: Json, trail: Trail): Json =>
  typeof value === 'boolean' ? value : trail.refuse(`${describe(value)} is no boolean`);

const readInt32 = (value: Json, trail: Trail): Json => {
  if (typeof value === 'number' && value === (value | 0)) return value === 0 ? 0 : value;
  return trail.refuse(`${describe(value)} is no 32-bit integer`);
};

const readInt64 = (value: Json, trail: Trail): Json => {
  if (!isInteger(value)) return trail.refuse(`${describe(value)} is no integer`);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  const big = BigInt(value);
  if (big < -(2n ** 63n) || big >= 2n ** 63n) return trail.refuse(`${describe(value)} is no 64-bit integer`);
  return big;
};

const readFloat = (value: Json, trail: Trail): Json => {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' ? Number(value) : trail.refuse(`${describe(value)} is no number`);
};

/** Standard base64 with its padding; Go passes over line breaks. */
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const readBytes = (value: Json, trail: Trail): Json => {
  // Go also takes the bytes one by one.
  if (isJsonArray(value) && value.every(isByte)) return btoa(value.map((byte) => String.fromCodePoint(byte)).join(''));
  if (typeof value !== 'string') return trail.refuse(`${describe(value)} is no base64 text`);
  const text = value.includes('\n') || value.includes('\r') ? value.replaceAll(/[\r\n]/g, '') : value;
  if (!base64.test(text)) return trail.refuse('the text is no base64');
  // The last digit before the padding may hold bits that stand for nothing; what is printed has none.
  return text.endsWith('=') ? toCleanPadding(text) : text;
};

const isByte = (value: Json): value is number => typeof value === 'number' && value === (value & 255);

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const toCleanPadding = (text: string): string => {
  const padding = text.endsWith('==') ? 2 : 1;
  const at = text.length - padding - 1;
  const value = digits.indexOf(text[at] ?? 'A');
  const clean = padding === 2 ? value & 0x30 : value & 0x3c;
  return clean === value ? text : `${text.slice(0, at)}${digits[clean] ?? 'A'}${'='.repeat(padding)}`;
};

const readIntOrString = (value: Json, trail: Trail): Json =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' && value === (value | 0)
      ? value
      : trail.refuse(`${describe(value)} is neither a 32-bit integer nor a string`);

const toQuantityReader = (decimals: number | null): ((value: Json, trail: Trail) => Json) => {
  // The same few amounts stand in every manifest. Bounded, for an input may name millions of different ones.
  const canonical = new Map<string | number, string>();
  return (value, trail) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint')
      return trail.refuse(`${describe(value)} is no quantity`);
    const known = typeof value === 'bigint' ? undefined : canonical.get(value);
    if (known !== undefined) return known;
    const quantity = parseJsonQuantity(value);
    if (quantity === null) return trail.refuse(`${describe(value)} is no quantity, such as \`500m\` or \`1Gi\``);
    const text = renderQuantity(decimals === null ? quantity : roundUpQuantity(quantity, -decimals));
    if (typeof value !== 'bigint' && canonical.size < mostRemembered) canonical.set(value, text);
    return text;
  };
};

const mostRemembered = 4096;

/** Amounts in lists of resources are rounded up to thousandths. */
export const readResourceAmount = toQuantityReader(3);

/** The first moment of Go's calendar stands for no time at all, which prints as null. */
const toTimeReader =
  (decimals: 0 | 6, example: string): ((value: Json, trail: Trail) => Json) =>
  (value, trail) => {
    const time = typeof value === 'string' ? toCanonicalTime(value, decimals) : undefined;
    return time === undefined ? trail.refuse(`${describe(value)} is no time, such as \`${example}\``) : time;
  };

const readTime = toTimeReader(0, '2006-01-02T15:04:05Z');
const readMicroTime = toTimeReader(6, '2006-01-02T15:04:05.000000Z');

const readRaw = (value: Json): Json => value;

// oxfmt-ignore
export const scalars: Readonly<Record<Exclude<ScalarName, 'schemaorarray' | 'schemaorbool' | 'schemaorstrings'>, Scalar>> = {
  string: { read: readString, zero: '', empty: '' },
  bool: { read: readBool, zero: false, empty: false },
  int32: { read: readInt32, zero: 0, empty: 0 },
  int64: { read: readInt64, zero: 0, empty: 0 },
  float64: { read: readFloat, zero: 0, empty: 0 },
  bytes: { read: readBytes, zero: null, empty: '' },
  quantity: { read: toQuantityReader(null), zero: '0', empty: undefined },
  time: { read: readTime, zero: null, empty: undefined },
  microtime: { read: readMicroTime, zero: null, empty: undefined },
  intorstring: { read: readIntOrString, zero: 0, empty: undefined },
  raw: { read: readRaw, zero: null, empty: undefined },
};

/** The value as a message names it; a secret may stand where a number should, so that no text is repeated. */
export const describe = (value: Json): string => {
  if (value === null) return 'null';
  if (isJsonObject(value)) return 'an object';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'boolean') return 'a boolean';
  return typeof value === 'number' || typeof value === 'bigint' ? `the number ${value}` : 'a list';
};
