/** Compiles a filter to what each class and each namespace is told, so that a finding is judged by two look-ups. */

import { layerGroups } from '../../model/layer.ts';
import { severities } from '../../model/severity.ts';
import { facetNames, type FacetName, type FindingsFilter } from '../findings-query.ts';
import {
  flagValues,
  isPresent,
  resolvedBit,
  statuses,
  toBucket,
  toGroupRank,
  toSeverityRank,
  toStatusRank,
} from './columns.ts';
import type { EstateState } from './read-state.ts';

/** One bit a facet that does not let the finding through, one for everything else. */
export const missOf: Readonly<Record<FacetName, number>> = {
  severity: 1,
  group: 2,
  status: 4,
  namespace: 8,
  kind: 16,
  rule: 32,
};
const missOfOther = 64;

export interface Matcher {
  /** How each class misses the filter, 0 where it fits. */
  readonly classes: Uint8Array;
  /** How each namespace does; `null` where none is asked for. */
  readonly namespaces: Uint8Array | null;
  /** By class: 0 where it does not fit, else its bucket plus 1. */
  readonly buckets: Uint8Array;
}

/** Of what a filter says of severity, group, status, time, namespace, kind, rule and fix. */
export const createMatcher = ({ classes, words }: EstateState, filter: FindingsFilter): Matcher => {
  const byFlags = toFlagTable(filter);
  const kinds = toTable(words.kind, filter.kind, missOf.kind);
  const rules = toTable(words.rule, filter.rule, missOf.rule);
  const fixes = toTable(words.fix, filter.fix, missOfOther);
  const { flags, kind, rule, fix, length } = classes;
  const misses = new Uint8Array(length);
  const buckets = new Uint8Array(length);
  for (let each = 0; each < length; each++) {
    const missed =
      (byFlags[flags[each] ?? 0] ?? missOfOther) |
      (kinds?.[kind[each] ?? 0] ?? 0) |
      (rules?.[rule[each] ?? 0] ?? 0) |
      (fixes?.[fix[each] ?? 0] ?? 0);
    misses[each] = missed;
    if (missed === 0) buckets[each] = toBucket(flags[each] ?? 0) + 1;
  }
  return { classes: misses, buckets, namespaces: toTable(words.namespace, filter.namespace, missOf.namespace) };
};

export const isMatch = (
  { classes, columns }: EstateState,
  { classes: misses, namespaces }: Matcher,
  position: number,
): boolean =>
  misses[classes.of[position] ?? 0] === 0 &&
  (namespaces === null || namespaces[columns.namespace[position] ?? 0] === 0);

const toTable = (
  { texts, numbers }: EstateState['words']['kind'],
  values: readonly string[],
  miss: number,
): Uint8Array | null => {
  if (values.length === 0) return null;
  const table = new Uint8Array(texts.length).fill(miss);
  for (const value of values) {
    const number = numbers.get(value);
    if (number !== undefined) table[number] = 0;
  }
  return table;
};

const toFlagTable = ({ severity, group, status, seen }: FindingsFilter): Uint8Array => {
  const table = new Uint8Array(flagValues);
  for (let flags = 0; flags < flagValues; flags++) {
    let misses = 0;
    if (!isPresent(flags)) misses |= missOfOther;
    if (seen !== 'all' && ((flags & resolvedBit) === 0) !== (seen === 'open')) misses |= missOfOther;
    if (isLeftOut(severity, severities[toSeverityRank(flags)])) misses |= missOf.severity;
    if (isLeftOut(group, layerGroups[toGroupRank(flags)])) misses |= missOf.group;
    if (isLeftOut(status, statuses[toStatusRank(flags)])) misses |= missOf.status;
    table[flags] = misses;
  }
  return table;
};

const isLeftOut = <Value>(wanted: readonly Value[], value: Value | undefined): boolean =>
  wanted.length > 0 && (value === undefined || !wanted.includes(value));

/** A stable text of everything but the page. */
export const toFilterKey = (filter: FindingsFilter): string =>
  JSON.stringify([
    ...facetNames.map((name) => filter[name]),
    filter.fix,
    filter.about,
    filter.text,
    filter.seen,
    filter.since,
  ]);
