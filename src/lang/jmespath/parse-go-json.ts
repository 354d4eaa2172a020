/** Reads JSON as Go's encoding/json does, and says what is wrong with it in Go's words. */

import type { Json } from '../../model/json.ts';
import { explainGoJson } from './explain-go-json.ts';

export type GoJson =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'defect'; readonly message: string };

/** How deep lists and objects may nest, as in every document read. Go's bound is 10,000. */
export const deepestJson = 200;

/** Every number is a double, as in Go. */
export const parseGoJson = (text: string): GoJson => {
  if (nestsTooDeep(text)) return { kind: 'defect', message: `lists and objects nest more than ${deepestJson} deep` };
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return { kind: 'defect', message: explainGoJson(text) };
  }
  if (mayOverflow.test(text)) {
    const number = findOverflow(text);
    if (number !== null) {
      return { kind: 'defect', message: `json: cannot unmarshal number ${number} into Go value of type float64` };
    }
  }
  return { kind: 'value', value: loneSurrogate.test(text) ? wellFormed(value) : value };
};

const loneSurrogate = /\\u[dD][89a-fA-F]/;
const mayOverflow = /[0-9][eE]|[0-9]{300}/;

/** Before JSON.parse, which recurses. */
const nestsTooDeep = (text: string): boolean => {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isInText) {
      if (code === 92) at++;
      else if (code === 34) isInText = false;
    } else if (code === 34) isInText = true;
    else if (code === 91 || code === 123) {
      depth++;
      if (depth > deepestJson) return true;
    } else if (code === 93 || code === 125) depth--;
  }
  return false;
};

/** The first number no double holds; texts are skipped. */
const findOverflow = (text: string): string | null => {
  for (const [found] of text.matchAll(/"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*/gs)) {
    if (!found.startsWith('"') && !Number.isFinite(Number(found))) return found;
  }
  return null;
};

/** Half a surrogate pair is U+FFFD to Go. */
const wellFormed = (value: Json): Json => {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(wellFormed);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item)]));
};
