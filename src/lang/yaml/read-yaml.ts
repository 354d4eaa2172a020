/** Reads one YAML or JSON document as Kubernetes reads it, from untrusted text: every mistake in it is a value. */

import { construct, type Constructed } from './construct.ts';
import { toDefect, type Defect } from './explain-defect.ts';
import { deepestNesting, readEvents, tooDeep } from './parse-events.ts';
import { notPlain, readPlain } from './plain-reader.ts';
import { readJson } from './read-json.ts';

export { deepestNesting };

export type YamlResult = Constructed | Defect;

/**
 * Reads the first document of a text; an empty text is `null`. Booleans, numbers, keys, merges and tags as
 * sigs.k8s.io/yaml reads them; of a field given twice the last one counts. Its size is the caller's to bound; the
 * time is linear in it.
 */
export const parseYaml = (text: string): YamlResult => {
  if (startsLikeJson(text)) {
    const json = readJson(text, deepestNesting);
    // What JSON.parse overwrites nobody sees: fields given twice are not noticed in JSON.
    if (json?.kind === 'value') return { ...json, repeated: null };
    if (json?.kind === 'too-deep') return toDefect(text, json.offset, tooDeep);
  }
  const plain = readPlain(text);
  if (plain !== notPlain) return { kind: 'value', value: plain, repeated: null };
  return parseFully(text);
};

/** What `parseYaml` does without its short cuts, which answer the same where they answer: tests compare them. */
export const parseFully = (text: string): YamlResult => {
  const read = readEvents(text);
  return read.kind === 'defect' ? read : construct(text, read);
};

/** As `parseYaml`, but `y`, `no`, `on` and their like are texts: as later libraries of Go read YAML. */
export const parseYamlWithoutOldWords = (text: string): YamlResult => {
  const read = readEvents(text);
  return read.kind === 'defect' ? read : construct(text, read, { hasOldWords: false });
};

const startsLikeJson = (text: string): boolean => /^\s*[[{]/.test(text);
