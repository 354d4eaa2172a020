/** An expression ready to run, and the meter its cost is counted on. */

import { Frame } from './compile/frame.ts';
import type { Run } from './compile/part.ts';
import type { Expression } from './expression.ts';
import type { Type } from './type.ts';
import { EvaluationFault, type Value } from './value.ts';

/**
 * Counts cel-go's cost units over several programs. What is spent can end above the limit, by what the last call cost.
 * Evaluation without a fault costs exactly what it does in cel-go. A fault ends the steps around it here, where cel-go
 * goes on to count them: an evaluation with one can cost less than there, never more.
 */
export interface Meter {
  spent: number;
  readonly limit: number;
}

export interface Program {
  readonly type: Type;
  readonly expression: Expression;
  /** The environment's variables that the expression names. */
  readonly variables: ReadonlySet<string>;
  /**
   * Values in the order of the environment's variables; `undefined` for one that is not set. A fault of reason
   * `over-budget` came from this expression's own limit or from the meter's. What a host throws passes through.
   */
  evaluate(values: readonly (Value | undefined)[], meter: Meter): Value | EvaluationFault;
}

export interface ProgramParts {
  readonly type: Type;
  readonly expression: Expression;
  readonly variables: ReadonlySet<string>;
  readonly run: Run;
  readonly localCount: number;
  /** Of one evaluation. */
  readonly costLimit: number;
}

export const createProgram = ({ type, expression, variables, run, localCount, costLimit }: ProgramParts): Program => {
  const own = new Frame(localCount);
  let isRunning = false;
  return {
    type,
    expression,
    variables,
    evaluate: (values, meter) => {
      // A value that is computed when it is asked for may, in the end, ask for this program again.
      const frame = isRunning ? new Frame(localCount) : own;
      const wasRunning = isRunning;
      isRunning = true;
      const allowed = toAllowed(costLimit, meter);
      frame.start(values, allowed);
      try {
        return run(frame);
      } catch (error) {
        if (error instanceof EvaluationFault) return error;
        throw error;
      } finally {
        isRunning = wasRunning;
        meter.spent += allowed - frame.left;
      }
    },
  };
};

/** A small integer, which the engine counts down fastest. */
const toAllowed = (costLimit: number, { limit, spent }: Meter): number => {
  const allowed = Math.min(costLimit, limit - spent, 2 ** 30);
  return allowed > 0 ? Math.trunc(allowed) | 0 : 0;
};
