/** What a Role allows: verbs on resources or on paths. */

import { isJsonArray, type JsonObject } from '../../model/json.ts';
import { at } from '../../model/read-object.ts';

export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  /** `pods`, `pods/exec`, or with `*`. */
  readonly resources: readonly string[];
  /** Empty for any name. */
  readonly resourceNames: readonly string[];
  readonly nonResourceUrls: readonly string[];
}

/** Reads one of the `rules` of a Role or ClusterRole; what has another shape grants nothing. */
export const toPolicyRule = (rule: JsonObject): PolicyRule => ({
  verbs: wordsAt(rule, 'verbs'),
  groups: wordsAt(rule, 'apiGroups'),
  resources: wordsAt(rule, 'resources'),
  resourceNames: wordsAt(rule, 'resourceNames'),
  nonResourceUrls: wordsAt(rule, 'nonResourceURLs'),
});

/** The API server reads `null` among texts, YAML's empty item, as the empty text: as a group it is the core group. */
const wordsAt = (rule: JsonObject, field: string): readonly string[] => {
  const words = at(rule, field);
  return isJsonArray(words)
    ? words.flatMap((word) => (word === null ? [''] : typeof word === 'string' ? [word] : []))
    : [];
};
