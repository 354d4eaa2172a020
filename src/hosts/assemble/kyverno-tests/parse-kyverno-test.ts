/** Reads the documents of a kyverno-test.yaml: what is wrong in one is told with its line, and that file is not run. */

import { dirname, posix } from 'node:path';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { checkShape, fieldsOf, listOf, type Shape, type ShapeDefect } from './check-shape.ts';
import {
  toText,
  type ApiCallResponse,
  type Expectation,
  type GlobalContextMock,
  type KyvernoTest,
} from './kyverno-test.ts';
import { valuesFields } from './parse-values.ts';

export type TestParse =
  | { readonly kind: 'test'; readonly test: KyvernoTest }
  | { readonly kind: 'defects'; readonly defects: readonly ShapeDefect[] };

export const parseKyvernoTest = (document: Json, file: string): TestParse => {
  const defects = isJsonObject(document)
    ? [...checkShape(document, testShape), ...checkMeaning(document)]
    : [{ message: 'a test is an object with apiVersion cli.kyverno.io/v1alpha1 and kind Test', path: [] }];
  if (defects.length > 0 || !isJsonObject(document)) return { kind: 'defects', defects };
  const payloads = toTexts(document['jsonPayloads']);
  const { metadata, variables, userinfo, context, values } = document;
  return {
    kind: 'test',
    test: {
      file,
      folder: dirname(file),
      name: isJsonObject(metadata) ? toText(metadata['name']) : '',
      policies: distinct(toTexts(document['policies'])),
      resources: distinct(toTexts(document['resources'])),
      jsonPayloads: distinct(
        (payloads.length === 0 ? [toText(document['jsonPayload'])] : payloads)
          .filter((path) => path.trim() !== '')
          .map((path) => posix.normalize(path)),
      ),
      targetResources: toTexts(document['targetResources']),
      paramResources: toTexts(document['paramResources']),
      exceptions: toTexts(document['exceptions']),
      clusterResources: toTexts(document['clusterResources']),
      variables: toText(variables) === '' ? null : toText(variables),
      userinfo: toText(userinfo) === '' ? null : toText(userinfo),
      context: toText(context) === '' ? null : toText(context),
      values: isJsonObject(values) ? values : null,
      apiCallResponses: toObjects(document['apiCallResponses']).map(toResponse),
      globalContextEntries: toObjects(document['globalContextEntries']).map(toMock),
      results: toObjects(document['results']).map(toExpectation),
    },
  };
};

const texts = listOf('text');

const expectationShape = fieldsOf({
  policy: 'text',
  rule: 'text',
  isValidatingAdmissionPolicy: 'flag',
  isMutatingAdmissionPolicy: 'flag',
  isValidatingPolicy: 'flag',
  isDeletingPolicy: 'flag',
  isImageValidatingPolicy: 'flag',
  isGeneratingPolicy: 'flag',
  isMutatingPolicy: 'flag',
  result: 'text',
  kind: 'text',
  operation: 'text',
  patchedResources: 'text',
  generatedResource: 'text',
  generatedResources: texts,
  cloneSourceResource: 'text',
  failOnMissingResources: 'flag',
  resources: texts,
  resourceSpecs: listOf(
    fieldsOf({ group: 'text', version: 'text', kind: 'text', namespace: 'text', subresource: 'text', name: 'text' }),
  ),
});

const testShape: Shape = fieldsOf({
  apiVersion: 'text',
  kind: 'text',
  metadata: 'object',
  name: 'text',
  policies: texts,
  resources: texts,
  jsonPayload: 'text',
  jsonPayloads: texts,
  httpPayloads: texts,
  envoyPayloads: texts,
  targetResources: texts,
  variables: 'text',
  paramResources: texts,
  userinfo: 'text',
  results: listOf(expectationShape),
  values: fieldsOf(valuesFields),
  exceptions: texts,
  context: 'text',
  clusterResources: texts,
  apiCallResponses: listOf(
    fieldsOf({
      url: 'text',
      urlPath: 'text',
      method: 'text',
      response: fieldsOf({ statusCode: 'number', body: 'object' }),
    }),
  ),
  globalContextEntries: listOf(
    fieldsOf({
      name: 'text',
      data: 'object',
      resources: listOf('object'),
      resourceFiles: texts,
      fieldPath: 'text',
      projections: listOf(fieldsOf({ name: 'text', path: 'text' })),
    }),
  ),
});

const operationNames: ReadonlySet<string> = new Set(['CREATE', 'UPDATE', 'DELETE']);

/** What the shape does not say. The first form of the schema was dropped by the reference, too. */
function* checkMeaning(document: JsonObject): Generator<ShapeDefect> {
  for (const field of ['apiVersion', 'kind'])
    if (toText(document[field]) === '')
      yield {
        message: `a test without ${field} is of a schema that is no longer read; write apiVersion: cli.kyverno.io/v1alpha1 and kind: Test`,
        path: [],
      };
  if (toText(document['name']) !== '')
    yield { message: 'name is of a schema that is no longer read; write it as metadata.name', path: ['name'] };
  for (const [index, result] of toObjects(document['results']).entries()) {
    const { operation } = result;
    if (typeof operation !== 'string' || operation === '') continue;
    const path = ['results', index, 'operation'];
    if (!operationNames.has(operation))
      yield { message: `${operation} is no operation; one of CREATE, UPDATE and DELETE`, path };
    else if (result['isDeletingPolicy'] === true)
      yield { message: 'a DeletingPolicy is asked by the clock, not by an operation', path };
  }
  for (const field of ['httpPayloads', 'envoyPayloads'])
    if (toTexts(document[field]).length > 0)
      yield {
        message: 'policies about requests of HTTP and Envoy are not run here: they judge no object',
        path: [field],
      };
  yield* checkResponses(toObjects(document['apiCallResponses']));
  yield* checkMocks(toObjects(document['globalContextEntries']));
}

function* checkResponses(entries: readonly JsonObject[]): Generator<ShapeDefect> {
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const path = ['apiCallResponses', index];
    const url = toText(entry['url']).trim();
    const urlPath = toText(entry['urlPath']).trim();
    const method = toText(entry['method']).trim().toUpperCase();
    const { statusCode, body } = isJsonObject(entry['response']) ? entry['response'] : {};
    if ((url === '') === (urlPath === '')) yield { message: 'a mocked answer has either url or urlPath', path };
    else if (url !== '' && !/^https?:\/\/[^/?#]+/.test(url))
      yield { message: `${url} is no whole URL with http or https and a host`, path: [...path, 'url'] };
    else if (urlPath !== '' && !urlPath.startsWith('/'))
      yield { message: `${urlPath} is no path: it begins with /`, path: [...path, 'urlPath'] };
    if (method !== '' && method !== 'GET' && method !== 'POST')
      yield { message: 'method is GET or POST', path: [...path, 'method'] };
    if (!isJsonObject(body)) yield { message: 'a mocked answer has response.body, an object', path };
    if (typeof statusCode === 'number' && statusCode !== 0 && (statusCode < 100 || statusCode > 599))
      yield { message: `${statusCode} is no status of HTTP`, path: [...path, 'response', 'statusCode'] };
    const key = `${method}:${url}${urlPath}`;
    if (seen.has(key)) yield { message: `${url}${urlPath} is mocked twice`, path };
    seen.add(key);
  }
}

function* checkMocks(entries: readonly JsonObject[]): Generator<ShapeDefect> {
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const path = ['globalContextEntries', index];
    const name = toText(entry['name']).trim();
    if (name === '') yield { message: 'a mocked entry of the global context has a name', path };
    else if (seen.has(name)) yield { message: `${name} is mocked twice`, path };
    seen.add(name);
    const sources = ['data', 'resources', 'resourceFiles'].filter((field) => (entry[field] ?? null) !== null);
    if (sources.length !== 1)
      yield { message: 'a mocked entry has exactly one of data, resources and resourceFiles', path };
    for (const file of toTexts(entry['resourceFiles'])) {
      const clean = posix.normalize(file.trim().replaceAll('\\', '/'));
      if (file.trim() === '' || clean.startsWith('/') || clean === '..' || clean.startsWith('../'))
        yield { message: `resourceFiles are files below the test's folder, which ${file} is not`, path };
    }
    for (const projection of toObjects(entry['projections']))
      if (toText(projection['name']).trim() === '' || toText(projection['path']).trim() === '')
        yield { message: 'a projection has a name and a path', path };
  }
}

const toResponse = (entry: JsonObject): ApiCallResponse => {
  const { statusCode, body } = isJsonObject(entry['response']) ? entry['response'] : {};
  const method = toText(entry['method']).trim().toUpperCase();
  return {
    url: toText(entry['url']).trim() || toText(entry['urlPath']).trim(),
    method: method === 'GET' || method === 'POST' ? method : null,
    statusCode: typeof statusCode === 'number' && statusCode !== 0 ? statusCode : 200,
    body: isJsonObject(body) ? body : {},
  };
};

const toMock = (entry: JsonObject): GlobalContextMock => {
  const { data, resources, resourceFiles } = entry;
  return {
    name: toText(entry['name']).trim(),
    data: isJsonObject(data) ? data : null,
    resources: isJsonArray(resources) ? resources.filter(isJsonObject) : null,
    resourceFiles: isJsonArray(resourceFiles) ? toTexts(resourceFiles) : null,
    fieldPath: toText(entry['fieldPath']),
    projections: toObjects(entry['projections']).map(({ name, path }) => ({ name: toText(name), path: toText(path) })),
  };
};

const toExpectation = (result: JsonObject): Expectation => {
  const { resources, operation } = result;
  const generated = toTexts(result['generatedResources']);
  const one = toText(result['generatedResource']);
  return {
    policy: toText(result['policy']),
    rule: toText(result['rule']),
    result: toText(result['result']),
    resources: isJsonArray(resources) ? toTexts(resources) : null,
    resourceSpecs: toObjects(result['resourceSpecs']).map(({ group, version, namespace, name }) => ({
      group: toText(group),
      version: toText(version),
      namespace: toText(namespace),
      name: toText(name),
    })),
    operation: operation === 'CREATE' || operation === 'UPDATE' || operation === 'DELETE' ? operation : null,
    patchedResources: toText(result['patchedResources']),
    generatedResources: generated.length === 0 && one !== '' ? [one] : generated,
    cloneSourceResource: toText(result['cloneSourceResource']),
    failOnMissingResources: result['failOnMissingResources'] === true,
  };
};

const toObjects = (value: Json | undefined): readonly JsonObject[] =>
  isJsonArray(value) ? value.filter(isJsonObject) : [];

const toTexts = (value: Json | undefined): readonly string[] =>
  isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];

const distinct = (list: readonly string[]): readonly string[] => [...new Set(list)];
