/** ClusterRoles with their rules, those of aggregated ones gathered as the controller does. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { parseLabelSelector } from '../selector/label-selector.ts';
import { parsePolicyRules, type PolicyRule } from './policy-rule.ts';

export interface NamedRules {
  readonly name: string;
  readonly rules: readonly PolicyRule[];
}

/**
 * The rules of an aggregated role are those of the roles its selectors choose, of which some may be aggregated
 * themselves; what is written in its own `rules` is overwritten. A manifest of one may show no rules at all.
 */
export const aggregateClusterRoles = (clusterRoles: readonly JsonObject[]): readonly NamedRules[] => {
  const roles = clusterRoles.map(toRole);
  const gather = (role: Role, visited: Set<Role>): readonly PolicyRule[] => {
    // Roles that choose each other add nothing to each other.
    if (visited.has(role)) return [];
    visited.add(role);
    const { chooses } = role;
    if (chooses === null) return role.rules;
    return roles.filter((other) => other !== role && chooses(other.labels)).flatMap((other) => gather(other, visited));
  };
  return roles.map((role) => ({ name: role.name, rules: distinct(gather(role, new Set())) }));
};

interface Role {
  readonly name: string;
  readonly labels: JsonObject;
  readonly rules: readonly PolicyRule[];
  /** `null` for a role that is not aggregated. */
  readonly chooses: ((labels: JsonObject) => boolean) | null;
}

const toRole = (object: JsonObject): Role => {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  return {
    name: typeof metadata['name'] === 'string' ? metadata['name'] : '',
    labels: isJsonObject(metadata['labels']) ? metadata['labels'] : {},
    rules: parsePolicyRules(object['rules']),
    chooses: toChoice(object['aggregationRule']),
  };
};

const toChoice = (aggregation: Json | undefined): Role['chooses'] => {
  if (!isJsonObject(aggregation)) return null;
  const written = aggregation['clusterRoleSelectors'];
  const selectors = (isJsonArray(written) ? written : []).flatMap((value) => {
    const parsed = parseLabelSelector(value);
    return parsed.kind === 'selector' ? [parsed.selector] : [];
  });
  return (labels) => selectors.some((selector) => selector.matches(labels));
};

const distinct = (rules: readonly PolicyRule[]): readonly PolicyRule[] => [
  ...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values(),
];
