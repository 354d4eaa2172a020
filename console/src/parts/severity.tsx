/** A severity by its word and its mark: never by colour alone. */

import type { Severity as Word } from '../../../src/model/severity.ts';

const marks: Readonly<Record<Word, string>> = { critical: '▲▲', high: '▲', medium: '◆', low: '▽', info: '·' };

export const Severity = ({ word }: { readonly word: Word }) => (
  <span className={`severity ${word}`}>
    <span aria-hidden="true">{marks[word]}</span> {word}
  </span>
);
