/** Makes a text that a regular expression matches. */

import { perlClasses } from '../regex/class-names.ts';
import type { ClassNode, Range, RegexNode } from '../regex/regex-tree.ts';
import { LimitReached, longestText, type Run } from './run.ts';

/** How often `*` and `+` repeat at most, as in Kyverno. */
const mostUnbounded = 4096;

export const generateText = (root: RegexNode, run: Run): string => {
  const pieces: string[] = [];
  const dice = new Dice(run.nextSeed());
  let size = 0;
  const put = (code: number): void => {
    pieces.push(String.fromCodePoint(code));
    size += 1;
    if (size > longestText)
      throw new LimitReached(`the expression makes a text of more than ${longestText} characters`);
  };
  write(root, dice, put, run);
  return pieces.join('').toWellFormed();
};

const write = (node: RegexNode, dice: Dice, put: (code: number) => void, run: Run): void => {
  run.spend(1);
  switch (node.kind) {
    case 'character':
      return put(node.code);
    case 'any':
      return put(32 + dice.below(95));
    case 'class':
      return put(pick(toRanges(node), dice));
    case 'assertion':
      return;
    case 'capture':
      return write(node.body, dice, put, run);
    case 'sequence':
      for (const item of node.items) write(item, dice, put, run);
      return;
    case 'alternation': {
      const branch = node.branches[dice.below(node.branches.length)];
      return branch === undefined ? undefined : write(branch, dice, put, run);
    }
    case 'repeat': {
      const most = node.most === Infinity ? Math.max(node.least, mostUnbounded) : node.most;
      const times = node.least + dice.below(most - node.least + 1);
      for (let time = 0; time < times; time++) write(node.body, dice, put, run);
    }
  }
};

const toRanges = ({ items, isNegated }: ClassNode): readonly Range[] => {
  const ranges = items.flatMap((item): readonly Range[] => {
    if (item.kind === 'range') return [item.range];
    if (item.kind === 'set') return item.isNegated ? complement(item.ranges) : item.ranges;
    return perlClasses['w'] ?? [];
  });
  return isNegated ? complement(ranges) : ranges;
};

/** Within printable ASCII, so that what is made can be read; beyond it where nothing is left. */
const complement = (ranges: readonly Range[]): readonly Range[] => {
  const isTaken = (code: number): boolean => ranges.some(([from, to]) => code >= from && code <= to);
  const left: Range[] = [];
  for (let code = 32; code < 127; code++) if (!isTaken(code)) left.push([code, code]);
  return left.length > 0 ? left : [[0xe000, 0xe000]];
};

const pick = (ranges: readonly Range[], dice: Dice): number => {
  const total = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  let place = dice.below(total);
  for (const [from, to] of ranges) {
    if (place <= to - from) return from + place;
    place -= to - from + 1;
  }
  return ranges[0]?.[0] ?? 32;
};

/** SplitMix64 over the host's randomness: a text of any length from one question. */
class Dice {
  private state: bigint;

  constructor(seed: string) {
    this.state = BigInt.asUintN(64, BigInt(`0x${seed}`));
  }

  /** From 0, below the bound. */
  below(bound: number): number {
    if (bound <= 1) return 0;
    this.state = BigInt.asUintN(64, this.state + 0x9e3779b97f4a7c15n);
    let mixed = this.state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return Number((mixed ^ (mixed >> 31n)) % BigInt(bound));
  }
}
