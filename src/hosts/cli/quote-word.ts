/** Writes a word so that a shell takes it as one: for command lines that are told to people. */

import { toPlainText } from '../../reports/plain-text.ts';

export const quoteWord = (word: string): string =>
  /^[\w./:@%+=,-]+$/.test(word) ? word : `'${toPlainText(word).replaceAll("'", "'\\''")}'`;
