/** What a validation that does not hold says: its message expression, its message, or Kyverno's usual words. */

import { EvaluationFault } from '../../../../lang/cel/value.ts';
import type { CompiledValidation } from '../compile-spec.ts';
import type { Evaluation } from '../evaluation.ts';

export const decideMessage = (
  { written, message }: CompiledValidation,
  index: number,
  evaluation: Evaluation,
): string => {
  const told = message === null ? written.message : evaluation.run(message);
  if (told instanceof EvaluationFault) return `failed to evaluate message expression: ${told.message}`;
  return typeof told === 'string' && told !== '' ? told : `CEL expression validation failed at index ${index}`;
};
