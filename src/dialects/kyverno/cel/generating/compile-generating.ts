/** Makes of a GeneratingPolicy what says which objects a subject calls for. */

import { isNamespaced } from '../../../../kube/schema/kinds.ts';
import type { Program } from '../../../../lang/cel/program.ts';
import { EvaluationFault } from '../../../../lang/cel/value.ts';
import { isJsonObject, type JsonObject } from '../../../../model/json.ts';
import { toGroup } from '../../../../model/resource.ts';
import { applyExceptions } from '../apply-exceptions.ts';
import { faulted, respond, toNotes, type CelResponse } from '../cel-response.ts';
import { beginSpec, type CompileExpression } from '../compile-spec.ts';
import { Evaluation, toBaseValues } from '../evaluation.ts';
import { placeGenerated } from '../libraries/context-libraries.ts';
import { compileMatch } from '../match-subject.ts';
import { isEnabled, objectOf, objectsOf, textOf } from '../parse/fields.ts';
import { parseSpec } from '../parse/parse-spec.ts';
import type { CompileKind } from '../policy-kind.ts';
import type { RuleWorld } from '../rule-world.ts';
import type { RuleDefect } from '../../rule-response.ts';
import { compileYamlTemplate, type YamlTemplate } from './compile-yaml-template.ts';

type Generation =
  | { readonly kind: 'expression'; readonly program: Program }
  | { readonly kind: 'template'; readonly template: YamlTemplate };

export const compileGenerating: CompileKind = ({ policy, ruleId, variant, exceptions, workshop, world, defects }) => {
  const written = parseSpec(variant.spec);
  const environment = workshop.environmentOf(policy, { isJson: false });
  const compiler = beginSpec(written, exceptions, environment, workshop, defects, { conditionsSeeVariables: false });
  const generations = compileGenerations(variant.spec, compiler.compile, defects);
  const spec = compiler.finish();
  const base = toBaseValues(spec, world);
  const synchronise = isEnabled(objectOf(variant.spec, 'evaluation'), 'synchronize', false);
  return {
    match: compileMatch(written.match),
    constraints: [written.match],
    isJson: false,
    readsNamespace: spec.readsNamespace,
    evaluate: (view, namespaceObject): readonly CelResponse[] => {
      const { object, oldObject, request } = view;
      const evaluation = new Evaluation(spec, base, { object, oldObject, request, namespaceObject, kept: null });
      const excepted = applyExceptions(spec.exceptions, evaluation, world);
      const asked = excepted ?? evaluation.holds(spec.matchConditions);
      if (asked instanceof EvaluationFault) return [faulted(failed, asked)];
      if (asked === false) return [];
      if (asked !== true) return [asked];
      for (const generation of generations) {
        const made = generate(generation, evaluation, world);
        if (made instanceof EvaluationFault) return [faulted(failed, made)];
      }
      const annotations = evaluation.annotate('"');
      if (annotations instanceof EvaluationFault) return [faulted(failed, annotations)];
      const effects = world.generated.map(
        (each) => ({ kind: 'create', rule: ruleId, object: each, owner: null, synchronise }) as const,
      );
      return [respond('pass', 'policy evaluated successfully', toNotes(annotations), effects)];
    },
  };
};

const failed = 'failed to evaluate policy';

/** What an expression generates it hands to the world; whether it says true of that is nobody's business. */
const generate = (generation: Generation, evaluation: Evaluation, world: RuleWorld): true | EvaluationFault => {
  if (generation.kind === 'expression') {
    const outcome = evaluation.run(generation.program);
    return outcome instanceof EvaluationFault ? outcome : true;
  }
  const rendered = generation.template.render(evaluation);
  if (rendered instanceof EvaluationFault)
    return new EvaluationFault(`failed to render generation template: ${rendered.message}`, rendered.reason);
  for (const object of rendered) {
    const placed = place(object, world);
    if (placed instanceof EvaluationFault) return placed;
  }
  return true;
};

/** A namespaced policy generates into its own namespace, whether that is written or not. */
const place = (object: JsonObject, world: RuleWorld): true | EvaluationFault => {
  const written = textOf(objectOf(object, 'metadata'), 'namespace');
  if (world.namespace !== '' && written !== '' && written !== world.namespace) {
    return new EvaluationFault(
      `cross-namespace generation denied: a policy in namespace ${JSON.stringify(world.namespace)} cannot generate resources into namespace ${JSON.stringify(written)}`,
    );
  }
  const kind = textOf(object, 'kind');
  // A namespace written on what has none would be passed over.
  if (world.namespace !== '' && isNamespaced(toGroup(textOf(object, 'apiVersion')), kind) === false) {
    return new EvaluationFault(`a policy in namespace ${JSON.stringify(world.namespace)} cannot generate ${kind}`);
  }
  try {
    placeGenerated(world, written === '' ? world.namespace : written, object);
    return true;
  } catch (thrown) {
    if (thrown instanceof EvaluationFault) return thrown;
    throw thrown;
  }
};

const compileGenerations = (
  spec: JsonObject,
  compile: CompileExpression,
  defects: RuleDefect[],
): readonly Generation[] =>
  objectsOf(spec, 'generate').flatMap(([index, item]): readonly Generation[] => {
    const at = ['spec', 'generate', index];
    const refuse = (message: string): readonly Generation[] => {
      defects.push({ severity: 'error', message, path: at });
      return [];
    };
    const source = textOf(item, 'expression');
    const { template } = item;
    if (isJsonObject(template)) {
      if (source !== '') return refuse('either an expression or a template, not both');
      const path = [...at, 'template', 'value'];
      const isInterpolated = template['interpolate'] === 'cel';
      const made = compileYamlTemplate(textOf(template, 'value'), path, { isInterpolated }, compile, defects);
      return made === null ? [] : [{ kind: 'template', template: made }];
    }
    if (source === '') return refuse('an expression or a template is required');
    const shared = compile({ name: '', source, path: [...at, 'expression'] }, ['bool']);
    return shared === null ? [] : [{ kind: 'expression', program: shared.program }];
  });
