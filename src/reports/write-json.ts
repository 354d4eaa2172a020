/** Writes a JSON value on one line, integers of any size exactly. */

import type { Json } from '../model/json.ts';

/** As `JSON.stringify`, but a `bigint` is written as the number it is; Node 24 has no raw JSON. */
export const writeJson = (value: Json): string => {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(writeJson).join(',')}]`;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${writeJson(member)}`);
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
