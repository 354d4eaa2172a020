/** A compiled JMESPath query, and what evaluating one needs from outside. */

import type { Json } from '../../model/json.ts';

export interface Query {
  /** As written. */
  readonly source: string;
  /**
   * The value, or the fault. A missing field is no null: it is a fault of kind `not-found`, which some operators
   * swallow. What `calls` throws passes through untouched.
   */
  evaluate(value: Json, calls: QueryCalls): Json | QueryFault;
}

/** What no pure function can know. A host that cannot answer yet throws a signal of its own. */
export interface QueryCalls {
  /** RFC 3339, UTC. */
  now(): string;
  /** Hexadecimal digits, two a byte. */
  random(bytes: number): string;
  /** What all the queries of one asker may do together; absent where each has its own bound alone. */
  readonly budget?: QueryBudget;
}

/** Elements visited, and eight characters written. A query takes what it does off it. */
export interface QueryBudget {
  left: number;
}

/** Why a query gave no value. A value, not an exception: only bugs throw. */
export class QueryFault {
  /** `over-budget` is of no value at all: nothing may take it for one that is missing. */
  readonly kind: 'not-found' | 'error' | 'over-budget';
  readonly message: string;
  constructor(kind: QueryFault['kind'], message: string) {
    this.kind = kind;
    this.message = message;
  }
}

export type QueryCompilation =
  | { readonly kind: 'query'; readonly query: Query }
  /** `offset` counts UTF-16 units from 0. */
  | { readonly kind: 'defect'; readonly message: string; readonly offset: number };
