/** Label selectors in the string form of lists: `a=b,c!=d,e in (f,g),!h,i>1`. */

import { compileRequirements, type LabelSelector } from './label-selector.ts';
import { keyDefect, valueDefect } from './label-syntax.ts';
import type { Requirement } from './requirement.ts';

export type SelectorTextResult =
  | { readonly kind: 'selector'; readonly selector: LabelSelector }
  /** `offset` counts from 0. */
  | { readonly kind: 'defect'; readonly message: string; readonly offset: number };

/** Reads untrusted text in one pass; the empty text asks for nothing. */
export const parseSelectorText = (text: string): SelectorTextResult => {
  const cursor: Cursor = { text, tokens: tokenise(text), index: 0 };
  const requirements: Requirement[] = [];
  if (peek(cursor).text === '') return { kind: 'selector', selector: compileRequirements([]) };
  for (;;) {
    const requirement = readRequirement(cursor);
    if ('message' in requirement) return { kind: 'defect', ...requirement };
    requirements.push(requirement);
    const separator = next(cursor);
    if (separator.text === '') return { kind: 'selector', selector: compileRequirements(requirements) };
    if (separator.text !== ',') return { kind: 'defect', ...expected('a comma', separator) };
  }
};

interface Token {
  /** The empty text at the end. */
  readonly text: string;
  readonly offset: number;
}

interface Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  index: number;
}

interface Defect {
  readonly message: string;
  readonly offset: number;
}

const token = /\s*(==|!=|[=!<>(),]|[^\s=!<>(),]+)/gy;

const tokenise = (text: string): readonly Token[] =>
  [...text.matchAll(token)].map((match) => ({
    text: match[1] ?? '',
    offset: match.index + match[0].length - (match[1] ?? '').length,
  }));

const peek = ({ text, tokens, index }: Cursor): Token => tokens[index] ?? { text: '', offset: text.length };

const next = (cursor: Cursor): Token => {
  const current = peek(cursor);
  cursor.index += 1;
  return current;
};

const isWord = ({ text }: Token): boolean => text !== '' && !/^[=!<>(),]/.test(text);

const expected = (what: string, { text, offset }: Token): Defect => ({
  message: `${what} is expected ${text === '' ? 'at the end' : `instead of ${JSON.stringify(text)}`}`,
  offset,
});

const readRequirement = (cursor: Cursor): Requirement | Defect => {
  const isAbsent = peek(cursor).text === '!';
  if (isAbsent) next(cursor);
  const key = next(cursor);
  if (!isWord(key)) return expected('the key of a label', key);
  const wrongKey = keyDefect(key.text);
  if (wrongKey !== undefined) return { message: wrongKey, offset: key.offset };
  if (isAbsent) return { key: key.text, operator: 'DoesNotExist', values: [] };
  const operator = peek(cursor);
  switch (operator.text) {
    case '':
    case ',':
      return { key: key.text, operator: 'Exists', values: [] };
    case '=':
    case '==':
    case '!=':
      next(cursor);
      return readValue(cursor, key.text, operator.text === '!=' ? 'NotIn' : 'In');
    case '>':
    case '<':
      next(cursor);
      return readBound(cursor, key.text, operator.text === '>' ? 'GreaterThan' : 'LessThan');
    case 'in':
    case 'notin':
      next(cursor);
      return readSet(cursor, key.text, operator.text === 'in' ? 'In' : 'NotIn');
    default:
      return expected('=, ==, !=, in, notin, < or >', operator);
  }
};

/** `a=` asks for the empty value. */
const readValue = (cursor: Cursor, key: string, operator: 'In' | 'NotIn'): Requirement | Defect => {
  const value = peek(cursor);
  if (value.text === '' || value.text === ',') return { key, operator, values: [''] };
  next(cursor);
  if (!isWord(value)) return expected('the value of a label', value);
  const wrong = valueDefect(value.text);
  return wrong === undefined ? { key, operator, values: [value.text] } : { message: wrong, offset: value.offset };
};

const readBound = (cursor: Cursor, key: string, operator: 'GreaterThan' | 'LessThan'): Requirement | Defect => {
  const value = next(cursor);
  return /^[+-]?\d+$/.test(value.text) ? { key, operator, values: [value.text] } : expected('a whole number', value);
};

const readSet = (cursor: Cursor, key: string, operator: 'In' | 'NotIn'): Requirement | Defect => {
  const open = next(cursor);
  if (open.text !== '(') return expected('(', open);
  const values: string[] = [];
  for (;;) {
    const value = peek(cursor);
    if (isWord(value)) {
      next(cursor);
      const wrong = valueDefect(value.text);
      if (wrong !== undefined) return { message: wrong, offset: value.offset };
      values.push(value.text);
    } else values.push('');
    const separator = next(cursor);
    if (separator.text === ')') return { key, operator, values };
    if (separator.text !== ',') return expected('a comma or )', separator);
  }
};
