/**
 * Says how long a text the engine's RegExp, which tries one way after another, may be given with a pattern.
 *
 * Where at every choice (once more or on, this branch or that) the next character tells which way to go, a wrong way
 * ends at once, and a search takes as many steps as it looks at characters. A choice that the next character leaves
 * open multiplies: by the length of the text for a repetition without bound, by its count for one with. Inside a
 * repetition such choices multiply for each round, which is how patterns take exponential time: these are refused.
 */

import type { ClassItem, ClassNode, RegexNode } from './regex-tree.ts';

/** Steps of a search: about a millisecond. Who writes the text may want the search to take for ever. */
const steps = 2 ** 21;
/** The engine remembers each choice: texts longer than this could overflow its memory for them. */
const longest = 2 ** 20;
/** Below this it is not worth having two engines. */
const shortest = 64;
/** The engine writes repetitions out as code. */
const greatestProgram = 4000;

/** The longest text, in UTF-16 units; -1 where no text is safe. `size` is the length of the program. */
export const boundText = (root: RegexNode, size: number): number => {
  if (size > greatestProgram) return -1;
  const analysis: Analysis = { ways: 1, isUnsafe: false };
  const { degree } = follow(root, { first: nothing, degree: 0 }, false, analysis);
  if (analysis.isUnsafe) return -1;
  const power = degree + (isAnchored(root) ? 0 : 1);
  const bound = power === 0 ? longest : Math.floor((steps / (size * analysis.ways)) ** (1 / power));
  return bound < shortest ? -1 : Math.min(bound, longest);
};

/** True where a match can only begin where the text begins. */
const isAnchored = (node: RegexNode): boolean => {
  switch (node.kind) {
    case 'assertion':
      return node.of === 'text-start';
    case 'capture':
      return isAnchored(node.body);
    case 'sequence': {
      const [first] = node.items;
      return first !== undefined && isAnchored(first);
    }
    case 'alternation':
      return node.branches.every(isAnchored);
    default:
      return false;
  }
};

/** Characters: those of ASCII by a bit each, all others as one. */
interface Characters {
  readonly ascii: bigint;
  readonly others: boolean;
}

const nothing: Characters = { ascii: 0n, others: false };
const allAscii = 2n ** 128n - 1n;

interface Continuation {
  /** What the text may go on with. */
  readonly first: Characters;
  /** The power of the text's length to which the steps from here grow. */
  readonly degree: number;
}

interface Analysis {
  ways: number;
  isUnsafe: boolean;
}

/** What stands from a node on, given what stands behind it. */
const follow = (node: RegexNode, next: Continuation, isInLoop: boolean, analysis: Analysis): Continuation => {
  switch (node.kind) {
    case 'character':
      return { first: toCharacters([node.code, node.code], node.isFolded), degree: next.degree };
    case 'class':
      return { first: charactersOf(node), degree: next.degree };
    case 'any':
      return {
        first: { ascii: node.withLineFeed ? allAscii : allAscii ^ (1n << 10n), others: true },
        degree: next.degree,
      };
    case 'assertion':
      return next;
    case 'capture':
      return follow(node.body, next, isInLoop, analysis);
    case 'sequence':
      return node.items.reduceRight((behind, item) => follow(item, behind, isInLoop, analysis), next);
    case 'alternation': {
      const ways = node.branches.map((branch) => follow(branch, next, isInLoop, analysis));
      return choose(ways, isInLoop, node.branches.length, analysis);
    }
    case 'repeat':
      return followRepeat(node.body, node.least, node.most, next, isInLoop, analysis);
  }
};

const choose = (ways: readonly Continuation[], isInLoop: boolean, count: number, analysis: Analysis): Continuation => {
  let first = nothing;
  let isOpen = false;
  let degree = 0;
  for (const way of ways) {
    isOpen ||= meet(first, way.first);
    first = join(first, way.first);
    degree = Math.max(degree, way.degree);
  }
  if (isOpen) {
    if (isInLoop) analysis.isUnsafe = true;
    analysis.ways *= count;
  }
  return { first, degree };
};

const followRepeat = (
  body: RegexNode,
  least: number,
  most: number,
  next: Continuation,
  isInLoop: boolean,
  analysis: Analysis,
): Continuation => {
  if (most === 0) return next;
  // RE2 and the engine differ in what a round that takes nothing means.
  if (takesNothing(body)) analysis.isUnsafe = true;
  if (most === 1) {
    const taken = follow(body, next, isInLoop, analysis);
    return least === 1 ? taken : choose([taken, next], isInLoop, 2, analysis);
  }
  const start = follow(body, next, isInLoop, { ways: 1, isUnsafe: false }).first;
  const again = join(start, next.first);
  const round = follow(body, { first: again, degree: 0 }, true, analysis);
  const isOpen = least !== most && meet(start, next.first);
  if (isOpen && isInLoop) analysis.isUnsafe = true;
  if (isOpen && most !== Infinity) analysis.ways *= most - least + 1;
  const passed = Math.max(round.degree, most === Infinity ? 1 : 0);
  const degree = isOpen && most === Infinity ? 1 + next.degree : Math.max(passed, next.degree);
  return { first: least === 0 ? again : start, degree: Math.max(degree, passed) };
};

const takesNothing = (node: RegexNode): boolean => {
  switch (node.kind) {
    case 'assertion':
      return true;
    case 'capture':
      return takesNothing(node.body);
    case 'sequence':
      return node.items.every(takesNothing);
    case 'alternation':
      return node.branches.some(takesNothing);
    case 'repeat':
      return node.least === 0 || takesNothing(node.body);
    default:
      return false;
  }
};

const join = (one: Characters, other: Characters): Characters => ({
  ascii: one.ascii | other.ascii,
  others: one.others || other.others,
});

const meet = (one: Characters, other: Characters): boolean =>
  (one.ascii & other.ascii) !== 0n || (one.others && other.others);

const charactersOf = (node: ClassNode): Characters => {
  let all = nothing;
  for (const item of node.items) all = join(all, charactersOfItem(item, node.isFolded));
  return node.isNegated ? { ascii: allAscii ^ all.ascii, others: true } : all;
};

const charactersOfItem = (item: ClassItem, isFolded: boolean): Characters => {
  switch (item.kind) {
    case 'range':
      return toCharacters(item.range, isFolded);
    case 'set': {
      let all = nothing;
      for (const range of item.ranges) all = join(all, toCharacters(range, isFolded));
      return item.isNegated ? { ascii: allAscii ^ all.ascii, others: true } : all;
    }
    case 'property': {
      const pattern = new RegExp(`\\${item.isNegated ? 'P' : 'p'}{${item.property}}`, isFolded ? 'iv' : 'v');
      let ascii = 0n;
      for (let code = 0; code < 128; code++) if (pattern.test(String.fromCharCode(code))) ascii |= 1n << BigInt(code);
      return { ascii, others: true };
    }
  }
};

const toCharacters = ([from, to]: readonly [number, number], isFolded: boolean): Characters => {
  let ascii = from > 127 ? 0n : (2n << BigInt(Math.min(to, 127))) - (1n << BigInt(from));
  let others = to > 127;
  if (!isFolded) return { ascii, others };
  ascii |= ((ascii & upperLetters) << 32n) | ((ascii & lowerLetters) >> 32n);
  // Of ASCII's letters k and s alone have another form outside it: the sign of Kelvin and the long s.
  if ((ascii & foldedAbroad) !== 0n) others = true;
  if (others) ascii |= foldedAbroad;
  return { ascii, others };
};

const upperLetters = ((1n << 26n) - 1n) << 65n;
const lowerLetters = ((1n << 26n) - 1n) << 97n;
const foldedAbroad = Array.from('KSks').reduce((bits, letter) => bits | (1n << BigInt(letter.charCodeAt(0))), 0n);
