/** Context entries made of themselves or of each other: Kyverno takes the policy, and finds nothing there. */

import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import { findVariables } from '../context/find-variables.ts';
import { objects, text } from '../parse/read-field.ts';
import type { RuleDefect } from '../rule-response.ts';
import type { RuleToCheck } from './policy-to-check.ts';

/** A warning each, and no more: values that a person gives may stand in for an entry. */
export const findCircles = ({ rule, path }: RuleToCheck): readonly RuleDefect[] => {
  const entries = objects(rule, 'context').map((entry): Entry => ({ name: text(entry, 'name'), asks: toAsks(entry) }));
  return entries.flatMap(({ name, asks }, index) => {
    const before = new Set(entries.slice(0, index).map((each) => each.name));
    const other = entries.slice(index).find((each) => asks.has(each.name) && !before.has(each.name));
    if (other === undefined || !leadsTo(name, other.name, entries)) return [];
    const message =
      name === other.name
        ? `the context entry ${name} is made of itself, and never has a value`
        : `the context entries ${name} and ${other.name} are made of each other: none has a value`;
    return [{ severity: 'warning', message, path: [...path, 'context', index] } satisfies RuleDefect];
  });
};

interface Entry {
  readonly name: string;
  /** The first words of its queries: names of entries among them. */
  readonly asks: ReadonlySet<string>;
}

const leadsTo = (own: string, from: string, entries: readonly Entry[]): boolean => {
  const seen = new Set<string>();
  const left = [from];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (name === own) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const entry of entries) if (entry.name === name) left.push(...entry.asks);
  }
  return false;
};

const deepest = 100;

const toAsks = (entry: Json): ReadonlySet<string> => {
  const asks = new Set<string>();
  const walk = (value: Json, key: string, depth: number): void => {
    if (depth > deepest) return;
    if (typeof value === 'string') {
      const queries = findVariables(value).map(({ open, end }) => value.slice(open + 2, end - 2));
      for (const query of key === 'jmesPath' ? [value, ...queries] : queries)
        for (const [, name] of query.matchAll(firstWord)) if (name !== undefined) asks.add(name);
    } else if (isJsonArray(value)) for (const item of value) walk(item, '', depth + 1);
    else if (isJsonObject(value)) for (const [name, item] of Object.entries(value)) walk(item, name, depth + 1);
  };
  walk(entry, '', 0);
  return asks;
};

/** A name that is no field of another, no key of a map, no function, and stands in no quotes. */
const firstWord = /(?<![\w.'"`-]|\.\s)([A-Za-z_]\w*)\b(?!\s*[(:'"`])/g;
