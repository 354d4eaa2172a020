/** Checks a document somebody wrote against the fields it may have, as the strict reader of Kyverno's command line does. */

import { renderFieldPath, type FieldPath } from '../../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import { closest } from '../../../lang/pattern/closest.ts';

export type Shape =
  | 'any'
  | 'object'
  | 'text'
  | 'flag'
  | 'number'
  | { readonly kind: 'list'; readonly of: Shape }
  /** Any keys, each with a value of one shape. */
  | { readonly kind: 'map'; readonly of: Shape }
  | { readonly kind: 'fields'; readonly fields: Readonly<Record<string, Shape>> };

export interface ShapeDefect {
  readonly message: string;
  readonly path: FieldPath;
}

export const listOf = (of: Shape): Shape => ({ kind: 'list', of });
export const mapOf = (of: Shape): Shape => ({ kind: 'map', of });
export const fieldsOf = (fields: Readonly<Record<string, Shape>>): Shape => ({ kind: 'fields', fields });

/** Every defect, in the order of the document. A `null` stands for a field that is left out, as in the reference. */
export const checkShape = (value: Json, shape: Shape, path: FieldPath = []): readonly ShapeDefect[] => {
  if (value === null || shape === 'any') return [];
  if (typeof shape === 'string') return checkScalar(value, shape, path);
  switch (shape.kind) {
    case 'list':
      return isJsonArray(value)
        ? value.flatMap((item, index) => checkShape(item, shape.of, [...path, index]))
        : [wrong('a list', path)];
    case 'map':
      return isJsonObject(value)
        ? Object.entries(value).flatMap(([key, item]) => checkShape(item, shape.of, [...path, key]))
        : [wrong('an object', path)];
    case 'fields':
      return isJsonObject(value)
        ? Object.entries(value).flatMap(([key, item]) => {
            const known = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
            return known === undefined
              ? [unknown(key, Object.keys(shape.fields), path)]
              : checkShape(item, known, [...path, key]);
          })
        : [wrong('an object', path)];
  }
};

const checkScalar = (value: Json, shape: Exclude<Shape, object | 'any'>, path: FieldPath): readonly ShapeDefect[] => {
  switch (shape) {
    case 'object':
      return isJsonObject(value) ? [] : [wrong('an object', path)];
    case 'text':
      return typeof value === 'string' ? [] : [wrong('a text', path)];
    case 'flag':
      return typeof value === 'boolean' ? [] : [wrong('true or false', path)];
    case 'number':
      return typeof value === 'number' ? [] : [wrong('a number', path)];
  }
};

const wrong = (wanted: string, path: FieldPath): ShapeDefect => ({
  message: `${render(path)} must be ${wanted}`,
  path,
});

const unknown = (key: string, fields: readonly string[], path: FieldPath): ShapeDefect => {
  const meant = closest(key, fields);
  const where = path.length === 0 ? '' : ` in ${render(path)}`;
  return {
    message: `there is no field ${key}${where}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    path: [...path, key],
  };
};

const render = (path: FieldPath): string => (path.length === 0 ? 'the document' : renderFieldPath(path));
