/** Reads one YAML or JSON document as Kubernetes reads it, from untrusted text: every mistake in it is a value. */

import { parseEvents, YAMLException } from 'js-yaml';
import type { Json } from '../../model/json.ts';
import { construct } from './construct.ts';
import { explainDefect, toDefect, type Defect } from './explain-defect.ts';
import { readJson } from './read-json.ts';

export type YamlResult = { readonly kind: 'value'; readonly value: Json } | Defect;

/**
 * How far lists and objects may nest. The deepest built-in object (a CustomResourceDefinition holding pod templates)
 * stays under 70; the API server's own JSON reader stops at 10,000, where a recursive walk in JavaScript would
 * already overflow its stack. A walker of a value read here may recurse.
 */
export const deepestNesting = 200;

/**
 * Reads the first document of a text; an empty text is `null`. Booleans, numbers, keys, merges and tags as
 * sigs.k8s.io/yaml reads them; of a field given twice the last one counts. Its size is the caller's to bound; the
 * time is linear in it.
 */
export const parseYaml = (text: string): YamlResult => {
  if (startsLikeJson(text)) {
    const json = readJson(text, deepestNesting);
    if (json?.kind === 'value') return json;
    if (json?.kind === 'too-deep') return toDefect(text, json.offset, tooDeep);
  }
  try {
    return construct(text, parseEvents(text, { maxDepth: deepestNesting }));
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (error.reason.includes('maxDepth')) return toDefect(text, error.mark?.position ?? 0, tooDeep);
    return explainDefect(text, error.mark?.position ?? 0, error.reason);
  }
};

const tooDeep = `lists and objects nest more than ${deepestNesting} deep`;

const startsLikeJson = (text: string): boolean => /^\s*[[{]/.test(text);
