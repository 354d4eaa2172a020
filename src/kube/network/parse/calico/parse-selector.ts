/** Calico's selector expressions: `role == "web" && !has(legacy) || team in {"a", "b"}`. Reads untrusted text in one pass. */

import type { SelectorTree } from './selector-tree.ts';

export type SelectorParse =
  | { readonly kind: 'selector'; readonly tree: SelectorTree }
  /** `offset` counts from 0. */
  | { readonly kind: 'defect'; readonly message: string; readonly offset: number };

/** Deeper ones would only be written to exhaust the stack. */
const deepest = 100;

/** The empty text is all of them. */
export const parseSelector = (text: string): SelectorParse => {
  const cursor: Cursor = { text, at: 0, depth: 0 };
  try {
    skipSpace(cursor);
    if (cursor.at === text.length) return { kind: 'selector', tree: { kind: 'all' } };
    const tree = readOr(cursor);
    if (cursor.at < text.length) throw new SelectorDefect('an operator is expected', cursor.at);
    return { kind: 'selector', tree };
  } catch (error) {
    if (!(error instanceof SelectorDefect)) throw error;
    return { kind: 'defect', message: error.text, offset: error.at };
  }
};

interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
}

/** Thrown and caught within this file: reading ends at the first mistake, wherever it stands. */
class SelectorDefect {
  readonly text: string;
  readonly at: number;
  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }
}

const readOr = (cursor: Cursor): SelectorTree => readChain(cursor, '||', 'or', readAnd);

const readAnd = (cursor: Cursor): SelectorTree => readChain(cursor, '&&', 'and', readNot);

const readChain = (
  cursor: Cursor,
  operator: string,
  kind: 'and' | 'or',
  readPart: (cursor: Cursor) => SelectorTree,
): SelectorTree => {
  const first = readPart(cursor);
  const parts = [first];
  while (take(cursor, operator)) parts.push(readPart(cursor));
  return parts.length === 1 ? first : { kind, of: parts };
};

const readNot = (cursor: Cursor): SelectorTree => {
  let isNegated = false;
  while (take(cursor, '!')) isNegated = !isNegated;
  const tree = readTerm(cursor);
  return isNegated ? { kind: 'not', of: tree } : tree;
};

const readTerm = (cursor: Cursor): SelectorTree => {
  if (take(cursor, '(')) {
    cursor.depth += 1;
    if (cursor.depth > deepest) throw new SelectorDefect(`it is nested deeper than ${deepest} parentheses`, cursor.at);
    const tree = readOr(cursor);
    expect(cursor, ')');
    cursor.depth -= 1;
    return tree;
  }
  const start = cursor.at;
  const label = match(cursor, labelPattern);
  if (label === undefined) throw new SelectorDefect('a label, has(…), all() or a parenthesis is expected', start);
  if ((label === 'all' || label === 'global') && take(cursor, '(')) {
    expect(cursor, ')');
    return { kind: label };
  }
  if (label === 'has' && take(cursor, '(')) {
    const name = match(cursor, labelPattern);
    if (name === undefined) throw new SelectorDefect('the name of a label is expected', cursor.at);
    expect(cursor, ')');
    return { kind: 'has', label: name };
  }
  return readComparison(cursor, label);
};

const readComparison = (cursor: Cursor, label: string): SelectorTree => {
  const start = cursor.at;
  if (take(cursor, '==')) return { kind: 'in', label, values: [readText(cursor)] };
  if (take(cursor, '!=')) return { kind: 'not', of: { kind: 'in', label, values: [readText(cursor)] } };
  const word = match(cursor, wordPattern)?.replaceAll(/\s+/g, ' ');
  switch (word) {
    case 'in':
      return { kind: 'in', label, values: readSet(cursor) };
    case 'not in':
      return { kind: 'not', of: { kind: 'in', label, values: readSet(cursor) } };
    case 'contains':
    case 'starts with':
    case 'ends with':
      return { kind: word, label, value: readText(cursor) };
    default:
      throw new SelectorDefect('==, !=, in, not in, contains, starts with or ends with is expected', start);
  }
};

const readSet = (cursor: Cursor): readonly string[] => {
  expect(cursor, '{');
  const values = new Set<string>();
  if (take(cursor, '}')) return [];
  for (;;) {
    values.add(readText(cursor));
    if (take(cursor, '}')) return [...values].toSorted();
    expect(cursor, ',');
  }
};

/** Without escapes, in either quotes. */
const readText = (cursor: Cursor): string => {
  const text = match(cursor, textPattern);
  if (text === undefined) throw new SelectorDefect('a text in quotes is expected', cursor.at);
  return text.slice(1, -1);
};

const labelPattern = /[A-Za-z0-9_./-]+/y;
const wordPattern = /(?:not\s+in|in|contains|starts\s+with|ends\s+with)(?![A-Za-z0-9_./-])/y;
const textPattern = /"[^"]*"|'[^']*'/y;
const spacePattern = /\s*/y;

const match = (cursor: Cursor, pattern: RegExp): string | undefined => {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found === undefined) return undefined;
  cursor.at += found.length;
  skipSpace(cursor);
  return found;
};

const skipSpace = (cursor: Cursor): void => {
  spacePattern.lastIndex = cursor.at;
  cursor.at += spacePattern.exec(cursor.text)?.[0].length ?? 0;
};

const take = (cursor: Cursor, token: string): boolean => {
  if (!cursor.text.startsWith(token, cursor.at)) return false;
  // `!=` is no negation.
  if (token === '!' && cursor.text[cursor.at + 1] === '=') return false;
  cursor.at += token.length;
  skipSpace(cursor);
  return true;
};

const expect = (cursor: Cursor, token: string): void => {
  if (!take(cursor, token)) throw new SelectorDefect(`${token} is expected`, cursor.at);
};
