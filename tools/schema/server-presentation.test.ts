/** Objects are presented as the real API server shows them to its webhooks, and refused where it refuses them. */

import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import * as fc from 'fast-check';
import type { StructuralSchema } from '../../src/kube/schema/custom-object.ts';
import { type PresentOptions, presentObject, type Presented } from '../../src/kube/schema/present-object.ts';
import { findTypeOfKind, readType, servedKinds } from '../../src/kube/schema/read-types.ts';
import { parseYaml } from '../../src/lang/yaml/read-yaml.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import type { ControlPlane, RunningControlPlane } from '../control-plane/start-control-plane.ts';
import { type AdmissionRecorder, openAdmissionRecorder, type RecorderOptions } from './admission-recorder.ts';
import { compareObjects } from './compare-objects.ts';
import { randomObject } from './random-object.ts';
import { isAtomicField, isAtomicType } from '../../src/kube/schema/atomic-types.ts';
import { readOpenApi, startWithAllVersions } from './read-open-api.ts';

const options: PresentOptions = {
  version: null,
  namespace: 'default',
  stage: 'mutating',
  admissionPlugins: true,
  schema: null,
};

let started: Promise<ControlPlane> | undefined;

/** One of its own: the shared one does not serve every version. */
const usePlane = async (context: TestContext): Promise<RunningControlPlane | undefined> => {
  started ??= startWithAllVersions();
  const plane = await started;
  if (plane.kind === 'running') return plane;
  context.skip(plane.why);
  return undefined;
};

after(async () => {
  const plane = await started;
  if (plane?.kind === 'running') await plane.stop();
});

test('the data has every field, default, merge key and requirement the server publishes', async (context) => {
  const plane = await usePlane(context);
  if (plane === undefined) return;
  const published = await readOpenApi(plane);
  const kinds = new Set(servedKinds());
  const missing = [...published.kinds].filter((kind) => !kinds.has(kind) && !withoutMetadata.test(kind));
  assert.deepEqual(missing, [], 'run `npm run schema`');
  for (const [name, fields] of published.types) {
    const type = typeNameOf(name);
    const known = type === undefined ? undefined : readKnown(type);
    if (known === undefined) continue;
    assert.deepEqual(known.fields.map((field) => field.name).toSorted(), [...fields.keys()].toSorted(), name);
    assert.equal(isAtomicType(known.name), published.atomicTypes.has(name), `${name} is taken as one`);
    for (const field of known.fields) {
      const property = fields.get(field.name);
      assert.equal(field.mergeKeys.join(','), property?.keys, `${name}.${field.name}`);
      assert.equal(field.required, property?.required, `${name}.${field.name}`);
      assert.equal(isAtomicField(known.name, field.name), property?.isAtomic, `${name}.${field.name} is taken as one`);
      if (field.default !== undefined)
        assert.equal(JSON.stringify(field.default), property?.default, `${name}.${field.name}`);
    }
  }
});

/** What is asked for and never kept. */
const withoutMetadata = /Options$|\/Scale$/;

const typeNameOf = (openApiName: string): string | undefined => {
  const [, name] = /^io\.k8s\.(?:api\.|apimachinery\.pkg\.apis\.)(.*)$/.exec(openApiName) ?? [];
  return name?.replace('.', '/');
};

const readKnown = (name: string): ReturnType<typeof readType> | undefined => {
  try {
    return readType(name);
  } catch {
    return undefined;
  }
};

test('random objects of every kind are presented, or refused, as by the server', async (context) => {
  const plane = await usePlane(context);
  if (plane === undefined) return;
  const recorder = await useRecorder(context, plane, { apiGroups: ['*'], apiVersions: ['*'], stage: 'mutating' });
  for (const served of servedKinds()) {
    const [group = '', version = '', kind = ''] = served.split('/');
    if (neverKept.test(kind) || group === 'admissionregistration.k8s.io') continue;
    for (const mistakes of [0, 25])
      for (const object of fc.sample(randomObject({ group, version, kind, mistakes }), { numRuns: 6, seed: 6 }))
        await assertSame(recorder, freeze(object), options);
  }
});

const useRecorder = async (
  context: TestContext,
  plane: RunningControlPlane,
  what: RecorderOptions,
): Promise<AdmissionRecorder> => {
  const recorder = await openAdmissionRecorder(plane, what);
  context.after(() => recorder.close());
  return recorder;
};

/** Webhooks are not asked about these, or what they answer is all there is of them. */
const neverKept = /Review$|^TokenRequest$|^Binding$|^Eviction$|^APIService$/;

test('real manifests are presented as by the server', async (context) => {
  const plane = await usePlane(context);
  if (plane === undefined) return;
  const recorder = await useRecorder(context, plane, { apiGroups: ['*'], apiVersions: ['*'], stage: 'validating' });
  const objects = readManifests();
  const accounts = objects.flatMap(({ kind, spec }) =>
    kind === 'Pod' && isJsonObject(spec) && typeof spec.serviceAccountName === 'string'
      ? [spec.serviceAccountName]
      : [],
  );
  for (const name of accounts)
    await plane.request('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name } });
  let compared = 0;
  for (const object of objects)
    if (await assertSame(recorder, object, { ...options, stage: 'validating' })) compared += 1;
  assert.ok(compared > 40, `only ${compared} objects reached admission`);
});

const readManifests = (): readonly JsonObject[] => {
  const root = join(import.meta.dirname, '../..');
  const patterns = [`${root}/examples/**/*.{yaml,yml}`, `${root}/../shared/real/**/*.{yaml,yml}`];
  const texts = patterns
    .flatMap((pattern) => globSync(pattern))
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split(/^---.*$/m));
  return texts.flatMap((text) => {
    const read = parseYaml(text);
    if (read.kind !== 'value' || !isJsonObject(read.value)) return [];
    const items = isJsonArray(read.value.items) ? read.value.items.filter(isJsonObject) : [read.value];
    return items.filter(isBuiltIn).map(inDefault);
  });
};

const isBuiltIn = ({ apiVersion, kind }: JsonObject): boolean => {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return false;
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  return group !== 'admissionregistration.k8s.io' && findTypeOfKind(group, version, kind) !== undefined;
};

const inDefault = (object: JsonObject): JsonObject => {
  const { namespace, ...metadata } = isJsonObject(object.metadata) ? object.metadata : {};
  return namespace === undefined ? object : { ...object, metadata: { ...metadata, namespace: 'default' } };
};

for (const [from, to] of [
  ['v1', 'v2'],
  ['v2', 'v1'],
] as const)
  test(`an autoscaler written in ${from} is presented to a policy on ${to} as by the server`, async (context) => {
    const plane = await usePlane(context);
    if (plane === undefined) return;
    const recorder = await useRecorder(context, plane, {
      apiGroups: ['autoscaling'],
      apiVersions: [to],
      stage: 'mutating',
    });
    const random = randomObject({ group: 'autoscaling', version: from, kind: 'HorizontalPodAutoscaler', mistakes: 0 });
    for (const { status: _, ...object } of fc.sample(random, { numRuns: 40, seed: 6 }))
      await assertSame(recorder, freeze(object), { ...options, version: to });
  });

test('custom objects are pruned and filled in as by the server', async (context) => {
  const plane = await usePlane(context);
  if (plane === undefined) return;
  const made = await plane.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const recorder = await useRecorder(context, plane, {
    apiGroups: ['*'],
    apiVersions: ['*'],
    stage: 'validating',
    plurals: { Probe: 'probes' },
  });
  const path = '/apis/vauban.test/v1/namespaces/default/probes';
  while ((await plane.request('GET', path)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const written of customObjects) {
    const object = { apiVersion: 'vauban.test/v1', kind: 'Probe', ...written };
    assert.ok(await assertSame(recorder, freeze(object), { ...options, stage: 'validating', schema }));
  }
});

const schema: StructuralSchema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      default: { size: 3 },
      properties: {
        size: { type: 'integer', default: 1 },
        name: { type: 'string', nullable: true, default: 'none' },
        mode: { type: 'string', default: 'fast' },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { a: { type: 'object' } } },
        items: { type: 'array', items: { type: 'object', properties: { a: { type: 'string', default: 'b' } } } },
        map: {
          type: 'object',
          additionalProperties: { type: 'object', properties: { c: { type: 'integer', default: 4 } } },
        },
        port: { 'x-kubernetes-int-or-string': true },
      },
    },
    status: { type: 'object', properties: { phase: { type: 'string' } } },
  },
};

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'probes.vauban.test' },
  spec: {
    group: 'vauban.test',
    scope: 'Namespaced',
    names: { plural: 'probes', kind: 'Probe' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
  },
};

const customObjects: readonly JsonObject[] = [
  { metadata: { name: 'a' } },
  { metadata: { name: 'a', labels: {}, annotations: { a: 'b' }, creationTimestamp: null }, spec: {} },
  { metadata: { name: 'a' }, spec: { mode: null, name: null, unknown: 1, free: { a: { b: 1 }, c: [{}] } }, more: {} },
  {
    metadata: { name: 'a' },
    spec: { items: [{}, { a: 'c', d: 1 }], map: { x: {}, y: { c: 5, z: {} } }, port: 'http' },
  },
  { metadata: { name: 'a', unknown: 1 }, spec: { port: 80 }, status: { phase: 'Ready', unknown: true } },
];

test('unknown fields are those the server names when it is asked to be strict', async (context) => {
  const plane = await usePlane(context);
  if (plane === undefined) return;
  const container = { name: 'a', image: 'nginx', imag: 1, env: [{ name: 'A' }, { nam: 'B' }] };
  const object = {
    apiVersion: 'v1',
    kind: 'PodTemplate',
    metadata: { name: 'a', label: {} },
    spec: {},
    template: { spec: { containers: [container] } },
  };
  const answer = await plane.request(
    'POST',
    '/api/v1/namespaces/default/podtemplates?dryRun=All&fieldValidation=Strict',
    object,
  );
  const { message } = answer.body as { readonly message: string };
  const presented = presentObject(object, options);
  assert.ok(presented.kind === 'presented');
  const named = [...message.matchAll(/unknown field "([^"]*)"/g)].map(([, path = '']) => path);
  assert.deepEqual(presented.unknownFields.toSorted(), named.toSorted());
});

/** True where the server took the object as far as admission. */
const assertSame = async (
  recorder: AdmissionRecorder,
  object: JsonObject,
  presentation: PresentOptions,
): Promise<boolean> => {
  const seen = await recorder.seen(object);
  const presented: Presented = presentObject(object, presentation);
  const text = JSON.stringify(object);
  if (seen.kind === 'refused') {
    // What cannot be read is answered with 400; other refusals come of a closer look, which is not taken here.
    if (seen.status === 400) assert.equal(presented.kind, 'refused', `the server says ${seen.message} of ${text}`);
    return false;
  }
  if (presented.kind === 'refused') assert.fail(`${presented.message} in ${text}, which the server takes`);
  assert.deepEqual(compareObjects(presented.object, seen.object), [], text);
  return true;
};

/** So that a test fails where the input is written to; large integers become what JSON can send. */
const freeze = (object: JsonObject): JsonObject =>
  JSON.parse(
    JSON.stringify(object, (_, value: Json) => (typeof value === 'bigint' ? Number(value) : value)),
    (_, value: Json) => (typeof value === 'object' && value !== null ? Object.freeze(value) : value),
  ) as JsonObject;
