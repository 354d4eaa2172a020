/** How libraries say what functions there are: rows of a table, one an overload. */

import type { CallExpression, Expression } from './expression.ts';
import type { Type } from './type.ts';
import type { Value } from './value.ts';

export interface Overload {
  /** cel-go's id, by which its conformance cases and costs name it: `string_to_int`. */
  readonly id: string;
  /** `startsWith`; operators by their standard names. */
  readonly name: string;
  /** True for `receiver.name(…)`; the receiver is the first parameter. */
  readonly isMember: boolean;
  readonly parameters: readonly Type[];
  readonly result: Type;
  /** Called with values that fit `parameters`; throws an EvaluationFault. At most five parameters. */
  readonly evaluate: (a: Value, b: Value, c: Value, d: Value, e: Value) => Value;
  /** In cel-go's units; absent for what cel-go itself counts by id, which is 1 for all but a few standard overloads. */
  readonly cost?: (parameters: readonly Value[], result: Value) => number;
  /** Where cel-go looks at no value before the call: `evaluate` says itself what it cannot take. */
  readonly isUnguarded?: true;
}

/** A syntax form that looks like a call. Expanded while parsing; `null` where the call is no use of the macro. */
export interface Macro {
  readonly name: string;
  readonly isMember: boolean;
  /** How many arguments; `null` for any number. */
  readonly arity: number | null;
  readonly expand: (call: MacroCall) => Expression | MacroDefect | null;
}

export interface MacroCall {
  readonly target: Expression | null;
  readonly parameters: readonly Expression[];
  readonly offset: number;
}

export interface MacroDefect {
  readonly kind: 'defect';
  readonly message: string;
  readonly offset: number;
}

export interface Library {
  readonly id: string;
  readonly overloads: readonly Overload[];
  readonly macros: readonly Macro[];
  /** Names that stand for a value: the type names `int`, `net.IP`. */
  readonly constants: readonly { readonly name: string; readonly type: Type; readonly value: Value }[];
  /** Checks of literals at compile time, by function name: a regex that does not compile is the author's mistake. */
  readonly literalChecks: readonly LiteralCheck[];
  /** Checks of whole calls, when their types are known. */
  readonly callChecks?: readonly CallCheck[];
}

/** A call looked at while compiling; in literals within it types may be mixed, since the check knows better. */
export interface CallCheck {
  readonly name: string;
  /** What is wrong and where, or `null`. */
  readonly check: (
    call: CallExpression,
    typeOf: (node: Expression) => Type,
  ) => { readonly offset: number; readonly message: string } | null;
}

/** A constant argument of a call, looked at while compiling. */
export interface LiteralCheck {
  readonly name: string;
  /** Which argument, from 0; a receiver is 0. */
  readonly parameter: number;
  /** What is wrong with it, or `null`. */
  readonly check: (value: Value) => string | null;
}
