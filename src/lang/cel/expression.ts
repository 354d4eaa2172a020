/** The syntax tree of a CEL expression. Macros are nodes of their own: what compiles them need not recognise a fold. */

import type { Value } from './value.ts';

/** Where a node stands in its source, in UTF-16 code units from 0. */
interface Placed {
  readonly offset: number;
}

export type Expression =
  | LiteralExpression
  | IdentifierExpression
  | SelectExpression
  | CallExpression
  | ListExpression
  | MapExpression
  | MessageExpression
  | ComprehensionExpression
  | BindExpression
  | OptionalMapExpression;

export interface LiteralExpression extends Placed {
  readonly kind: 'literal';
  /** null, bool, int, uint, double, string or bytes. */
  readonly value: Value;
}

export interface IdentifierExpression extends Placed {
  readonly kind: 'identifier';
  /** A leading dot is kept: it means the root container. */
  readonly name: string;
}

export interface SelectExpression extends Placed {
  readonly kind: 'select';
  readonly operand: Expression;
  readonly field: string;
  /** `plain` is `a.b`, `test` is `has(a.b)`, `optional` is `a.?b`. */
  readonly mode: 'plain' | 'test' | 'optional';
}

/** Operators are calls by their standard names: `_+_`, `_&&_`, `_?_:_`, `_[_]`, `_[?_]`, `@in`, `!_`, `-_`. */
export interface CallExpression extends Placed {
  readonly kind: 'call';
  readonly name: string;
  /** The receiver of a member call; `null` for a global one. */
  readonly target: Expression | null;
  readonly parameters: readonly Expression[];
}

export interface ListExpression extends Placed {
  readonly kind: 'list';
  readonly elements: readonly { readonly value: Expression; readonly isOptional: boolean }[];
}

export interface MapExpression extends Placed {
  readonly kind: 'map';
  readonly entries: readonly { readonly key: Expression; readonly value: Expression; readonly isOptional: boolean }[];
}

/** `Object.spec{replicas: 3}`; a dotted type name with fields. */
export interface MessageExpression extends Placed {
  readonly kind: 'message';
  readonly name: string;
  readonly fields: readonly {
    readonly name: string;
    readonly value: Expression;
    readonly isOptional: boolean;
    readonly offset: number;
  }[];
}

export type ComprehensionForm =
  | 'all'
  | 'exists'
  | 'exists-one'
  | 'filter'
  /** `map(x, e)` and `map(x, condition, e)`. */
  | 'map'
  /** The two-variable ones of cel-go's TwoVarComprehensions. */
  | 'transform-list'
  | 'transform-map'
  | 'transform-map-entry';

/** A macro over a list or a map. With two variables the first is the index or key, the second the value. */
export interface ComprehensionExpression extends Placed {
  readonly kind: 'comprehension';
  readonly form: ComprehensionForm;
  readonly range: Expression;
  readonly first: string;
  readonly second: string | null;
  /** The condition of `map` and the `transform…` macros; `null` where there is none. */
  readonly filter: Expression | null;
  /** The predicate, or what each item becomes. */
  readonly body: Expression;
}

/** `cel.bind(name, value, body)`. */
export interface BindExpression extends Placed {
  readonly kind: 'bind';
  readonly name: string;
  readonly value: Expression;
  readonly body: Expression;
}

/** `target.optMap(name, body)` and, with `isFlat`, `target.optFlatMap(name, body)`. */
export interface OptionalMapExpression extends Placed {
  readonly kind: 'optional-map';
  readonly target: Expression;
  readonly name: string;
  readonly body: Expression;
  readonly isFlat: boolean;
}
