/** How findings are found by words: what of a finding is indexed, and what a question asks the index for. */

import type { FindingRecord } from '../finding-record.ts';

/** Words of a finding's message, rule, title, subject, owner and file, and below them the marks it is narrowed by. */
export const toIndexed = ({ finding, title, place }: FindingRecord, marks: readonly string[]): IndexedText => {
  const { subject, owner } = finding;
  const words = new Set<string>();
  for (const text of [finding.rule, title, subject.kind, subject.namespace ?? ''])
    for (const word of recall(text)) words.add(word);
  for (const text of [finding.message, subject.name, owner?.name ?? '', place?.file ?? '']) addWords(words, text);
  return { text: `${[...words].join(' ')} ${marks.join(' ')}`, words };
};

export interface IndexedText {
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

/** A hostile name of megabytes costs what a long one does. */
const mostIndexed = 4096;
const mostWord = 64;

/** Rules, kinds and namespaces come again with the next finding. */
const recalled = new Map<string, readonly string[]>();
const mostRecalled = 5000;

const recall = (text: string): readonly string[] => {
  const held = recalled.get(text);
  if (held !== undefined) return held;
  const words = new Set<string>();
  addWords(words, text);
  if (recalled.size >= mostRecalled) recalled.clear();
  const made = [...words];
  recalled.set(text, made);
  return made;
};

/** `runAsNonRoot` is found by `nonroot`'s parts too, `web2` by `web`. */
const addWords = (words: Set<string>, text: string): void => {
  for (const [word] of text.slice(0, mostIndexed).matchAll(wordPattern)) {
    words.add(word.toLowerCase().slice(0, mostWord));
    if (!mixedPattern.test(word)) continue;
    for (const [part] of word.matchAll(partPattern)) words.add(part.toLowerCase().slice(0, mostWord));
  }
};

const wordPattern = /[\p{L}\p{N}]+/gu;
const mixedPattern = /\p{Ll}\p{Lu}|\p{L}\p{N}|\p{N}\p{L}/u;
const partPattern = /\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+|\p{L}/gu;

/** The words of what a person typed, each of which begins some word of a finding. */
export const toAskedWords = (text: string): readonly string[] => [
  ...new Set(Array.from(text.slice(0, 200).matchAll(wordPattern), ([word]) => word.toLowerCase().slice(0, mostWord))),
];

/** From here on a beginning is looked up among the long words: the index answers shorter ones by itself. */
export const longWord = 7;

/** Of more words than this that begin alike the index is asked for all at once. */
export const mostBeginnings = 48;

/** A mark holds a sign that no word does, so that nobody's text is taken for one. */
export const toMark = (letter: MarkLetter, number: number): string => `·${letter}${number}`;

export type MarkLetter = 'bucket' | 'status' | 'group' | 'namespace' | 'kind' | 'rule' | 'fix';

/** One word of the index's own language; ours hold letters and digits, and marks one sign. */
export const toTerm = (word: string): string => `"${word}"`;

export const toAnyOf = (terms: readonly string[]): string =>
  terms.length === 1 ? (terms[0] ?? '') : `(${terms.join(' OR ')})`;
