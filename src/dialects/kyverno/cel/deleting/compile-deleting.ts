/** Makes of a DeletingPolicy what says of a subject whether the next time of its schedule deletes it. */

import type { MatchResources, ResourceRule } from '../../../../kube/admission/match-resources.ts';
import { EvaluationFault } from '../../../../lang/cel/value.ts';
import type { JsonObject } from '../../../../model/json.ts';
import type { ResourceRef } from '../../../../model/resource.ts';
import { applyExceptions } from '../apply-exceptions.ts';
import { respond, type CelResponse } from '../cel-response.ts';
import { beginSpec } from '../compile-spec.ts';
import { Evaluation, toBaseValues } from '../evaluation.ts';
import { compileMatch } from '../match-subject.ts';
import { objectOf, textOf } from '../parse/fields.ts';
import { parseNamed, parseSpec } from '../parse/parse-spec.ts';
import type { CompileKind } from '../policy-kind.ts';

export const compileDeleting: CompileKind = ({ policy, ruleId, variant, exceptions, workshop, world, defects }) => {
  const parsed = parseSpec(variant.spec);
  const written = { ...parsed, match: withAnyOperation(parsed.match), matchConditions: [] };
  const environment = workshop.environmentOf(policy, { isJson: false });
  const compiler = beginSpec(written, exceptions, environment, workshop, defects, { conditionsSeeVariables: true });
  const conditions = parseNamed(variant.spec, 'conditions').flatMap((each) => {
    const shared = compiler.compile(each, ['bool']);
    return shared === null ? [] : [{ written: each, shared }];
  });
  // One that is allowed something is excepted all the same: nothing is compared with what is deleted.
  const whole = compiler.finish();
  const spec = {
    ...whole,
    exceptions: whole.exceptions.map((each) => ({
      ...each,
      exception: { ...each.exception, images: [], allowedValues: [], reportResult: 'skip' as const },
    })),
  };
  const base = toBaseValues(spec, world);
  const announcement = announce(textOf(variant.spec, 'schedule'), textOf(variant.spec, 'deletionPropagationPolicy'));
  return {
    match: compileMatch(written.match),
    constraints: [written.match],
    isJson: false,
    judgesPayloads: true,
    readsNamespace: spec.readsNamespace,
    evaluate: (view, namespaceObject): readonly CelResponse[] => {
      if (view.attributes.object === null) return [];
      const object = view.isPayload ? view.given : view.object;
      // Of a Namespace, the policy sees that namespace itself.
      const isNamespace = view.attributes.resource === 'namespaces' && view.attributes.group === '';
      const namespace = namespaceObject ?? (isNamespace ? toNamespaceObject(view.object) : null);
      const input = { object, oldObject: null, request: null, namespaceObject: namespace, kept: null };
      const evaluation = new Evaluation(spec, base, input);
      const excepted = applyExceptions(spec.exceptions, evaluation, world);
      const asked = excepted ?? evaluation.holds(conditions);
      if (asked instanceof EvaluationFault) return [respond('error', asked.message)];
      if (asked === false) return [notMatched];
      if (asked !== true) return [asked];
      const effect = { kind: 'delete', rule: ruleId, target: toTarget(view.ref) } as const;
      return [respond('pass', 'resource matched', [announcement], [effect])];
    },
  };
};

/** Kyverno's tests call this a failure; but nothing is wrong with what stays, and nobody has to fix it. */
const notMatched: CelResponse = {
  ...respond('skip', 'The policy would not delete it: its conditions do not hold.'),
  reason: 'not-applicable',
  isConstant: true,
};

const toNamespaceObject = (object: JsonObject): JsonObject => {
  const metadata = objectOf(object, 'metadata');
  const labels = objectOf(metadata, 'labels');
  return {
    metadata: { name: textOf(metadata, 'name'), ...(Object.keys(labels).length === 0 ? {} : { labels }) },
    spec: {},
    status: {},
  };
};

/** Nobody asks for a deletion by the clock. */
const withAnyOperation = (match: MatchResources | null): MatchResources | null => {
  const toAny = (rule: ResourceRule): ResourceRule => ({ ...rule, operations: ['*'] });
  return match === null ? null : { ...match, resourceRules: match.resourceRules.map(toAny) };
};

const announce = (schedule: string, propagation: string): CelResponse['notes'][number] => ({
  text: `It is deleted at the next time of the schedule ${JSON.stringify(schedule)}${propagation === '' ? '' : `, with ${propagation} propagation`}.`,
  source: 'schedule',
});

const toTarget = ({ apiVersion, kind, namespace, name }: ResourceRef): ResourceRef => ({
  apiVersion,
  kind,
  namespace,
  name,
});
