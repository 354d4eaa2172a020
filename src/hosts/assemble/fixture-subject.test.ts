/** Where what an AdmissionReview of a fixture is about stands. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import { toFixtureSubject } from './fixture-subject.ts';

const reviewed = (request: JsonObject): unknown => {
  const made = toFixtureSubject({
    ref: { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', namespace: null, name: '' },
    object: { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request },
    origin: { kind: 'file', file: 'a.yaml', document: 0, item: null, start: 0, end: 1 },
  });
  return made.kind === 'defect' ? made.message : made.ref.namespace;
};

const toObject = (apiVersion: string, kind: string, metadata: JsonObject = {}): JsonObject => ({
  operation: 'CREATE',
  object: { apiVersion, kind, metadata },
});

const cases: readonly (readonly [string, JsonObject, string | null])[] = [
  ['a Pod without a namespace', toObject('v1', 'Pod'), ''],
  ['a Pod with one', toObject('v1', 'Pod', { namespace: 'shop' }), 'shop'],
  ['a Pod whose request has one', { ...toObject('v1', 'Pod'), namespace: 'shop' }, 'shop'],
  ['a Node', toObject('v1', 'Node'), null],
  ['a custom object, which may have none', toObject('example.com/v1', 'Widget'), null],
  ['no operation', {}, 'request.operation is one of CREATE, UPDATE, DELETE, CONNECT'],
];

for (const [name, request, expected] of cases) test(name, () => assert.equal(reviewed(request), expected));
