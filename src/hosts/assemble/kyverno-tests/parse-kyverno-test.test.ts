/** What is wrong in the files a test is made of, told by path; and no document makes reading them throw. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as check, jsonValue, property, string } from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { renderFieldPath } from '../../../model/field-path.ts';
import { parseKyvernoTest } from './parse-kyverno-test.ts';
import { parseUserFile, parseValuesFile } from './parse-values.ts';
import { parseTestFilter } from './test-filter.ts';

const head = { apiVersion: 'cli.kyverno.io/v1alpha1', kind: 'Test', metadata: { name: 'mine' } };

const told = (document: Json): readonly string[] => {
  const parsed = parseKyvernoTest(document, 'kyverno-test.yaml');
  return parsed.kind === 'test'
    ? []
    : parsed.defects.map(({ message, path }) => `${renderFieldPath(path)}: ${message}`);
};

const cases: readonly (readonly [string, Json, readonly string[]])[] = [
  ['a whole test', { ...head, policies: ['a'], resources: ['b'], results: [{ policy: 'a', result: 'pass' }] }, []],
  ['what is left out by null', { ...head, values: null, results: null }, []],
  [
    'a list in place of a document',
    [],
    [': a test is an object with apiVersion cli.kyverno.io/v1alpha1 and kind Test'],
  ],
  [
    'a field of an expectation',
    { ...head, results: [{ policy: 'a', resource: 'b' }] },
    ['results[0].resource: there is no field resource in results[0]; did you mean resources?'],
  ],
  [
    'the name where it once stood',
    { ...head, name: 'mine' },
    ['name: name is of a schema that is no longer read; write it as metadata.name'],
  ],
  [
    'requests of HTTP',
    { ...head, httpPayloads: ['a.json'] },
    ['httpPayloads: policies about requests of HTTP and Envoy are not run here: they judge no object'],
  ],
  [
    'an operation for what is asked by the clock',
    { ...head, results: [{ policy: 'a', result: 'pass', isDeletingPolicy: true, operation: 'CREATE' }] },
    ['results[0].operation: a DeletingPolicy is asked by the clock, not by an operation'],
  ],
  [
    'a mocked answer without a place and a body',
    { ...head, apiCallResponses: [{ method: 'PUT' }] },
    [
      'apiCallResponses[0]: a mocked answer has either url or urlPath',
      'apiCallResponses[0].method: method is GET or POST',
      'apiCallResponses[0]: a mocked answer has response.body, an object',
    ],
  ],
  [
    'one URL mocked twice',
    {
      ...head,
      apiCallResponses: [
        { url: 'https://a.example/b', response: { body: {} } },
        { url: 'https://a.example/b', response: { body: {} } },
      ],
    },
    ['apiCallResponses[1]: https://a.example/b is mocked twice'],
  ],
  [
    'a mocked entry from outside the folder',
    { ...head, globalContextEntries: [{ name: 'a', resourceFiles: ['x/../../b.yaml'] }] },
    ["globalContextEntries[0]: resourceFiles are files below the test's folder, which x/../../b.yaml is not"],
  ],
  [
    'a mocked entry with two sources',
    { ...head, globalContextEntries: [{ name: 'a', data: {}, resources: [] }] },
    ['globalContextEntries[0]: a mocked entry has exactly one of data, resources and resourceFiles'],
  ],
];

for (const [name, document, expected] of cases) test(name, () => assert.deepEqual(told(document), expected));

test('payloads are named once, without what a path does not need', () => {
  const parsed = parseKyvernoTest({ ...head, jsonPayloads: ['./a.json', 'a.json', ' '] }, 'kyverno-test.yaml');
  assert.deepEqual(parsed.kind === 'test' && parsed.test.jsonPayloads, ['a.json']);
});

test('values: whole namespaces count before labels alone, and a subresource is named by what follows the slash', () => {
  const parsed = parseValuesFile({
    apiVersion: 'cli.kyverno.io/v1alpha1',
    kind: 'Values',
    namespaceSelector: [{ name: 'shop', labels: { env: 'dev' } }],
    namespaces: [{ metadata: { name: 'shop', labels: { env: 'prod' } } }],
    subresources: [
      { subresource: { name: 'deployments/scale', kind: 'Scale' }, parentResource: { kind: 'Deployment' } },
    ],
  });
  assert.ok(parsed.kind === 'values');
  assert.deepEqual(parsed.read.namespaces.get('shop')?.['metadata'], { name: 'shop', labels: { env: 'prod' } });
  assert.equal(parsed.read.values.subresources[0]?.name, 'scale');
});

test('an operation of the values that there is not', () => {
  const parsed = parseValuesFile({ ...head, kind: 'Values', globalValues: { 'request.operation': 'PATCH' } });
  assert.deepEqual(parsed.kind === 'defects' && parsed.defects.map(({ message }) => message), [
    'request.operation PATCH is none of CREATE, UPDATE, DELETE and CONNECT',
  ]);
});

test('no document makes reading it throw, and what is read survives odd keys', () =>
  check(
    property(jsonValue(), string(), (value, text) => {
      const json = value as Json;
      const fields = ['policies', 'values', 'results', 'apiCallResponses', 'globalContextEntries', '__proto__'];
      for (const document of [json, ...fields.map((field) => ({ ...head, [field]: json }))]) {
        parseKyvernoTest(document, 'f');
        parseValuesFile(document);
        parseUserFile(document);
      }
      parseTestFilter(text);
    }),
  ));
