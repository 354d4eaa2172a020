/** Reads JSON as Kubernetes does, at the speed of JSON.parse: bounded in depth, with integers exact to 64 bits. */

import type { Json } from '../../model/json.ts';

/**
 * `undefined` where the text is no JSON or not to be read as such; the YAML reader then says what is wrong with it,
 * as Kubernetes' own decoder falls back to YAML.
 */
export type JsonResult =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'too-deep'; readonly offset: number }
  | undefined;

/** Parses a text whose first character is `{` or `[`. `depth` is how far lists and objects may nest. */
export const readJson = (text: string, depth: number): JsonResult => {
  const survey = surveyJson(text, depth);
  if (survey.kind === 'too-deep') return survey;
  try {
    const value = survey.exact ? (JSON.parse(text, reviveNumber) as Json) : (JSON.parse(text) as Json);
    return { kind: 'value', value };
  } catch {
    return undefined;
  }
};

/** One pass before JSON.parse: how deep it nests, and whether a number needs more than a double. */
const surveyJson = (
  text: string,
  most: number,
): { readonly kind: 'plain'; readonly exact: boolean } | { readonly kind: 'too-deep'; readonly offset: number } => {
  let depth = 0;
  let digits = 0;
  let exact = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 48 && code <= 57) {
      digits += 1;
      if (digits > 15) exact = true;
      continue;
    }
    if (digits > 0) {
      if (code === 101 || code === 69) exact = true;
      digits = 0;
    }
    if (code === 34) {
      index = endOfString(text, index);
      if (index < 0) break;
    } else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > most) return { kind: 'too-deep', offset: index };
    } else if (code === 125 || code === 93) depth -= 1;
  }
  return { kind: 'plain', exact };
};

const endOfString = (text: string, start: number): number => {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slash = end - 1;
    while (text.charCodeAt(slash) === 92) slash -= 1;
    if ((end - slash) % 2 === 1) return end;
  }
  return -1;
};

/**
 * `JSON.parse` hands the source of a number to its reviver in every Node that can scan (from 22 on). A number beyond
 * doubles makes the text no JSON, as it does for the API server.
 */
const reviveNumber = (_: string, value: Json, context?: { readonly source?: string }): Json => {
  if (typeof value !== 'number') return value;
  if (!Number.isFinite(value)) throw new RangeError('a number beyond what a double holds');
  const source = context?.source;
  if (Number.isSafeInteger(value) || source === undefined || !/^-?\d+$/.test(source)) return value;
  const exact = BigInt(source);
  return exact >= -(2n ** 63n) && exact < 2n ** 64n ? exact : value;
};
