/** References: what `$(…)` names stands in the rule, seen from its top, where Kyverno looks before it takes a policy. */

import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import { resolveReferences } from '../context/resolve-references.ts';
import type { Refuse, RuleToCheck } from './policy-to-check.ts';

export const checkReferences = ({ rule, path }: RuleToCheck, refuse: Refuse): void => {
  const check = (text: string, place: Place, within: Place): void => {
    const resolved = resolveReferences(text, within.map(String), rule);
    if (resolved.kind === 'defect') refuse([...path, ...place], resolved.message);
  };
  const walk = (value: Json, place: Place): void => {
    if (place.length > deepest) return;
    if (typeof value === 'string') check(value, place, place);
    else if (isJsonArray(value)) value.forEach((item, index) => walk(item, [...place, index]));
    else if (isJsonObject(value))
      for (const [key, item] of Object.entries(value)) {
        // A key stands where its map does.
        check(key, [...place, key], place);
        walk(item, [...place, key]);
      }
  };
  walk(rule, []);
};

type Place = readonly (string | number)[];

/** What nests deeper is refused elsewhere. */
const deepest = 100;
