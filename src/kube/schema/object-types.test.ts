/** The types of fields as the API server's own type check was seen to name them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderType } from '../../lang/cel/type.ts';
import { type ObjectTypes, objectTypesFor, objectTypesOfSchema } from './object-types.ts';

/** Follows fields and, for `[]`, what a list or a map holds. */
const typeAt = ({ type, provider }: ObjectTypes, path: string): string => {
  let current = type;
  for (const step of path.split(' ')) {
    if (step === '[]') {
      assert.ok(current.kind === 'list' || current.kind === 'map', `${renderType(current)} holds nothing`);
      current = current.kind === 'list' ? current.element : current.value;
      continue;
    }
    const found = current.kind === 'object' ? provider.findField(current.name, step) : undefined;
    if (found === undefined) return `no field ${step}`;
    current = found;
  }
  return renderType(current);
};

const cases: readonly (readonly [group: string, version: string, kind: string, path: string, type: string])[] = [
  ['', 'v1', 'Pod', 'spec', 'Pod.spec'],
  ['', 'v1', 'Pod', 'spec containers', 'list(Pod.spec.containers.@idx)'],
  ['', 'v1', 'Pod', 'spec containers [] name', 'string'],
  ['', 'v1', 'Pod', 'spec containers [] resources limits', 'no field limits'],
  ['', 'v1', 'Pod', 'spec containers [] livenessProbe httpGet port', 'dyn'],
  ['', 'v1', 'Pod', 'spec imaginary', 'no field imaginary'],
  ['', 'v1', 'Pod', 'metadata namespace', 'string'],
  ['', 'v1', 'Pod', 'metadata __namespace__', 'string'],
  ['', 'v1', 'Pod', 'metadata labels', 'map(string, string)'],
  ['', 'v1', 'Pod', 'metadata creationTimestamp', 'google.protobuf.Timestamp'],
  ['', 'v1', 'Pod', 'metadata managedFields [] fieldsV1', 'Pod.metadata.managedFields.@idx.fieldsV1'],
  ['', 'v1', 'Secret', 'data', 'map(string, bytes)'],
  ['apps', 'v1', 'ControllerRevision', 'data', 'ControllerRevision.data'],
  ['coordination.k8s.io', 'v1', 'Lease', 'spec acquireTime', 'google.protobuf.Timestamp'],
  [
    'autoscaling',
    'v2',
    'HorizontalPodAutoscaler',
    'spec metrics [] resource target averageValue',
    'no field averageValue',
  ],
  [
    'networking.k8s.io',
    'v1',
    'NetworkPolicy',
    'spec ingress [] from',
    'list(NetworkPolicy.spec.ingress.@idx.from.@idx)',
  ],
  [
    'apiextensions.k8s.io',
    'v1',
    'CustomResourceDefinition',
    'spec versions [] schema openAPIV3Schema properties [] properties',
    'no field properties',
  ],
];

for (const [group, version, kind, path, type] of cases)
  test(`in a ${kind}, ${path.replaceAll(' ', '.')} is ${type}`, () => {
    const types = objectTypesFor(group, version, kind);
    assert.ok(types !== undefined);
    assert.equal(typeAt(types, path), type);
  });

test('a version the server does not have has no types', () => {
  assert.equal(objectTypesFor('apps', 'v1beta1', 'Deployment'), undefined);
});

test('fields of a custom object have the types of its schema', () => {
  const types = objectTypesOfSchema('Probe', {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          port: { 'x-kubernetes-int-or-string': true },
          'a-b': { type: 'array', items: { type: 'string', format: 'byte' } },
          since: { type: 'string', format: 'date-time' },
          limits: { type: 'object', additionalProperties: { type: 'number' } },
          any: { 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    },
  });
  assert.deepEqual(
    ['spec port', 'spec a__dash__b', 'spec since', 'spec limits', 'spec any', 'metadata name', 'kind'].map((path) =>
      typeAt(types, path),
    ),
    ['dyn', 'list(bytes)', 'google.protobuf.Timestamp', 'map(string, double)', 'no field any', 'string', 'string'],
  );
});
