/** JSON as Go's encoder writes it: keys sorted, and the letters of HTML escaped. */

import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';

export const renderGoJson = (value: Json): string => {
  if (typeof value === 'string') return renderText(value);
  if (typeof value === 'number') return renderNumber(value);
  if (isJsonArray(value)) return `[${value.map(renderGoJson).join(',')}]`;
  if (!isJsonObject(value)) return String(value);
  const keys = Object.keys(value).sort(byCodePoint);
  return `{${keys.map((key) => `${renderText(key)}:${renderGoJson(value[key] ?? null)}`).join(',')}}`;
};

const renderText = (text: string): string => {
  const json = JSON.stringify(text);
  if (!special.test(json)) return json;
  return json.replaceAll(specials, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
};

const special = /[<>&\u2028\u2029]/;
const specials = /[<>&\u2028\u2029]/g;

/** Exponents have two digits at least. */
const renderNumber = (value: number): string =>
  Object.is(value, -0) ? '-0' : String(value).replace(/e([+-])(\d)$/, 'e$10$2');

/** The order of UTF-8 bytes, which is not that of UTF-16 units beyond the first plane. */
const byCodePoint = (left: string, right: string): number => {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const one = left.charCodeAt(at);
    const other = right.charCodeAt(at);
    if (one !== other) return rank(one) - rank(other);
  }
  return left.length - right.length;
};

const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
