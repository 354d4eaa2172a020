/** The kinds a policy's rules may be about, so that the engine does not ask about others. */

import { isBuiltInGroup, builtInKinds } from '../../kube/schema/kinds.ts';
import { equivalentsOf } from '../../kube/admission/equivalent-resources.ts';
import type { MatchResources, ResourceRule } from '../../kube/admission/match-resources.ts';
import type { Match } from '../../model/rule.ts';

/** As wide as the rules, or wider: what is asked is matched again, exactly. */
export const toMatch = ({ resourceRules, matchPolicy }: MatchResources): readonly Match[] =>
  resourceRules.length === 0 ? [{}] : resourceRules.map((rule) => toRuleMatch(rule, matchPolicy));

const toRuleMatch = (rule: ResourceRule, policy: MatchResources['matchPolicy']): Match => {
  const groups = rule.groups.includes('*') ? null : rule.groups;
  const plurals = rule.resources.map((resource) => resource.split('/')[0] ?? '');
  const kinds = plurals.includes('*') ? null : toKinds(plurals, groups);
  const operations = rule.operations.filter((operation) => operation !== '*');
  return {
    ...(groups === null ? {} : { groups: policy === 'Exact' ? groups : withEquivalents(groups, plurals) }),
    ...(kinds === null ? {} : { kinds }),
    ...(rule.operations.includes('*') ? {} : { operations }),
  };
};

/** `null` where a plural may be that of a custom kind: only its definition says which. */
const toKinds = (plurals: readonly string[], groups: readonly string[] | null): readonly string[] | null => {
  const kinds = new Set<string>();
  for (const plural of plurals) {
    const found = builtInKinds.filter((each) => each.plural === plural && (groups?.includes(each.group) ?? true));
    if (groups?.some((group) => !isBuiltInGroup(group)) === true || found.length === 0) return null;
    for (const { kind } of found) kinds.add(kind);
  }
  return [...kinds];
};

/** The other groups of what the rules name, and those from which it moved. */
const withEquivalents = (groups: readonly string[], plurals: readonly string[]): readonly string[] => {
  const others = builtInKinds.filter(
    ({ group, kind, plural }) =>
      !groups.includes(group) &&
      (plurals.includes('*') || plurals.includes(plural)) &&
      equivalentsOf({ group, version: '', resource: plural, kind })?.some((each) => groups.includes(each.group)) ===
        true,
  );
  return [...new Set([...groups, ...others.map(({ group }) => group)])];
};
