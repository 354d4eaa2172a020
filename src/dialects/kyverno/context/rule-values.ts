/** What a person says of the variables of one rule, ready for its contexts. */

import type { JsonObject } from '../../../model/json.ts';
import type { PolicyValues } from '../../policy-values.ts';
import { mergeMaps, toNestedValues } from './merge-values.ts';

export interface RuleValues {
  /** For a subject of that name; `null` where nothing was said. */
  readonly ofSubject: (name: string) => JsonObject | null;
  /** Of the rule itself, whatever it judges: put in again wherever an inner scope sets variables. */
  readonly ofRule: JsonObject | null;
}

/** `rule` is its name as written, without what autogen puts before it; `null` where a person said nothing. */
export const toRuleValues = (values: PolicyValues, policy: string, rule: string): RuleValues | null => {
  const policies = values.policies.filter(({ name }) => name === policy);
  const global = toNestedValues(values.globalValues);
  const resources = new Map<string, JsonObject>();
  for (const { name, values: given } of policies.flatMap((each) => each.resources)) {
    const nested = toNestedValues(given);
    const before = resources.get(name) ?? global;
    if (nested !== null) resources.set(name, before === null ? nested : mergeMaps(before, nested));
  }
  const named = policies.flatMap((each) => each.rules).find(({ name }) => toAutogenNames(name).includes(rule));
  const ofRule = named === undefined ? null : toNestedValues({ ...named.values, ...firstOfEach(named.foreachValues) });
  if (global === null && resources.size === 0 && ofRule === null) return null;
  return { ofSubject: (name) => resources.get(name) ?? global, ofRule };
};

const toAutogenNames = (name: string): readonly string[] => [name, `autogen-${name}`, `autogen-cronjob-${name}`];

/** Kyverno's command line never counts the elements on: it takes the value for the first of them for all. */
const firstOfEach = (foreachValues: Readonly<Record<string, readonly JsonObject[string][]>>): JsonObject =>
  Object.fromEntries(
    Object.entries(foreachValues).flatMap(([key, [first]]) => (first === undefined ? [] : [[key, first]])),
  );
