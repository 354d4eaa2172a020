/** Holds what a request says against what its route asks for: nothing unknown, nothing twice, nothing out of bounds. */

import { isJsonArray, isJsonObject, type JsonObject } from '../../model/json.ts';
import { closest } from '../../lang/pattern/closest.ts';
import { ApiError } from './api-error.ts';
import type { Parameter, Route } from './route.ts';

/** Each value of a list is looked for in the store one by one. */
const mostValues = 64;

/** What the usual text may hold where a schema says nothing: names of Kubernetes have 253 characters. */
const longestText = 1024;

/** Throws ApiError. */
export const checkParameters = (
  { parameters }: Pick<Route, 'parameters'>,
  path: ReadonlyMap<string, string>,
  query: URLSearchParams,
): ReadonlyMap<string, readonly string[]> => {
  const values = new Map<string, readonly string[]>();
  const inQuery = parameters.filter((each) => each.in === 'query');
  for (const name of new Set(query.keys())) {
    if (inQuery.some((each) => each.name === name)) continue;
    const meant = closest(
      name,
      inQuery.map((each) => each.name),
    );
    throw wrong(
      `there is no parameter ${quote(name)}`,
      meant === undefined ? 'see /api/v1/openapi.json' : `did you mean ${meant}?`,
    );
  }
  for (const parameter of parameters) {
    const { name, schema, repeats, required } = parameter;
    const given = parameter.in === 'path' ? [path.get(name) ?? ''] : query.getAll(name);
    if (given.length === 0) {
      if (required === true) throw wrong(`the parameter ${name} is missing`, parameter.summary);
      continue;
    }
    if (given.length > 1 && repeats !== true) throw wrong(`the parameter ${name} is given twice`, 'give it once');
    if (given.length > mostValues)
      throw wrong(`the parameter ${name} is given ${given.length} times`, `give it at most ${mostValues} times`);
    for (const value of given) {
      const why = explainMismatch(value, schema);
      if (why !== null) throw wrong(`the parameter ${name} must be ${why}`, toTodo(parameter));
    }
    values.set(name, given);
  }
  return values;
};

/** The body of a POST: an object of texts, as the schema says. Throws ApiError. */
export const checkBody = (body: unknown, schema: JsonObject): void => {
  if (!isPlainObject(body)) throw wrong('the body must be a JSON object', 'see /api/v1/openapi.json');
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const unknown = Object.keys(body).find((name) => !Object.hasOwn(properties, name));
  if (unknown !== undefined) throw wrong(`the body has no field ${quote(unknown)}`, 'see /api/v1/openapi.json');
  for (const [name, field] of Object.entries(properties)) {
    const value = body[name];
    const why =
      typeof value === 'string' ? explainMismatch(value, isJsonObject(field) ? field : {}) : 'a text, and is missing';
    if (why !== null) throw wrong(`the field ${name} must be ${why}`, 'see /api/v1/openapi.json');
  }
};

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (message: string, todo: string): ApiError => new ApiError('bad-request', message, todo);

const toTodo = ({ summary }: Parameter): string => summary;

/** What a stranger typed comes back in bounds. */
const quote = (text: string): string => JSON.stringify(text.slice(0, 40));

/** The part of JSON Schema that parameters use. `null` where the value fits. */
const explainMismatch = (value: string, schema: JsonObject): string | null => {
  const { type, minimum, maximum, maxLength, minLength, pattern, enum: choices } = schema;
  if (type === 'integer') {
    const number = Number(value);
    const from = typeof minimum === 'number' ? minimum : 0;
    const to = typeof maximum === 'number' ? maximum : Number.MAX_SAFE_INTEGER;
    return /^\d{1,15}$/.test(value) && number >= from && number <= to ? null : `a whole number from ${from} to ${to}`;
  }
  const most = typeof maxLength === 'number' ? maxLength : longestText;
  if (value.length > most) return `a text of at most ${most} characters`;
  if (typeof minLength === 'number' && value.length < minLength) return 'a text that is not empty';
  if (isJsonArray(choices)) return choices.includes(value) ? null : `one of ${choices.map(String).join(', ')}`;
  // Patterns are of the route table, never of a request; all are anchored and without repetition in repetition.
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(value) ? null : `like ${pattern}`;
};
