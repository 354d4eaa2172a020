/** Evaluates the mutations of a policy one after another, each on what the one before it made. */

import { changeObject, type MutatedKind, type PatchType } from '../../../../kube/policy/mutation/change-object.ts';
import { toEdits } from '../../../../kube/policy/mutation/to-edits.ts';
import type { Program } from '../../../../lang/cel/program.ts';
import { EvaluationFault } from '../../../../lang/cel/value.ts';
import type { JsonObject } from '../../../../model/json.ts';
import type { ResourceRef } from '../../../../model/resource.ts';
import { applyExceptions } from '../apply-exceptions.ts';
import { conditionsNotMet, faulted, respond, toNotes, type CelResponse } from '../cel-response.ts';
import type { CompiledExpression, CompiledSpec } from '../compile-spec.ts';
import type { Evaluation } from '../evaluation.ts';
import type { KyvernoWorld } from '../kyverno-world.ts';

export interface CompiledMutation {
  readonly patchType: PatchType;
  readonly program: Program;
}

export interface Mutator {
  readonly spec: CompiledSpec;
  readonly world: KyvernoWorld;
  readonly mutations: readonly CompiledMutation[];
  /** The rule's id, for its effects. */
  readonly rule: string;
  /** Lists without keys may be replaced whole. */
  readonly mayReplace: boolean;
}

export interface MutatedSubject {
  readonly ref: ResourceRef;
  readonly kind: MutatedKind;
  readonly object: JsonObject;
}

export const evaluateMutations = (
  { spec, world, mutations, rule, mayReplace }: Mutator,
  evaluation: Evaluation,
  conditions: readonly CompiledExpression[],
  { ref, kind, object: given }: MutatedSubject,
): CelResponse => {
  const excepted = applyExceptions(spec.exceptions, evaluation, world);
  const asked = excepted ?? evaluation.holds(conditions);
  if (asked instanceof EvaluationFault) return faulted(failed, asked);
  if (asked === false) return conditionsNotMet;
  if (asked !== true) return asked;
  let object = given;
  for (const { patchType, program } of mutations) {
    const made = evaluation.run(program);
    if (made instanceof EvaluationFault) return faulted(failed, made);
    const changed = changeObject(object, made, patchType, kind, { mayReplace });
    if (changed.kind === 'defect') return respond('error', `${failed}: ${changed.message}`);
    ({ object } = changed);
    evaluation.setObject(object);
  }
  const annotations = evaluation.annotate('"');
  if (annotations instanceof EvaluationFault) return faulted(failed, annotations);
  const edits = object === given ? [] : toEdits(given, object);
  const effects = edits.length === 0 ? [] : [{ kind: 'patch', rule, target: toTarget(ref), edits } as const];
  return respond('pass', 'success', toNotes(annotations), effects);
};

const failed = 'failed to evaluate policy';

const toTarget = ({ apiVersion, kind, namespace, name }: ResourceRef): ResourceRef => ({
  apiVersion,
  kind,
  namespace,
  name,
});
