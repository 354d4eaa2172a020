/** What policies ask of the API server, answered from what was read of an estate. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer, Request } from '../../model/request.ts';
import type { Resource } from '../../model/resource.ts';
import { createFacts } from './facts.ts';
import { readGlobalContext } from './global-context.ts';

const origin = { kind: 'file', file: 'a.yaml', document: 0, item: null, start: 0, end: 1 } as const;

const toResource = (
  apiVersion: string,
  kind: string,
  namespace: string | null,
  name: string,
  more: JsonObject = {},
): Resource => ({
  ref: { apiVersion, kind, namespace, name },
  object: { apiVersion, kind, metadata: { name, ...(namespace === null ? {} : { namespace }) }, ...more },
  origin,
});

const entry = (name: string, spec: JsonObject): Resource =>
  toResource('kyverno.io/v2beta1', 'GlobalContextEntry', null, name, { spec });

const handed = [
  entry('maps', {
    kubernetesResource: { version: 'v1', resource: 'configmaps', namespace: 'shop' },
    projections: [{ name: 'names', jmesPath: '[].metadata.name' }],
  }),
  entry('outside', { apiCall: { service: { url: 'https://a.example' } } }),
];

const globalContext = await readGlobalContext(handed);

const ask = (request: Request): Answer | undefined => {
  const facts = createFacts({ rules: [], asked: [{ group: '', kind: 'ConfigMap' }], globalContext }, handed, {
    now: '2026-11-23T12:00:00Z',
    random: (bytes) => 'a'.repeat(2 * bytes),
  });
  for (const [namespace, name] of [
    ['shop', 'one'],
    ['shop', 'two'],
    ['bank', 'one'],
  ] as const)
    facts.note(toResource('v1', 'ConfigMap', namespace, name));
  facts.end();
  return facts.answer(request, { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web', origin });
};

const names = (answer: Answer | undefined): Json | string => {
  if (answer?.kind !== 'value') return answer?.kind === 'refused' ? answer.why : (answer?.kind ?? 'waits');
  const { value } = answer;
  const items = Array.isArray(value) ? value : ((value as JsonObject)['items'] ?? value);
  return (Array.isArray(items) ? items : [items]).map((item: Json) =>
    typeof item === 'string' ? item : (((item as JsonObject)['metadata'] as JsonObject)['name'] ?? null),
  );
};

const get = (path: string): Request => ({ kind: 'api-call', method: 'GET', path, body: null });

const cases: readonly (readonly [string, Request, Json])[] = [
  [
    'an object by its name',
    { kind: 'object', apiVersion: 'v1', objectKind: 'ConfigMap', namespace: 'shop', name: 'one' },
    ['one'],
  ],
  [
    'an object that was not read',
    { kind: 'object', apiVersion: 'v1', objectKind: 'ConfigMap', namespace: 'shop', name: 'x' },
    'absent',
  ],
  ['a path of a list', get('/api/v1/namespaces/shop/configmaps'), ['one', 'two']],
  ['a list of all namespaces', get('/api/v1/configmaps?fieldSelector=metadata.name%3Done'), ['one', 'one']],
  ['a path of one object', get('/api/v1/namespaces/bank/configmaps/one'), ['one']],
  [
    'a path of a kind nobody knows',
    get('/apis/a.example/v1/things'),
    'nobody here knows which kind things of a.example is',
  ],
  ['a path of no objects', get('/healthz'), '/healthz is no path of objects, and nothing else is answered here'],
  ['an entry of the global context', { kind: 'global-context', name: 'maps', projection: null }, ['one', 'two']],
  ['a projection of it', { kind: 'global-context', name: 'maps', projection: 'names' }, ['one', 'two']],
  [
    'a projection there is not',
    { kind: 'global-context', name: 'maps', projection: 'x' },
    'the entry has no projection x',
  ],
  [
    'an entry kept from outside',
    { kind: 'global-context', name: 'outside', projection: null },
    'what the GlobalContextEntry outside keeps comes from outside, and nothing is fetched',
  ],
  [
    'an entry there is not',
    { kind: 'global-context', name: 'x', projection: null },
    'there is no GlobalContextEntry x beside the policies',
  ],
  ['an image', { kind: 'image', reference: 'nginx' }, 'no registry is asked about the image nginx'],
  [
    'a service',
    { kind: 'http', method: 'GET', url: 'https://a.example', body: null },
    'nothing is fetched from https://a.example',
  ],
];

for (const [name, request, expected] of cases) test(name, () => assert.deepEqual(names(ask(request)), expected));

test('the time and random bytes are the ones handed in', () => {
  assert.deepEqual(ask({ kind: 'time' }), { kind: 'value', value: '2026-11-23T12:00:00Z' });
  assert.deepEqual(ask({ kind: 'random', bytes: 2 }), { kind: 'value', value: 'aaaa' });
});

test('a posted review of access is answered from grants', () => {
  const body = JSON.stringify({ spec: { user: 'alice', resourceAttributes: { verb: 'get', resource: 'pods' } } });
  const answer = ask({
    kind: 'api-call',
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    body,
  });
  const status = answer?.kind === 'value' ? (answer.value as JsonObject)['status'] : null;
  assert.equal((status as JsonObject)['allowed'], false);
});

test('custom kinds are known by their definitions, or by the objects of a group that is asked for', () => {
  const facts = createFacts({ rules: [], asked: [{ group: 'example.com', kind: '*' }] }, []);
  facts.note(toResource('example.com/v1', 'Thing', 'shop', 'one'));
  facts.note(toResource('other.example/v1', 'Thing', 'shop', 'two'));
  facts.end();
  const answerTo = (path: string) =>
    names(facts.answer(get(path), { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web', origin }));
  assert.deepEqual(answerTo('/apis/example.com/v1/namespaces/shop/things'), ['one']);
  assert.equal(answerTo('/apis/example.com/v1/namespaces/shop/things/two'), 'absent');
  assert.equal(answerTo('/apis/other.example/v1/things'), 'nobody here knows which kind things of other.example is');
});
