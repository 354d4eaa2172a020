/** Which existing objects a MutatingPolicy changes when its trigger comes: by constraints, or what an expression finds. */

import type { MatchResources, ResourceRule } from '../../../../kube/admission/match-resources.ts';
import { toNamespaceView } from '../../../../kube/policy/namespace-value.ts';
import { toJson } from '../../../../kube/policy/mutation/to-json.ts';
import { builtInKinds } from '../../../../kube/schema/kinds.ts';
import type { Program } from '../../../../lang/cel/program.ts';
import { EvaluationFault } from '../../../../lang/cel/value.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../model/json.ts';
import type { ResourceRef } from '../../../../model/resource.ts';
import type { CompileExpression } from '../compile-spec.ts';
import type { Evaluation } from '../evaluation.ts';
import { ask, type KyvernoWorld } from '../kyverno-world.ts';
import { toListRequest, type Place } from '../resource-requests.ts';
import { compileMatch, type SubjectMatch } from '../match-subject.ts';
import { objectOf, textOf } from '../parse/fields.ts';
import { parseMatch } from '../parse/parse-spec.ts';
import { createLook, toVersion, type LookAtSubject } from '../subject-view.ts';
import type { MutatedSubject } from './evaluate-mutations.ts';

export interface Target extends MutatedSubject {
  readonly key: string;
}

export interface CompiledTargets {
  /** `evaluation` is of the trigger. A fault where its expression cannot tell them. */
  find(evaluation: Evaluation, world: KyvernoWorld): readonly Target[] | EvaluationFault;
}

/** `null` where nothing but the trigger is named: that is then what is changed. */
export const compileTargets = (spec: JsonObject, compile: CompileExpression): CompiledTargets | null => {
  const written = objectOf(spec, 'targetMatchConstraints');
  const source = textOf(written, 'expression');
  if (source !== '') {
    const path = ['spec', 'targetMatchConstraints', 'expression'];
    const shared = compile({ name: '', source, path }, []);
    return shared === null ? null : { find: (evaluation) => findByExpression(shared.program, evaluation) };
  }
  const match = parseMatch(spec, 'targetMatchConstraints');
  if (match === null || match.resourceRules.length === 0) return null;
  const anyOperation = match.resourceRules.map((rule): ResourceRule => ({ ...rule, operations: ['*'] }));
  const compiled = compileMatch({ ...match, resourceRules: anyOperation });
  const look = createLook({ user: null, values: undefined });
  return { find: (_, world) => findByMatch(match, compiled, look, world) };
};

const findByExpression = (program: Program, evaluation: Evaluation): readonly Target[] | EvaluationFault => {
  const found = evaluation.run(program);
  if (found instanceof EvaluationFault) return found;
  const json = toJson(found);
  if (!isJsonObject(json)) return [];
  const { items } = json;
  return (isJsonArray(items) ? items : [json]).filter(isJsonObject).map(toTarget);
};

const findByMatch = (
  { resourceRules }: MatchResources,
  match: SubjectMatch,
  look: LookAtSubject,
  world: KyvernoWorld,
): readonly Target[] | EvaluationFault => {
  const places = new Map(
    resourceRules.flatMap(toPlaces).map((place) => [`${place.apiVersion} ${place.resource}`, place]),
  );
  const targets: Target[] = [];
  for (const place of places.values()) {
    if (place.apiVersion.endsWith('*'))
      return new EvaluationFault(`which version of ${place.resource} to change is not said`);
    const answer = ask(world, toListRequest({ ...place, namespace: world.namespace }, null));
    // Of a kind nobody knows nothing would be changed, without a word.
    if (answer.kind === 'absent')
      return new EvaluationFault(`no objects of ${place.resource} in ${place.apiVersion} are known here`);
    targets.push(...toObjects(answer.value).map(toTarget));
  }
  return targets.filter((target) => isMatched(target, match, look, world));
};

const isMatched = ({ ref, object }: Target, match: SubjectMatch, look: LookAtSubject, world: KyvernoWorld): boolean => {
  const origin = { kind: 'cluster', cluster: '', uid: '' } as const;
  const view = look({ kind: 'resource', resource: { ref, object, origin } });
  if (!match.matches(view)) return false;
  if (!match.looksAtNamespaces) return true;
  const { namespace } = view.attributes;
  const answer = namespace === '' ? null : ask(world, { kind: 'namespace', name: namespace });
  return match.isInNamespace(view, answer === null ? {} : toNamespaceView(namespace, answer).labels);
};

/** Without a namespace. Of a kind Kubernetes knows, any version lists the objects; of another only its own does. */
const toPlaces = ({ groups, versions, resources }: ResourceRule): readonly Pick<Place, 'apiVersion' | 'resource'>[] => {
  const known = builtInKinds.filter(({ group, plural }) => isNamed(groups, group) && isNamed(resources, plural));
  const [written = '*'] = versions;
  const places = known.map(({ group, plural }) => toPlace(group, written === '*' ? 'v1' : written, plural));
  for (const group of groups)
    for (const resource of resources)
      if (group !== '*' && resource !== '*' && !known.some((each) => each.group === group && each.plural === resource))
        places.push(...versions.map((version) => toPlace(group, version, resource)));
  return places;
};

const isNamed = (names: readonly string[], name: string): boolean => names.includes('*') || names.includes(name);

const toPlace = (group: string, version: string, resource: string): Pick<Place, 'apiVersion' | 'resource'> => ({
  apiVersion: group === '' ? version : `${group}/${version}`,
  resource,
});

/** A list, or an object with its items. */
const toObjects = (value: Json): readonly JsonObject[] => {
  const items = isJsonObject(value) ? (value['items'] ?? null) : value;
  return isJsonArray(items) ? items.filter(isJsonObject) : [];
};

const toTarget = (object: JsonObject): Target => {
  const metadata = objectOf(object, 'metadata');
  const namespace = textOf(metadata, 'namespace');
  const ref: ResourceRef = {
    apiVersion: textOf(object, 'apiVersion'),
    kind: textOf(object, 'kind'),
    namespace: namespace === '' ? null : namespace,
    name: textOf(metadata, 'name'),
  };
  const key = `${ref.kind} ${namespace === '' ? '' : `${namespace}/`}${ref.name}`;
  return { ref, object, key, kind: { ...toVersion(ref.apiVersion), kind: ref.kind } };
};
