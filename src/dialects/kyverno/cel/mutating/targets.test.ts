/** MutatingPolicies that change objects which exist already: what is asked for, and what is changed. */

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { JsonObject } from '../../../../model/json.ts';
import { compile, judgeObject, read, type Answers } from '../harness.ts';

const policy = (spec: string): string => `apiVersion: policies.kyverno.io/v1
kind: MutatingPolicy
metadata: {name: p}
spec:
  evaluation: {mutateExisting: {enabled: true}}
  matchConstraints:
    resourceRules:
    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
  mutations:
  - patchType: ApplyConfiguration
    applyConfiguration: {expression: "Object{metadata: Object.metadata{labels: {'by': request.name}}}"}
${spec}`;

const trigger: JsonObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'n' } };

const configMap = (name: string, labels: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'n', labels },
});

const answers: Answers = (request) =>
  request.kind === 'list' && request.objectKind === 'ConfigMap'
    ? { kind: 'value', value: [configMap('a', { wanted: 'yes' }), configMap('b', {})] }
    : undefined;

const constraints = `  targetMatchConstraints:
    resourceRules:
    - {apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
    objectSelector: {matchLabels: {wanted: 'yes'}}
`;

const told = (spec: string): unknown => {
  const [rule] = compile([read(policy(spec))]).rules;
  assert.ok(rule !== undefined);
  const { conclusions, effects } = judgeObject(rule, trigger, answers);
  return {
    said: conclusions.map(({ status, key }) => `${status} ${key ?? ''}`.trim()),
    changed: effects.map((effect) => (effect.kind === 'patch' ? [effect.target.name, effect.edits[0]?.after] : [])),
  };
};

const by = { kind: 'value', value: 'd' };

describe('a MutatingPolicy with targets changes what its trigger points to', () => {
  test('by constraints', () =>
    assert.deepEqual(told(constraints), { said: ['pass ConfigMap n/a'], changed: [['a', by]] }));

  test('where the conditions for targets hold', () =>
    assert.deepEqual(
      told(`${constraints}  targetMatchConditions: [{name: c, expression: object.metadata.name == 'b'}]\n`),
      {
        said: ['skip ConfigMap n/a'],
        changed: [],
      },
    ));

  test('not where the conditions for the trigger do not hold', () =>
    assert.deepEqual(told(`${constraints}  matchConditions: [{name: c, expression: "false"}]\n`), {
      said: [],
      changed: [],
    }));

  test('and says so where the expression that finds them cannot tell', () =>
    assert.deepEqual(told('  targetMatchConstraints: {expression: "object.spec.nothing"}\n'), {
      said: ['error'],
      changed: [],
    }));

  test('and the trigger itself where no target is named', () =>
    assert.deepEqual(told(''), {
      said: ['pass'],
      changed: [['d', { kind: 'value', value: { by: 'd' } }]],
    }));
});
