/** A defect of a YAML or JSON text in words a person can act on, with its place. */

export interface Defect {
  readonly kind: 'defect';
  /** What is wrong and what to do, one line. */
  readonly message: string;
  /** From 1, within the text. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** The defect at an offset of the text. Lines are counted by line feeds, as editors do. */
export const toDefect = (text: string, offset: number, message: string): Defect => {
  const before = text.slice(0, Math.max(0, offset));
  const lineStart = before.lastIndexOf('\n') + 1;
  return { kind: 'defect', message, line: countLines(before) + 1, column: before.length - lineStart + 1 };
};

/**
 * Says in plain words what the YAML parser found. Where a quote or bracket is never closed the parser notices at
 * the end of the text; the place a person needs is where it was opened, so that is told instead.
 */
export const explainDefect = (text: string, offset: number, reason: string): Defect => {
  const opened = openings.find(([fragment]) => reason.includes(fragment));
  if (opened !== undefined) {
    const start = findOpening(text, offset, opened[1]);
    return toDefect(text, start ?? offset, opened[2]);
  }
  if (indentedByTab(text, offset)) return toDefect(text, offset, tabMessage);
  const found = sentences.find(([fragment]) => reason.includes(fragment));
  return toDefect(text, offset, found === undefined ? reason.replaceAll(/\s+/g, ' ') : found[1]);
};

const tabMessage = 'a tab indents this line: YAML allows only spaces there';

const openings: readonly (readonly [fragment: string, opener: string, message: string])[] = [
  ['within a single quoted scalar', "'", "a text opened with ' is never closed"],
  ['within a double quoted scalar', '"', 'a text opened with " is never closed'],
  ['within a flow collection', '[{', 'a bracket [ or { is never closed'],
];

const sentences: readonly (readonly [fragment: string, message: string])[] = [
  [
    'bad indentation of a mapping entry',
    'the indentation does not fit the lines above, or a `:` in a text needs quotes',
  ],
  ['bad indentation of a sequence entry', 'the indentation does not fit the list above'],
  ['deficient indentation', 'this line is indented too little for the text or bracket it continues'],
  ['tab characters must not be used', tabMessage],
  ['multiline key', 'the line above this one is neither `field: value` nor part of the field before it'],
  ["expected ':' after a mapping key", 'this line is neither `field: value` nor indented below one'],
  ['whitespace character is expected after the key-value separator', 'a space is missing after the `:`'],
  ['missed comma between flow', 'a comma is missing between two entries of [ ] or { }'],
  ["but found ','", 'an entry is missing before this comma'],
  ['a line break is expected', 'nothing but a comment may follow `|` or `>` on its line'],
  ['bad explicit indentation width', 'the number after `|` or `>` must be from 1 to 9'],
  ['unknown escape sequence', 'no such escape after \\ in a text in double quotes; write \\\\ for a backslash'],
  ['expected hexadecimal character', 'an escape \\x, \\u or \\U needs its full number of hexadecimal digits'],
  ['expected valid JSON character', 'a control character stands in a quoted text; write it as an escape'],
  ['non-printable characters', 'a control character stands here; remove it or write it as an escape in double quotes'],
  ['null byte', 'a NUL byte stands here: this is not a text'],
  ['end of the stream or a document separator', 'the document ended above; this line does not belong to it'],
  ['undeclared tag handle', 'the tag here uses a handle that no %TAG line declares'],
  ['tag name cannot contain', 'a tag has a character that no tag may have; a text that begins with ! needs quotes'],
  ['previously declared suffix', 'two %TAG lines declare the same handle'],
  ['maxDepth', 'nested too deeply'],
];

const indentedByTab = (text: string, offset: number): boolean => {
  const lineStart = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  return /^ *\t/.test(text.slice(lineStart, offset + 1));
};

/**
 * The last opener before the defect, judged line by line: a line whose quotes do not pair opens what is not closed.
 * A guess; where it finds nothing the parser's own place stands.
 */
const findOpening = (text: string, offset: number, openers: string): number | undefined => {
  if (openers === '[{') return findOpenBracket(text, offset);
  let start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  let found: number | undefined;
  for (let line = 0; line < 1000; line += 1) {
    const end = text.indexOf('\n', start);
    const candidate = unpairedQuote(text.slice(start, end < 0 ? text.length : end), openers);
    if (candidate !== undefined) found = start + candidate;
    if (candidate !== undefined || start === 0) break;
    start = text.lastIndexOf('\n', start - 2) + 1;
  }
  return found;
};

const unpairedQuote = (line: string, quote: string): number | undefined => {
  const opening = new RegExp(`(?:^|[:\\-\\[{,]\\s*)${quote}`, 'g');
  const match = opening.exec(line);
  if (match === null) return undefined;
  const rest = line.slice(opening.lastIndex).replaceAll(quote === '"' ? /\\./g : /''/g, '');
  return rest.includes(quote) ? undefined : opening.lastIndex - 1;
};

const findOpenBracket = (text: string, offset: number): number | undefined => {
  let open = 0;
  for (let index = Math.min(offset, text.length) - 1; index >= 0 && offset - index < 100_000; index -= 1) {
    const character = text[index];
    if (character === ']' || character === '}') open += 1;
    else if (character === '[' || character === '{') {
      if (open === 0) return index;
      open -= 1;
    }
  }
  return undefined;
};

const countLines = (text: string): number => {
  let lines = 0;
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) lines += 1;
  return lines;
};
