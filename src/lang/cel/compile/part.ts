/** A compiled piece of an expression, and what the pieces around it may make of it. */

import type { Environment } from '../environment.ts';
import type { CheckedExpression } from '../check-expression.ts';
import type { Expression } from '../expression.ts';
import { EvaluationFault, OpaqueValue, type Value } from '../value.ts';
import { Frame } from './frame.ts';

export type Run = (frame: Frame) => Value;

export interface Part {
  readonly run: Run;
  /** Where its value is known beforehand. */
  readonly constant?: Constant;
  /** Where it reads a variable and, from it, fields. */
  readonly path?: Path;
  /** cel-go counts a look-up, its fields and indexes as one thing: what is read from it costs no new look-up. */
  readonly isLookUp: boolean;
}

export interface Constant {
  readonly value: Value;
  /** What evaluating it costs in cel-go, which computes fewer things beforehand. */
  readonly cost: number;
  /** True where cel-go too has it computed when the program is made. */
  readonly isLiteral: boolean;
}

export interface Path {
  readonly root: Root;
  readonly fields: readonly string[];
  /** What finding the variable costs: 1, or 0 where the look-up is part of another. */
  readonly rootCost: number;
}

export interface Root {
  readonly kind: 'variable' | 'local';
  readonly slot: number;
  readonly name: string;
}

/** A variable of a macro. A lazy one is computed when it is first asked for, as cel-go does with `cel.bind`. */
export interface Local {
  readonly name: string;
  readonly slot: number;
  readonly lazy: Run | null;
}

export interface Context {
  readonly checked: CheckedExpression;
  readonly environment: Environment;
  compile(node: Expression): Part;
  /** As a branch of `?:` or an index: there cel-go does not count the look-up itself. */
  compileWithin(node: Expression): Part;
  /** The innermost variable of a macro by that name. */
  findLocal(name: string): Local;
  /** Compiles what may name a variable of a macro. */
  withLocals<Result>(locals: readonly NewLocal[], compile: (slots: readonly number[]) => Result): Result;
  noteVariable(slot: number): void;
}

export interface NewLocal {
  readonly name: string;
  readonly lazy: Run | null;
}

/** What made the making of a program fail: the author's mistake, found only by computing a constant. */
export class ProgramDefect {
  readonly message: string;
  readonly offset: number;
  constructor(message: string, offset: number) {
    this.message = message;
    this.offset = offset;
  }
}

export const literal = (value: Value): Part => ({
  run: () => value,
  constant: { value, cost: 0, isLiteral: true },
  isLookUp: false,
});

export const step = (run: Run): Part => ({ run, isLookUp: false });

/** A call of constants computed once; as it is where that fails, would cost much, or makes what may be changed. */
export const fold = (part: Part, parameters: readonly Part[]): Part => {
  if (parameters.some(({ constant }) => constant === undefined)) return part;
  const frame = new Frame(0);
  frame.start([], foldBound);
  try {
    const value = part.run(frame);
    if (value instanceof OpaqueValue && value.isChangeable) return part;
    const cost = foldBound - frame.left;
    const run = cost === 0 ? () => value : (into: Frame) => (into.charge(cost), value);
    return { run, constant: { value, cost, isLiteral: false }, isLookUp: part.isLookUp };
  } catch (error) {
    if (error instanceof EvaluationFault) return part;
    throw error;
  }
};

/** Compiling must stay cheap whatever is written. */
const foldBound = 1_000;
