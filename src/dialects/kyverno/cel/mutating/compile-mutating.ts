/** Makes of a MutatingPolicy what changes the subject it is asked about, or others because of it. */

import type { PatchType } from '../../../../kube/policy/mutation/change-object.ts';
import { EvaluationFault } from '../../../../lang/cel/value.ts';
import { isJsonObject, type JsonObject } from '../../../../model/json.ts';
import { faulted, respond, withReason, type CelResponse } from '../cel-response.ts';
import { beginSpec, type CompileExpression } from '../compile-spec.ts';
import { Evaluation, toBaseValues } from '../evaluation.ts';
import { compileMatch } from '../match-subject.ts';
import { isEnabled, objectOf, objectsOf, textOf } from '../parse/fields.ts';
import { parseNamed, parseSpec } from '../parse/parse-spec.ts';
import type { RuleDefect } from '../../rule-response.ts';
import type { CompileKind } from '../policy-kind.ts';
import { compileTargets } from './compile-targets.ts';
import { evaluateMutations, type CompiledMutation, type Mutator } from './evaluate-mutations.ts';

export const compileMutating: CompileKind = ({ policy, ruleId, variant, exceptions, workshop, world, defects }) => {
  const written = parseSpec(variant.spec);
  const environment = workshop.environmentOf(policy, { isJson: false });
  const compiler = beginSpec(written, exceptions, environment, workshop, defects, { conditionsSeeVariables: true });
  const targetConditions = parseNamed(variant.spec, 'targetMatchConditions').flatMap((each) => {
    const shared = compiler.compile(each, ['bool']);
    return shared === null ? [] : [{ written: each, shared }];
  });
  const evaluation = objectOf(variant.spec, 'evaluation');
  const targets = isEnabled(evaluation, 'mutateExisting', false)
    ? compileTargets(variant.spec, compiler.compile)
    : null;
  const mutations = compileMutations(variant.spec, compiler.compile, defects);
  const spec = compiler.finish();
  const base = toBaseValues(spec, world);
  const mutator: Mutator = {
    spec,
    world,
    mutations,
    rule: ruleId,
    mayReplace: evaluation['useServerSideApply'] === true,
  };
  return {
    match: compileMatch(written.match),
    constraints: [written.match],
    isJson: false,
    readsNamespace: spec.readsNamespace,
    evaluate: (view, namespaceObject): readonly CelResponse[] => {
      if (variant.config === 'extract') return [unsupported];
      const begin = (object: JsonObject, oldObject: JsonObject | null): Evaluation =>
        // What it computes of an object it has changed is nothing other policies may see.
        new Evaluation(spec, base, { object, oldObject, request: view.request, namespaceObject, kept: null });
      if (targets === null) {
        const { ref, attributes, object, oldObject } = view;
        if (attributes.object === null) return [];
        const subject = { ref, kind: attributes, object };
        return [evaluateMutations(mutator, begin(object, oldObject), spec.matchConditions, subject)];
      }
      const asked = begin(view.object, view.oldObject).holds(spec.matchConditions);
      // A condition that cannot be told keeps Kyverno from looking any further; what ran over a bound of ours does not.
      if (asked instanceof EvaluationFault && asked.reason === 'over-budget') return [faulted(notFound, asked)];
      if (asked !== true) return [];
      const found = targets.find(begin(view.object, view.oldObject), world);
      if (found instanceof EvaluationFault) return [faulted(notFound, found)];
      return found.map((subject) => {
        const mutated = evaluateMutations(mutator, begin(subject.object, null), targetConditions, subject);
        return { ...mutated, key: subject.key };
      });
    },
  };
};

const notFound = 'failed to find the targets';

/** Kyverno does not know where in the object the template stands. */
const unsupported: CelResponse = withReason(
  respond('skip', 'extraction mode: mutation for custom workload CRDs is not yet supported'),
  'not-applicable',
);

const compileMutations = (
  spec: JsonObject,
  compile: CompileExpression,
  defects: RuleDefect[],
): readonly CompiledMutation[] =>
  objectsOf(spec, 'mutations').flatMap(([index, item]): readonly CompiledMutation[] => {
    const patchType: PatchType = item['patchType'] === 'JSONPatch' ? 'JSONPatch' : 'ApplyConfiguration';
    const field = patchType === 'JSONPatch' ? 'jsonPatch' : 'applyConfiguration';
    const source = textOf(objectOf(item, field), 'expression');
    const path = ['spec', 'mutations', index, field, 'expression'];
    if (source === '') {
      // Without what it patches with, Kyverno takes it for one that changes nothing.
      if (isJsonObject(item[field])) defects.push({ severity: 'error', message: 'an expression is required', path });
      return [];
    }
    const written = { name: '', source, path };
    const shared = compile(written, [patchType === 'JSONPatch' ? 'list(JSONPatch)' : 'Object']);
    return shared === null ? [] : [{ patchType, program: shared.program }];
  });
