/** What several policies compute alike for a subject, kept while that subject is judged. */

import type { Meter } from '../../lang/cel/program.ts';
import { EvaluationFault, type Value } from '../../lang/cel/value.ts';
import type { SharedProgram } from './shared-programs.ts';

/** By the place of the program. */
export type KeptResults = (KeptResult | undefined)[];

export interface KeptResult {
  readonly value: Value | EvaluationFault;
  /** Without that of the variables it asks for: who asked for them before has paid for them. */
  readonly cost: number;
  readonly asked: readonly string[];
}

/** Evaluates, or looks up at the same cost, an expression that names no variable of its policy. */
export const evaluateKept = (
  { program, place }: SharedProgram,
  values: readonly (Value | undefined)[],
  meter: Meter,
  kept: KeptResults,
): Value | EvaluationFault => {
  const { spent, limit } = meter;
  const result = kept[place];
  if (result !== undefined && result.cost <= limit - spent) {
    meter.spent += result.cost;
    return result.value;
  }
  const value = program.evaluate(values, meter);
  const isSpent = value instanceof EvaluationFault && value.reason === 'over-budget';
  if (!isSpent) kept[place] = { value, cost: meter.spent - spent, asked: none };
  return value;
};

const none: readonly string[] = [];
