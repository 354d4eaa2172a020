/** MutatingAdmissionPolicies: what they would change, as effects. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { applyEdits } from '../../../lang/patch/apply-edits.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { compile, judge, read, say } from '../harness.ts';
import { applyConfiguration } from '../../../kube/policy/mutation/apply-configuration.ts';
import { applyJsonPatch } from '../../../kube/policy/mutation/apply-json-patch.ts';
import { isEqualJson } from '../../../lang/patch/json-value.ts';
import { toEdits } from '../../../kube/policy/mutation/to-edits.ts';

const policy = (mutations: string, more = ''): Resource =>
  read(`apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: demo}
spec:
  reinvocationPolicy: Never
  matchConstraints:
    resourceRules:
    - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}
${more.replaceAll(/^/gm, '  ')}
  mutations:
${mutations.replaceAll(/^/gm, '  ')}`);

const binding = read(`apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: bind}
spec: {policyName: demo}`);

const pod = read(`apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec:
  hostNetwork: true
  containers:
  - {name: app, image: app:1, ports: [{containerPort: 80, hostPort: 80}]}
  - {name: proxy, image: proxy:1}`);

const cases: readonly (readonly [name: string, mutations: string, edits: readonly string[]])[] = [
  [
    'a field that is applied is set',
    `- patchType: ApplyConfiguration
  applyConfiguration: {expression: "Object{spec: Object.spec{hostNetwork: false}}"}`,
    ['spec.hostNetwork: true -> false'],
  ],
  [
    'items of a list merge by their key, and new ones come last',
    `- patchType: ApplyConfiguration
  applyConfiguration:
    expression: >
      Object{spec: Object.spec{containers: [
        Object.spec.containers{name: "proxy", image: "proxy:2"}, Object.spec.containers{name: "new", image: "new:1"}]}}`,
    [
      'spec.containers[name=proxy].image: "proxy:1" -> "proxy:2"',
      'spec.containers[name=new]: nothing -> {"image":"new:1","name":"new"}',
    ],
  ],
  [
    'labels merge one by one',
    `- patchType: ApplyConfiguration
  applyConfiguration: {expression: 'Object{metadata: Object.metadata{labels: {"tier": "front"}}}'}`,
    ['metadata.labels.tier: nothing -> "front"'],
  ],
  [
    'a JSON patch, with a key that must be escaped',
    `- patchType: JSONPatch
  jsonPatch:
    expression: >
      [JSONPatch{op: "add", path: "/metadata/labels/" + jsonpatch.escapeKey("example.com/tier"), value: "front"},
       JSONPatch{op: "remove", path: "/spec/hostNetwork"}]`,
    ['metadata.labels["example.com/tier"]: nothing -> "front"', 'spec.hostNetwork: true -> nothing'],
  ],
  [
    'a test that does not hold changes nothing',
    `- patchType: JSONPatch
  jsonPatch:
    expression: >
      [JSONPatch{op: "test", path: "/metadata/name", value: "other"}, JSONPatch{op: "remove", path: "/spec/hostNetwork"}]`,
    [],
  ],
  [
    'the second mutation sees what the first one made',
    `- patchType: ApplyConfiguration
  applyConfiguration: {expression: 'Object{metadata: Object.metadata{labels: {"a": "1"}}}'}
- patchType: ApplyConfiguration
  applyConfiguration: {expression: 'Object{metadata: Object.metadata{labels: {"b": object.metadata.labels["a"] + "2"}}}'}`,
    ['metadata.labels.a: nothing -> "1"', 'metadata.labels.b: nothing -> "12"'],
  ],
];

for (const [name, mutations, edits] of cases) {
  test(name, () => {
    const { findings, effects } = judge(compile([policy(mutations), binding]), pod);
    assert.deepEqual(
      findings.map(({ status }) => status),
      ['pass'],
      JSON.stringify(findings),
    );
    const said = effects.flatMap((effect) =>
      effect.kind === 'patch'
        ? effect.edits.map(({ path, before, after }) => `${path}: ${sayValue(before)} -> ${sayValue(after)}`)
        : [],
    );
    assert.deepEqual(said.toSorted(), edits.toSorted());
  });
}

const sayValue = (value: { readonly kind: 'absent' } | { readonly kind: 'value'; readonly value: Json }): string =>
  value.kind === 'absent' ? 'nothing' : JSON.stringify(sortKeys(value.value));

const sortKeys = (value: Json): Json =>
  isJsonObject(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value;

const wrong: readonly (readonly [name: string, mutations: string, said: RegExp])[] = [
  [
    'a list that is replaced whole is refused',
    `- patchType: ApplyConfiguration
  applyConfiguration: {expression: 'Object{spec: Object.spec{containers: [Object.spec.containers{name: "app", args: ["x"]}]}}'}`,
    /^error deny: error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: \.spec\.containers\[0\]\.args$/,
  ],
  [
    'an object that is taken as one is refused',
    `- patchType: ApplyConfiguration
  applyConfiguration:
    expression: >
      Object{spec: Object.spec{volumes: [Object.spec.volumes{name: "v", csi: Object.spec.volumes.csi{
        driver: "d", nodePublishSecretRef: Object.spec.volumes.csi.nodePublishSecretRef{name: "s"}}}]}}`,
    /^error deny: error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: \.spec\.volumes\[0\]\.csi\.nodePublishSecretRef$/,
  ],
  [
    'a map that is taken as one is refused',
    `- patchType: ApplyConfiguration
  applyConfiguration: {expression: 'Object{spec: Object.spec{nodeSelector: {"a": "b"}}}'}`,
    /^error deny: error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: \.spec\.nodeSelector$/,
  ],
  [
    'a part that does not name its path is refused',
    `- patchType: ApplyConfiguration
  applyConfiguration: {expression: 'Object{spec: Object.metadata{}}'}`,
    /^error deny: type mismatch: unexpected type name/,
  ],
  [
    'a path that is not there is an error',
    `- patchType: JSONPatch
  jsonPatch: {expression: '[JSONPatch{op: "remove", path: "/spec/nothing"}]'}`,
    /^error deny: JSON Patch: error in remove for path: '\/spec\/nothing': Unable to remove nonexistent key: nothing: missing value$/,
  ],
  [
    'a path through what is not there is an error',
    `- patchType: JSONPatch
  jsonPatch: {expression: '[JSONPatch{op: "add", path: "/spec/nothing/deeper", value: 1}]'}`,
    /^error deny: JSON Patch: add operation does not apply: doc is missing path: "\/spec\/nothing\/deeper": missing value$/,
  ],
  [
    'an index past the end is an error',
    `- patchType: JSONPatch
  jsonPatch: {expression: '[JSONPatch{op: "add", path: "/spec/containers/9", value: "x"}]'}`,
    /^error deny: JSON Patch: error in add for path: '\/spec\/containers\/9': Unable to access invalid index: 9: invalid index referenced$/,
  ],
  [
    'an operation that is none is an error',
    `- patchType: JSONPatch
  jsonPatch: {expression: '[JSONPatch{op: "erase", path: "/spec"}]'}`,
    /^error deny: JSON Patch: Unexpected kind: erase$/,
  ],
  [
    'a field that the kind does not have is refused',
    `- patchType: ApplyConfiguration
  applyConfiguration: {expression: 'Object{spec: Object.spec{containers: [Object.spec.containers{name: "app", imag: "x"}]}}'}`,
    /^error deny: error applying patch: failed to convert patch object to typed object: \.spec\.containers\[name="app"\]\.imag: field not declared in schema$/,
  ],
  [
    'a text where a number belongs is refused',
    `- patchType: ApplyConfiguration
  applyConfiguration: {expression: 'Object{spec: Object.spec{terminationGracePeriodSeconds: "5"}}'}`,
    /^error deny: error applying patch: failed to convert patch object to typed object: \.spec\.terminationGracePeriodSeconds: expected numeric \(int or float\), got string$/,
  ],
];

for (const [name, mutations, said] of wrong) {
  test(name, () => {
    const judged = judge(compile([policy(mutations), binding]), pod);
    assert.match(say(judged)[0] ?? '', said);
    assert.deepEqual(judged.effects, []);
  });
}

test('what the effects say, applied to what was written, is what the policy makes', () => {
  const { effects } = judge(
    compile([
      policy(`- patchType: JSONPatch
  jsonPatch: {expression: '[JSONPatch{op: "add", path: "/spec/containers/0", value: Object.spec.containers{name: "first", image: "f:1"}}]'}`),
      binding,
    ]),
    pod,
  );
  const [effect] = effects;
  const changed = effect?.kind === 'patch' ? applyEdits(pod.object, effect.edits) : {};
  const containers = isJsonObject(changed['spec']) ? changed['spec']['containers'] : [];
  assert.deepEqual(Array.isArray(containers) && containers.map((item) => (isJsonObject(item) ? item['name'] : '')), [
    'first',
    'app',
    'proxy',
  ]);
});

const scalar = fc.constantFrom<Json>(null, true, 1, 'a', 'b');
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'name', 'c/d'), tie('json'), { maxKeys: 3 }),
  ),
}));
const object = fc.dictionary(fc.constantFrom('a', 'b', 'name', 'c/d'), json, {
  maxKeys: 4,
}) as fc.Arbitrary<JsonObject>;

test('the edits between two objects make the one of the other', () => {
  fc.assert(
    fc.property(object, object, (before, after) => isEqualJson(applyEdits(before, toEdits(before, after)), after)),
  );
});

test('no JSON patch throws, whatever it is made of', () => {
  const operation = fc.record({
    op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'),
    path: fc.constantFrom('', '/a', '/a/0', '/a/-', '/b/a', '/c~1d', 'a', '/a/-1', '/a/b/c'),
    from: fc.constantFrom('', '/a', '/b/0', 'x'),
    value: fc.option(json, { nil: undefined }),
  });
  fc.assert(
    fc.property(
      object,
      fc.array(operation, { maxLength: 4 }),
      (given, operations) => void applyJsonPatch(given, operations),
    ),
  );
});

// The answers of the real API server, for containers named by letters.
const orders: readonly (readonly [old: string, applied: string, merged: string])[] = [
  ['ab', 'c', 'abc'],
  ['ab', 'cb', 'acb'],
  ['a', 'ba', 'ba'],
  ['abc', 'ca', 'bca'],
  ['ab', 'ab', 'ab'],
  ['', 'ba', 'ba'],
];

for (const [old, applied, merged] of orders) {
  test(`of ${old || 'nothing'} and ${applied} comes ${merged}`, () => {
    const toObject = (names: string): JsonObject => ({
      spec: { containers: Array.from(names).map((name) => ({ name })) },
    });
    const made = applyConfiguration(toObject(old), toObject(applied), { group: '', version: 'v1', kind: 'Pod' });
    assert.ok(made.kind === 'applied');
    assert.deepEqual(made.object, toObject(merged));
  });
}
