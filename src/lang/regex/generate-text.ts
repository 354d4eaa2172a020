/** Makes a text that a regular expression matches, by chance that follows from a seed: Kyverno's `random`. */

import { createHash } from 'node:crypto';
import { parseRe2 } from './parse-re2.ts';
import type { ClassItem, ClassNode, Range, RegexNode } from './regex-tree.ts';

export type GeneratedText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'defect'; readonly message: string };

export interface TextOptions {
  readonly seed: string;
  /** Called for each part that is made, before it is. What it throws passes through. */
  readonly spend?: () => void;
}

export const generateText = (pattern: string, { seed, spend }: TextOptions): GeneratedText => {
  const perl = findPerl(pattern);
  if (perl !== null) return { kind: 'defect', message: `error parsing regexp: ${perl}` };
  const parsed = parseRe2(pattern);
  if (parsed.kind === 'defect') return { kind: 'defect', message: parsed.message };
  try {
    const chance = new Chance(seed, spend);
    make(parsed.root, chance);
    return { kind: 'text', text: chance.text };
  } catch (defect) {
    if (defect instanceof PatternDefect) return { kind: 'defect', message: defect.message };
    throw defect;
  }
};

/** Kyverno parses these patterns without Perl's additions: no `\d`, no `(?…)`. What is wrong, or `null`. */
const findPerl = (source: string): string | null => {
  for (let at = 0; at < source.length; at++) {
    if (source.charAt(at) === '\\') {
      const escaped = source.charAt(at + 1);
      if (escaped !== '' && 'ABCDEPQSWbdpswz'.includes(escaped)) return `invalid escape sequence: \`\\${escaped}\``;
      at++;
    } else if (source.startsWith('(?', at)) return 'missing argument to repetition operator: `?`';
  }
  return null;
};

/** Thrown and caught within this file. */
class PatternDefect {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** Repetition without a bound goes this far, where Kyverno goes to 4096; and the whole text so far. */
const mostRepeats = 64;
const longest = 64 * 1024;
const mostSteps = 4 * longest;

class Chance {
  text = '';
  readonly #seed: string;
  readonly #spend: (() => void) | undefined;
  #block: Buffer = Buffer.alloc(0);
  #at = 0;
  #blocks = 0;
  #steps = 0;

  constructor(seed: string, spend: (() => void) | undefined) {
    this.#seed = seed;
    this.#spend = spend;
  }

  /** From 0, below `bound`. What the remainder favours is too little to tell: 48 bits for at most 21. */
  below(bound: number): number {
    if (this.#at + 6 > this.#block.length) {
      this.#block = createHash('sha256')
        .update(`${this.#seed} ${this.#blocks++}`)
        .digest();
      this.#at = 0;
    }
    const drawn = this.#block.readUIntBE(this.#at, 6);
    this.#at += 6;
    return drawn % bound;
  }

  /** What repeats nothing writes nothing, and takes its time all the same. */
  step(): void {
    this.#spend?.();
    this.#steps += 1;
    if (this.#steps > mostSteps) refuse('random: a pattern repeats too much');
  }

  write(code: number): void {
    if (this.text.length >= longest) refuse(`random: a text is at most ${longest} characters long`);
    this.text += String.fromCodePoint(code);
  }
}

const refuse = (message: string): never => {
  // oxlint-disable-next-line typescript/only-throw-error -- caught in this file
  throw new PatternDefect(message);
};

const make = (node: RegexNode, chance: Chance): void => {
  chance.step();
  switch (node.kind) {
    case 'character':
      return chance.write(node.code);
    case 'class':
      return makeOfClass(node, chance);
    case 'any':
      return chance.write(firstPrintable + chance.below(printables));
    case 'assertion':
      return undefined;
    case 'capture':
      return make(node.body, chance);
    case 'sequence':
      return node.items.forEach((item) => make(item, chance));
    case 'alternation': {
      const branch = node.branches[chance.below(node.branches.length)];
      return branch === undefined ? undefined : make(branch, chance);
    }
    case 'repeat': {
      const most = Number.isFinite(node.most) ? node.most : Math.max(node.least, mostRepeats);
      const times = node.least + chance.below(most - node.least + 1);
      for (let count = 0; count < times; count += 1) make(node.body, chance);
    }
  }
};

const firstPrintable = 32;
const printables = 95;

const makeOfClass = (node: ClassNode, chance: Chance): void => {
  const ranges = node.items.flatMap(toRanges);
  const chosen = node.isNegated ? printableOutside(ranges) : ranges;
  const size = chosen.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (size === 0) refuse('random: no character fits a class');
  let left = chance.below(size);
  for (const [from, to] of chosen) {
    if (left <= to - from) return chance.write(from + left);
    left -= to - from + 1;
  }
};

const toRanges = (item: ClassItem): readonly Range[] => {
  switch (item.kind) {
    case 'range':
      return [item.range];
    case 'set':
      return item.isNegated ? printableOutside(item.ranges) : item.ranges;
    case 'property':
      return refuse('random: a class of Unicode is no part of a pattern');
  }
};

const printableOutside = (ranges: readonly Range[]): readonly Range[] =>
  Array.from({ length: printables }, (_, at) => firstPrintable + at)
    .filter((code) => !ranges.some(([from, to]) => from <= code && code <= to))
    .map((code) => [code, code] as const);
