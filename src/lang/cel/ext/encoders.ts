/** cel-go's library of encodings: base64. */

import type { Library } from '../overload.ts';
import { bytesType, stringType } from '../type.ts';
import { EvaluationFault } from '../value.ts';

export const encodersLibrary: Library = {
  id: 'cel.lib.ext.encoders',
  overloads: [
    {
      id: 'base64_decode_string',
      name: 'base64.decode',
      isMember: false,
      parameters: [stringType],
      result: bytesType,
      evaluate: (text) => decodeBase64(text as string),
    },
    {
      id: 'base64_encode_bytes',
      name: 'base64.encode',
      isMember: false,
      parameters: [bytesType],
      result: stringType,
      evaluate: (bytes) => encodeBase64(bytes as Uint8Array),
    },
  ],
  macros: [],
  constants: [],
  literalChecks: [],
};

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const padding = 61;

const valueOf = new Int8Array(256).fill(-1);
for (let value = 0; value < digits.length; value++) valueOf[digits.charCodeAt(value)] = value;

/** With padding or, where that does not fit, without any; the fault is that of reading it without. */
const decodeBase64 = (text: string): Uint8Array => {
  const source = new TextEncoder().encode(text);
  const padded = readBase64(source, true);
  if (typeof padded !== 'number') return padded;
  const bare = readBase64(source, false);
  if (typeof bare !== 'number') return bare;
  throw new EvaluationFault(`illegal base64 data at input byte ${bare}`);
};

/** The bytes, or the offset of what is wrong. Line ends are skipped, as Go skips them. */
export const readBase64 = (source: Uint8Array, isPadded: boolean): Uint8Array | number => {
  const bytes = new Uint8Array(Math.ceil((source.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  const write = (count: number): void => {
    for (let shift = 16; shift > 16 - 8 * count; shift -= 8) bytes[length++] = (bits >> shift) & 0xff;
  };
  for (let at = 0; at < source.length; at++) {
    const byte = source[at] ?? 0;
    if (isLineEnd(byte)) continue;
    const value = valueOf[byte] ?? -1;
    if (value === -1) {
      if (!isPadded || byte !== padding || held < 2) return at;
      const wrong = readPadding(source, at + 1, held);
      if (wrong !== null) return wrong;
      write(held - 1);
      return bytes.slice(0, length);
    }
    bits |= value << (18 - 6 * held);
    held++;
    if (held < 4) continue;
    write(3);
    bits = 0;
    held = 0;
  }
  if (held === 1 || (held > 0 && isPadded)) return source.length - held;
  if (held > 0) write(held - 1);
  return bytes.slice(0, length);
};

/** What follows the first `=`: a second after two digits, then nothing. */
const readPadding = (source: Uint8Array, from: number, held: number): number | null => {
  let at = skipLineEnds(source, from);
  if (held === 2) {
    if (at === source.length) return at;
    if (source[at] !== padding) return at - 1;
    at = skipLineEnds(source, at + 1);
  }
  return at < source.length ? at : null;
};

const skipLineEnds = (source: Uint8Array, from: number): number => {
  let at = from;
  while (at < source.length && isLineEnd(source[at] ?? 0)) at++;
  return at;
};

const isLineEnd = (byte: number): boolean => byte === 10 || byte === 13;

const encodeBase64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += digits.charAt(bits >> 18) + digits.charAt((bits >> 12) & 63);
    text += left > 1 ? digits.charAt((bits >> 6) & 63) : '=';
    text += left > 2 ? digits.charAt(bits & 63) : '=';
  }
  return text;
};
