/** Lets mutating policies that are in force change what is judged, as they do before the API server validates. */

import type { FactSource } from '../../engine/evaluate/fact-source.ts';
import { createRuleIndex } from '../../engine/match/rule-index.ts';
import { mutateResource } from '../../engine/mutate/mutate-resource.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';

/**
 * The resource as validation sees it; the very same one where nothing changes it. `null` while that cannot be told, as a
 * policy asks for what may still be read: after the end of the input it never is. What could not be run says so when it
 * is judged.
 */
export type Mutate = (resource: Resource) => Resource | null;

export const createMutations = (rules: readonly Rule[], facts: FactSource): Mutate => {
  const changers = rules.filter(({ changesSubject }) => changesSubject === true);
  if (changers.length === 0) return (resource) => resource;
  const index = createRuleIndex(changers);
  const matches = (rule: Rule, resource: Resource): boolean =>
    index.rulesFor({ kind: 'resource', resource }).includes(rule);
  return (original) => {
    const { resource, isWaiting } = mutateResource(original, changers, matches, facts);
    return isWaiting ? null : resource;
  };
};
