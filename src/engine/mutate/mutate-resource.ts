/** Lets rules change a resource in their order: each sees what the ones before it made of it. */

import { applyEdits } from '../../lang/patch/apply-edits.ts';
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
  for (const rule of rules) {
    if (!matches(rule, resource)) continue;
    const first = judgeSubject(rule, { kind: 'resource', resource }, asking, facts);
    const outcome = first.kind === 'waiting' ? first.resume(facts) : first;
    if (outcome.kind !== 'done') continue;
    for (const conclusion of outcome.conclusions) conclusions.push({ rule, conclusion });
    for (const effect of outcome.effects) {
      if (effect.kind !== 'patch' || !isSame(effect.target, original.ref)) {
        others.push(effect);
        continue;
      }
      if (effect.edits.length === 0) continue;
      resource = { ...resource, object: applyEdits(resource.object, effect.edits) };
      if (by.at(-1) !== rule.id) by.push(rule.id);
    }
  }
  return { resource, by, conclusions, others };
};

const isSame = (a: ResourceRef, b: ResourceRef): boolean =>
  a.kind === b.kind && a.name === b.name && a.namespace === b.namespace;
