/** Asks the policies of a test about one object, phase by phase: each sees what the ones before it made of the object. */

import { applyEdits } from '../../../lang/patch/apply-edits.ts';
import { judgeSubject } from '../../../engine/evaluate/judge-subject.ts';
import type { Effect } from '../../../model/effect.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../../../model/json.ts';
import type { Answer } from '../../../model/request.ts';
import type { Resource, ResourceRef } from '../../../model/resource.ts';
import type { Conclusion, Rule } from '../../../model/rule.ts';
import type { Operation, Subject } from '../../../model/subject.ts';
import type { PolicyUser } from '../../../dialects/policy-values.ts';
import { isSame, type Phase, type PhasedPolicy } from './policy-phases.ts';
import type { TestFacts } from './test-facts.ts';

/** What one policy said about one object in one phase. */
export interface PolicyResponse {
  readonly policy: PhasedPolicy;
  readonly rules: readonly RuleOutcome[];
  /** The object as the policy left it. */
  readonly patched: JsonObject;
}

export interface RuleOutcome {
  /** With the prefix of what autogen made of it. */
  readonly name: string;
  readonly status: 'pass' | 'fail' | 'warn' | 'error' | 'skip';
  readonly message: string;
  /** Other objects as it changed them. */
  readonly targets: readonly Target[];
  readonly generated: readonly JsonObject[];
}

export interface Target {
  readonly ref: ResourceRef;
  readonly object: JsonObject;
}

export interface Judging {
  readonly policies: readonly PhasedPolicy[];
  readonly facts: TestFacts;
  readonly targets: readonly Resource[];
  readonly user: PolicyUser | null;
}

/** `operation` is `null` where the test leaves it to its values. */
export const judgeFixture = (
  given: Resource,
  operation: Operation | null,
  { policies, facts, targets, user }: Judging,
): readonly PolicyResponse[] => {
  const responses: PolicyResponse[] = [];
  let resource = given;
  let changedByKind = given.object;
  for (const policy of policies) {
    const { phase } = policy;
    // Nobody asks for a deletion by the clock.
    if (operation !== null && phase === 'DeletingPolicy') continue;
    const isLast = phase === 'ImageValidatingPolicy' || phase === 'DeletingPolicy';
    const source = facts.of(phase, resource);
    const rules: RuleOutcome[] = [];
    for (const rule of policy.rules) {
      const current = isLast ? given : resource;
      const asking = { asker: { ...current.ref, origin: current.origin }, known: new Map<string, Answer>() };
      const outcome = judgeSubject(rule, toSubject(current, operation, user), asking, source);
      const settled = outcome.kind === 'waiting' ? outcome.resume(source) : outcome;
      if (settled.kind === 'waiting') throw new Error(`${rule.id} waits in a test, where everything is known`);
      if (!changesTargets(policy, rule)) resource = withPatches(resource, settled.effects);
      rules.push(...toOutcomes(rule, settled, policy, current, targets));
      // The rules behind it would ask whether it applies to what it made of the object.
      if (phase === 'mutate' && appliesOne(policy) && settled.effects.length > 0) break;
    }
    if (phase === 'MutatingPolicy') changedByKind = resource.object;
    if (rules.length > 0 || policy.answersAlways) responses.push({ policy, rules, patched: resource.object });
  }
  // Of these the reference keeps what all of them together made of the object.
  return responses.map((response) =>
    response.policy.phase === 'MutatingPolicy' ? { ...response, patched: changedByKind } : response,
  );
};

const toSubject = (resource: Resource, operation: Operation | null, user: PolicyUser | null): Subject => {
  if (operation === null) return { kind: 'resource', resource };
  const { ref, object } = resource;
  return {
    kind: 'admission',
    operation,
    ref,
    subresource: null,
    object: operation === 'DELETE' ? null : object,
    oldObject: operation === 'CREATE' ? null : object,
    user: { name: user?.name ?? '', groups: user?.groups ?? [] },
    dryRun: false,
  };
};

const appliesOne = ({ document: { object } }: PhasedPolicy): boolean =>
  isJsonObject(object['spec']) && object['spec']['applyRules'] === 'One';

/** Such a rule leaves alone what it is asked about, even where that is one of its targets. */
const changesTargets = ({ phase, document: { object } }: PhasedPolicy, { from }: Rule): boolean => {
  if (phase !== 'mutate') return false;
  const rules = isJsonObject(object['spec']) ? object['spec']['rules'] : undefined;
  const written = isJsonArray(rules) ? rules.find((rule) => isJsonObject(rule) && rule['name'] === from?.rule) : null;
  const mutate = isJsonObject(written) ? written['mutate'] : undefined;
  return isJsonObject(mutate) && isJsonArray(mutate['targets'] ?? null);
};

const withPatches = (resource: Resource, effects: readonly Effect[]): Resource => {
  const edits = effects.flatMap((effect) =>
    effect.kind === 'patch' && isSame(effect.target, resource.ref) ? effect.edits : [],
  );
  return edits.length === 0 ? resource : { ...resource, object: applyEdits(resource.object, edits) };
};

interface Settled {
  readonly conclusions: readonly Conclusion[];
  readonly effects: readonly Effect[];
}

const toOutcomes = (
  rule: Rule,
  { conclusions, effects }: Settled,
  { phase, isScored }: PhasedPolicy,
  current: Resource,
  targets: readonly Resource[],
): readonly RuleOutcome[] => {
  const told = toTold(phase, conclusions);
  const changed = toTargets(effects, current, targets);
  const passes = told.filter(({ status }) => status === 'pass');
  // A rule says one thing about each object that it changes, or one about all of them.
  const bearer = told.find(({ status }) => status === 'pass') ?? told[0];
  return told.map((conclusion) => ({
    name:
      conclusion.key !== undefined && phase !== 'ValidatingAdmissionPolicy' && phase !== 'MutatingAdmissionPolicy'
        ? conclusion.key
        : (rule.from?.rule ?? rule.id),
    status: conclusion.status === 'fail' && !isScored ? 'warn' : conclusion.status,
    message: conclusion.message,
    targets:
      passes.length === changed.length
        ? changed.filter((_, index) => passes[index] === conclusion)
        : conclusion === bearer
          ? changed
          : [],
    generated:
      conclusion === bearer ? effects.flatMap((effect) => (effect.kind === 'create' ? [effect.object] : [])) : [],
  }));
};

const toTold = (phase: Phase, conclusions: readonly Conclusion[]): readonly Conclusion[] => {
  switch (phase) {
    case 'ValidatingAdmissionPolicy':
    case 'MutatingAdmissionPolicy':
      return toWorst(conclusions);
    case 'DeletingPolicy':
      // What is not to be deleted, whatever the reason, has failed the policy in the words of the reference.
      return conclusions.map((one) =>
        one.status === 'skip' ? { ...one, status: 'fail', message: 'resource did not match' } : one,
      );
    case 'generate':
      // Of a generation the reference's command line says that it was asked for, whatever became of it.
      return conclusions.map((one) => (isOfGeneration(one) ? { ...one, status: 'pass' } : one));
    default:
      return conclusions;
  }
};

const isOfGeneration = ({ status, reason, message }: Conclusion): boolean =>
  status === 'error' &&
  reason !== 'not-compiled' &&
  !message.startsWith('failed to load context') &&
  !message.startsWith('failed to evaluate preconditions');

const severities: readonly Conclusion['status'][] = ['error', 'fail', 'pass', 'skip'];

/** These say something for each of their expressions and parameters; a test expects one word of them. */
const toWorst = (conclusions: readonly Conclusion[]): readonly Conclusion[] => {
  const worst = severities
    .map((status) => conclusions.find((one) => one.status === status))
    .find((one) => one !== undefined);
  return worst === undefined ? [] : [worst];
};

const toTargets = (
  effects: readonly Effect[],
  { ref, object }: Resource,
  targets: readonly Resource[],
): readonly Target[] =>
  effects.flatMap((effect): readonly Target[] => {
    if (effect.kind !== 'patch') return [];
    const before = targets.find((target) => isSame(target.ref, effect.target))?.object;
    if (before !== undefined) return [{ ref: effect.target, object: applyEdits(before, effect.edits) }];
    return isSame(ref, effect.target) ? [{ ref, object: applyEdits(object, effect.edits) }] : [];
  });
