/** What a ValidatingPolicy says of a subject it matches: the first validation that fails, or cannot be told, decides. */

import { EvaluationFault } from '../../../../lang/cel/value.ts';
import { applyExceptions } from '../apply-exceptions.ts';
import { conditionsNotMet, faulted, passed, respond, toNotes, type CelResponse } from '../cel-response.ts';
import type { CompiledSpec, CompiledValidation } from '../compile-spec.ts';
import type { Evaluation } from '../evaluation.ts';
import type { KyvernoWorld } from '../kyverno-world.ts';
import { decideMessage } from './decide-message.ts';

export const evaluateValidations = (spec: CompiledSpec, evaluation: Evaluation, world: KyvernoWorld): CelResponse => {
  const { failurePolicy } = spec.written;
  const ignoresFaults = failurePolicy === 'Ignore';
  const excepted = applyExceptions(spec.exceptions, evaluation, world, { ignoresFaults });
  const asked = excepted ?? evaluation.holds(spec.matchConditions);
  if (asked instanceof EvaluationFault)
    return ignoresFaults ? conditionsNotMet : faulted('failed to load context', asked);
  if (asked === false) return conditionsNotMet;
  if (asked !== true) return asked;
  for (let index = 0; index < spec.validations.length; index += 1) {
    const validation = spec.validations[index];
    if (validation === undefined) break;
    const outcome = evaluation.run(validation.shared.program);
    if (outcome === true) continue;
    if (outcome instanceof EvaluationFault) return faulted('error', outcome);
    return fail(validation, index, evaluation);
  }
  const annotations = evaluation.annotate("'");
  if (annotations instanceof EvaluationFault) return faulted('failed to load context', annotations);
  return annotations.length === 0 ? passed : respond('pass', 'success', toNotes(annotations));
};

const fail = (validation: CompiledValidation, index: number, evaluation: Evaluation): CelResponse => {
  const message = decideMessage(validation, index, evaluation);
  const annotations = evaluation.annotate("'");
  if (annotations instanceof EvaluationFault) return faulted('error', annotations);
  return respond('fail', message, toNotes(annotations));
};
