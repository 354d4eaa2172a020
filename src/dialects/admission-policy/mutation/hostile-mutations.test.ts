/** Mutations that would grow without end, or make another kind of an object, are errors at once. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Resource } from '../../../model/resource.ts';
import { compile, judge, read, say } from '../harness.ts';

const policy = (expression: string, variables = '[]'): Resource =>
  read(`apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: demo}
spec:
  reinvocationPolicy: Never
  matchConstraints:
    resourceRules:
    - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}
  variables: ${variables}
  mutations:
  - {patchType: JSONPatch, jsonPatch: {expression: ${JSON.stringify(expression)}}}`);

const binding = read(`apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: bind}
spec: {policyName: demo}`);

const pod = read('{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: a, image: b}]}}');

const tenOf = (text: string): string => `[${Array.from({ length: 10 }, () => text).join(', ')}]`;

const chain = Array.from({ length: 12 }, (_, index) => ({
  name: `v${index}`,
  expression: index === 0 ? '["x"]' : tenOf(`variables.v${index - 1}`),
}));

const numbers = `[${Array.from({ length: 40 }, (_, index) => index).join(', ')}]`;

const cases: readonly (readonly [name: string, policy: Resource, said: RegExp])[] = [
  [
    'copies of copies',
    policy(`${numbers}.map(i, JSONPatch{op: 'copy', from: '/metadata', path: '/metadata/a' + string(i)})`),
    /^error deny: .*what it makes is larger than what the API server takes/,
  ],
  [
    'a value of shared parts',
    policy("[JSONPatch{op: 'add', path: '/data', value: variables.v11}]", JSON.stringify(chain)),
    /^error deny: .*could not marshal to JSON/,
  ],
  [
    'another kind',
    policy("[JSONPatch{op: 'replace', path: '/kind', value: 'Service'}]"),
    /^error deny: .*a mutation may not change the kind of an object/,
  ],
  [
    'another object altogether',
    policy("[JSONPatch{op: 'replace', path: '', value: {'a': 'b'}}]"),
    /^error deny: .*a mutation may not change the apiVersion of an object/,
  ],
];

for (const [name, hostile, said] of cases) {
  test(`${name} end as an error`, () => {
    const judged = judge(compile([hostile, binding]), pod);
    assert.match(say(judged)[0] ?? '', said);
    assert.deepEqual(judged.effects, []);
  });
}
