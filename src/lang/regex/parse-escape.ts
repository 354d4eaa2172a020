/** Reads `\x{1F600}`, `\012`, `\n` and escaped punctuation. */

import { refuse } from './regex-defect.ts';

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** The code point an escape stands for, and where it ends. `at` is the backslash. */
export const parseEscape = (source: string, at: number): { readonly code: number; readonly end: number } => {
  const code = source.codePointAt(at + 1);
  if (code === undefined) return refuse('trailing backslash at end of expression', '');
  const letter = String.fromCodePoint(code);
  const end = at + 1 + letter.length;
  if (letter === 'x') return parseHexadecimal(source, at);
  const octal = /[1-7][0-7]{1,2}|0[0-7]{0,2}/y;
  octal.lastIndex = at + 1;
  const digits = octal.exec(source)?.[0];
  if (digits !== undefined) return { code: Number.parseInt(digits, 8), end: at + 1 + digits.length };
  const control = Object.hasOwn(controls, letter) ? controls[letter] : undefined;
  if (control !== undefined) return { code: control, end };
  if (code < 0x80 && !/[0-9A-Za-z]/.test(letter)) return { code, end };
  return refuse('invalid escape sequence', source.slice(at, end));
};

/** Two digits, or any number in braces. What is refused is shown up to where reading stopped, as Go does. */
const parseHexadecimal = (source: string, at: number): { readonly code: number; readonly end: number } => {
  const start = at + 2;
  if (source[start] !== '{') {
    const digits = source.slice(start, start + 2);
    if (/^[0-9A-Fa-f]{2}$/.test(digits)) return { code: Number.parseInt(digits, 16), end: start + 2 };
    if (start >= source.length) return refuse('invalid escape sequence', source.slice(at));
    return refuse('invalid escape sequence', source.slice(at, after(source, after(source, start))));
  }
  let code = 0;
  let next = start + 1;
  for (; next < source.length; next++) {
    const digit = source[next] ?? '';
    if (digit === '}') {
      if (next === start + 1) break;
      return { code, end: next + 1 };
    }
    if (!/[0-9A-Fa-f]/.test(digit)) break;
    code = code * 16 + Number.parseInt(digit, 16);
    if (code > 0x10ffff) break;
  }
  return refuse('invalid escape sequence', source.slice(at, after(source, next)));
};

const after = (source: string, at: number): number => at + ((source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
