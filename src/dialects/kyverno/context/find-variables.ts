/** Where the variables of a text stand: `{{ … }}` with no braces inside but one level of `{ … }`, the innermost first. */

export interface FoundVariable {
  /** Of what is replaced: the character before the braces is part of it, but at the very beginning of the text. */
  readonly start: number;
  /** Of the opening braces. */
  readonly open: number;
  /** After the closing braces. */
  readonly end: number;
}

/**
 * All that one pass replaces. Two that touch are not found together: the second needs a character of its own before
 * it, which tells that it is not escaped. Linear in the length of the text.
 */
export const findVariables = (text: string): readonly FoundVariable[] => {
  let open = text.indexOf('{{');
  if (open < 0) return none;
  const found: FoundVariable[] = [];
  let from = 0;
  while (open >= 0) {
    const hasBefore = open > from;
    if (open === 0 || (hasBefore && text[open - 1] !== '\\')) {
      const end = endOfVariable(text, open);
      if (end > 0) {
        found.push({ start: open === 0 ? 0 : open - 1, open, end });
        from = end;
        open = text.indexOf('{{', end);
        continue;
      }
    }
    open = text.indexOf('{{', open + 1);
  }
  return found;
};

const none: readonly FoundVariable[] = [];

/** The index after the closing braces, or -1. */
const endOfVariable = (text: string, open: number): number => {
  let at = open + 2;
  while (at < text.length) {
    const letter = text.charCodeAt(at);
    if (letter === closeBrace) return text.charCodeAt(at + 1) === closeBrace ? at + 2 : -1;
    if (letter !== openBrace) {
      at += 1;
      continue;
    }
    at += 1;
    while (at < text.length && text.charCodeAt(at) !== openBrace && text.charCodeAt(at) !== closeBrace) at += 1;
    if (text.charCodeAt(at) !== closeBrace) return -1;
    at += 1;
  }
  return -1;
};

const openBrace = 0x7b;
const closeBrace = 0x7d;
