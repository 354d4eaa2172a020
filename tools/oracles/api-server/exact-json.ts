/** JSON as the API server reads and writes it: integers of 64 bits stay what they are. */

import type { Json } from '../../../src/model/json.ts';

export const toExactJson = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? newer.rawJSON(each.toString()) : each));

export const parseExactJson = (text: string): Json =>
  newer.parse(text, (_, each, { source = '' }) =>
    typeof each === 'number' && !Number.isSafeInteger(each) && /^-?\d+$/.test(source) ? BigInt(source) : each,
  );

/** What Node has and the types of the language do not have yet. */
const newer = JSON as unknown as {
  readonly rawJSON: (text: string) => unknown;
  readonly parse: (
    text: string,
    revive: (key: string, value: Json, context: { readonly source?: string }) => Json,
  ) => Json;
};
