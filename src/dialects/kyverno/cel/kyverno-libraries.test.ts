/** Kyverno's own answers to expressions over its libraries, in the environment of each kind of policy. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compileExpression } from '../../../lang/cel/compile-expression.ts';
import { renderDuration, renderTimestamp } from '../../../lang/cel/standard/timestamps.ts';
import { renderGoFloat } from '../../../lang/go/render-float.ts';
import { renderType } from '../../../lang/cel/type.ts';
import { typeNameOf } from '../../../lang/cel/value-type.ts';
import {
  DoubleValue,
  DurationValue,
  EvaluationFault,
  MapValue,
  OptionalValue,
  TimestampValue,
  UintValue,
  type Value,
} from '../../../lang/cel/value.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { Answer, Request } from '../../../model/request.ts';
import {
  createKyvernoEnvironment,
  createMatchImageEnvironment,
  type KyvernoPolicyKind,
} from './create-kyverno-environment.ts';
import { createKyvernoVariableTypes } from './kyverno-variables.ts';
import { toKyvernoSlots, toKyvernoValues } from './kyverno-values.ts';
import type { KyvernoWorld } from './kyverno-world.ts';

interface GoldenCase {
  readonly kind: KyvernoPolicyKind | 'ref';
  readonly namespace?: string;
  readonly expression: string;
  readonly type?: string;
  readonly value?: Json;
  readonly fault?: string;
  readonly defect?: string;
  readonly generated?: Json;
}

const golden = JSON.parse(readFileSync(new URL('kyverno-libraries.golden.json', import.meta.url), 'utf8')) as {
  readonly subject: {
    readonly resources: readonly JsonObject[];
    readonly images: JsonObject;
    readonly globals: JsonObject;
    readonly http: JsonObject;
    readonly object: JsonObject;
    readonly request: JsonObject;
    readonly namespaceObject: JsonObject;
  };
  readonly cases: readonly GoldenCase[];
};

const { resources, images, globals, http, object, request: admission, namespaceObject } = golden.subject;

const toAnswer = (value: Json | undefined): Answer =>
  value === undefined ? { kind: 'absent' } : { kind: 'value', value };

const metadataOf = (resource: JsonObject): JsonObject =>
  isJsonObject(resource['metadata']) ? resource['metadata'] : {};

const isOf = (resource: JsonObject, apiVersion: string, kind: string, namespace: string | null): boolean =>
  resource['apiVersion'] === apiVersion &&
  resource['kind'] === kind &&
  (metadataOf(resource)['namespace'] ?? null) === namespace;

const answer = (request: Request): Answer | undefined => {
  switch (request.kind) {
    case 'object':
      return toAnswer(
        resources.find(
          (each) =>
            isOf(each, request.apiVersion, request.objectKind, request.namespace) &&
            metadataOf(each)['name'] === request.name,
        ),
      );
    case 'list':
      return toAnswer(
        resources.filter((each) => isOf(each, request.apiVersion, request.objectKind, request.namespace)),
      );
    case 'image':
      return toAnswer(images[request.reference]);
    case 'global-context': {
      const entry = globals[request.name];
      return toAnswer(
        request.projection === null ? entry : isJsonObject(entry) ? entry[request.projection] : undefined,
      );
    }
    case 'http':
      return Object.hasOwn(http, request.url) || Object.hasOwn(http, `${request.method}:${request.url}`)
        ? toAnswer(http[`${request.method}:${request.url}`] ?? http[request.url])
        : undefined;
    case 'time':
      return { kind: 'value', value: '2026-01-02T03:04:05Z' };
    case 'random':
      return { kind: 'value', value: '00112233445566778899aabbccddeeff' };
    default:
      return undefined;
  }
};

/** As the golden answers write values. */
const render = (value: Value): unknown => {
  if (value === null || typeof value !== 'object') {
    return typeof value === 'number' && !Number.isSafeInteger(value) ? { double: renderGoFloat(value) } : value;
  }
  if (value instanceof DoubleValue) return { double: renderGoFloat(value.double) };
  if (value instanceof UintValue) return { type: 'uint' };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (value instanceof OptionalValue) {
    return value.content === undefined ? { none: true } : { some: render(value.content) };
  }
  if (value instanceof TimestampValue) return { 'google.protobuf.Timestamp': renderTimestamp(value) };
  if (value instanceof DurationValue) return { 'google.protobuf.Duration': renderDuration(value) };
  if (Array.isArray(value)) return value.map((item: Value) => render(item));
  if (value instanceof MapValue) {
    return Object.fromEntries(Array.from(value.entries.values(), ([key, item]) => [key as string, render(item)]));
  }
  if (typeNameOf(value) !== 'map') return { type: typeNameOf(value) };
  return Object.fromEntries(Object.entries(value as Record<string, Value>).map(([key, item]) => [key, render(item)]));
};

const run = ({ kind, namespace = '', expression }: GoldenCase): Omit<GoldenCase, 'kind' | 'expression'> => {
  const environment =
    kind === 'ref'
      ? createMatchImageEnvironment()
      : createKyvernoVariableTypes().extend(
          createKyvernoEnvironment({ policyKind: kind, isNamespaced: namespace !== '', isJson: false }),
        );
  const compiled = compileExpression(expression, environment);
  if (compiled.kind === 'defects') return { defect: compiled.defects[0]?.message ?? '' };
  const { program } = compiled;
  const generated: JsonObject[] = [];
  const world: KyvernoWorld = {
    answer,
    namespace,
    unverified: 'error',
    matchesImage: () => true,
    generate: (made) => void generated.push(made),
  };
  const slots = toKyvernoSlots(environment);
  const values =
    kind === 'ref'
      ? ['ghcr.io/a/b:1']
      : toKyvernoValues(
          slots,
          {
            object,
            oldObject: null,
            request: admission,
            namespaceObject,
            exceptions: { allowedImages: ['a'], allowedValues: [] },
            images: { containers: ['nginx'] },
            attestors: {},
            attestations: {},
          },
          world,
        );
  const type = renderType(program.type);
  const value = program.evaluate(values, { spent: 0, limit: 1_000_000 });
  if (value instanceof EvaluationFault) return { type, fault: value.message };
  return {
    type,
    value: render(value) as Json,
    ...(generated.length === 0 ? {} : { generated }),
  };
};

/** Why an answer here is another one, and to which expressions. */
const gaps: readonly (readonly [why: string, expressions: readonly string[]])[] = [
  [
    'YAML is read by one reader everywhere here, which says in its own words what is wrong',
    ['yaml.parse("a: b: c")', 'yaml.parse("{")', 'yaml.parse("a: .inf")', 'yaml.parse("\\ta: 1")'],
  ],
  [
    'refused before anybody connects, so without what a connection adds to the message',
    [
      "http.get('http://127.0.0.1/x')",
      "http.get('http://169.254.169.254/latest')",
      "http.get('http://[::1]/x')",
      "http.get('http://10.0.0.1:8080/x')",
      "http.get('http://[::ffff:127.0.0.1]/')",
      "http.get('http://[2002:7f00:1::]/')",
      "http.get('ftp://8.8.8.8/')",
      "http.get('')",
    ],
  ],
  [
    'Kyverno stumbles over itself: a type it did not register, a conversion it did not guard',
    [
      "type(image('nginx'))",
      "http.client('').get('https://api.example.com/a').ok",
      'exceptions.allowedImages',
      "listObjToMap([{'n':'a'}],['b'],'n','v')",
      "listObjToMap(['x'],[{'v':1}],'n','v')",
    ],
  ],
  ['these are calls on a value no expression names, and say so', ['time.now(1)', 'random(1)']],
  ['no object of a cluster is a message of Protocol Buffers', ['proto.hasExt(object, a.b)']],
  ['a quantity has no form in JSON here', ["json.marshal(quantity('1Gi'))"]],
  ['which entries could have no projection is not told apart', ["globalContext.get('list','p')"]],
];

const gapOf = ({ kind, expression }: GoldenCase): string | undefined =>
  kind === 'ValidatingPolicy' && expression === 'exceptions.allowedImages'
    ? undefined
    : gaps.find(([, expressions]) => expressions.includes(expression))?.[0];

for (const each of golden.cases) {
  const { kind, namespace, expression, ...expected } = each;
  const gap = gapOf(each);
  test(
    `${kind}${namespace === undefined ? '' : ` of ${namespace}`}: ${expression}`,
    gap === undefined ? {} : { expectFailure: gap },
    () => {
      assert.deepEqual(run(each), expected);
    },
  );
}
