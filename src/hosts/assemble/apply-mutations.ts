/** Lets mutating policies that are in force change what is judged, as they do before the API server validates. */

import type { FactSource } from '../../engine/evaluate/fact-source.ts';
import { createRuleIndex } from '../../engine/match/rule-index.ts';
import { mutateResource } from '../../engine/mutate/mutate-resource.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';

/** The resource as validation sees it; the very same one where nothing changes it. What could not be run says so when it is judged. */
export const createMutations = (rules: readonly Rule[], facts: FactSource): ((resource: Resource) => Resource) => {
  const changers = rules.filter(({ changesSubject }) => changesSubject === true);
  if (changers.length === 0) return (resource) => resource;
  const index = createRuleIndex(changers);
  const matches = (rule: Rule, resource: Resource): boolean =>
    index.rulesFor({ kind: 'resource', resource }).includes(rule);
  return (resource) => mutateResource(resource, changers, matches, facts).resource;
};
