/** What is known while the place of a failure is looked for: variables of macros with where their values stand. */

import type { Expression } from '../../../lang/cel/expression.ts';
import type { Value } from '../../../lang/cel/value.ts';
import type { FieldPath } from '../../../model/field-path.ts';

export interface Scope {
  readonly name: string;
  readonly value: Value;
  /** Where the value stands in the object; `null` where it is no part of it. */
  readonly place: FieldPath | null;
  readonly outer: Scope | null;
}

/** A value that could not be computed has none: what reads it cannot be either. */
export const inScope = (
  outer: Scope | null,
  name: string,
  value: Value | undefined,
  place: FieldPath | null,
): Scope => ({
  name,
  value: value ?? null,
  place,
  outer,
});

export const findInScope = (scope: Scope | null, name: string): Scope | null => {
  for (let inner = scope; inner !== null; inner = inner.outer) if (inner.name === name) return inner;
  return null;
};

/** An item of a list or an entry of a map. */
export interface Item {
  /** What a macro of one variable sees: the item, or the key of an entry. */
  readonly value: Value;
  readonly key: Value;
  /** What the second of two variables sees. */
  readonly entry: Value;
  readonly place: FieldPath | null;
}

/** Thrown where following variables would take longer than an answer is worth. */
export class TraceLost {
  readonly message = 'the variables name each other too often';
}

/** Evaluates parts of an expression about the subject that failed. */
export interface Tracer {
  /** `undefined` where it cannot be computed. */
  evaluate(node: Expression, scope: Scope | null): Value | undefined;
  /** The expression behind `variables.name`; `null` for any other node. */
  variableOf(node: Expression, scope: Scope | null): Expression | null;
}
