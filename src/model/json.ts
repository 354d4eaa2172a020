/** The value every document, message and report is made of. */

/**
 * A JSON value as Vauban holds it. Integers outside ±(2^53 − 1) are `bigint`, so that a 64-bit id or quantity
 * is never rounded; everything else is what `JSON.parse` would give.
 */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for a JSON object: not null, not an array, not a scalar. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isJsonArray = (value: unknown): value is readonly Json[] => Array.isArray(value);

/** For `JSON.stringify`, which knows no `bigint`: the digits as a text. */
export const bigAsText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** Sets a field of an object that is being made: `__proto__` becomes one like any other, not the object's prototype. */
export const setField = <Value>(object: Record<string, Value>, name: string, value: NoInfer<Value>): void => {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else object[name] = value;
};
