/** What a scalar without quotes means to Kubernetes: the resolution of its YAML library (YAML 1.1 with Go's numbers). */

import type { Json } from '../../model/json.ts';

/** A value JSON cannot hold: an infinity or not-a-number. Allowed as a key, where its text counts, not as a value. */
export type Unrepresentable = { readonly kind: 'unrepresentable'; readonly text: string };

export type Scalar = { readonly kind: 'value'; readonly value: Json; readonly float: boolean } | Unrepresentable;

/** Resolves a plain scalar. Only its first character decides whether it can be anything but text. */
export const resolvePlain = (text: string): Scalar => {
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  if (first === dot) return decimalPattern.test(text) ? toFloat(text, text) : toText(text);
  if (text.length < 16 && isShortInteger(text, first)) return { kind: 'value', value: Number(text), float: false };
  const numeric = (first >= zero && first <= nine) || first === plus || first === minus;
  return numeric ? resolveNumber(text) : toText(text);
};

/** True for most texts that are no word and no number, told by their ends alone; never for what is one. */
export const isSurelyText = (text: string): boolean => {
  const first = text.charCodeAt(0);
  // The words begin with two letters of theirs, a sign, a dot or a tilde, and no word is longer.
  if (first >= 65 && first !== tilde)
    return text.length > longestWord || !startsWord(first | 32, text.charCodeAt(1) | 32);
  // A number ends with a digit, one of base 16, a dot or a mark between digits; the words with a dot end with f or n.
  const last = text.charCodeAt(text.length - 1) | 32;
  return (text.length > longestWord || (first >= zero && first <= nine)) && last > 102 && last <= 122;
};

/** By small letters: y, n, yes, no, null, true, false, on, off. A letter alone has no second one, which reads as 32. */
const startsWord = (first: number, second: number): boolean => {
  switch (first) {
    case 121:
      return second === 101 || second === 32;
    case 110:
      return second === 111 || second === 117 || second === 32;
    case 116:
      return second === 114;
    case 102:
      return second === 97;
    case 111:
      return second === 110 || second === 102;
    default:
      return false;
  }
};

/** The tags of YAML 1.1 that force a type; any other tag makes text. `undefined`: the text is not of that type. */
export const resolveTagged = (tag: string, text: string): Scalar | undefined => {
  const scalar = resolvePlain(text);
  switch (tag) {
    case 'tag:yaml.org,2002:int':
      return scalar.kind === 'value' && isNumber(scalar.value) && !scalar.float ? scalar : undefined;
    case 'tag:yaml.org,2002:float':
      return scalar.kind === 'unrepresentable' || isNumber(scalar.value) ? scalar : undefined;
    case 'tag:yaml.org,2002:bool':
      return scalar.kind === 'value' && typeof scalar.value === 'boolean' ? scalar : undefined;
    case 'tag:yaml.org,2002:null':
      return scalar.kind === 'value' && scalar.value === null ? scalar : undefined;
    case 'tag:yaml.org,2002:timestamp':
      return timestampPattern.test(text) ? toText(text) : undefined;
    case 'tag:yaml.org,2002:binary':
      return resolveBinary(text);
    default:
      return toText(text);
  }
};

/** The text of a scalar as a key of an object; `undefined` where Kubernetes refuses it as a key. */
export const toKey = (scalar: Scalar): string | undefined => {
  if (scalar.kind === 'unrepresentable') return scalar.text;
  const { value } = scalar;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return scalar.float ? printFloat32(value) : String(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return value <= largestSigned ? String(value) : undefined;
  return undefined;
};

const [zero, nine, plus, minus, dot, tilde] = [48, 57, 43, 45, 46, 126];

const longestWord = 5;

const largestSigned = 2n ** 63n - 1n;
const largestUnsigned = 2n ** 64n - 1n;

const toText = (text: string): Scalar => ({ kind: 'value', value: text, float: false });

const isNumber = (value: Json): boolean => typeof value === 'number' || typeof value === 'bigint';

const spellings = (value: Json, text: string): readonly (readonly [string, Scalar])[] =>
  text.split(' ').map((word) => [word, { kind: 'value', value, float: false }] as const);

const beyondJson = (text: string, spelt: string): readonly (readonly [string, Scalar])[] =>
  spelt.split(' ').map((word) => [word, { kind: 'unrepresentable', text }] as const);

const words: ReadonlyMap<string, Scalar> = new Map([
  ...spellings(true, 'y Y yes Yes YES true True TRUE on On ON'),
  ...spellings(false, 'n N no No NO false False FALSE off Off OFF'),
  ...spellings(null, '~ null Null NULL'),
  ['', { kind: 'value', value: null, float: false }] as const,
  ...beyondJson('.nan', '.nan .NaN .NAN'),
  ...beyondJson('.inf', '.inf .Inf .INF +.inf +.Inf +.INF'),
  ...beyondJson('-.inf', '-.inf -.Inf -.INF'),
]);

const integerPattern = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const decimalPattern = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const timestampPattern =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?(?:Z|[-+]\d{2}:\d{2})| \d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?)?$/;

const resolveNumber = (text: string): Scalar => {
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const match = integerPattern.exec(plain);
  if (match !== null) {
    const integer = toInteger(match);
    if (integer !== undefined) return { kind: 'value', value: integer, float: false };
  }
  return decimalPattern.test(plain) ? toFloat(plain, text) : toText(text);
};

/** Digits alone, the first not 0: most numbers there are. */
const isShortInteger = (text: string, first: number): boolean => {
  if (first <= zero || first > nine) return false;
  for (let at = 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < zero || code > nine) return false;
  }
  return true;
};

/** Exact up to 64 bits; `undefined` beyond, where a decimal number becomes a float. */
const toInteger = (match: RegExpExecArray): number | bigint | undefined => {
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  const negative = sign === '-';
  if (decimal !== undefined && decimal.length <= 15) return negative ? 0 - Number(decimal) : Number(decimal);
  const digits =
    decimal ?? (hexadecimal === undefined ? (binary === undefined ? `0o${octal}` : `0b${binary}`) : `0x${hexadecimal}`);
  if (digits.length > 66) return undefined;
  const value = negative ? -BigInt(digits) : BigInt(digits);
  if (value < -largestSigned - 1n || value > largestUnsigned || (sign === '+' && value > largestSigned))
    return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
};

/** A number too large for a double stays the text it was written as. */
const toFloat = (plain: string, text: string): Scalar => {
  const value = Number(plain);
  return Number.isFinite(value) ? { kind: 'value', value, float: true } : toText(text);
};

/** As Kubernetes' library: bytes that are no UTF-8 become U+FFFD. */
const resolveBinary = (text: string): Scalar | undefined => {
  const packed = text.replaceAll(/[\r\n]/g, '');
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined;
  return toText(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(packed, 'base64')));
};

/** Go's shortest text of a 32-bit float, in which Kubernetes' library writes a float that is a key. */
const printFloat32 = (value: number): string => {
  const single = Math.fround(value);
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  let precision = 1;
  while (precision < 9 && Math.fround(Number(single.toPrecision(precision))) !== single) precision += 1;
  const [digits = '', exponent = ''] = single.toExponential(precision - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(single.toPrecision(precision)));
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
};
