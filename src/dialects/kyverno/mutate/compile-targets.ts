/** Compiles a mutation of existing objects: which ones, under which conditions, and what becomes of each. */

import { parseLabelSelector, type LabelSelector } from '../../../kube/selector/label-selector.ts';
import { isNamespaced } from '../../../kube/schema/kinds.ts';
import { compileWildcard, isWildcard } from '../../../lang/pattern/wildcard.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { Answer, Request } from '../../../model/request.ts';
import { toGroup, type ResourceRef } from '../../../model/resource.ts';
import type { ClassicRule, MutateTarget } from '../classic-policy.ts';
import { compileConditions, type Conditions } from '../conditions/compile-conditions.ts';
import { compileEntries } from '../context/compile-entries.ts';
import { compileTemplate } from '../context/compile-template.ts';
import { RuleFault, type CompiledEntry, type RuleContext, type Template } from '../rule-context.ts';
import type { HandlerCompilation, RuleDefect, RuleResponse } from '../rule-response.ts';
import type { ApplyChange, Changed } from './change.ts';
import { toResponse } from './to-response.ts';
import { Work } from './work.ts';

export interface TargetsOfRule {
  readonly apply: ApplyChange;
  readonly at: readonly (string | number)[];
  /** The policy's: it changes nothing elsewhere. */
  readonly namespace: string | null;
}

export const compileTargets = (
  rule: ClassicRule,
  written: readonly MutateTarget[],
  { apply, at, namespace }: TargetsOfRule,
): HandlerCompilation => {
  const defects: RuleDefect[] = [];
  const targets = written.map((target, index) => compileTarget(target, [...at, 'targets', index], defects));
  if (defects.length > 0) return { kind: 'defects', defects };
  return {
    kind: 'handler',
    warnings: [],
    handle: (context) => {
      const responses: RuleResponse[] = [];
      const work = new Work();
      const found: { readonly target: Target; readonly object: JsonObject }[] = [];
      for (const [index, target] of targets.entries()) {
        if (target === undefined) continue;
        const objects = attempt(responses, '', () => findTargets(context, target, index, namespace));
        for (const object of objects ?? []) found.push({ target, object });
      }
      for (const { target, object } of found) {
        const ref = toRef(object);
        const own = context.within({ target: object }, target.entries);
        const decided = attempt(responses, 'failed to evaluate preconditions: ', () => target.conditions?.decide(own));
        if (decided === null) continue;
        if (decided !== undefined && !decided.holds) {
          const why = decided.message === '' ? '' : `; ${decided.message}`;
          responses.push({ status: 'skip', message: `preconditions not met${why}`, path: '' });
        } else responses.push(toResponse(rule, object, toSame(ref, apply(own, object, work, 0)), ref));
      }
      return responses;
    },
  };
};

/** A patch that renames its target, or moves it, would change another object than the one that was found. */
const toSame = (ref: ResourceRef, changed: Changed): Changed => {
  if (changed.kind !== 'changed') return changed;
  const { apiVersion, kind, namespace, name } = toRef(changed.object);
  const isSame = apiVersion === ref.apiVersion && kind === ref.kind && name === ref.name && namespace === ref.namespace;
  if (isSame) return changed;
  const message = 'failed to patch resource: a patch must not change which object its target is';
  return { kind: 'error', message, reason: 'no-evidence' };
};

interface Target {
  readonly spec: Template;
  readonly entries: readonly CompiledEntry[];
  readonly conditions: Conditions | undefined;
}

const compileTarget = (
  { apiVersion, kind, namespace, name, selector, context, preconditions }: MutateTarget,
  at: readonly (string | number)[],
  defects: RuleDefect[],
): Target | undefined => {
  const spec = compileTemplate({ apiVersion, kind, namespace, name, selector }, at);
  if (spec.kind === 'defects') defects.push(...spec.defects);
  const entries = compileEntries(context, [...at, 'context']);
  if (entries.kind === 'defects') defects.push(...entries.defects);
  const conditions = preconditions === null ? undefined : compileConditions(preconditions, [...at, 'preconditions']);
  if (conditions?.kind === 'defects') defects.push(...conditions.defects);
  return spec.kind === 'defects' || entries.kind === 'defects' || conditions?.kind === 'defects'
    ? undefined
    : { spec: spec.template, entries: entries.entries, conditions: conditions?.conditions };
};

/** One target's fault does not keep the rule from the others: `null` where it was reported. */
const attempt = <T>(responses: RuleResponse[], what: string, work: () => T): T | null => {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof RuleFault)) throw thrown;
    responses.push({ status: 'error', message: `${what}${thrown.message}`, path: '', reason: thrown.reason });
    return null;
  }
};

const findTargets = (
  context: RuleContext,
  { spec }: Target,
  index: number,
  ownNamespace: string | null,
): readonly JsonObject[] => {
  const wanted = toWanted(renderSpec(context, spec, index), ownNamespace);
  const { apiVersion, kind: objectKind, namespace, name, selector } = wanted;
  if (ownNamespace !== null && isNamespaced(toGroup(apiVersion), objectKind) === false) {
    throw new RuleFault('error', `a namespaced policy cannot mutate ${objectKind}, which is in no namespace`);
  }
  const isExact = namespace !== '' && name !== '' && !isWildcard(namespace) && !isWildcard(name);
  if (isExact) {
    const object = toObject(context.answer({ kind: 'object', apiVersion, objectKind, namespace, name }), wanted);
    return [object];
  }
  const request: Request = {
    kind: 'list',
    apiVersion,
    objectKind,
    namespace: namespace === '' || isWildcard(namespace) ? null : namespace,
    selector: selector.isEmpty ? null : selector.text,
  };
  const isNamed = name === '' ? () => true : compileWildcard(name);
  const isPlaced = namespace === '' ? () => true : compileWildcard(namespace);
  return toObjects(context.answer(request)).filter((object) => {
    const ref = toRef(object);
    return isNamed(ref.name) && isPlaced(ref.namespace ?? '') && selector.matches(labelsOf(object));
  });
};

const renderSpec = (context: RuleContext, spec: Template, index: number): Json => {
  try {
    return context.render(spec);
  } catch (thrown) {
    if (!(thrown instanceof RuleFault)) throw thrown;
    throw new RuleFault(thrown.kind, `failed to substitute variables in target[${index}]: ${thrown.message}`);
  }
};

interface Wanted {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly selector: LabelSelector;
}

const toWanted = (rendered: Json, ownNamespace: string | null): Wanted => {
  const spec = isJsonObject(rendered) ? rendered : {};
  const selector = parseLabelSelector(spec['selector']);
  if (selector.kind === 'defects') throw new RuleFault('error', selector.defects[0]?.message ?? 'not a selector');
  return {
    apiVersion: toText(spec['apiVersion']),
    kind: toText(spec['kind']),
    namespace: ownNamespace ?? toText(spec['namespace']),
    name: toText(spec['name']),
    selector: selector.selector,
  };
};

const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const toObject = (answer: Answer, { kind, name }: Wanted): JsonObject => {
  if (answer.kind === 'refused') throw new RuleFault('no-evidence', answer.why);
  if (answer.kind === 'value' && isJsonObject(answer.value)) return answer.value;
  throw new RuleFault('not-found', `${kind} "${name}" not found`);
};

/** A list, or an object with its items. */
export const toObjects = (answer: Answer): readonly JsonObject[] => {
  if (answer.kind === 'refused') throw new RuleFault('no-evidence', answer.why);
  if (answer.kind === 'absent') return [];
  const items = isJsonObject(answer.value) ? answer.value['items'] : answer.value;
  return isJsonArray(items ?? null) ? (items as readonly Json[]).filter(isJsonObject) : [];
};

export const labelsOf = ({ metadata }: JsonObject): JsonObject | undefined => {
  const labels = isJsonObject(metadata) ? metadata['labels'] : undefined;
  return isJsonObject(labels) ? labels : undefined;
};

export const toRef = ({ apiVersion, kind, metadata }: JsonObject): ResourceRef => {
  const { name, namespace } = isJsonObject(metadata) ? metadata : {};
  return {
    apiVersion: toText(apiVersion),
    kind: toText(kind),
    namespace: namespace === undefined ? null : toText(namespace),
    name: toText(name),
  };
};
