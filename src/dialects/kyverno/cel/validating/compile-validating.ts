/** Makes of a ValidatingPolicy what judges a subject by it. */

import { beginSpec } from '../compile-spec.ts';
import { Evaluation, toBaseValues } from '../evaluation.ts';
import { judgeTemplates } from '../autogen/judge-templates.ts';
import { compileMatch } from '../match-subject.ts';
import { parseSpec } from '../parse/parse-spec.ts';
import type { CompileKind } from '../policy-kind.ts';
import { evaluateValidations } from './evaluate-validations.ts';

export const compileValidating: CompileKind = ({ policy, variant, exceptions, workshop, world, defects }) => {
  const parsed = parseSpec(variant.spec);
  const isJson = parsed.mode === 'JSON';
  // In JSON mode Kyverno leaves annotations out.
  const written = isJson ? { ...parsed, auditAnnotations: [] } : parsed;
  const environment = workshop.environmentOf(policy, { isJson });
  const options = { conditionsSeeVariables: false };
  const spec = beginSpec(written, exceptions, environment, workshop, defects, options).finish();
  const base = toBaseValues(spec, world);
  const match = compileMatch(written.match);
  const constraints = [written.match];
  const { readsNamespace } = spec;
  if (isJson) {
    return {
      match,
      constraints,
      isJson,
      readsNamespace,
      evaluate: (view) => {
        const input = { object: view.given, oldObject: null, request: null, namespaceObject: null, kept: null };
        return [evaluateValidations(spec, new Evaluation(spec, base, input), world)];
      },
    };
  }
  return {
    match,
    constraints,
    isJson,
    readsNamespace,
    evaluate: (view, namespaceObject) => {
      if (variant.config !== 'extract') {
        const { object, oldObject, kept } = view;
        const request = spec.readsRequest ? view.request : null;
        const evaluation = new Evaluation(spec, base, { object, oldObject, request, namespaceObject, kept });
        return [evaluateValidations(spec, evaluation, world)];
      }
      return [
        judgeTemplates(view, (pod) =>
          evaluateValidations(spec, new Evaluation(spec, base, { ...pod, namespaceObject, kept: null }), world),
        ),
      ];
    },
  };
};
