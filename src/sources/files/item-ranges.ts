/** Where in the bytes of a List its items stand, so that each item has a place of its own. */

import type { ListMark } from './list-marks.ts';
import { createJsonScanner } from './scan-json-list.ts';
import { createYamlScanner } from './scan-yaml-list.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Empty where the List is written in a way only a parser can take apart (YAML in brackets). */
export const findItemRanges = (bytes: Uint8Array): readonly Range[] => {
  const first = bytes.find((byte) => byte > 32 && byte < 128);
  const scanner = first === 123 ? createJsonScanner(0) : createYamlScanner(0);
  return pair([...scanner.push(bytes), ...scanner.end()]);
};

const pair = (marks: readonly ListMark[]): readonly Range[] => {
  const ranges: Range[] = [];
  let start = 0;
  for (const { kind, at } of marks) {
    if (kind === 'item-start') start = at;
    else if (kind === 'item-end') ranges.push({ start, end: at });
  }
  return ranges;
};
