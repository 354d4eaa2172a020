/** Reads character classes: `[^a-z\d[:alpha:]\pL]`, and those that stand outside brackets. */

import { findUnicodeClass, perlClasses, posixClasses } from './class-names.ts';
import { parseEscape } from './parse-escape.ts';
import { refuse } from './regex-defect.ts';
import type { ClassItem, ClassNode } from './regex-tree.ts';

/** `at` is the opening bracket. */
export const parseClass = (
  source: string,
  at: number,
  isFolded: boolean,
): { readonly node: ClassNode; readonly end: number } => {
  const items: ClassItem[] = [];
  const isNegated = source[at + 1] === '^';
  const first = at + (isNegated ? 2 : 1);
  let next = first;
  while (source[next] !== ']' || next === first) {
    const found = parsePosixClass(source, next) ?? parseClassEscape(source, next) ?? parseRange(source, next, at);
    items.push(found.item);
    next = found.end;
  }
  return { node: { kind: 'class', items, isNegated, isFolded }, end: next + 1 };
};

interface Found {
  readonly item: ClassItem;
  readonly end: number;
}

const parsePosixClass = (source: string, at: number): Found | null => {
  if (!source.startsWith('[:', at)) return null;
  const close = source.indexOf(':]', at + 2);
  if (close === -1) return null;
  const text = source.slice(at, close + 2);
  const isNegated = text[2] === '^';
  const name = text.slice(isNegated ? 3 : 2, -2);
  const ranges = Object.hasOwn(posixClasses, name) ? posixClasses[name] : undefined;
  if (ranges === undefined) return refuse('invalid character class range', text);
  return { item: { kind: 'set', ranges, isNegated, source: text }, end: close + 2 };
};

/** `\d`, `\pL`, `\p{Greek}`; `null` where the text is none of them. */
export const parseClassEscape = (source: string, at: number): Found | null => {
  if (source[at] !== '\\') return null;
  const letter = source[at + 1] ?? '';
  if (letter === 'p' || letter === 'P') return parseProperty(source, at, letter === 'P');
  const lower = letter.toLowerCase();
  const ranges = Object.hasOwn(perlClasses, lower) ? perlClasses[lower] : undefined;
  if (ranges === undefined) return null;
  return { item: { kind: 'set', ranges, isNegated: letter !== lower, source: `\\${letter}` }, end: at + 2 };
};

const parseProperty = (source: string, at: number, isNegated: boolean): Found | null => {
  const code = source.codePointAt(at + 2);
  if (code === undefined) return refuse('invalid character class range', source.slice(at));
  const isBraced = source[at + 2] === '{';
  const close = source.indexOf('}', at);
  if (isBraced && close === -1) return refuse('invalid character class range', source.slice(at));
  const end = isBraced ? close + 1 : at + 2 + (code > 0xffff ? 2 : 1);
  const name = isBraced ? source.slice(at + 3, close) : source.slice(at + 2, end);
  const hasCaret = name.startsWith('^');
  const found = findUnicodeClass(hasCaret ? name.slice(1) : name);
  if (found === undefined) return refuse('invalid character class range', source.slice(at, end));
  return { item: { kind: 'property', ...found, isNegated: isNegated !== hasCaret }, end };
};

const parseRange = (source: string, at: number, bracket: number): Found => {
  const from = parseCharacter(source, at, bracket);
  // `[a-]` is an `a` or a hyphen.
  if (source[from.end] !== '-' || (source[from.end + 1] ?? ']') === ']') {
    return { item: { kind: 'range', range: [from.code, from.code] }, end: from.end };
  }
  const to = parseCharacter(source, from.end + 1, bracket);
  if (to.code < from.code) refuse('invalid character class range', source.slice(at, to.end));
  return { item: { kind: 'range', range: [from.code, to.code] }, end: to.end };
};

const parseCharacter = (
  source: string,
  at: number,
  bracket: number,
): { readonly code: number; readonly end: number } => {
  const code = source.codePointAt(at);
  if (code === undefined) return refuse('missing closing ]', source.slice(bracket));
  if (source[at] === '\\') return parseEscape(source, at);
  return { code, end: at + (code > 0xffff ? 2 : 1) };
};
