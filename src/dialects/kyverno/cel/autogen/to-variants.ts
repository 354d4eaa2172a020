/** What autogen makes of a policy about Pods: the same for the kinds that hold a Pod's template. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../model/json.ts';
import type { CelPolicy } from '../cel-policy.ts';
import { fieldOf, objectOf, objectsOf, textOf, textsOf } from '../parse/fields.ts';
import { rewriteMutation, rewriteTexts, type AutogenConfig } from './rewrite-expressions.ts';

export interface Variant {
  /** `null` for the policy as written. */
  readonly config: AutogenConfig | null;
  readonly spec: JsonObject;
}

/** The policy as written comes first. */
export const toVariants = (policy: CelPolicy): readonly Variant[] => {
  const written: Variant = { config: null, spec: policy.spec };
  if (policy.kind === 'GeneratingPolicy' || policy.kind === 'DeletingPolicy') return [written];
  const match = objectOf(policy.spec, 'matchConstraints');
  if (!isAboutPodsAlone(match)) return [written];
  const { controllers } = objectOf(objectOf(policy.spec, 'autogen'), 'podControllers');
  const names = isJsonArray(controllers) ? controllers.filter((name) => typeof name === 'string') : builtIn.keys();
  const targets = [...new Set(names)].flatMap((name) => toTarget(name) ?? []);
  const groups = Map.groupBy(targets, ({ config }) => config);
  return [
    written,
    ...configs.flatMap((config): readonly Variant[] => {
      const found = groups.get(config);
      if (found === undefined) return [];
      const matchConstraints = toMatchConstraints(match, found);
      // Kyverno matches nothing where the rule names no operation.
      if (matchConstraints === null) return [];
      return [{ config, spec: rewrite(policy, { ...policy.spec, matchConstraints }, config) }];
    }),
  ];
};

interface Target {
  readonly config: AutogenConfig;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

const configs: readonly AutogenConfig[] = ['cronjobs', 'defaults', 'extract'];

const builtIn: ReadonlyMap<string, Target> = new Map(
  [
    ['apps', 'daemonsets'],
    ['apps', 'deployments'],
    ['apps', 'replicasets'],
    ['apps', 'statefulsets'],
    ['batch', 'jobs'],
    ['batch', 'cronjobs'],
  ].map(([group = '', resource = '']) => [
    resource,
    { config: resource === 'cronjobs' ? 'cronjobs' : 'defaults', group, version: 'v1', resource },
  ]),
);

/** Another kind by `resource.version.group`; any other name is a slip of the pen that Kyverno ignores. */
const toTarget = (name: string): Target | null => {
  const known = builtIn.get(name);
  if (known !== undefined) return known;
  const [resource = '', version = '', ...group] = name.split('.');
  if (resource === '' || version === '' || group.join('.') === '') return null;
  return { config: 'extract', group: group.join('.'), version, resource };
};

/** One rule, about Pods of v1 and nothing else, by no name and no label of theirs. */
const isAboutPodsAlone = (match: JsonObject): boolean => {
  const selector = objectOf(match, 'objectSelector');
  if (Object.keys(objectOf(selector, 'matchLabels')).length > 0) return false;
  if (isFilled(fieldOf(selector, 'matchExpressions')) || isFilled(fieldOf(match, 'excludeResourceRules'))) return false;
  const rules = objectsOf(match, 'resourceRules');
  const [first] = rules;
  if (first === undefined || rules.length !== 1 || isFilled(fieldOf(first[1], 'resourceNames'))) return false;
  const isOnly = (field: string, word: string): boolean => {
    const words = textsOf(first[1], field);
    return words.length === 1 && words[0] === word;
  };
  return isOnly('apiGroups', '') && isOnly('apiVersions', 'v1') && isOnly('resources', 'pods');
};

const isFilled = (value: Json | undefined): boolean => isJsonArray(value) && value.length > 0;

/** Of what was written only the operations and the namespaceSelector stay. */
const toMatchConstraints = (match: JsonObject, targets: readonly Target[]): JsonObject | null => {
  const operations = textsOf(objectsOf(match, 'resourceRules')[0]?.[1] ?? {}, 'operations');
  if (operations.length === 0) return null;
  const namespaceSelector = fieldOf(match, 'namespaceSelector');
  return {
    resourceRules: targets.map(({ group, version, resource }) => ({
      apiGroups: [group],
      apiVersions: [version],
      resources: [resource],
      operations,
    })),
    ...(isJsonObject(namespaceSelector) ? { namespaceSelector } : {}),
  };
};

const rewrite = (policy: CelPolicy, spec: JsonObject, config: AutogenConfig): JsonObject => {
  if (policy.kind === 'MutatingPolicy') return rewriteMutations(spec, config);
  const rewritten = rewriteTexts(spec, config);
  return isJsonObject(rewritten) ? rewritten : spec;
};

/** Only what is applied and the conditions: variables, JSON patches and annotations stay as they are in Kyverno, too. */
const rewriteMutations = (spec: JsonObject, config: AutogenConfig): JsonObject => {
  const rewriteExpression = (item: JsonObject): JsonObject => ({
    ...item,
    expression: rewriteMutation(textOf(item, 'expression'), config),
  });
  return {
    ...spec,
    matchConditions: objectsOf(spec, 'matchConditions').map(([, item]) => rewriteExpression(item)),
    mutations: objectsOf(spec, 'mutations').map(([, item]) => {
      const applied = fieldOf(item, 'applyConfiguration');
      return isJsonObject(applied) ? { ...item, applyConfiguration: rewriteExpression(applied) } : item;
    }),
  };
};
