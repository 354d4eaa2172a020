/** `[start:stop:step]` of a list, with Python's rules as JMESPath has them. */

import { QueryFault } from './query.ts';
import { isList, type QueryValue } from './query-value.ts';
import type { Evaluate } from './run.ts';
import type { SliceParts } from './syntax-tree.ts';

export const compileSlice = ([start, stop, step]: SliceParts): Evaluate => {
  const stride = step ?? 1;
  if (stride === 0) return (value) => (isList(value) ? noStep : null);
  return (value, run) => {
    if (!isList(value)) return null;
    run.spend(value.length);
    const from = start === null ? (stride < 0 ? value.length - 1 : 0) : cap(value.length, start, stride);
    const to = stop === null ? (stride < 0 ? -1 : value.length) : cap(value.length, stop, stride);
    const taken: QueryValue[] = [];
    if (stride > 0) for (let at = from; at < to; at += stride) taken.push(value[at] ?? null);
    else for (let at = from; at > to; at += stride) taken.push(value[at] ?? null);
    return taken as QueryValue;
  };
};

const noStep = new QueryFault('error', 'Invalid slice, step cannot be 0');

const cap = (length: number, given: number, stride: number): number => {
  if (given >= 0) return given < length ? given : stride < 0 ? length - 1 : length;
  const fromEnd = given + length;
  return fromEnd >= 0 ? fromEnd : stride < 0 ? -1 : 0;
};
