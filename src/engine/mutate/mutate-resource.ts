/** Lets rules change a resource in their order: each sees what the ones before it made of it, and some look again. */

import { applyEdits } from '../../lang/patch/apply-edits.ts';
import type { Edit } from '../../model/change.ts';
import type { Effect } from '../../model/effect.ts';
import type { Resource, ResourceRef } from '../../model/resource.ts';
import type { Conclusion, Rule } from '../../model/rule.ts';
import type { Asking, FactSource } from '../evaluate/fact-source.ts';
import { judgeSubject } from '../evaluate/judge-subject.ts';

export interface Mutated {
  /** With every change; the very same resource where there was none. */
  readonly resource: Resource;
  /** Ids of the rules that changed it, in order. */
  readonly by: readonly string[];
  /** What rules concluded instead of changing it: above all that they could not be run. */
  readonly conclusions: readonly { readonly rule: Rule; readonly conclusion: Conclusion }[];
  /** Effects that are no patch of the resource itself. */
  readonly others: readonly Effect[];
  /** Some rule waits for an answer that may still come: what it would change is not changed yet. */
  readonly isWaiting: boolean;
}

/** `matches` is asked anew after each change: a label that was added may bring a rule in. */
export const mutateResource = (
  original: Resource,
  rules: readonly Rule[],
  matches: (rule: Rule, resource: Resource) => boolean,
  facts: FactSource,
): Mutated => {
  const asking: Asking = { asker: { ...original.ref, origin: original.origin }, known: new Map() };
  const by: string[] = [];
  const conclusions: { rule: Rule; conclusion: Conclusion }[] = [];
  const others: Effect[] = [];
  let resource = original;
  let isWaiting = false;

  /** Whether the rule had something to say. */
  const invoke = (rule: Rule): boolean => {
    if (!matches(rule, resource)) return false;
    const outcome = judgeSubject(rule, { kind: 'resource', resource }, asking, facts);
    if (outcome.kind === 'waiting') {
      isWaiting = true;
      return false;
    }
    for (const conclusion of outcome.conclusions) {
      if (!conclusions.some((known) => known.rule === rule && isSameConclusion(known.conclusion, conclusion))) {
        conclusions.push({ rule, conclusion });
      }
    }
    for (const effect of outcome.effects) {
      if (effect.kind !== 'patch' || !isSame(effect.target, original.ref)) {
        others.push(effect);
        continue;
      }
      if (effect.edits.length === 0) continue;
      resource = withEdits(resource, effect.edits);
      if (!by.includes(rule.id)) by.push(rule.id);
    }
    return outcome.conclusions.some(({ status }) => status !== 'skip');
  };

  const invoked = rules.filter(invoke);
  // Once, as the API server does: two rules that undo each other would go on for ever.
  if (resource !== original) for (const rule of invoked) if (rule.judgesAgain === true) invoke(rule);
  return { resource, by, conclusions, others, isWaiting };
};

const withEdits = (resource: Resource, edits: readonly Edit[]): Resource => ({
  ...resource,
  object: applyEdits(resource.object, edits),
});

const isSameConclusion = (a: Conclusion, b: Conclusion): boolean =>
  a.status === b.status && a.message === b.message && a.path === b.path;

const isSame = (a: ResourceRef, b: ResourceRef): boolean =>
  a.kind === b.kind && a.name === b.name && a.namespace === b.namespace;
