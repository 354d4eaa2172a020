/** What a document of a kind may hold, as data; a document is compared with it field by field. */

import { closest } from '../../../../lang/pattern/closest.ts';
import type { FieldPath } from '../../../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../model/json.ts';
import type { RuleDefect } from '../../rule-response.ts';

export type Shape =
  | { readonly kind: 'text' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  /** Whatever stands there: read elsewhere, or by nobody here. */
  | { readonly kind: 'any' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape }
  | {
      readonly kind: 'object';
      readonly fields: Readonly<Record<string, Shape>>;
      readonly required: readonly string[];
    };

export const text: Shape = { kind: 'text' };
export const integer: Shape = { kind: 'integer' };
export const boolean: Shape = { kind: 'boolean' };
export const any: Shape = { kind: 'any' };
export const word = (...words: readonly string[]): Shape => ({ kind: 'word', words });
export const listOf = (of: Shape): Shape => ({ kind: 'list', of });
export const mapOf = (of: Shape): Shape => ({ kind: 'map', of });
export const object = (fields: Readonly<Record<string, Shape>>, ...required: readonly string[]): Shape => ({
  kind: 'object',
  fields,
  required,
});

/** `null` is an absent field, as the API server has it. The depth is that of the shape: what is `any` is not entered. */
export const findDefects = (value: Json | undefined, shape: Shape, at: FieldPath): readonly RuleDefect[] => {
  const defects: RuleDefect[] = [];
  compare(value, shape, [...at], defects);
  return defects;
};

const compare = (value: Json | undefined, shape: Shape, at: FieldPath, defects: RuleDefect[]): void => {
  if (value === undefined || value === null) return;
  const refuse = (message: string): void => void defects.push({ severity: 'error', message, path: toPlain(at) });
  switch (shape.kind) {
    case 'any':
      return;
    case 'text':
      if (typeof value !== 'string') refuse('a text is expected here');
      return;
    case 'integer':
      if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) refuse('an integer is expected here');
      return;
    case 'boolean':
      if (typeof value !== 'boolean') refuse('true or false is expected here');
      return;
    case 'word':
      if (typeof value !== 'string') refuse('a text is expected here');
      else if (!shape.words.includes(value))
        refuse(`${JSON.stringify(value.slice(0, longest))} is none of ${shape.words.join(', ')}`);
      return;
    case 'list':
      if (!isJsonArray(value)) return refuse('a list is expected here');
      for (const [index, item] of value.entries()) compare(item, shape.of, [...at, index], defects);
      return;
    case 'map':
      if (!isJsonObject(value)) return refuse('an object is expected here');
      for (const [name, item] of Object.entries(value)) compare(item, shape.of, [...at, name], defects);
      return;
    case 'object':
      if (!isJsonObject(value)) return refuse('an object is expected here');
      compareFields(value, shape, at, defects);
  }
};

const compareFields = (
  value: JsonObject,
  { fields, required }: Extract<Shape, { kind: 'object' }>,
  at: FieldPath,
  defects: RuleDefect[],
): void => {
  const refuse = (message: string, path: FieldPath): void =>
    void defects.push({ severity: 'error', message, path: toPlain(path) });
  const isWritten = (name: string): boolean => Object.hasOwn(value, name) && value[name] !== null;
  const meant = new Set<string>();
  for (const [name, item] of Object.entries(value)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field !== undefined) {
      compare(item, field, [...at, name], defects);
      continue;
    }
    const shown = name.slice(0, longest);
    const near = closest(
      shown,
      Object.keys(fields).filter((known) => !isWritten(known)),
    );
    if (near !== undefined) meant.add(near);
    const advice = near === undefined ? '' : `; did you mean ${near}?`;
    refuse(`${JSON.stringify(shown)} is no field of this${advice}`, [...at, name]);
  }
  // One that is misspelt is told of as that alone.
  for (const name of required) if (!isWritten(name) && !meant.has(name)) refuse(`the field ${name} is required`, at);
};

/** As a message shows it. */
const longest = 80;

const toPlain = (path: FieldPath): RuleDefect['path'] =>
  path.filter((segment) => typeof segment === 'string' || typeof segment === 'number');
