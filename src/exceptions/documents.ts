/** The YAML or JSON documents of a file of exceptions, with the line each begins on. */

import { type FieldIndex, indexFields } from '../lang/yaml/locate-field.ts';
import { parseYaml } from '../lang/yaml/read-yaml.ts';
import type { FieldPath } from '../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Problem, Span } from '../model/problem.ts';

export interface ReadDocument {
  readonly value: Json;
  /** Where a field stands in the file; looked up lazily. */
  readonly spanOf: (...path: FieldPath) => Span;
}

/** Every document that can be read; of the others the defect. Never throws. */
export const readDocuments = (
  text: string,
  file: string,
): { readonly documents: readonly ReadDocument[]; readonly problems: readonly Problem[] } => {
  const documents: ReadDocument[] = [];
  const problems: Problem[] = [];
  let line = 0;
  for (const piece of text.split(/^(?=---(?:[ \t].*)?\r?$)/m)) {
    const above = line;
    line += (piece.match(/\n/g) ?? []).length;
    const result = parseYaml(piece);
    if (result.kind === 'defect') {
      const span = { file, line: result.line + above, column: result.column };
      problems.push({ severity: 'error', message: result.message, span, policy: null });
    } else if (result.value !== null) {
      documents.push({ value: result.value, spanOf: toSpanOf(piece, file, above) });
    }
  }
  return { documents, problems };
};

const toSpanOf = (text: string, file: string, above: number): ReadDocument['spanOf'] => {
  let index: FieldIndex | null | undefined;
  return (...path) => {
    index ??= indexFields(text);
    const place = index?.locate(path);
    return { file, line: place === undefined ? null : place.line + above, column: place?.column ?? null };
  };
};

/** The object of a field; empty where it is none. */
export const objectAt = (object: JsonObject, key: string): JsonObject => {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isJsonObject(value) ? value : {};
};

/** The list of a field; empty where it is none. */
export const listAt = (object: JsonObject, key: string): readonly Json[] => {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isJsonArray(value) ? value : [];
};

/** The texts of a list; what is no text is left out. */
export const textsAt = (object: JsonObject, key: string): readonly string[] =>
  listAt(object, key).filter((item) => typeof item === 'string');

export const textAt = (object: JsonObject, key: string): string | null => {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};
