/** The fields of `variables` in Kyverno's policies: each of its expression's own type, and a fault in one is told as it is. */

import { LazyVariables } from '../../../kube/policy/lazy-variables.ts';
import { createVariableTypes, type VariableTypes } from '../../../kube/policy/variable-types.ts';
import { EvaluationFault } from '../../../lang/cel/value.ts';

export const createKyvernoVariableTypes = (): VariableTypes => createVariableTypes((type) => type);

export class KyvernoVariables extends LazyVariables {
  protected override explain(_name: string, { message }: EvaluationFault): string {
    return message;
  }

  /** Kyverno knows no budget: what ours ends is nothing that an expression may take for a value. */
  protected override toFault(message: string, { reason }: EvaluationFault): EvaluationFault {
    return new EvaluationFault(message, reason === 'over-budget' ? reason : 'error');
  }
}
