/** What the API server would refuse in a Role or ClusterRole: whoever wrote it meant to grant something, and it grants nothing. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { at } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import { parseLabelSelector } from '../selector/label-selector.ts';
import type { RbacDefect } from './role-binding.ts';

/** As `ValidatePolicyRule` and `ValidateClusterRole` of pkg/apis/rbac/validation, and as its decoder asks for types. */
export const listRoleDefects = ({ ref, object }: Resource): readonly RbacDefect[] => {
  const defects: RbacDefect[] = [];
  const rules = at(object, 'rules') ?? [];
  if (!isJsonArray(rules)) defects.push({ message: 'rules is a list', path: 'rules' });
  else rules.forEach((rule, index) => checkRule(rule, `rules[${index}]`, ref.kind === 'Role', defects));
  if (ref.kind === 'ClusterRole') checkAggregation(at(object, 'aggregationRule'), defects);
  return defects;
};

const checkRule = (written: Json, path: string, isLocal: boolean, defects: RbacDefect[]): void => {
  const rule = isJsonObject(written) ? written : {};
  const refuse = (message: string, field: string): void => void defects.push({ message, path: `${path}.${field}` });
  const before = defects.length;
  for (const field of lists) if (!isListOfTexts(at(rule, field))) refuse(`${field} is a list of texts`, field);
  if (defects.length > before) return;
  if (isMissing(rule, 'verbs')) refuse('a rule needs verbs', 'verbs');
  if (isMissing(rule, 'nonResourceURLs')) {
    if (isMissing(rule, 'apiGroups'))
      refuse('a rule for resources needs apiGroups, [""] for the core group', 'apiGroups');
    if (isMissing(rule, 'resources')) refuse('a rule needs resources or nonResourceURLs', 'resources');
  } else if (isLocal) refuse('a Role allows no nonResourceURLs, which are in no namespace', 'nonResourceURLs');
  else if (['apiGroups', 'resources', 'resourceNames'].some((field) => !isMissing(rule, field)))
    refuse('a rule is for resources or for nonResourceURLs, not for both', 'nonResourceURLs');
};

const lists = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'];

/** `null` stands for the empty text. */
const isListOfTexts = (value: Json | undefined): boolean =>
  value === undefined || (isJsonArray(value) && value.every((word) => typeof word === 'string' || word === null));

const isMissing = (rule: JsonObject, field: string): boolean => {
  const value = at(rule, field);
  return !isJsonArray(value) || value.length === 0;
};

const checkAggregation = (aggregation: Json | undefined, defects: RbacDefect[]): void => {
  if (aggregation === undefined) return;
  const path = 'aggregationRule.clusterRoleSelectors';
  const selectors = at(aggregation, 'clusterRoleSelectors');
  if (!isJsonArray(selectors) || selectors.length === 0) {
    defects.push({ message: 'an aggregationRule needs a list of clusterRoleSelectors', path });
    return;
  }
  selectors.forEach((selector, index) => {
    const parsed = parseLabelSelector(selector);
    if (parsed.kind === 'defects')
      for (const { message } of parsed.defects) defects.push({ message, path: `${path}[${index}]` });
  });
};
