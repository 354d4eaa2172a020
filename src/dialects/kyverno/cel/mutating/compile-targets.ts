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
): readonly Target[] => {
  const kinds = new Map(resourceRules.flatMap(toKinds).map((kind) => [`${kind.apiVersion} ${kind.objectKind}`, kind]));
  return [...kinds.values()].flatMap(({ apiVersion, objectKind }) => {
    const namespace = world.namespace === '' ? null : world.namespace;
    const answer = ask(world, { kind: 'list', apiVersion, objectKind, namespace, selector: null });
    return toObjects(answer.kind === 'value' ? answer.value : null)
      .map(toTarget)
      .filter((target) => isMatched(target, match, look, world));
  });
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

interface TargetKind {
  readonly apiVersion: string;
  readonly objectKind: string;
}

const toKinds = ({ groups, versions, resources }: ResourceRule): readonly TargetKind[] =>
  groups.flatMap((group) =>
    versions.flatMap((version) =>
      resources.map((resource) => ({
        apiVersion: group === '' ? version : `${group}/${version}`,
        objectKind: toKind(group, resource),
      })),
    ),
  );

/** Of a custom kind as it is mostly named: only its definition says. */
const toKind = (group: string, plural: string): string => {
  const known = builtInKinds.find((each) => each.group === group && each.plural === plural);
  if (known !== undefined) return known.kind;
  const singular = plural.endsWith('ies') ? `${plural.slice(0, -3)}y` : plural.replace(/s$/, '');
  return singular.slice(0, 1).toUpperCase() + singular.slice(1);
};

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
