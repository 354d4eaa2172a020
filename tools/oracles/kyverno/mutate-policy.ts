/** Changes a policy of the suites a little: other operators, anchors, values, matches, autogen, actions. */

import { bigAsText, isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { Random } from '../api-server/random.ts';
import { editObject, listPaths, readPath, type Path } from './edit-tree.ts';
import { operators, writeMatchTerm } from './write-parts.ts';

export const mutatePolicy = (given: JsonObject, random: Random): JsonObject => {
  let policy = given;
  for (let edits = random.int(3); edits > 0; edits -= 1) policy = random.pick(edit)(policy, random);
  return policy;
};

type Edit = (policy: JsonObject, random: Random) => JsonObject;

const somewhere = (policy: JsonObject, fits: (path: Path, value: Json) => boolean, random: Random): Path | null => {
  const paths = listPaths(policy).filter(
    (path) => path[0] === 'spec' && path[1] === 'rules' && fits(path, readPath(policy, path) ?? null),
  );
  return paths.length === 0 ? null : random.pick(paths);
};

const at =
  (
    fits: (path: Path, value: Json) => boolean,
    change: (old: Json, random: Random, path: Path) => Json | undefined,
  ): Edit =>
  (policy, random) => {
    const path = somewhere(policy, fits, random);
    return path === null ? policy : editObject(policy, path, (old) => change(old, random, path));
  };

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value, bigAsText));

const last = (path: Path): string => String(path.at(-1));

const isInPattern = (path: Path): boolean =>
  path.some((key) => key === 'pattern' || key === 'anyPattern' || key === 'patchStrategicMerge');

const ruleAt = (path: Path): boolean => path.length === 3;

const changeOperator = at(
  (path) => last(path) === 'operator',
  (_, random) => random.pick(operators),
);

const changeConditionSide = at(
  (path) => last(path) === 'value' || last(path) === 'key',
  (old, random, path) => {
    if (last(path) === 'key' && random.chance(0.5) && typeof old === 'string')
      return old.replace(
        /\{\{(.*)\}\}/,
        (_, inner: string) =>
          `{{${inner}${random.pick([" || 'x'", ' || `[]`', '', ' | to_string(@)', ' || `null`', ' | length(@)'])}}}`,
      );
    return random.pick<Json>([
      '*',
      '?*',
      '',
      'a',
      1,
      0,
      true,
      [],
      ['a', 'b*'],
      '1h',
      '10Mi',
      '1-5',
      '>=1',
      null,
      {},
      [1, 2],
      '1.2.3',
      '{{ request.namespace }}',
      '{{ request.object.metadata.name }}',
    ]);
  },
);

const changePatternLeaf = at(
  (path, value) => isInPattern(path) && (value === null || typeof value !== 'object'),
  (old, random) =>
    random.pick<Json>([
      `!${asText(old)}`,
      '*',
      '?*',
      `${asText(old)} | x*`,
      '>0',
      '<=5',
      '1-3',
      '!1-3',
      'true',
      true,
      false,
      null,
      '',
      '!*:latest',
      '>=100Mi & <2Gi',
      0,
      '{{ request.object.metadata.name }}',
      '$(/spec/x)',
      `${asText(old)}*`,
    ]),
);

const changeAnchor: Edit = (policy, random) => {
  const path = somewhere(
    policy,
    (each) =>
      isInPattern(each) &&
      typeof each.at(-1) === 'string' &&
      last(each) !== 'pattern' &&
      last(each) !== 'anyPattern' &&
      last(each) !== 'patchStrategicMerge',
    random,
  );
  if (path === null) return policy;
  const bare = last(path).replace(/^[=+X^<]?\((.*)\)$/, '$1');
  const made = random.pick([bare, `(${bare})`, `=(${bare})`, `+(${bare})`, `X(${bare})`, `^(${bare})`, `<(${bare})`]);
  return editObject(policy, path.slice(0, -1), (old) =>
    isJsonObject(old)
      ? Object.fromEntries(Object.entries(old).map(([key, inner]) => [key === last(path) ? made : key, inner]))
      : old,
  );
};

const drop = at(
  (path) => path.length > 3 && path[3] !== 'name',
  () => undefined,
);

const moveMatch = at(
  (path) => path[3] === 'match' && path.length === 4,
  (old) => {
    if (!isJsonObject(old)) return old;
    if (isJsonArray(old['any'])) return { all: old['any'] };
    if (isJsonArray(old['all'])) return { any: old['all'] };
    return { any: [old] };
  },
);

const addMatch = at(
  (path) => path[3] === 'match' && path.length === 5 && (path[4] === 'any' || path[4] === 'all'),
  (old, random) => (isJsonArray(old) ? [...old, writeMatchTerm(random)] : old),
);

const addExclude = at(ruleAt, (old, random) =>
  isJsonObject(old) ? { ...old, exclude: { [random.pick(['any', 'all'])]: [writeMatchTerm(random)] } } : old,
);

const addPreconditions = at(ruleAt, (old, random) =>
  isJsonObject(old)
    ? {
        ...old,
        preconditions: {
          [random.pick(['any', 'all'])]: [
            {
              key: random.pick([
                '{{ request.operation }}',
                "{{ request.object.metadata.labels.app || '' }}",
                '{{ request.object.spec.replicas || `0` }}',
                '{{ request.object.metadata.name }}',
                '{{ element }}',
                '{{ request.object.missing }}',
                '{{ request.object.metadata.labels }}',
              ]),
              operator: random.pick(operators),
              value: random.pick<Json>(['CREATE', ['CREATE', 'UPDATE'], '', 1, '*', 'x']),
            },
          ],
        },
      }
    : old,
);

const changeAutogen: Edit = (policy, random) => {
  const metadata = isJsonObject(policy['metadata']) ? policy['metadata'] : {};
  const annotations = isJsonObject(metadata['annotations']) ? metadata['annotations'] : {};
  const autogen = random.pick([
    'none',
    'Deployment',
    'DaemonSet,Job',
    'CronJob',
    'Deployment,CronJob,StatefulSet',
    'all',
    'ReplicaSet',
    '',
  ]);
  return {
    ...policy,
    metadata: { ...metadata, annotations: { ...annotations, 'pod-policies.kyverno.io/autogen-controllers': autogen } },
  };
};

const addSpec: Edit = (policy, random) => {
  const { spec } = policy;
  if (!isJsonObject(spec)) return policy;
  const more = random.pick<JsonObject>([
    { applyRules: 'One' },
    { background: false },
    { background: true },
    { validationFailureAction: 'Audit' },
    { validationFailureAction: 'Enforce' },
    { admission: false },
    { failurePolicy: 'Ignore' },
    { emitWarning: true },
  ]);
  return { ...policy, spec: { ...spec, ...more } };
};

const edit: readonly Edit[] = [
  changeOperator,
  changeOperator,
  changeConditionSide,
  changeConditionSide,
  changePatternLeaf,
  changePatternLeaf,
  changeAnchor,
  changeAnchor,
  drop,
  moveMatch,
  addMatch,
  addExclude,
  addPreconditions,
  changeAutogen,
  addSpec,
];
