/** What a Role allows: verbs on resources or on paths. */

import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';

export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  /** `pods`, `pods/exec`, or with `*`. */
  readonly resources: readonly string[];
  /** Empty for any name. */
  readonly resourceNames: readonly string[];
  readonly nonResourceUrls: readonly string[];
}

/** Reads the `rules` of a Role or ClusterRole; what has another shape grants nothing. */
export const parsePolicyRules = (rules: Json | undefined): readonly PolicyRule[] =>
  isJsonArray(rules)
    ? rules.filter(isJsonObject).map((rule) => ({
        verbs: toTexts(rule['verbs']),
        groups: toTexts(rule['apiGroups']),
        resources: toTexts(rule['resources']),
        resourceNames: toTexts(rule['resourceNames']),
        nonResourceUrls: toTexts(rule['nonResourceURLs']),
      }))
    : [];

const toTexts = (value: Json | undefined): readonly string[] =>
  isJsonArray(value) ? value.filter((text) => typeof text === 'string') : [];
