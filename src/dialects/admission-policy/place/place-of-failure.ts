/** The path a finding names: of the field that made a validation fail, as far as that can be told honestly. */

import { perExpressionLimit } from '../../../kube/cel/cost-limits.ts';
import type { Value } from '../../../lang/cel/value.ts';
import { renderFieldPath } from '../../../model/field-path.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import { createMeter, setVariables } from '../../../kube/policy/run-program.ts';
import { AnswerNeeded, EvidenceMissing } from '../../../kube/policy/signals.ts';
import { findPlace } from './find-place.ts';
import { TraceLost } from './scope.ts';

/** The empty text where no field can be named. `values` are those the validation was evaluated with. */
export const placeOfFailure = (
  policy: CompiledPolicy,
  index: number,
  values: readonly (Value | undefined)[],
): string => {
  const validation = policy.validations[index];
  if (validation === undefined) return '';
  // Looking must not cost more than judging.
  const meter = createMeter(perExpressionLimit);
  const own = [...values];
  setVariables(policy, own, meter, null);
  try {
    const place = findPlace(validation.program.expression, null, policy.parts.trace(own, meter), false);
    return renderFieldPath(place ?? []);
  } catch (signal) {
    if (signal instanceof AnswerNeeded || signal instanceof EvidenceMissing || signal instanceof TraceLost) return '';
    throw signal;
  }
};
