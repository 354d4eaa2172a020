/** Random `matchConstraints` and `matchResources` around the requests of a case: most match them, some just miss. */

import type { Json, JsonObject } from '../../../src/model/json.ts';
import { toGroupVersion } from '../../../src/kube/schema/api-version.ts';
import type { ObjectKind } from './objects.ts';
import type { Random } from './random.ts';

/** A case is named by its label: only its own objects are asked about. */
export const caseLabel = 'oracle-case';

export interface MatchOptions {
  readonly kind: ObjectKind;
  readonly subresource: string | null;
  /** Of the case. */
  readonly name: string;
  /** A binding keeps the case to its own objects, a policy may match anybody's. */
  readonly isBinding: boolean;
}

export const generateMatch = (random: Random, options: MatchOptions): JsonObject => {
  const { subresource, isBinding, name } = options;
  // What is sent to a subresource has no labels: its name keeps such a case to itself.
  const only = isBinding && subresource !== null ? [`${name}-old-0`] : null;
  const hasRules = !isBinding || only !== null || random.chance(0.2);
  const rules = hasRules
    ? Array.from({ length: random.chance(0.25) ? 2 : 1 }, (_, index) => rule(random, options, only, index > 0))
    : [];
  return {
    ...(rules.length === 0 ? {} : { resourceRules: rules }),
    ...(random.chance(0.12)
      ? { excludeResourceRules: [rule(random, options, random.chance(0.5) ? [`${name}-new-0`] : null, true)] }
      : {}),
    ...(random.chance(0.15) ? { namespaceSelector: random.pick(namespaceSelectors) } : {}),
    ...toObjectSelector(random, options),
    ...(random.chance(0.5) ? { matchPolicy: random.pick(['Exact', 'Equivalent']) } : {}),
  };
};

const toObjectSelector = (random: Random, { subresource, isBinding, name }: MatchOptions): JsonObject => {
  if (isBinding && subresource === null) return { objectSelector: { matchLabels: { [caseLabel]: name } } };
  return random.chance(0.12) ? { objectSelector: random.pick(objectSelectors) } : {};
};

const rule = (
  random: Random,
  { kind, subresource, name }: MatchOptions,
  only: readonly string[] | null,
  isLoose: boolean,
): JsonObject => {
  const { group, version } = toGroupVersion(kind.apiVersion);
  const path = subresource === null ? kind.resource : `${kind.resource}/${subresource}`;
  const other = isLoose || random.chance(0.08);
  const resources: readonly (readonly string[])[] =
    subresource === null
      ? [
          [path],
          [path],
          ['*'],
          ['*/*'],
          [path, 'secrets'],
          ...(other ? [['secrets'], [`${kind.resource}/scale`], [`${kind.resource}/*`]] : []),
        ]
      : [
          [path],
          [`${kind.resource}/*`],
          ['*/*'],
          [`*/${subresource}`],
          [kind.resource, path],
          ...(other ? [[kind.resource], ['*']] : []),
        ];
  const resourceNames = only ?? (random.chance(0.06) ? [`${name}-new-0`, `${name}-old-1`] : null);
  return {
    // Which versions a custom kind has only its definition says: with every group, Vauban takes none for granted.
    apiGroups: random.pick([
      [group],
      [group],
      ...(kind.otherVersions.includes('v2') ? [] : [['*']]),
      [group, 'other.test'],
      ...(other ? [['other.test']] : []),
    ]),
    apiVersions: random.pick([
      [version],
      [version],
      ['*'],
      ...(kind.otherVersions.includes('v2') ? [] : [[version, 'v9']]),
      ...kind.otherVersions.map((each) => [each]),
      ...(other && !kind.otherVersions.includes('v2') ? [['v9']] : []),
    ]),
    resources: random.pick(resources),
    operations: random.pick<readonly string[]>([
      ['*'],
      ['*'],
      ['*'],
      ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'],
      ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'],
      ['CREATE', 'UPDATE', 'CONNECT'],
      ['CREATE', 'UPDATE', 'CONNECT'],
      ...(other ? [['CREATE'], ['UPDATE', 'CONNECT'], ['DELETE']] : []),
    ]),
    ...(random.chance(0.2) ? { scope: random.pick(['*', '*', 'Namespaced', 'Cluster']) } : {}),
    ...(resourceNames === null ? {} : { resourceNames }),
  };
};

const namespaceSelectors: readonly Json[] = [
  { matchLabels: { env: 'prod' } },
  { matchLabels: { 'kubernetes.io/metadata.name': 'oracle-a' } },
  { matchExpressions: [{ key: 'env', operator: 'In', values: ['prod', 'dev'] }] },
  { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['dev'] }] },
  { matchExpressions: [{ key: 'team', operator: 'Exists' }] },
  { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] },
  { matchLabels: { app: 'one' } },
  {},
];

const objectSelectors: readonly Json[] = [
  { matchLabels: { app: 'one' } },
  { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
  { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['one', 'two'] }] },
  { matchExpressions: [{ key: 'nothing', operator: 'DoesNotExist' }] },
  {},
];
