/** Writes a JSON value on one line, integers of any size exactly. */

import type { Json } from '../model/json.ts';

/**
 * As `JSON.stringify`, but a `bigint` is written as the number it is (Node 24 has no raw JSON), and what a terminal
 * would obey or hide stands as an escape: JSON is printed there too, and `\u009b` starts a command in some.
 */
export const writeJson = (value: Json): string =>
  toText(value).replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const obeyed = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The engine's own writer is several times as fast, and refuses the one thing it cannot write. */
const toText = (value: Json): string => {
  try {
    return JSON.stringify(value);
  } catch {
    return write(value);
  }
};

const write = (value: Json): string => {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(write).join(',')}]`;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`);
  return `{${members.join(',')}}`;
};

/** One element a line between the brackets, as pieces: a list of any length is never one string. */
export function* writeJsonLines<T>(items: Iterable<T>, toJson: (item: T) => Json): Generator<string> {
  let isFirst = true;
  yield '[';
  for (const item of items) {
    yield `${isFirst ? '\n' : ',\n'}    ${writeJson(toJson(item))}`;
    isFirst = false;
  }
  yield isFirst ? ']' : '\n  ]';
}
