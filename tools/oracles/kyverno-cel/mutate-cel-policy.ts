/** Changes a policy of the suites a little: other operators, conditions, variables, matches, actions, autogen. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { Random } from '../api-server/random.ts';
import { editObject, listPaths, readPath, type Path } from '../kyverno/edit-tree.ts';

export const mutateCelPolicy = (given: JsonObject, random: Random): JsonObject => {
  let policy = given;
  for (let left = 1 + random.int(3); left > 0; left -= 1) policy = random.pick(edit)(policy, random);
  return policy;
};

type Edit = (policy: JsonObject, random: Random) => JsonObject;

const specOf = (policy: JsonObject): JsonObject => (isJsonObject(policy['spec']) ? policy['spec'] : {});

const withSpec = (policy: JsonObject, more: JsonObject): JsonObject => ({
  ...policy,
  spec: { ...specOf(policy), ...more },
});

const kindOf = ({ kind }: JsonObject): string => (typeof kind === 'string' ? kind : '');

const listOf = (policy: JsonObject, field: string): readonly Json[] => {
  const list = specOf(policy)[field];
  return isJsonArray(list) ? list : [];
};

const at =
  (fits: (path: Path, value: Json) => boolean, change: (old: Json, random: Random) => Json | undefined): Edit =>
  (policy, random) => {
    const paths = listPaths(policy).filter((path) => path[0] === 'spec' && fits(path, readPath(policy, path) ?? null));
    if (paths.length === 0) return policy;
    return editObject(policy, random.pick(paths), (old) => change(old, random));
  };

const swaps: readonly (readonly [RegExp, string])[] = [
  [/==/, '!='],
  [/!=/, '=='],
  [/&&/, '||'],
  [/\|\|/, '&&'],
  [/\.all\(/, '.exists('],
  [/\.exists\(/, '.all('],
  [/\.all\((\w+),/, '.exists_one($1,'],
  [/\.orValue\(\[\]\)/, ''],
  [/\.\?/, '.'],
  [/\.(\w+)\.orValue/, '.?$1.orValue'],
  [/>=?/, '<'],
  [/</, '>='],
  [/\.startsWith\(/, '.endsWith('],
  [/\.contains\(/, '.matches('],
  [/true/, 'false'],
  [/false/, 'true'],
  [/\bobject\b/, 'oldObject'],
  [/\.map\((\w+),/, '.filter($1, true).map($1,'],
  [/\.all\((\w+),/, '.all(i9, $1,'],
  [/\.filter\((\w+),/, '.transformList(i9, $1, '],
  [/has\(([\w.]+)\)/, '!has($1)'],
  [/'([^']*)'/, "'$1x'"],
];

const changeExpression = at(
  (path, value) => String(path.at(-1)).endsWith('xpression') && typeof value === 'string',
  (old, random) => {
    const source = typeof old === 'string' ? old : '';
    const fitting = swaps.filter(([pattern]) => pattern.test(source));
    if (fitting.length === 0) return old;
    const [pattern, into] = random.pick(fitting);
    return source.replace(pattern, into);
  },
);

const drop = at(
  (path) => path.length >= 2 && path[1] !== 'matchConstraints',
  () => undefined,
);

const conditions: readonly string[] = [
  "object.metadata.name != 'x'",
  "object.metadata.namespace == 'default'",
  "object.kind in ['Pod', 'Deployment']",
  'has(object.metadata.labels)',
  "object.metadata.labels['app'] == 'web'",
  "object.metadata.?labels[?'app'].orValue('none') != 'none'",
  "request.operation == 'CREATE'",
  "request.userInfo.username != 'mary'",
  "'dev' in request.userInfo.groups",
  'oldObject == null',
  'has(namespaceObject.metadata.labels)',
  "namespaceObject.metadata.labels['team'] == 'a'",
  'size(object.spec.containers) > 1',
  'request.name.size() > 4',
  "variables.v1 == 'x'",
  'object.spec.?replicas.orValue(1) > 1',
  '1 / 0 == 1',
  "request.kind.kind == 'Pod' && request.resource.resource == 'pods'",
  "request.namespace == ''",
  'object.metadata.?annotations.?note.hasValue()',
  'object.metadata.labels.all(k, v, k != v)',
  "object.metadata.?labels.orValue({}).exists(k, v, v == 'web')",
  "resource.Get('v1', 'configmaps', 'default', 'settings').data.mode == 'on'",
  "resource.List('v1', 'configmaps', 'default').items.size() == 1",
  "image(object.spec.containers[0].image).registry() == 'docker.io'",
];

const addCondition: Edit = (policy, random) => {
  const field = kindOf(policy).endsWith('DeletingPolicy') ? 'conditions' : 'matchConditions';
  const more = random
    .sample(conditions, 1 + random.int(2))
    .map((expression, index) => ({ name: `c${index}`, expression }));
  return withSpec(policy, { [field]: [...(random.chance(0.5) ? listOf(policy, field) : []), ...more] });
};

const values: readonly string[] = [
  "'x'",
  'object.metadata.name',
  'object.metadata.missing',
  'object.spec.containers.map(c, c.image)',
  "has(object.spec.template) ? object.spec.template : dyn('x')",
  '[1, 2, 3]',
  'optional.none()',
  'object.metadata.?labels',
  "variables.v0 + 'x'",
  'math.max(1, 2)',
];

const addVariables: Edit = (policy, random) =>
  withSpec(policy, {
    variables: [
      { name: 'v0', expression: random.pick(values) },
      { name: 'v1', expression: random.pick(values) },
      ...listOf(policy, 'variables'),
    ],
  });

const messages: readonly JsonObject[] = [
  { message: 'plain' },
  { messageExpression: "'it is ' + object.metadata.name" },
  { message: 'fallback', messageExpression: 'object.metadata.missing' },
  { message: 'fallback', messageExpression: "''" },
  { messageExpression: 'string(size(object.spec.containers))' },
  { messageExpression: 'variables.v1', message: 'm' },
  { messageExpression: '1' },
];

const addValidation: Edit = (policy, random) => {
  if (!kindOf(policy).endsWith('ValidatingPolicy')) return policy;
  const one = { expression: random.pick(conditions), ...random.pick(messages) };
  const known = listOf(policy, 'validations');
  return withSpec(policy, { validations: random.chance(0.5) ? [one, ...known] : [...known, one] });
};

const addAnnotations: Edit = (policy, random) =>
  withSpec(policy, {
    auditAnnotations: [
      {
        key: 'a',
        valueExpression: random.pick([
          "'x'",
          'object.metadata.name',
          'object.missing',
          "''",
          'null',
          '1',
          'variables.v0',
        ]),
      },
    ],
  });

// Not by `kubernetes.io/metadata.name`: every namespace of a cluster has it, and none of Kyverno's command line.
const selectors: readonly JsonObject[] = [
  { matchLabels: { team: 'a' } },
  { matchLabels: { app: 'web' } },
  { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['a'] }] },
  { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
  { matchExpressions: [{ key: 'env', operator: 'DoesNotExist' }] },
  {},
];

const rules: readonly JsonObject[] = [
  { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods'] },
  { apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'] },
  { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments', 'statefulsets'] },
  { apiGroups: ['batch'], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['cronjobs'] },
  {
    apiGroups: [''],
    apiVersions: ['v1'],
    operations: ['CREATE'],
    resources: ['namespaces', 'configmaps'],
    scope: 'Namespaced',
  },
  { apiGroups: ['*'], apiVersions: ['*'], operations: ['DELETE', 'CREATE'], resources: ['*/*'] },
  { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], resourceNames: ['web'] },
  { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods/*'] },
];

const changeMatch: Edit = (policy, random) => {
  const known = specOf(policy)['matchConstraints'];
  const match = isJsonObject(known) ? known : {};
  const more = random.pick<JsonObject>([
    { namespaceSelector: random.pick(selectors) },
    { objectSelector: random.pick(selectors) },
    { excludeResourceRules: [random.pick(rules)] },
    { resourceRules: [random.pick(rules)] },
    { resourceRules: [random.pick(rules), random.pick(rules)] },
    { matchPolicy: random.pick(['Exact', 'Equivalent']) },
  ]);
  return withSpec(policy, { matchConstraints: { ...match, ...more } });
};

const changeSettings: Edit = (policy, random) => {
  const kind = kindOf(policy);
  if (/(Generating|Deleting)Policy$/.test(kind)) return policy;
  const isMutating = kind.endsWith('MutatingPolicy');
  return withSpec(
    policy,
    random.pick<JsonObject>([
      { failurePolicy: 'Ignore' },
      { failurePolicy: 'Fail' },
      isMutating
        ? { reinvocationPolicy: 'IfNeeded' }
        : { validationActions: random.sample(['Deny', 'Audit', 'Warn'], 1) },
      {
        autogen: {
          podControllers: {
            controllers: random.sample(
              ['deployments', 'cronjobs', 'jobs', 'statefulsets', 'daemonsets', 'replicasets'],
              2,
            ),
          },
        },
      },
      { autogen: { podControllers: { controllers: [] } } },
      { evaluation: { admission: { enabled: false } } },
      { evaluation: { background: { enabled: false } } },
    ]),
  );
};

const addMutation: Edit = (policy, random) => {
  if (!kindOf(policy).endsWith('MutatingPolicy')) return policy;
  const apply = (expression: string): JsonObject => ({
    patchType: 'ApplyConfiguration',
    applyConfiguration: { expression },
  });
  const patch = (expression: string): JsonObject => ({ patchType: 'JSONPatch', jsonPatch: { expression } });
  const one = random.pick([
    apply("Object{metadata: Object.metadata{labels: Object.metadata.labels{added: 'x'}}}"),
    apply('Object{spec: Object.spec{replicas: 3}}'),
    apply(
      "Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name, imagePullPolicy: 'Always'})}}",
    ),
    apply("has(object.metadata.labels) ? Object{} : Object{metadata: Object.metadata{annotations: {'a': 'b'}}}"),
    patch("[JSONPatch{op: 'add', path: '/metadata/labels/x', value: 'y'}]"),
    patch("[JSONPatch{op: 'remove', path: '/metadata/labels'}]"),
    patch(
      "[JSONPatch{op: 'test', path: '/metadata/name', value: 'web'}, JSONPatch{op: 'replace', path: '/metadata/annotations', value: {'a': 'b'}}]",
    ),
    patch(
      "has(object.spec.containers) ? [JSONPatch{op: 'copy', from: '/spec/containers/0', path: '/spec/containers/-'}] : []",
    ),
    patch(
      "[JSONPatch{op: 'add', path: '/spec/template/metadata/labels/' + jsonpatch.escapeKey('a/b'), value: object.metadata.name}]",
    ),
  ]);
  return withSpec(policy, { mutations: random.chance(0.4) ? [one] : [...listOf(policy, 'mutations'), one] });
};

const addGeneration: Edit = (policy, random) => {
  if (!kindOf(policy).endsWith('GeneratingPolicy')) return policy;
  const one = random.pick<JsonObject>([
    {
      expression:
        "generator.Apply('other', [{'apiVersion': dyn('v1'), 'kind': dyn('ConfigMap'), 'metadata': dyn({'name': object.metadata.name}), 'data': dyn({'n': 'v'})}])",
    },
    { expression: "generator.Apply(object.metadata.name, [resource.Get('v1', 'configmaps', 'default', 'settings')])" },
    { expression: "generator.Apply('default', [resource.List('v1', 'configmaps', 'default')])" },
    { expression: "resource.List('v1', 'secrets', 'default').items.all(s, generator.Apply('default', [s]))" },
    {
      template: {
        value:
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: made\n  namespace: default\ndata:\n  on: n\n  a: yes\n  b: "1"\n  c: 012\n  d: 1_000\n',
      },
    },
    {
      template: {
        interpolate: 'cel',
        value:
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ((object.metadata.name))\n  namespace: default\ndata:\n  a: ((object.kind))\n  b: x-((object.metadata.name))-y\n',
      },
    },
  ]);
  return withSpec(policy, { generate: random.chance(0.5) ? [one] : [...listOf(policy, 'generate'), one] });
};

const edit: readonly Edit[] = [
  changeExpression,
  changeExpression,
  changeExpression,
  drop,
  addCondition,
  addCondition,
  addVariables,
  addValidation,
  addAnnotations,
  changeMatch,
  changeMatch,
  changeSettings,
  changeSettings,
  addMutation,
  addGeneration,
];
