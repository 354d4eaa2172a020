/** What autogen makes of rules, and what keeps it from making anything. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import { parseYaml } from '../../../lang/yaml/read-yaml.ts';
import { computeVariants } from './compute-variants.ts';

const parse = (text: string): JsonObject => {
  const parsed = parseYaml(text);
  if (parsed.kind !== 'value' || !isJsonObject(parsed.value)) throw new Error('no object');
  return parsed.value;
};

const onPods = 'match: {any: [{resources: {kinds: [Pod]}}]}';
const rule = (body: string): JsonObject => parse(`rules:\n- {name: r, ${body}}`);
const variants = (spec: JsonObject, controllers?: string, mode: 'validate' | 'other' = 'validate') =>
  computeVariants(spec, controllers === undefined ? {} : { [annotation]: controllers }, mode).variants.flat();

const annotation = 'pod-policies.kyverno.io/autogen-controllers';

const made: readonly (readonly [name: string, spec: JsonObject, names: readonly string[], controllers?: string])[] = [
  ['a rule on Pods', rule(`${onPods}, validate: {deny: {}}`), ['autogen-r', 'autogen-cronjob-r']],
  ['a rule on Pods for some controllers', rule(`${onPods}, validate: {deny: {}}`), ['autogen-r'], 'Deployment,Job'],
  ['a rule on Pods for CronJobs alone', rule(`${onPods}, validate: {deny: {}}`), ['autogen-cronjob-r'], 'CronJob'],
  ['a rule on Pods whose policy wants none', rule(`${onPods}, validate: {deny: {}}`), [], 'none'],
  ['a rule on other kinds', rule('match: {any: [{resources: {kinds: [Service]}}]}, validate: {deny: {}}'), []],
  [
    'a rule on Pods and another kind',
    rule('match: {any: [{resources: {kinds: [Pod, Job]}}]}, validate: {deny: {}}'),
    [],
  ],
  [
    'a rule on Pods of some name',
    rule('match: {any: [{resources: {kinds: [Pod], names: [a]}}]}, validate: {deny: {}}'),
    [],
  ],
  [
    'a rule that excludes Pods with a label',
    rule(`${onPods}, exclude: {any: [{resources: {selector: {matchLabels: {a: b}}}}]}, validate: {deny: {}}`),
    [],
  ],
  ['a JSON patch', rule(`${onPods}, mutate: {patchesJson6902: "[]"}`), []],
  ['a generation', rule(`${onPods}, generate: {kind: ConfigMap}`), []],
  ['a rule with a name of its own', parse(`rules:\n- {name: autogen-x, ${onPods}, validate: {deny: {}}}`), []],
];

for (const [name, spec, names, controllers] of made) {
  test(`autogen makes ${names.length === 0 ? 'nothing' : names.join(' and ')} of ${name}`, () =>
    assert.deepEqual(
      variants(spec, controllers).map((each) => each.name),
      names,
    ));
}

test('patterns, messages and variables move into the template', () => {
  const [deployment, cronJob] = variants(
    rule(
      `${onPods}, preconditions: {all: [{key: "{{ request.object.spec.a }}", operator: Equals, value: 1}]}, validate: {message: "$(./pattern/spec/b)", pattern: {spec: {b: 1}}}`,
    ),
    'Deployment,CronJob',
  );
  assert.deepEqual(deployment?.rule, {
    name: 'autogen-r',
    match: { any: [{ resources: { kinds: ['apps/v1/Deployment'] } }] },
    preconditions: { all: [{ key: '{{ request.object.spec.template.spec.a }}', operator: 'Equals', value: 1 }] },
    validate: {
      message: '$(./pattern/spec/template/spec/b)',
      pattern: { spec: { template: { spec: { b: 1 } } } },
    },
  });
  assert.deepEqual(cronJob?.rule['validate'], {
    message: '$(./pattern/spec/jobTemplate/spec/template/spec/template/spec/b)',
    pattern: { spec: { jobTemplate: { spec: { template: { spec: { b: 1 } } } } } },
  });
});

test('lists without conditions are forgotten', () => {
  const [deployment] = variants(
    rule(`${onPods}, preconditions: {all: []}, validate: {deny: {conditions: {any: [], all: [{key: a}]}}}`),
  );
  assert.deepEqual(deployment?.rule['preconditions'], {});
  assert.deepEqual(deployment?.rule['validate'], { deny: { conditions: { all: [{ key: 'a' }] } } });
});

test('expressions in CEL read the template', () => {
  const [deployment] = variants(
    rule(`${onPods}, validate: {cel: {expressions: [{expression: "object.spec.hostPID == oldObject.metadata.x"}]}}`),
  );
  assert.deepEqual(deployment?.rule['validate'], {
    cel: { expressions: [{ expression: 'object.spec.template.spec.hostPID == oldObject.spec.template.metadata.x' }] },
  });
});

test('filters of other kinds stay, but for CronJobs, as in Kyverno', () => {
  const [deployment, cronJob] = variants(
    rule('match: {any: [{resources: {kinds: [Pod]}}, {resources: {kinds: [Service]}}]}, validate: {deny: {}}'),
    'Deployment,CronJob',
  );
  const kinds = (variant: JsonObject | undefined): unknown => variant?.['match'];
  assert.deepEqual(kinds(deployment?.rule), {
    any: [{ resources: { kinds: ['apps/v1/Deployment'] } }, { resources: { kinds: ['Service'] } }],
  });
  assert.deepEqual(kinds(cronJob?.rule), {
    any: [{ resources: { kinds: ['batch/v1/CronJob'] } }, { resources: { kinds: ['batch/v1/CronJob'] } }],
  });
});
