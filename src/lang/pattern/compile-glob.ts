/** Globs as `matchImageReferences` has them: `*` across everything, `?`, `[a-z]`, `[!abc]`, `{one,other}`, and `\` before what is meant as it is. */

import { compileRe2 } from '../regex/compile-re2.ts';
import { compileWildcard, type TextTest } from './wildcard.ts';

export type GlobCompilation =
  | { readonly kind: 'glob'; readonly matches: TextTest }
  | { readonly kind: 'defect'; readonly message: string };

/** Bounded as the regular expression is that it becomes: in size, in depth, and linear in the text. */
export const compileGlob = (glob: string): GlobCompilation => {
  if (!/[[{\\?]/.test(glob)) return { kind: 'glob', matches: compileWildcard(glob) };
  if (glob.length > longest) return { kind: 'defect', message: `a glob has at most ${longest} characters` };
  const translated = translate(Array.from(glob));
  if ('message' in translated) return { kind: 'defect', message: translated.message };
  const regex = compileRe2(`(?s)\\A(?:${translated.regex})\\z`);
  return regex.kind === 'defect'
    ? { kind: 'defect', message: 'the glob nests too deeply, or is too large' }
    : { kind: 'glob', matches: (text) => regex.test(text) };
};

/** No name of an image is a tenth as long; and what is compiled is compiled at once. */
const longest = 5000;

type Translated = { readonly regex: string } | { readonly message: string };

/** An alternative that is not closed goes on to the end, as in the reference. */
const translate = (letters: readonly string[]): Translated => {
  let regex = '';
  let open = 0;
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] ?? '';
    if (letter === '*') regex += '.*';
    else if (letter === '?') regex += '.';
    else if (letter === '\\') {
      at += 1;
      regex += quote(letters[at] ?? '');
    } else if (letter === '{') {
      open += 1;
      regex += '(?:';
    } else if (letter === ',' && open > 0) regex += '|';
    else if (letter === '}' && open > 0) {
      open -= 1;
      regex += ')';
    } else if (letter === '[') {
      const set = readSet(letters, at + 1);
      if ('message' in set) return set;
      regex += set.regex;
      at = set.end;
    } else regex += quote(letter);
  }
  return { regex: regex + ')'.repeat(open) };
};

type LetterSet = { readonly regex: string; readonly end: number } | { readonly message: string };

/** One range, or the letters themselves: `end` is where it closes. */
const readSet = (letters: readonly string[], start: number): LetterSet => {
  const isNot = letters[start] === '!';
  const first = isNot ? start + 1 : start;
  const not = isNot ? '^' : '';
  const [low, between, high, close] = letters.slice(first, first + 4);
  if (low !== undefined && between === '-') {
    if (high === undefined || close !== ']') return { message: 'a range in brackets has two ends and nothing else' };
    return codeOf(low) > codeOf(high)
      ? { message: `the range ${low}-${high} ends before it begins` }
      : { regex: `[${not}${quoteInSet(low)}-${quoteInSet(high)}]`, end: first + 3 };
  }
  let set = '';
  for (let at = first; at < letters.length; at += 1) {
    let letter = letters[at] ?? '';
    if (letter === ']')
      return set === '' ? { message: 'there is nothing between the brackets' } : { regex: `[${not}${set}]`, end: at };
    if (letter === '\\') {
      at += 1;
      letter = letters[at] ?? '';
    }
    set += quoteInSet(letter);
  }
  return { message: 'a bracket is not closed' };
};

const quote = (letter: string): string => letter.replace(/[\\.+*?()|[\]{}^$]/, '\\$&');

const quoteInSet = (letter: string): string => (letter === '' ? '' : `\\x{${codeOf(letter).toString(16)}}`);

const codeOf = (letter: string): number => letter.codePointAt(0) ?? 0;
