/** Finds the rules that cover a question by its words, so that a question costs what fits and not what there is. */

import { ruleCovers, toResourceWords, type AccessAttributes } from './rule-allows.ts';
import type { PolicyRule } from './policy-rule.ts';
import type { IndexedRole, IndexedRule } from './access.ts';

/** A rule, and every role that holds it, by the role's namespace; the empty text is for ClusterRoles. */
export interface RuleEntry {
  readonly rule: PolicyRule;
  readonly holders: ReadonlyMap<string, readonly RuleHolder[]>;
}

export interface RuleHolder {
  readonly role: IndexedRole;
  readonly rule: IndexedRule;
}

export interface RuleIndex {
  /** Those that cover it, whatever names they are kept to. */
  find(asked: AccessAttributes): readonly RuleEntry[];
}

export const createRuleIndex = (roles: readonly IndexedRole[]): RuleIndex => {
  const entries = new Map<PolicyRule, { readonly rule: PolicyRule; readonly holders: Map<string, RuleHolder[]> }>();
  for (const role of roles) {
    const place = role.namespace ?? '';
    for (const rule of role.rules) {
      const entry = entries.get(rule.rule);
      const holder = { role, rule };
      if (entry === undefined) entries.set(rule.rule, { rule: rule.rule, holders: new Map([[place, [holder]]]) });
      else {
        const there = entry.holders.get(place);
        if (there === undefined) entry.holders.set(place, [holder]);
        else there.push(holder);
      }
    }
  }
  return indexEntries([...entries.values()]);
};

/** A rule is found under each of its words; one of hundreds of resources and verbs would fill the memory, and is looked at each time. */
const mostKeys = 256;

const indexEntries = (entries: readonly RuleEntry[]): RuleIndex => {
  const byKey = new Map<string, RuleEntry[]>();
  const wide: RuleEntry[] = [];
  const paths: RuleEntry[] = [];
  for (const entry of entries) {
    const { verbs, groups, resources, nonResourceUrls } = entry.rule;
    if (nonResourceUrls.length > 0) paths.push(entry);
    if (verbs.length * groups.length * resources.length > mostKeys) {
      wide.push(entry);
      continue;
    }
    for (const verb of verbs)
      for (const group of groups)
        for (const resource of resources) {
          const key = toKey(verb, group, resource);
          const bucket = byKey.get(key);
          if (bucket === undefined) byKey.set(key, [entry]);
          else if (bucket.at(-1) !== entry) bucket.push(entry);
        }
  }
  return {
    find(asked) {
      if (asked.kind === 'path') return paths.filter(({ rule }) => ruleCovers(rule, asked));
      const found = new Set<RuleEntry>();
      for (const resource of toResourceWords(asked.resource, asked.subresource))
        for (const group of new Set([asked.group, '*']))
          for (const verb of new Set([asked.verb, '*']))
            for (const entry of byKey.get(toKey(verb, group, resource)) ?? []) found.add(entry);
      for (const entry of wide) if (ruleCovers(entry.rule, asked)) found.add(entry);
      return [...found];
    },
  };
};

/** No word of a rule that is meant to fit anything holds a line feed. */
const toKey = (verb: string, group: string, resource: string): string => `${verb}\n${group}\n${resource}`;
