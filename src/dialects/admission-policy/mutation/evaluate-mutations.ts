/** Evaluates the mutations of a policy one after another, each on what the one before it made. */

import { perBindingLimit } from '../../../kube/cel/cost-limits.ts';
import { changeObject, type MutatedKind } from '../../../kube/policy/mutation/change-object.ts';
import { toEdits } from '../../../kube/policy/mutation/to-edits.ts';
import { isOverBudget } from '../../../kube/policy/lazy-variables.ts';
import { createMeter, describeFault, runProgram, setVariables } from '../../../kube/policy/run-program.ts';
import { EvidenceMissing } from '../../../kube/policy/signals.ts';
import { toValues, type PolicyInput } from '../../../kube/policy/slots.ts';
import { EvaluationFault } from '../../../lang/cel/value.ts';
import type { Edit } from '../../../model/change.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Request } from '../../../model/request.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import { checkConditions, type ConcludedPart } from '../evaluate-policy.ts';

export type MutationResult =
  | { readonly kind: 'not-asked'; readonly condition: string }
  | { readonly kind: 'need'; readonly requests: readonly Request[] }
  | { readonly kind: 'mutated'; readonly edits: readonly Edit[]; readonly parts: readonly ConcludedPart[] };

/** `present` fills in what the server defaults after each mutation, so that the next one sees it. */
export const evaluateMutations = (
  policy: CompiledPolicy,
  input: PolicyInput,
  kind: MutatedKind,
  present: (object: JsonObject) => JsonObject,
): MutationResult => {
  if (policy.matchConditions.length > 0) {
    const asked = checkConditions(policy, toValues(policy.slots, input), null);
    if (asked?.kind === 'need' || asked?.kind === 'not-asked') return asked;
    if (asked?.kind === 'concluded') return { kind: 'mutated', edits: [], parts: asked.parts };
  }
  const edits: Edit[] = [];
  const parts: ConcludedPart[] = [];
  const requests: Request[] = [];
  let { object } = input;
  if (object === null) return { kind: 'mutated', edits, parts };
  for (const [index, mutation] of policy.mutations.entries()) {
    const meter = createMeter(perBindingLimit);
    const values = toValues(policy.mutationSlots, { ...input, object });
    values[policy.mutationSlots.namespaceObject] = input.namespaceObject;
    setVariables(policy, values, meter, null);
    const outcome = runProgram(mutation.program, values, meter, requests);
    if (requests.length > 0) return { kind: 'need', requests };
    if (outcome instanceof EvidenceMissing) parts.push({ kind: 'no-evidence', index, missing: outcome });
    else if (outcome instanceof EvaluationFault) {
      parts.push(toError(index, describeFault(mutation.source, outcome), isOverBudget(outcome)));
    } else if (typeof outcome !== 'symbol') {
      const changed = changeObject(object, outcome, mutation.patchType, kind);
      if (changed.kind === 'defect') parts.push(toError(index, changed.message, false));
      else {
        edits.push(...toEdits(object, changed.object));
        object = index < policy.mutations.length - 1 ? present(changed.object) : changed.object;
      }
    }
  }
  return { kind: 'mutated', edits, parts };
};

const toError = (index: number, message: string, isOverBudget: boolean): ConcludedPart => ({
  kind: 'error',
  index,
  message,
  isOverBudget,
  isAnnotation: false,
});
