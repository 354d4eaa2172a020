/** Paths of the API server as the questions they ask. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as check, property, string } from 'fast-check';
import { kindOfPlural, parseResourcePath } from './parse-resource-path.ts';

const cases: readonly (readonly [string, string, object | null])[] = [
  ['a list of the core group', '/api/v1/namespaces', { group: '', version: 'v1', resource: 'namespaces', name: null }],
  ['one object', '/api/v1/namespaces/shop', { resource: 'namespaces', namespace: null, name: 'shop' }],
  ['a list in a namespace', '/api/v1/namespaces/shop/pods', { resource: 'pods', namespace: 'shop', name: null }],
  ['one in a namespace', '/api/v1/namespaces/shop/pods/web', { resource: 'pods', namespace: 'shop', name: 'web' }],
  [
    'a subresource of a Namespace',
    '/api/v1/namespaces/shop/status',
    { resource: 'namespaces', name: 'shop', namespace: null, subresource: 'status' },
  ],
  [
    'a group with selectors',
    '/apis/apps/v1/deployments?labelSelector=a%3Db&fieldSelector=metadata.name%3Dx',
    { group: 'apps', resource: 'deployments', labelSelector: 'a=b', fieldSelector: 'metadata.name=x' },
  ],
  ['a slash in front is not asked for', 'api/v1/pods', { resource: 'pods' }],
  ['what is no resource', '/healthz', null],
  ['a group without a version', '/apis/apps', null],
];

for (const [name, path, expected] of cases) {
  test(name, () => {
    const parsed = parseResourcePath(path);
    if (expected === null || parsed === null) assert.equal(parsed, expected);
    else assert.deepEqual({ ...parsed, ...expected }, parsed);
  });
}

test('plurals name kinds', () => assert.equal(kindOfPlural('networking.k8s.io', 'ingresses'), 'Ingress'));

test('no text makes it throw', () => check(property(string(), (text) => void parseResourcePath(`/api/${text}`))));
