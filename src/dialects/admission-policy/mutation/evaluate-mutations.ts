/** Evaluates the mutations of a policy one after another, each on what the one before it made. */

import { findMisnamedTypes, JsonPatchValue } from '../../../kube/cel/mutation-types.ts';
import { perBindingLimit } from '../../../kube/cel/cost-limits.ts';
import { EvaluationFault, type Value } from '../../../lang/cel/value.ts';
import type { Edit } from '../../../model/change.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import type { Request } from '../../../model/request.ts';
import type { CompiledMutation, CompiledPolicy } from '../compiled-policy.ts';
import {
  checkConditions,
  createMeter,
  describeFault,
  run,
  setVariables,
  toValues,
  type ConcludedPart,
  type PolicyInput,
} from '../evaluate-policy.ts';
import { EvidenceMissing } from '../signals.ts';
import { applyConfiguration } from './apply-configuration.ts';
import { isTooLarge } from './is-too-large.ts';
import { applyJsonPatch, type PatchOperation } from './apply-json-patch.ts';
import { toEdits } from './to-edits.ts';
import { toJson } from './to-json.ts';

export type MutationResult =
  | { readonly kind: 'not-asked'; readonly condition: string }
  | { readonly kind: 'need'; readonly requests: readonly Request[] }
  | { readonly kind: 'mutated'; readonly edits: readonly Edit[]; readonly parts: readonly ConcludedPart[] };

export interface MutatedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

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
    const outcome = run(mutation.program, values, meter, requests);
    if (requests.length > 0) return { kind: 'need', requests };
    if (outcome instanceof EvidenceMissing) parts.push({ kind: 'no-evidence', index, missing: outcome });
    else if (outcome instanceof EvaluationFault) {
      const isOverBudget = outcome.reason === 'over-budget';
      parts.push(toError(index, describeFault(mutation.source, outcome), isOverBudget));
    } else if (typeof outcome !== 'symbol') {
      const changed = change(object, outcome, mutation, kind);
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

type Changed =
  | { readonly kind: 'object'; readonly object: JsonObject }
  | { readonly kind: 'defect'; readonly message: string };

const change = (object: JsonObject, made: Value, { patchType }: CompiledMutation, kind: MutatedKind): Changed => {
  const [misnamed] = findMisnamedTypes(made);
  if (misnamed !== undefined) return { kind: 'defect', message: `type mismatch: ${misnamed}` };
  if (patchType === 'ApplyConfiguration') {
    const applied = toJson(made);
    if (!isJsonObject(applied)) return notJson;
    const merged = applyConfiguration(object, applied, kind);
    return merged.kind === 'applied' ? { kind: 'object', object: merged.object } : merged;
  }
  const operations = toOperations(made);
  if (operations === null) return notJson;
  const patched = applyJsonPatch(object, operations);
  switch (patched.kind) {
    case 'patched':
      return isTooLarge(patched.object) ? tooLarge : keepKind(object, patched.object);
    case 'untested':
      return { kind: 'object', object };
    case 'defect':
      return patched;
  }
};

/** The server decodes what was made as what it was. */
const keepKind = (before: JsonObject, after: JsonObject): Changed => {
  const lost = (['apiVersion', 'kind'] as const).find((field) => after[field] !== before[field]);
  return lost === undefined
    ? { kind: 'object', object: after }
    : { kind: 'defect', message: `a mutation may not change the ${lost} of an object` };
};

const tooLarge: Changed = { kind: 'defect', message: 'what it makes is larger than what the API server takes' };

const notJson: Changed = {
  kind: 'defect',
  message: 'the expression evaluated to a value that could not marshal to JSON',
};

const toOperations = (made: Value): readonly PatchOperation[] | null => {
  if (!Array.isArray(made)) return null;
  const operations: PatchOperation[] = [];
  for (const item of made as readonly Value[]) {
    if (!(item instanceof JsonPatchValue)) return null;
    const value = item.value === undefined ? undefined : toJson(item.value);
    if (item.value !== undefined && value === undefined) return null;
    operations.push({ op: item.op, path: item.path, from: item.from, value });
  }
  return operations;
};
