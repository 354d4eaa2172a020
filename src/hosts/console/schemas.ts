/** Words for writing JSON Schemas of the API in few lines. */

import type { Json, JsonObject } from '../../model/json.ts';

export const text: JsonObject = { type: 'string' };
export const flag: JsonObject = { type: 'boolean' };
export const number: JsonObject = { type: 'number' };
export const whole: JsonObject = { type: 'integer', minimum: 0 };
export const moment: JsonObject = { type: 'string', format: 'date-time' };
export const day: JsonObject = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };

export const words = (...values: readonly string[]): JsonObject => ({ type: 'string', enum: [...values] });

export const listOf = (items: JsonObject): JsonObject => ({ type: 'array', items });

export const orNull = (schema: JsonObject): JsonObject => ({ anyOf: [schema, { type: 'null' }] });

/** Every field is there: what is not known is null, and nothing is left out. */
export const object = (properties: Readonly<Record<string, JsonObject>>): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** Fields that may be absent besides those that never are. */
export const objectWith = (
  properties: Readonly<Record<string, JsonObject>>,
  optional: Readonly<Record<string, JsonObject>>,
): JsonObject => ({
  type: 'object',
  properties: { ...properties, ...optional },
  required: Object.keys(properties),
  additionalProperties: false,
});

export const anyOf = (...schemas: readonly JsonObject[]): JsonObject => ({ anyOf: [...schemas] });

/** One of the schemas of `components`. */
export const named = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

export const always = (value: Json): JsonObject => ({ const: value });
