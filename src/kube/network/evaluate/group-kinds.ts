/** Joins sources whose rows are equal, and targets whose columns are: the coarsest groups that keep every answer. */

import { noKind, type Rows } from './create-rows.ts';

export interface KindGroups {
  /** For each kind, the first kind of its group. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

/**
 * Rows are compared by two sums first, which never differ for equal ones; where the sums agree the rows themselves are
 * compared, so that nobody can make two kinds look alike by choosing his labels.
 */
export const groupKinds = (rows: Rows): KindGroups => {
  const { sourceCount, targetCount } = rows;
  const row = new Uint32Array(targetCount);
  const columnSums = [new Int32Array(targetCount), new Int32Array(targetCount)] as const;
  const sources = new Uint32Array(sourceCount);
  const alike = new Map<string, number[]>();
  const other = new Uint32Array(targetCount);
  for (let source = 0; source < sourceCount; source += 1) {
    rows.fill(source, row);
    const key = addToSums(row, source, columnSums);
    const candidates = alike.get(key) ?? [];
    alike.set(key, candidates);
    const same = candidates.find((candidate) => {
      rows.fill(candidate, other);
      return row.every((value, target) => value === other[target]);
    });
    if (same === undefined) candidates.push(source);
    sources[source] = same ?? source;
  }
  return { sources, targets: groupTargets(rows, sources, columnSums) };
};

/** Returns the sums of the row, and adds it to those of the columns. */
const addToSums = (row: Uint32Array, source: number, [first, second]: readonly [Int32Array, Int32Array]): string => {
  let a = 0;
  let b = 0;
  const salt = Math.imul(source + 1, 0x9e37_79b1);
  for (let target = 0; target < row.length; target += 1) {
    const value = row[target] ?? 0;
    if (value === 0) continue;
    a = Math.imul(a ^ Math.imul(target + 1, 0x85eb_ca6b), 0x27d4_eb2f) + value;
    b = (Math.imul(b ^ value, 0x1656_67b1) + Math.imul(target + 1, 0xc2b2_ae35)) | 0;
    first[target] = Math.imul((first[target] ?? 0) ^ salt, 0x27d4_eb2f) + value;
    second[target] = Math.imul((second[target] ?? 0) ^ value, 0x1656_67b1) + salt;
  }
  return `${a | 0} ${b}`;
};

const groupTargets = (
  rows: Rows,
  sources: Uint32Array,
  [first, second]: readonly [Int32Array, Int32Array],
): Uint32Array => {
  const firstOf = new Map<string, number>();
  const targets = Uint32Array.from(first, (sum, target) => {
    const key = `${sum} ${second[target]}`;
    const found = firstOf.get(key) ?? target;
    firstOf.set(key, found);
    return found;
  });
  const doubtful = [...targets.keys()].filter((target) => targets[target] !== target);
  const row = new Uint32Array(targets.length);
  for (const [source, representative] of sources.entries()) {
    if (source !== representative || doubtful.length === 0) continue;
    rows.fill(source, row);
    for (const target of doubtful) {
      // Left by itself: that splits a group that could be one, and changes no answer.
      if (row[target] !== row[targets[target] ?? 0]) targets[target] = target;
    }
  }
  return targets;
};

/** Ends of one group in order, groups by their first end; and for each end its group. */
export const gatherGroups = (
  kindOf: Uint32Array,
  groupOf: Uint32Array,
): { readonly members: readonly (readonly number[])[]; readonly kinds: readonly number[] } => {
  const numbers = new Map<number, number>();
  const members: number[][] = [];
  const kinds: number[] = [];
  for (const [end, kind] of kindOf.entries()) {
    if (kind === noKind) continue;
    const first = groupOf[kind] ?? kind;
    const number = numbers.get(first) ?? members.length;
    numbers.set(first, number);
    const group = members[number];
    if (group !== undefined) group.push(end);
    else {
      members.push([end]);
      kinds.push(first);
    }
  }
  return { members, kinds };
};
