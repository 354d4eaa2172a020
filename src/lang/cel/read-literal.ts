/** The values of number, string and bytes literals, from their source text. */

import { token } from './lexer.ts';
import { least, most, mostUint, toDouble, toInt, UintValue, type Value } from './value.ts';

export type Literal =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'defect'; readonly message: string };

/** The literal that a token is; `undefined` where it is none. The sign of a number is no part of `text`. */
export const readLiteral = (kind: number, text: string, isNegative: boolean): Literal | undefined => {
  switch (kind) {
    case token.int:
      return readInt(text, isNegative);
    case token.uint:
      return readUint(text);
    case token.double:
      return readDouble(text, isNegative);
    case token.string:
      return readString(text);
    case token.bytes:
      return readBytes(text);
    case token.true:
      return value(true);
    case token.false:
      return value(false);
    case token.null:
      return value(null);
    default:
      return undefined;
  }
};

/** `text` is digits or `0x…`; with its sign, because -9223372036854775808 has no positive twin. */
const readInt = (text: string, isNegative: boolean): Literal => {
  if (text.length <= 15) {
    const number = Number(text);
    return value(toInt(isNegative ? -number : number));
  }
  const magnitude = readInteger(text);
  const signed = isNegative && magnitude !== undefined ? -magnitude : magnitude;
  if (signed === undefined || signed < least || signed > most) return defect('the int is outside -2^63 to 2^63-1');
  return value(toInt(signed));
};

/** `text` ends with its `u`. */
const readUint = (text: string): Literal => {
  const magnitude = readInteger(text.slice(0, -1));
  if (magnitude === undefined || magnitude > mostUint) return defect('the uint is outside 0 to 2^64-1');
  return value(new UintValue(magnitude));
};

const readDouble = (text: string, isNegative: boolean): Literal => {
  const number = Number(text);
  if (!Number.isFinite(number)) return defect('the double is too large');
  return value(toDouble(isNegative ? -number : number));
};

const readString = (text: string): Literal => {
  const { content, isRaw } = unquote(text);
  if (isRaw || !content.includes('\\')) return value(content);
  let result = '';
  let from = 0;
  for (let at = content.indexOf('\\'); at !== -1; at = content.indexOf('\\', from)) {
    const escape = readEscape(content, at);
    if (escape === undefined) return badEscape(content, at);
    if (escape.code > 0x10ffff || (escape.code >= 0xd800 && escape.code <= 0xdfff)) {
      return defect(`${content.slice(at, escape.end)} is no Unicode code point`);
    }
    result += content.slice(from, at) + String.fromCodePoint(escape.code);
    from = escape.end;
  }
  return value(result + content.slice(from));
};

/** `text` begins with its `b`. Escapes by number are bytes; other characters are UTF-8. */
const readBytes = (text: string): Literal => {
  const { content, isRaw } = unquote(text.slice(1));
  const encoder = new TextEncoder();
  if (isRaw || !content.includes('\\')) return value(encoder.encode(content));
  const bytes: number[] = [];
  let from = 0;
  for (let at = content.indexOf('\\'); at !== -1; at = content.indexOf('\\', from)) {
    const escape = readEscape(content, at);
    if (escape === undefined) return badEscape(content, at);
    if (escape.isUnicode) return defect(`bytes have no ${content.slice(at, at + 2)} escapes`);
    for (const byte of encoder.encode(content.slice(from, at))) bytes.push(byte);
    bytes.push(escape.code);
    from = escape.end;
  }
  for (const byte of encoder.encode(content.slice(from))) bytes.push(byte);
  return value(Uint8Array.from(bytes));
};

const value = (value: Value): Literal => ({ kind: 'value', value });
const defect = (message: string): Literal => ({ kind: 'defect', message });
const badEscape = (content: string, at: number): Literal =>
  defect(`${content.slice(at, at + 2)} is no escape sequence here`);

/** `undefined` where it is certainly too large: reading a hundred thousand digits is not free. */
const readInteger = (text: string): bigint | undefined => {
  const isHex = text.startsWith('0x');
  const digits = (isHex ? text.slice(2) : text).replace(/^0+(?=.)/, '');
  if (digits.length > 20) return undefined;
  return BigInt(isHex ? `0x${digits}` : digits);
};

const unquote = (text: string): { readonly content: string; readonly isRaw: boolean } => {
  const isRaw = text.startsWith('r') || text.startsWith('R');
  const quoted = isRaw ? text.slice(1) : text;
  const quote = quoted.charAt(0);
  const width = quoted.length >= 6 && quoted.startsWith(quote.repeat(3)) ? 3 : 1;
  const content = quoted.slice(width, -width);
  return { content: content.includes('\r') ? content.replaceAll(/\r\n?/g, '\n') : content, isRaw };
};

interface Escape {
  readonly code: number;
  readonly end: number;
  /** `\u` and `\U`, which bytes do not have. */
  readonly isUnicode: boolean;
}

const readEscape = (content: string, at: number): Escape | undefined => {
  const letter = content.charAt(at + 1);
  const simple = simpleEscapes[letter];
  if (simple !== undefined) return { code: simple, end: at + 2, isUnicode: false };
  const width = letter === 'u' ? 4 : letter === 'U' ? 8 : letter === 'x' || letter === 'X' ? 2 : 0;
  if (width > 0) {
    const digits = content.slice(at + 2, at + 2 + width);
    if (digits.length < width || !/^[0-9a-fA-F]+$/.test(digits)) return undefined;
    return { code: Number.parseInt(digits, 16), end: at + 2 + width, isUnicode: width > 2 };
  }
  const octal = content.slice(at + 1, at + 4);
  if (!/^[0-3][0-7][0-7]$/.test(octal)) return undefined;
  return { code: Number.parseInt(octal, 8), end: at + 4, isUnicode: false };
};

const simpleEscapes: Readonly<Record<string, number>> = {
  a: 0x07,
  b: 0x08,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b,
  '\\': 0x5c,
  "'": 0x27,
  '"': 0x22,
  '`': 0x60,
  '?': 0x3f,
};
