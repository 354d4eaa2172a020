/** Parts of policies that are written for the purpose, and of those that are changed. */

import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { Random } from '../api-server/random.ts';

export const operators = [
  'Equals',
  'Equal',
  'NotEquals',
  'NotEqual',
  'In',
  'NotIn',
  'AnyIn',
  'AllIn',
  'AnyNotIn',
  'AllNotIn',
  'GreaterThan',
  'GreaterThanOrEquals',
  'LessThan',
  'LessThanOrEquals',
  'DurationGreaterThan',
  'DurationGreaterThanOrEquals',
  'DurationLessThan',
  'DurationLessThanOrEquals',
];

const kinds = [
  'Pod',
  'Deployment',
  'ConfigMap',
  'Namespace',
  'Service',
  'v1/Pod',
  'apps/v1/Deployment',
  'apps/*/Deployment',
  'Pod/ephemeralcontainers',
  '*/Pod',
  'Dep*',
  'batch/v1/CronJob',
  'CronJob',
  'Job',
  'Deployment/scale',
  'Pod/*',
  'v1/*',
  'apps/v1/*',
  '?od',
  'DaemonSet',
  'StatefulSet',
  '*/*',
  'v1/ConfigMap',
  'ServiceAccount',
  'Secret',
];

/** Those that are not refused as old. */
export const currentOperators = operators.filter((name) => !['Equal', 'NotEqual', 'In', 'NotIn'].includes(name));

export const writeMatchTerm = (random: Random): JsonObject => {
  const resources: Record<string, Json> = {};
  if (random.chance(0.97)) resources['kinds'] = random.chance(0.1) ? ['*'] : random.sample(kinds, 1 + random.int(3));
  if (random.chance(0.2)) resources['names'] = random.sample(['a*', 'web', '*-x', '?eb', 'db'], 2);
  if (random.chance(0.05)) resources['name'] = random.pick(['web', 'w*']);
  if (random.chance(0.2)) resources['namespaces'] = random.sample(['default', 'o*', 'kube-system', 'prod?'], 2);
  if (random.chance(0.2)) resources['selector'] = writeSelector(random);
  if (random.chance(0.15)) resources['namespaceSelector'] = writeSelector(random);
  if (random.chance(0.15)) resources['operations'] = random.sample(['CREATE', 'UPDATE', 'DELETE', 'CONNECT'], 2);
  if (random.chance(0.1))
    resources['annotations'] = random.pick<JsonObject>([{ note: '*' }, { 'a*': 'b?' }, { note: 'x' }]);
  const term: Record<string, Json> = Object.keys(resources).length > 0 ? { resources } : {};
  if (random.chance(0.1)) term['roles'] = random.sample(['default:dev', 'other:*', 'x'], 1);
  if (random.chance(0.1)) term['clusterRoles'] = random.sample(['cluster-admin', 'v*', 'none'], 2);
  if (random.chance(0.12)) term['subjects'] = [random.pick(subjects)];
  return term;
};

const subjects: readonly JsonObject[] = [
  { kind: 'User', name: 'mary' },
  { kind: 'User', name: 'm*' },
  { kind: 'Group', name: 'dev' },
  { kind: 'ServiceAccount', name: 'robot', namespace: 'default' },
  { kind: 'ServiceAccount', name: 'r*', namespace: 'def*' },
];

const writeSelector = (random: Random): JsonObject =>
  random.pick<JsonObject>([
    { matchLabels: { app: 'web' } },
    { matchLabels: { team: 'a' } },
    { matchLabels: { 'app*': '?*' } },
    { matchLabels: { app: 'w*' } },
    { matchExpressions: [{ key: 'team', operator: 'In', values: ['a', 'b'] }] },
    { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] },
    { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] },
    { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
    { matchLabels: { env: 'prod' }, matchExpressions: [{ key: 'team', operator: 'Exists' }] },
  ]);

export const operands: readonly Json[] = [
  '',
  'a',
  'web',
  'w*',
  '*',
  '?eb',
  'true',
  true,
  false,
  null,
  0,
  1,
  2,
  1.5,
  '1',
  '1.5',
  '01',
  '1Gi',
  '1024Mi',
  '500m',
  '0.5',
  '1h',
  '60m',
  '3600s',
  '-1h',
  '1d',
  '0',
  [],
  ['a'],
  ['a', 'b'],
  ['web', '*'],
  [1, 2],
  ['1', '2'],
  [true],
  [['a']],
  [null],
  ['1h'],
  {},
  { a: 1 },
  { a: 'b', c: ['d'] },
  '["a","b"]',
  '["web"]',
  '{"a":1}',
  '1-3',
  '10-20Mi',
  '!1-3',
  '>1',
  '<=5',
  'a|web',
  'web & w*',
  '!web',
  '1.2.3',
  '>1.0.0',
  '2.0.0',
  10_000_000_000,
  -1,
  '1e3',
  1000,
  '1k',
  ' a ',
  'A',
];

export const keys: readonly string[] = [
  '{{ request.object.metadata.name }}',
  '{{ request.object.metadata.labels.app }}',
  "{{request.object.metadata.labels.app || ''}}",
  '{{ request.object.data.count }}',
  '{{ request.object.data.count || `1` }}',
  "{{ to_number(request.object.data.count || '2') }}",
  "{{ request.object.data.size || '1Gi' }}",
  "{{ request.object.data.when || '1h' }}",
  "{{ request.object.data.list || '[]' }}",
  '{{ request.object.metadata.labels || `{}` }}',
  '{{ request.object.metadata.labels.* || `[]` }}',
  '{{ keys(request.object.metadata.labels || `{}`) }}',
  '{{ request.object.spec.containers[].image || `[]` }}',
  "{{ request.object.spec.containers[0].name || 'none' }}",
  '{{ request.object.spec.template.spec.containers[].name || `[]` }}',
  '{{ length(request.object.spec.containers || `[]`) }}',
  '{{ request.object.spec.replicas || `3` }}',
  '{{ request.namespace }}',
  '{{ request.operation }}',
  '{{ request.object.metadata.namespace }}',
  "{{ request.object.metadata.annotations.note || '' }}",
  '{{ images.containers.*.registry || `[]` }}',
  "{{ images.containers.c1.tag || '' }}",
  '{{ serviceAccountName }}',
  "{{ request.userInfo.username || '' }}",
  '{{ request.roles || `[]` }}',
  '{{ request.clusterRoles || `[]` }}',
  '{{ v1 }}',
  '{{ v2 }}',
  'pre-{{ request.object.metadata.name }}-{{ request.namespace }}',
  'web',
  '{{ request.object.missing.deeper }}',
  '{{ request.object.spec.x || request.object.metadata.name }}',
  "{{ 'a' }}",
  '\\{{ x }}',
  "{{ request.object.spec.{{ v4 }} || 'n' }}",
  "{{ random('[a]{3}') }}",
  "{{ semver_compare('1.2.3', '>1.0.0') }}",
  '{{ request.object.kind }}',
  '{{ request.object | @.kind }}',
  "{{ request.oldObject.metadata.name || '' }}",
  '{{ request.kind.kind }}',
  '{{ request.name }}',
  '{{ request.dryRun }}',
  '{{ base64_encode(request.object.metadata.name) }}',
  '{{ max(`[1,2]`) }}',
  "{{ join(',', request.object.spec.containers[].name) }}",
];
