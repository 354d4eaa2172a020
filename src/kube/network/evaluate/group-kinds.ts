/** Joins sources whose rows are equal, and targets whose columns are: the coarsest groups that keep every answer. */

import { noKind, type Rows } from './create-rows.ts';

export interface KindGroups {
  /** For each kind, the first kind of its group. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

/**
 * Rows and columns are compared by sums first, which never differ for equal ones; where the sums agree they themselves are
 * compared, so that nobody can make two kinds look alike by choosing his labels. A sum over targets is one over shapes, each
 * as heavy as its targets together, and a little more for those on the source's own node.
 */
export const groupKinds = (rows: Rows): KindGroups => {
  const { sourceCount, shapeOf, shapeCount } = rows;
  const heavy = [sumWeights(rows, 0), sumWeights(rows, 1)] as const;
  const shapeSums = [new Int32Array(shapeCount), new Int32Array(shapeCount)] as const;
  const ownSums = [new Int32Array(shapeOf.length), new Int32Array(shapeOf.length)] as const;
  const hosts = new Map<number, number[]>();
  const sources = new Uint32Array(sourceCount);
  const alike = new Map<string, number[]>();
  const row = new Uint32Array(shapeCount);
  const isSame = compareRows(rows);
  for (let source = 0; source < sourceCount; source += 1) {
    rows.fill(source, row);
    const sums: [number, number] = [0, 0];
    for (let shape = 0; shape < shapeCount; shape += 1) {
      const value = row[shape] ?? 0;
      if (value === 0) continue;
      for (const half of halves) {
        const scrambled = scramble(value, half);
        sums[half] = (sums[half] + Math.imul(heavy[half][shape] ?? 0, scrambled)) | 0;
        shapeSums[half][shape] = (shapeSums[half][shape] ?? 0) + Math.imul(scramble(source + 1, half), scrambled);
      }
    }
    for (const target of rows.ownTargets(source)) {
      const value = row[shapeOf[target] ?? 0] ?? 0;
      if (value === everyPort) continue;
      for (const half of halves) {
        const more = scramble(everyPort, half) - (value === 0 ? 0 : scramble(value, half));
        sums[half] = (sums[half] + Math.imul(scramble(target + 1, half), more)) | 0;
        ownSums[half][target] = (ownSums[half][target] ?? 0) + Math.imul(scramble(source + 1, half), more);
      }
      const known = hosts.get(target);
      if (known === undefined) hosts.set(target, [source]);
      else known.push(source);
    }
    const key = sums.join();
    const candidates = alike.get(key) ?? [];
    alike.set(key, candidates);
    const same = candidates.find((candidate) => isSame(candidate, source, row));
    if (same === undefined) candidates.push(source);
    sources[source] = same ?? source;
  }
  const shapes = groupShapes(rows, sources, shapeSums);
  return { sources, targets: groupTargets(rows, shapes, hosts, shapeSums, ownSums) };
};

type Sums = readonly [Int32Array, Int32Array];

const halves = [0, 1] as const;

/** The number of the set of all ports. */
const everyPort = 1;

const scramble = (number: number, half: 0 | 1): number => {
  const mixed = Math.imul(number ^ (number >>> 15), half === 0 ? 0x85eb_ca6b : 0x27d4_eb2f);
  return Math.imul(mixed ^ (mixed >>> 13), half === 0 ? 0xc2b2_ae35 : 0x1656_67b1) | 1;
};

const sumWeights = ({ shapeOf, shapeCount }: Rows, half: 0 | 1): Int32Array => {
  const weights = new Int32Array(shapeCount);
  for (const [target, shape] of shapeOf.entries()) weights[shape] = (weights[shape] ?? 0) + scramble(target + 1, half);
  return weights;
};

/** Whether two sources reach the same; `row` is the second one's. */
const compareRows = (rows: Rows): ((one: number, other: number, row: Uint32Array) => boolean) => {
  const first = new Uint32Array(rows.shapeCount);
  return (one, other, row) => {
    rows.fill(one, first);
    const owned = [rows.ownTargets(one), rows.ownTargets(other)];
    const isAlike = first.every((value, shape) => value === row[shape]);
    if (isAlike && (owned[0] === owned[1] || owned.every((own) => own.length === 0))) return true;
    const [ownOfOne, ownOfOther] = owned.map((own) => new Set(own));
    return rows.shapeOf.every((shape, target) => {
      const a = ownOfOne?.has(target) === true ? everyPort : first[shape];
      return a === (ownOfOther?.has(target) === true ? everyPort : row[shape]);
    });
  };
};

const groupBySums = (count: number, keyOf: (index: number) => string): Uint32Array => {
  const firstOf = new Map<string, number>();
  return Uint32Array.from({ length: count }, (_, index) => {
    const key = keyOf(index);
    const found = firstOf.get(key) ?? index;
    firstOf.set(key, found);
    return found;
  });
};

/** By what the policies alone say. */
const groupShapes = (rows: Rows, sources: Uint32Array, sums: Sums): Uint32Array => {
  const shapes = groupBySums(rows.shapeCount, (shape) => `${sums[0][shape]} ${sums[1][shape]}`);
  const doubtful = [...shapes.keys()].filter((shape) => shapes[shape] !== shape);
  const row = new Uint32Array(shapes.length);
  for (const [source, representative] of sources.entries()) {
    if (source !== representative || doubtful.length === 0) continue;
    rows.fill(source, row);
    for (const shape of doubtful) {
      // Left by itself: that splits a group that could be one, and changes no answer.
      if (row[shape] !== row[shapes[shape] ?? 0]) shapes[shape] = shape;
    }
  }
  return shapes;
};

/** Pairs of a source and a target that are asked one by one before targets are left by themselves. */
const mostAsked = 10_000_000;

const groupTargets = (
  rows: Rows,
  shapes: Uint32Array,
  hosts: ReadonlyMap<number, readonly number[]>,
  sums: Sums,
  own: Sums,
): Uint32Array => {
  const { shapeOf, sourceCount } = rows;
  const targets = groupBySums(shapeOf.length, (target) =>
    halves.map((half) => ((sums[half][shapeOf[target] ?? 0] ?? 0) + (own[half][target] ?? 0)) | 0).join(' '),
  );
  let asked = 0;
  for (const [target, first] of targets.entries()) {
    if (target === first) continue;
    if (shapes[shapeOf[target] ?? 0] === shapes[shapeOf[first] ?? 0]) {
      if (hosts.get(target)?.join() !== hosts.get(first)?.join()) targets[target] = target;
      continue;
    }
    asked += sourceCount;
    let isSame = asked <= mostAsked;
    for (let source = 0; isSame && source < sourceCount; source += 1) {
      isSame = rows.at(source, target) === rows.at(source, first);
    }
    if (!isSame) targets[target] = target;
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
