/** A field of a policy with its path: read as the type it should have, refused where it has another. */

import type { FieldPath } from '../../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { PolicyNotes } from './policy-notes.ts';

export interface Field {
  /** `undefined` where it is absent or null, which are one to the server. */
  readonly value: Json | undefined;
  readonly path: FieldPath;
  readonly notes: PolicyNotes;
}

export const rootOf = (notes: PolicyNotes): Field => ({ value: notes.about.object, path: [], notes });

export const below = (field: Field, name: string): Field => {
  const { value, path, notes } = field;
  const found = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return { value: found ?? undefined, path: [...path, name], notes };
};

export const isPresent = (field: Field): boolean => field.value !== undefined;

export const has = (field: Field, name: string): boolean => isPresent(below(field, name));

/** Empty where it is absent. An item that is null is an empty one, as Go reads it. */
export const itemsOf = (field: Field): readonly Field[] => {
  const { value, path, notes } = field;
  if (value === undefined) return [];
  if (!isJsonArray(value)) {
    notes.refuse(path, `${lastOf(field)} is a list`);
    return [];
  }
  return value.map((item, index) => ({ value: item ?? undefined, path: [...path, index], notes }));
};

/** Empty where it is absent. */
export const objectOf = (field: Field): JsonObject => {
  const { value, path, notes } = field;
  if (value === undefined) return {};
  if (isJsonObject(value)) return value;
  notes.refuse(path, `${lastOf(field)} is an object`);
  return {};
};

/** The empty text where it is absent. */
export const textOf = (field: Field): string => {
  const { value, path, notes } = field;
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  notes.refuse(path, `${lastOf(field)} is a text`);
  return '';
};

export const textsOf = (field: Field): readonly string[] => itemsOf(field).map(textOf);

/** `undefined` where it is absent, and where it is none between the bounds, which is refused. */
export const wholeNumberOf = (field: Field, first: number, last: number): number | undefined => {
  const { value, path, notes } = field;
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= first && value <= last) return value;
  notes.refuse(path, `${lastOf(field)} is a whole number from ${first} to ${last}`);
  return undefined;
};

/** One of the fields in `names` is what it has, and nothing beside it: anything else is refused, and `undefined` given. */
export const onlyFieldOf = <Name extends string>(field: Field, names: readonly Name[]): Name | undefined => {
  const object = objectOf(field);
  const present = Object.keys(object).filter((name) => (object[name] ?? null) !== null);
  const [only] = present;
  if (present.length === 1) {
    const known = names.find((name) => name === only);
    if (known !== undefined) return known;
  }
  if (present.length > 1) {
    field.notes.refuse(field.path, `only one of its fields may be set, not ${present.toSorted().join(' and ')}`);
  }
  return undefined;
};

const lastOf = ({ path }: Field): string => {
  const last = path.findLast((segment) => typeof segment === 'string') ?? 'the object';
  return typeof path.at(-1) === 'number' ? `an item of ${last}` : last;
};
