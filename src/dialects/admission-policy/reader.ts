/** Reads the fields of a document one by one, noting what is wrong with each and where. */

import { renderFieldPath, type FieldPath } from '../../model/field-path.ts';
import { bigAsText, isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { DocumentDefect } from './policy-document.ts';

export interface Reader {
  readonly defects: DocumentDefect[];
  refuse(path: FieldPath, message: string): void;
  /** `{}` where it is absent or no object. */
  object(parent: JsonObject, at: FieldPath): JsonObject;
  /** An empty list where it is absent or no list. */
  list(parent: JsonObject, at: FieldPath): readonly Json[];
  /** The empty text where it is absent or no text. */
  text(parent: JsonObject, at: FieldPath): string;
  requiredText(parent: JsonObject, at: FieldPath): string;
  texts(parent: JsonObject, at: FieldPath): readonly string[];
  /** One of the words; the first where it is absent. */
  word<Word extends string>(parent: JsonObject, at: FieldPath, words: readonly [Word, ...Word[]]): Word;
}

/** A path's last segment is the field of `parent` that is read. */
export const createReader = (): Reader => {
  const defects: DocumentDefect[] = [];
  const refuse = (path: FieldPath, message: string): void => {
    defects.push({ severity: 'error', message: `${renderFieldPath(path)}: ${message}`, path });
  };
  const reader: Reader = {
    defects,
    refuse,
    object: (parent, at) => {
      const value = fieldOf(parent, at);
      if (value === undefined || isJsonObject(value)) return value ?? {};
      refuse(at, 'an object is expected here');
      return {};
    },
    list: (parent, at) => {
      const value = fieldOf(parent, at);
      if (value === undefined || isJsonArray(value)) return value ?? [];
      refuse(at, 'a list is expected here');
      return [];
    },
    text: (parent, at) => {
      const value = fieldOf(parent, at);
      if (value === undefined || typeof value === 'string') return value ?? '';
      refuse(at, 'a text is expected here');
      return '';
    },
    requiredText: (parent, at) => {
      const text = reader.text(parent, at);
      if (text.trim() === '' && !defects.some(({ path }) => path === at)) refuse(at, 'this is required');
      return text;
    },
    texts: (parent, at) => {
      // A text that is null is the empty one to the server.
      const items = reader.list(parent, at).map((item) => item ?? '');
      const texts = items.filter((item) => typeof item === 'string');
      if (texts.length < items.length) refuse(at, 'a list of texts is expected here');
      return texts;
    },
    word: (parent, at, words) => {
      const value = fieldOf(parent, at);
      const found = value === undefined ? words[0] : words.find((word) => word === value);
      if (found === undefined) refuse(at, `${quote(value)} is none of ${words.join(', ')}`);
      return found ?? words[0];
    },
  };
  return reader;
};

/** `null` and an absent field are one, as for the server. */
const fieldOf = (parent: JsonObject, at: FieldPath): Json | undefined => {
  const field = at.at(-1);
  const value = typeof field === 'string' && Object.hasOwn(parent, field) ? parent[field] : undefined;
  return value === null ? undefined : value;
};

/** A value as a message shows it: on one line, and not the whole of a long one. */
export const quote = (value: Json | undefined): string => {
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value ?? null, bigAsText);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
};

const longest = 80;
