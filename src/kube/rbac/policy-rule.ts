/** What a Role allows: verbs on resources or on paths. */

import type { JsonObject } from '../../model/json.ts';
import { textsAt } from '../../model/read-object.ts';

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
  verbs: textsAt(rule, 'verbs'),
  groups: textsAt(rule, 'apiGroups'),
  resources: textsAt(rule, 'resources'),
  resourceNames: textsAt(rule, 'resourceNames'),
  nonResourceUrls: textsAt(rule, 'nonResourceURLs'),
});
