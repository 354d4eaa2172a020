/** Holds a document to the schema its kind was published with: fields nobody knows, values of the wrong type, what is missing. */

import { closest } from '../../../lang/pattern/closest.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import type { RuleDefect } from '../rule-response.ts';
import data from './policy-shapes.json' with { type: 'json' };

type Shape =
  | { readonly kind: 'any' | 'flag' | 'integer' | 'number' | 'intOrText' }
  | { readonly kind: 'text'; readonly words?: readonly string[]; readonly longest?: number }
  | { readonly kind: 'list' | 'map'; readonly of: number }
  | {
      readonly kind: 'object';
      readonly fields: Readonly<Record<string, number>>;
      readonly required?: readonly string[];
    };

export interface ShapeDefect extends RuleDefect {
  /** A field nobody knows: without it the rest can be read. */
  readonly isUnknown: boolean;
}

/** `undefined` where a kind has no such version. */
export const checkSpec = (
  version: string,
  kind: string,
  spec: Json | undefined,
): readonly ShapeDefect[] | undefined => {
  const number = new Map(Object.entries<number>(data.kinds)).get(`${version}/${kind}`);
  if (number === undefined) return undefined;
  const defects: ShapeDefect[] = [];
  if (spec === undefined || spec === null) refuse(defects, ['spec'], 'this is required');
  else check(spec, number, ['spec'], defects);
  return defects;
};

/** The versions a kind was published in, newest first. */
export const versionsOf = (kind: string): readonly string[] =>
  Object.keys(data.kinds)
    .filter((key) => key.endsWith(`/${kind}`))
    .map((key) => key.slice(0, key.indexOf('/')))
    .toReversed();

type Path = readonly (string | number)[];

/** Recursion ends with the schema, which is finite: what may nest freely is `any` in it. */
const check = (value: Json, number: number, path: Path, defects: ShapeDefect[]): void => {
  const shape = shapes[number];
  if (shape === undefined || defects.length >= mostDefects) return;
  switch (shape.kind) {
    case 'any':
      return;
    case 'flag':
      if (typeof value !== 'boolean') refuse(defects, path, 'true or false is expected here');
      return;
    case 'integer':
    case 'number':
      if (typeof value !== 'number' && typeof value !== 'bigint') refuse(defects, path, 'a number is expected here');
      return;
    case 'intOrText':
      if (typeof value !== 'number' && typeof value !== 'string')
        refuse(defects, path, 'a number or a text is expected here');
      return;
    case 'text':
      checkText(value, shape, path, defects);
      return;
    case 'list':
      if (isJsonArray(value)) value.forEach((item, index) => check(item, shape.of, [...path, index], defects));
      else refuse(defects, path, 'a list is expected here');
      return;
    case 'map':
      if (!isJsonObject(value)) refuse(defects, path, 'an object is expected here');
      else for (const [key, item] of Object.entries(value)) check(item, shape.of, [...path, key], defects);
      return;
    case 'object':
      checkFields(value, shape, path, defects);
      return;
    default:
      shape satisfies never;
  }
};

const checkText = (
  value: Json,
  { words, longest }: Extract<Shape, { kind: 'text' }>,
  path: Path,
  defects: ShapeDefect[],
): void => {
  if (typeof value !== 'string') refuse(defects, path, 'a text is expected here');
  else if (words !== undefined && !words.includes(value))
    refuse(defects, path, `${JSON.stringify(value)} is none of ${words.filter((word) => word !== '').join(', ')}`);
  else if (longest !== undefined && value.length > longest)
    refuse(defects, path, `this has more than ${longest} characters`);
};

const checkFields = (
  value: Json,
  { fields, required = [] }: Extract<Shape, { kind: 'object' }>,
  path: Path,
  defects: ShapeDefect[],
): void => {
  if (!isJsonObject(value)) {
    refuse(defects, path, 'an object is expected here');
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (shape === undefined) refuse(defects, [...path, name], toUnknown(name, Object.keys(fields)), true);
    // A field that is null is left out, as the API server prunes it.
    else if (item !== null) check(item, shape, [...path, name], defects);
  }
  for (const name of required) {
    if (!Object.hasOwn(value, name) || value[name] === null) refuse(defects, [...path, name], 'this is required');
  }
};

const toUnknown = (name: string, known: readonly string[]): string => {
  const meant = closest(name, known);
  return `there is no such field${meant === undefined ? '' : `; did you mean ${meant}?`}`;
};

const refuse = (defects: ShapeDefect[], path: Path, message: string, isUnknown = false): void => {
  defects.push({ severity: 'error', message, path, isUnknown });
};

/** Somebody who gave a wrong kind of document learns that from the first few. */
const mostDefects = 20;

const shapes = data.shapes as readonly Shape[];
