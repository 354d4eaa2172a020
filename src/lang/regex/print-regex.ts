/** Writes a tree as a pattern of the engine's RegExp (flag `v`) or of RE2, without what either reads differently. */

import type { Assertion, ClassItem, ClassNode, RegexNode } from './regex-tree.ts';

/** For the engine with the flag `v`, and `i` where the tree's letters are folded: it folds all or nothing. */
export const printForEngine = (node: RegexNode): string => print(node, engine);

/** For re2js, whose names of groups must differ, where Go's need not: they are left out. */
export const printForRe2 = (node: RegexNode): string => print(node, re2);

interface Notation {
  readonly assertions: Readonly<Record<Assertion, string>>;
  readonly any: string;
  readonly anyButLineFeed: string;
  readonly character: (code: number) => string;
  readonly item: (item: ClassItem) => string;
  readonly folded: (text: string) => string;
}

const hexadecimal =
  (prefix: string) =>
  (code: number): string =>
    /[0-9A-Za-z]/.test(String.fromCodePoint(code)) && code < 0x80
      ? String.fromCodePoint(code)
      : `${prefix}{${code.toString(16)}}`;

const engineCharacter = hexadecimal('\\u');
const re2Character = hexadecimal('\\x');

const printRanges = (ranges: readonly (readonly [number, number])[], character: (code: number) => string): string =>
  ranges.map(([from, to]) => (from === to ? character(from) : `${character(from)}-${character(to)}`)).join('');

const engine: Notation = {
  assertions: {
    'text-start': '^',
    'text-end': '$',
    // The engine's own take more than a line feed for the end of a line.
    'line-start': '(?<=^|\\n)',
    'line-end': '(?=$|\\n)',
    'word-boundary': '\\b',
    'no-word-boundary': '\\B',
  },
  any: '[^]',
  anyButLineFeed: '[^\\n]',
  character: engineCharacter,
  item: (item) => {
    switch (item.kind) {
      case 'range':
        return printRanges([item.range], engineCharacter);
      case 'set':
        return `[${item.isNegated ? '^' : ''}${printRanges(item.ranges, engineCharacter)}]`;
      case 'property':
        return `\\${item.isNegated ? 'P' : 'p'}{${item.property}}`;
    }
  },
  folded: (text) => text,
};

const re2: Notation = {
  assertions: {
    'text-start': '\\A',
    'text-end': '\\z',
    'line-start': '(?m:^)',
    'line-end': '(?m:$)',
    'word-boundary': '\\b',
    'no-word-boundary': '\\B',
  },
  any: '(?s:.)',
  anyButLineFeed: '[^\\n]',
  character: re2Character,
  item: (item) => {
    switch (item.kind) {
      case 'range':
        return printRanges([item.range], re2Character);
      case 'set':
        return item.source;
      case 'property':
        return `\\${item.isNegated ? 'P' : 'p'}{${item.name}}`;
    }
  },
  folded: (text) => `(?i:${text})`,
};

const print = (node: RegexNode, notation: Notation): string => {
  switch (node.kind) {
    case 'character': {
      const text = notation.character(node.code);
      return node.isFolded ? notation.folded(text) : text;
    }
    case 'class': {
      const text = printClass(node, notation);
      return node.isFolded ? notation.folded(text) : text;
    }
    case 'any':
      return node.withLineFeed ? notation.any : notation.anyButLineFeed;
    case 'assertion':
      return notation.assertions[node.of];
    case 'capture':
      return `(${print(node.body, notation)})`;
    case 'sequence':
      return node.items.map((item) => printPart(item, notation)).join('');
    case 'alternation':
      return node.branches.map((branch) => print(branch, notation)).join('|');
    case 'repeat': {
      const body =
        node.body.kind === 'character' ||
        node.body.kind === 'class' ||
        node.body.kind === 'any' ||
        node.body.kind === 'capture'
          ? print(node.body, notation)
          : `(?:${print(node.body, notation)})`;
      return `${body}${printCount(node.least, node.most)}${node.isGreedy ? '' : '?'}`;
    }
  }
};

const printPart = (node: RegexNode, notation: Notation): string => {
  const text = print(node, notation);
  return node.kind === 'alternation' || node.kind === 'sequence' ? `(?:${text})` : text;
};

const printClass = (node: ClassNode, notation: Notation): string =>
  `[${node.isNegated ? '^' : ''}${node.items.map((item) => notation.item(item)).join('')}]`;

const printCount = (least: number, most: number): string => {
  if (most === Infinity) {
    if (least === 0) return '*';
    return least === 1 ? '+' : `{${least},}`;
  }
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
};
