/** The kinds a policy's constraints may be about, so that the engine does not ask about others. */

import type { MatchResources, ResourceRule } from '../../../kube/admission/match-resources.ts';
import { builtInKinds, isBuiltInGroup } from '../../../kube/schema/kinds.ts';
import type { Match } from '../../../model/rule.ts';

/** As wide as the rules, or wider: what is asked is matched again, exactly. */
export const toRuleMatch = (match: MatchResources | null): readonly Match[] => {
  if (match === null) return [];
  return match.resourceRules.length === 0 ? [{}] : match.resourceRules.map(toMatch);
};

const toMatch = ({ groups, resources }: ResourceRule): Match => {
  const named = groups.includes('*') ? null : groups;
  const plurals = resources.map((resource) => resource.split('/')[0] ?? '');
  const kinds = plurals.includes('*') ? null : toKinds(plurals, named);
  return { ...(named === null ? {} : { groups: named }), ...(kinds === null ? {} : { kinds }) };
};

/** `null` where a plural may be that of a custom kind: only its definition says which. */
const toKinds = (plurals: readonly string[], groups: readonly string[] | null): readonly string[] | null => {
  if (groups === null || !groups.every(isBuiltInGroup)) return null;
  const kinds = new Set<string>();
  for (const plural of plurals) {
    const found = builtInKinds.filter((each) => each.plural === plural && groups.includes(each.group));
    if (found.length === 0) return null;
    for (const { kind } of found) kinds.add(kind);
  }
  return [...kinds];
};
