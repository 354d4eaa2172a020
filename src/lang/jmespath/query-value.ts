/** What JMESPath expressions pass around: JSON, and the few things that are something else to Kyverno's Go. */

import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Evaluate } from './run.ts';

export type QueryValue = Json | GoInteger | Reference;

/** What `compare` gives: a number that no JMESPath comparison takes for one. */
export class GoInteger {
  /** Hidden, so that the field of an expression never finds it. */
  readonly #value: number;
  constructor(value: number) {
    this.#value = value;
  }

  static read(integer: GoInteger): number {
    return integer.#value;
  }
}

/** What `items` gives: a list that some functions do not take for one, since its Go type is another. */
export class TypedList extends Array<Json> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** `&expression` */
export class Reference {
  readonly #body: Evaluate;
  constructor(body: Evaluate) {
    this.#body = body;
  }

  static read(reference: Reference): Evaluate {
    return reference.#body;
  }
}

export const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

export const isList = (value: unknown): value is readonly QueryValue[] => Array.isArray(value);

/** A list as JSON gives it, not what `items` gave. */
export const isPlainList = (value: unknown): value is readonly QueryValue[] =>
  Array.isArray(value) && !(value instanceof TypedList);

export const isObject = (value: unknown): value is JsonObject =>
  isJsonObject(value) && !(value instanceof GoInteger) && !(value instanceof Reference);

/** Empty lists, objects and texts, `false` and `null`. Zero is no such thing. */
export const isFalse = (value: QueryValue): boolean => {
  if (value === null || value === false || value === '') return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  for (const _ in value) return false;
  return true;
};

/** The value under an own key, or `undefined`. */
export const ownValue = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;
