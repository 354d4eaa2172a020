/** Patterns with `*` (any text, also across `/`) and `?` (any one character), compiled once to a test in linear time. */

import { findText } from './find-text.ts';

export type TextTest = (text: string) => boolean;

/** Every pattern is valid: a character that is neither `*` nor `?` stands for itself. */
export const compileWildcard = (pattern: string): TextTest => {
  const pieces = pattern.split(/\*+/);
  const [first = '', ...later] = pieces;
  const last = later.pop();
  if (pattern.includes('?')) return (text) => matchPieces(text, first, later, last);
  if (last === undefined) return (text) => text === pattern;
  if (later.length > 0) {
    const [only = ''] = later;
    if (first === '' && last === '' && later.length === 1) return (text) => findText(text, only) >= 0;
    return (text) => matchPieces(text, first, later, last);
  }
  if (last === '') return first === '' ? () => true : (text) => text.startsWith(first);
  if (first === '') return (text) => text.endsWith(last);
  const shortest = first.length + last.length;
  return (text) => text.length >= shortest && text.startsWith(first) && text.endsWith(last);
};

/** True where a pattern is no plain text. */
export const isWildcard = (pattern: string): boolean => pattern.includes('*') || pattern.includes('?');

/**
 * The first piece must open the text and the last close it; those between are taken at their first place, which
 * leaves most to the next, so nothing is ever tried twice.
 */
const matchPieces = (text: string, first: string, later: readonly string[], last: string | undefined): boolean => {
  if (!matchesAt(text, 0, first)) return false;
  if (last === undefined) return text.length === first.length;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of later) {
    const found = piece.includes('?') ? findPiece(text, piece, at, end) : findText(text, piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return at <= end && matchesAt(text, end, last);
};

/** Letter by letter, since any may do: of a long piece in a long text that is too much. */
const findPiece = (text: string, piece: string, from: number, end: number): number => {
  const places = end - piece.length - from + 1;
  if (places * piece.length > mostComparisons) throw new WildcardTooCostly();
  for (let at = from; at < from + places; at++) if (matchesAt(text, at, piece)) return at;
  return -1;
};

/** A tenth of a second: a text of a hundred kilobytes and a pattern of one. */
const mostComparisons = 100_000_000;

/** Thrown where nobody can say whether a text matches: no name and no image is that long, and it is no match and no other. */
export class WildcardTooCostly extends Error {
  constructor() {
    super('a pattern with ? is too long for a text this long');
  }
}

const matchesAt = (text: string, at: number, piece: string): boolean => {
  if (at + piece.length > text.length) return false;
  for (let index = 0; index < piece.length; index++) {
    const wanted = piece.charCodeAt(index);
    if (wanted !== anyCharacter && wanted !== text.charCodeAt(at + index)) return false;
  }
  return true;
};

const anyCharacter = 63;
