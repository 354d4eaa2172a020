/** Joins sources whose rows are equal, and targets whose columns are: the coarsest groups that keep every answer. */

import { noKind, type Rows } from './create-rows.ts';

export interface KindGroups {
  /** For each kind, the first kind of its group. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

/**
 * Rows and columns are compared by sums first, which never differ for equal ones; where the sums agree they themselves are
 * compared, so that nobody can make two kinds look alike by choosing his labels.
 */
export const groupKinds = (rows: Rows): KindGroups => {
  const { sourceCount, targetCount } = rows;
  const weights = halves.map((half) =>
    Int32Array.from({ length: targetCount }, (_, target) => scramble(target + 1, half)),
  );
  const targetSums = halves.map(() => new Int32Array(targetCount));
  const sources = new Uint32Array(sourceCount);
  const alike = new Map<string, number[]>();
  const row = new Uint32Array(targetCount);
  const other = new Uint32Array(targetCount);
  for (let source = 0; source < sourceCount; source += 1) {
    rows.fill(source, row);
    const sums = [0, 0];
    for (let target = 0; target < targetCount; target += 1) {
      const value = row[target] ?? 0;
      if (value === 0) continue;
      for (const half of halves) {
        const scrambled = scramble(value, half);
        sums[half] = ((sums[half] ?? 0) + Math.imul(weights[half]?.[target] ?? 0, scrambled)) | 0;
        const columns = targetSums[half];
        if (columns !== undefined) {
          columns[target] = (columns[target] ?? 0) + Math.imul(scramble(source + 1, half), scrambled);
        }
      }
    }
    const key = sums.join();
    const candidates = alike.get(key) ?? [];
    alike.set(key, candidates);
    const same = candidates.find((candidate) => {
      rows.fill(candidate, other);
      return other.every((value, target) => value === row[target]);
    });
    if (same === undefined) candidates.push(source);
    sources[source] = same ?? source;
  }
  return { sources, targets: groupTargets(rows, sources, targetSums) };
};

const halves = [0, 1] as const;

const scramble = (number: number, half: 0 | 1): number => {
  const mixed = Math.imul(number ^ (number >>> 15), half === 0 ? 0x85eb_ca6b : 0x27d4_eb2f);
  return Math.imul(mixed ^ (mixed >>> 13), half === 0 ? 0xc2b2_ae35 : 0x1656_67b1) | 1;
};

const groupTargets = (rows: Rows, sources: Uint32Array, sums: readonly Int32Array[]): Uint32Array => {
  const firstOf = new Map<string, number>();
  const targets = Uint32Array.from({ length: rows.targetCount }, (_, target) => {
    const key = sums.map((columns) => columns[target]).join(' ');
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

/** Ends of one group in order, groups by their first end; and for each group its first kind. */
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
