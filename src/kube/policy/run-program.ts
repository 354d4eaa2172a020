/** Runs a policy's expressions about one subject: what they ask the host for is gathered, what they lack is a value. */

import type { Meter, Program } from '../../lang/cel/program.ts';
import type { EvaluationFault, Value } from '../../lang/cel/value.ts';
import type { Request } from '../../model/request.ts';
import { evaluateKept, type KeptResults } from './kept-results.ts';
import { LazyVariables, type NumberedProgram } from './lazy-variables.ts';
import type { SharedProgram } from './shared-programs.ts';
import { AnswerNeeded, EvidenceMissing } from './signals.ts';
import type { Slots } from './slots.ts';

export const createMeter = (limit: number): Meter => ({ spent: 0, limit });

/** `kept` is null where the values are not those that other policies see. */
export const setVariables = (
  { variables, slots }: { readonly variables: ReadonlyMap<string, NumberedProgram>; readonly slots: Slots },
  values: (Value | undefined)[],
  meter: Meter,
  kept: KeptResults | null,
): void => {
  if (variables.size > 0) values[slots.variables] = new LazyVariables(variables, values, meter, kept);
};

/** What a run gives that waits for an answer, which is then among the requests. */
export const needed = Symbol('an answer is needed');

export type Outcome = Value | EvaluationFault | EvidenceMissing | typeof needed;

/** Signals pass through evaluation: what was asked for is gathered, so that one round asks for the answers of all expressions. */
export const runProgram = (
  program: Program,
  values: readonly (Value | undefined)[],
  meter: Meter,
  requests: Request[],
): Outcome => {
  try {
    return program.evaluate(values, meter);
  } catch (signal) {
    return gather(signal, requests);
  }
};

export const runKept = (
  shared: SharedProgram,
  values: readonly (Value | undefined)[],
  meter: Meter,
  requests: Request[],
  kept: KeptResults,
): Outcome => {
  try {
    return evaluateKept(shared, values, meter, kept);
  } catch (signal) {
    return gather(signal, requests);
  }
};

const gather = (signal: unknown, requests: Request[]): Outcome => {
  if (signal instanceof EvidenceMissing) return signal;
  if (!(signal instanceof AnswerNeeded)) throw signal;
  requests.push(signal.request);
  return needed;
};

export const describeFault = (source: string, { message }: EvaluationFault): string =>
  `expression '${source}' resulted in error: ${message}`;
