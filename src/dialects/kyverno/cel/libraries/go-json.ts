/** JSON as Go's encoding/json reads it into anything, and writes it: every number is a double, keys are in order. */

import { toDouble, type Value } from '../../../../lang/cel/value.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../../model/json.ts';

export type GoJson =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'defect'; readonly message: string };

export const parseGoJson = (text: string, depth: number): GoJson => {
  if (isDeeper(text, depth)) return { kind: 'defect', message: 'exceeded max depth' };
  try {
    return { kind: 'value', value: toDoubles(JSON.parse(text) as Json) };
  } catch {
    return { kind: 'defect', message: describeDefect(text) };
  }
};

/** `value` nests no deeper than readers let it. */
export const toDoubles = (value: Json): Value => {
  if (typeof value === 'number' || typeof value === 'bigint') return toDouble(Number(value));
  if (isJsonArray(value)) return value.map(toDoubles);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toDoubles(field)]));
};

const isDeeper = (text: string, most: number): boolean => {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (isQuoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === '{' || sign === '[') {
      depth += 1;
      if (depth > most) return true;
    } else if (sign === '}' || sign === ']') depth -= 1;
  }
  return false;
};

/** In Go's words where the beginning tells; the engine's own say the rest. */
const describeDefect = (text: string): string => {
  const rest = text.trimStart();
  if (rest === '') return 'unexpected end of JSON input';
  const [first = ''] = rest;
  if (!/[-{["\dtfn]/.test(first)) return `invalid character '${first}' looking for beginning of value`;
  const literal = ['true', 'false', 'null'].find((word) => word.startsWith(first));
  if (literal !== undefined) {
    const wrong = Array.from(literal).findIndex((sign, at) => rest[at] !== sign);
    if (rest.length <= wrong) return 'unexpected end of JSON input';
    if (wrong > 0) {
      return `invalid character '${rest[wrong]}' in literal ${literal} (expecting '${literal[wrong]}')`;
    }
  }
  return isCut(rest) ? 'unexpected end of JSON input' : 'invalid character in JSON';
};

/** An object, list or text that does not end. */
const isCut = (text: string): boolean => {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (isQuoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
  }
  return isQuoted || depth > 0;
};

/** `value` is no larger and no deeper than an object may be. */
export const marshalGoJson = (value: Json): string => {
  if (isJsonArray(value)) return `[${value.map(marshalGoJson).join(',')}]`;
  if (isJsonObject(value)) {
    const fields = Object.keys(value)
      .toSorted(compareBytes)
      .map((name) => `${quote(name)}:${marshalGoJson(value[name] ?? null)}`);
    return `{${fields.join(',')}}`;
  }
  if (typeof value === 'string') return quote(value);
  return typeof value === 'number' ? renderNumber(value) : String(value);
};

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const quote = (text: string): string =>
  JSON.stringify(text.toWellFormed()).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Go writes an exponent with two digits at least. */
const renderNumber = (value: number): string =>
  Object.is(value, -0)
    ? '-0'
    : String(value)
        .replace(/e([+-])(\d)$/, 'e$10$2')
        .replace(/^(-?)(\d+)e\+(\d+)$/, '$1$2e+$3');
