/** What a JMESPath function is: a name, the types it takes, and what it does. */

import { QueryFault } from '../query.ts';
import { isList, isNumber, isObject, isPlainList, Reference, type QueryValue } from '../query-value.ts';
import { renderGoValue } from '../go-text.ts';
import type { Run } from '../run.ts';

export interface QueryFunction {
  readonly name: string;
  /** For each argument the types it may have. */
  readonly takes: readonly (readonly ArgumentType[])[];
  /** The last may be given more than once; then no type is looked at, as in Kyverno. */
  readonly isVariadic?: true;
  /** Makes the function for one place of one expression: what it keeps between calls is that place's own. */
  readonly bind: () => Call;
}

/** The arguments have the types the function takes. */
export type Call = (given: readonly QueryValue[], run: Run) => QueryValue | QueryFault;

/** Named as Kyverno's messages name them. */
export type ArgumentType =
  | 'number'
  | 'string'
  | 'array'
  | 'object'
  | 'array[number]'
  | 'array[string]'
  | 'expref'
  | 'any';

/** A function that keeps nothing between calls. */
export const pure = (name: string, takes: QueryFunction['takes'], call: Call): QueryFunction => ({
  name,
  takes,
  bind: () => call,
});

/** What is wrong with the arguments, or `null`. */
export const checkArguments = (entry: QueryFunction, given: readonly QueryValue[]): QueryFault | null => {
  const { takes } = entry;
  if (entry.isVariadic) return given.length < takes.length ? new QueryFault('error', 'Invalid arity.') : null;
  // Kyverno looks at nothing where a function takes nothing.
  if (takes.length === 0) return null;
  if (takes.length !== given.length) return new QueryFault('error', 'incorrect number of args');
  for (let index = 0; index < takes.length; index++) {
    const types = takes[index] as readonly ArgumentType[];
    const value = given[index] as QueryValue;
    if (!hasOneOf(value, types)) return refuseType(value, types);
  }
  return null;
};

export const refuseType = (value: QueryValue, types: readonly ArgumentType[]): QueryFault =>
  new QueryFault(
    'error',
    `Invalid type for: ${renderGoValue(value)}, expected: []jmespath.JpType{${types.map((type) => `"${type}"`).join(', ')}}`,
  );

export const fault = (message: string): QueryFault => new QueryFault('error', message);

const hasOneOf = (value: QueryValue, types: readonly ArgumentType[]): boolean => {
  for (const type of types) if (hasType(value, type)) return true;
  return false;
};

const hasType = (value: QueryValue, type: ArgumentType): boolean => {
  switch (type) {
    case 'any':
      return true;
    case 'string':
      return typeof value === 'string';
    case 'number':
      return isNumber(value);
    case 'array':
      return isList(value);
    case 'object':
      return isObject(value);
    case 'array[number]':
      return isPlainList(value) && value.every(isNumber);
    case 'array[string]':
      return isPlainList(value) && value.every((item) => typeof item === 'string');
    case 'expref':
      return value instanceof Reference;
  }
};

/** The argument of a function that takes a text there. */
export const textAt = (given: readonly QueryValue[], index: number): string => given[index] as string;

export const numberAt = (given: readonly QueryValue[], index: number): number => Number(given[index]);
