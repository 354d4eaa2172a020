/** What the libraries ask of a host, and what they never ask. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { AnswerNeeded, EvidenceMissing } from '../../../kube/policy/signals.ts';
import { compileExpression } from '../../../lang/cel/compile-expression.ts';
import { EvaluationFault, type Value } from '../../../lang/cel/value.ts';
import type { Answer, Request } from '../../../model/request.ts';
import type { JsonObject } from '../../../model/json.ts';
import { createKyvernoEnvironment, type KyvernoPolicyKind } from './create-kyverno-environment.ts';
import { toKyvernoSlots, toKyvernoValues } from './kyverno-values.ts';
import type { KyvernoWorld } from './kyverno-world.ts';

interface Setting {
  readonly kind?: KyvernoPolicyKind;
  readonly namespace?: string;
  readonly answer?: (request: Request) => Answer | undefined;
  readonly unverified?: 'error' | 'skip';
  readonly images?: readonly string[];
  readonly made?: JsonObject[];
}

const run = (expression: string, setting: Setting = {}): Value | EvaluationFault => {
  const { kind = 'ValidatingPolicy', namespace = '', answer = () => undefined, unverified = 'error' } = setting;
  const environment = createKyvernoEnvironment({
    policyKind: kind,
    isNamespaced: namespace !== '',
    isJson: false,
  });
  const compiled = compileExpression(expression, environment);
  assert.ok(compiled.kind === 'program', JSON.stringify(compiled));
  const world: KyvernoWorld = {
    answer,
    namespace,
    unverified,
    matchesImage: (image) => setting.images === undefined || setting.images.includes(image),
    generate: (object) => void setting.made?.push(object),
  };
  const values = toKyvernoValues(
    toKyvernoSlots(environment),
    {
      object: {},
      oldObject: null,
      request: {},
      namespaceObject: null,
      exceptions: { allowedImages: [], allowedValues: [] },
    },
    world,
  );
  return compiled.program.evaluate(values, { spent: 0, limit: 1_000_000 });
};

const requestOf = (expression: string, setting: Setting = {}): Request => {
  try {
    run(expression, setting);
  } catch (signal) {
    assert.ok(signal instanceof AnswerNeeded);
    return signal.request;
  }
  return assert.fail(`${expression} asks for nothing`);
};

const faultOf = (expression: string, setting: Setting = {}): string => {
  const outcome = run(expression, {
    answer: (request) => assert.fail(`a host is asked for ${JSON.stringify(request)}`),
    ...setting,
  });
  assert.ok(outcome instanceof EvaluationFault);
  return outcome.message;
};

const asked: readonly (readonly [expression: string, request: Request, namespace?: string])[] = [
  [
    "resource.get('apps/v1', 'deployments', 'a', 'web')",
    { kind: 'object', apiVersion: 'apps/v1', objectKind: 'Deployment', namespace: 'a', name: 'web' },
  ],
  [
    "resource.get('v1', 'nodes', '', 'one')",
    { kind: 'object', apiVersion: 'v1', objectKind: 'Node', namespace: null, name: 'one' },
  ],
  [
    "resource.list('v1', 'pods', '', {'b': 'c', 'a': 'x'})",
    { kind: 'list', apiVersion: 'v1', objectKind: 'Pod', namespace: null, selector: 'a=x,b=c' },
  ],
  [
    "resource.get(resource.toGVR('v1', 'ConfigMap'), 'a', 'b')",
    { kind: 'object', apiVersion: 'v1', objectKind: 'ConfigMap', namespace: 'a', name: 'b' },
  ],
  [
    "resource.get('example.com/v1', 'widgets', 'a', 'b')",
    { kind: 'api-call', method: 'GET', path: '/apis/example.com/v1/namespaces/a/widgets/b', body: null },
  ],
  [
    "resource.get('v1', 'pods/status', 'a', 'b')",
    { kind: 'api-call', method: 'GET', path: '/api/v1/namespaces/a/pods/b/status', body: null },
  ],
  [
    "resource.list('example.com/v1', 'widgets', 'a', {'app': 'x'})",
    {
      kind: 'api-call',
      method: 'GET',
      path: '/apis/example.com/v1/namespaces/a/widgets?labelSelector=app%3Dx',
      body: null,
    },
  ],
  [
    "resource.post('authorization.k8s.io/v1', 'subjectaccessreviews', {'spec': {'user': 'a'}})",
    {
      kind: 'api-call',
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      body: '{"spec":{"user":"a"}}',
    },
  ],
  [
    "resource.get('v1', 'configmaps', 'b')",
    { kind: 'object', apiVersion: 'v1', objectKind: 'ConfigMap', namespace: 'shop', name: 'b' },
    'shop',
  ],
  [
    "resource.list('example.com/v1', 'widgets')",
    { kind: 'api-call', method: 'GET', path: '/apis/example.com/v1/namespaces/shop/widgets', body: null },
    'shop',
  ],
  ["http.get('https://example.com/a')", { kind: 'http', method: 'GET', url: 'https://example.com/a', body: null }],
  [
    "http.post('https://example.com/a', {'x': ['y']}, {'B': 'c', 'A': 'd'})",
    {
      kind: 'http',
      method: 'POST',
      url: 'https://example.com/a',
      body: '{"x":["y"]}',
      headers: { A: 'd', B: 'c' },
    },
  ],
  ["image.getMetadata('nginx:1')", { kind: 'image', reference: 'nginx:1' }],
  ["globalContext.get('a')", { kind: 'global-context', name: 'a', projection: null }],
  ["globalContext.get('a', 'p')", { kind: 'global-context', name: 'a', projection: 'p' }],
  ['time.now()', { kind: 'time' }],
  ['random()', { kind: 'random', bytes: 16 }],
];

for (const [expression, request, namespace = ''] of asked) {
  test(`${expression}${namespace === '' ? '' : ` of ${namespace}`} asks the host`, () => {
    assert.deepEqual(requestOf(expression, { namespace }), request);
  });
}

const neverAsked: readonly (readonly [expression: string, namespace: string, why: string])[] = [
  [
    "resource.get('v1', '../../kube-system/secrets', 'a', 'b')",
    '',
    'failed to get resource: invalid resource name ".."',
  ],
  [
    "resource.get('v1/../..', 'pods', 'a', 'b')",
    '',
    'failed to get resource: unexpected GroupVersion string: v1/../..',
  ],
  ["resource.get('v1', 'pods', '..', 'b')", '', 'failed to get resource: invalid resource name ".."'],
  ["resource.get('v1', 'pods', 'a', '../b')", '', 'failed to get resource: invalid resource name "../b"'],
  ["resource.get('v1', 'pods', 'a', '')", '', 'failed to get resource: name is required'],
  ["resource.list('v1', 'pods?limit=1', 'a')", '', 'failed to list resource: invalid resource name "pods?limit=1"'],
  [
    "resource.get('v1', 'nodes', 'one')",
    'shop',
    'failed to get resource: a policy of namespace shop cannot read nodes, which belong to the cluster',
  ],
  [
    "resource.get('v1', 'namespaces', 'other')",
    'shop',
    'failed to get resource: a policy of namespace shop cannot read namespaces, which belong to the cluster',
  ],
  [
    "resource.list('example.com/v1', 'x/../../other/widgets')",
    'shop',
    'failed to list resource: invalid resource name ".."',
  ],
  [
    "resource.post('authorization.k8s.io/v1', 'subjectaccessreviews', {})",
    'shop',
    'failed to create resource: a policy of namespace shop cannot read subjectaccessreviews, which belong to the cluster',
  ],
  [
    "globalContext.get('a')",
    'shop',
    'failed to get global reference: globalContext.* is not allowed in namespaced policies',
  ],
];

for (const [expression, namespace, why] of neverAsked) {
  test(`${expression}${namespace === '' ? '' : ` of ${namespace}`} asks nobody`, () => {
    assert.equal(faultOf(expression, { namespace }), why);
  });
}

test('a call goes nowhere it may not, though what is known of it may be used', () => {
  const nothing = { answer: () => undefined };
  assert.equal(
    faultOf("http.get('http://169.254.169.254/latest/meta-data')", nothing),
    'request failed: connection to 169.254.169.254 blocked: IP 169.254.169.254 falls in blocked range 169.254.0.0/16',
  );
  assert.equal(
    faultOf("http.get('https://example.com/')", { ...nothing, namespace: 'shop' }),
    'request failed: http calls are not allowed in namespaced policies: set --allowHTTPInNamespacedPolicies to enable',
  );
  const known = { answer: (): Answer => ({ kind: 'value', value: { ok: true } }) };
  assert.equal(run("http.get('http://localhost:8080/').ok", known), true);
});

test('what a host refuses is missing, whatever an expression makes of faults', () => {
  const refusing = { answer: (): Answer => ({ kind: 'refused', why: 'nobody may call' }) };
  assert.throws(
    () => run("image.getMetadata('a').b || true", refusing),
    (signal: unknown) =>
      signal instanceof EvidenceMissing &&
      signal.status === 'error' &&
      signal.message === 'The image a could not be looked at: nobody may call.',
  );
});

test('what is not there is null for one object, and a fault for a call', () => {
  const absent = { answer: (): Answer => ({ kind: 'absent' }) };
  assert.equal(run("resource.get('v1', 'pods', 'a', 'b')", absent), null);
  assert.equal(run("globalContext.get('a')", absent), null);
  assert.equal(
    faultOf("http.get('https://example.com/')", absent),
    'request failed: nothing answers https://example.com/',
  );
});

test('signatures are verified by nobody yet, and no image passes for verified', () => {
  const policy = { kind: 'ImageValidatingPolicy', images: ['a'] } as const;
  for (const unverified of ['error', 'skip'] as const) {
    assert.throws(
      () => run("verifyImageSignatures('a', []) > 0 || true", { ...policy, unverified }),
      (signal: unknown) =>
        signal instanceof EvidenceMissing &&
        signal.status === unverified &&
        signal.message === 'The signatures of a are not verified: that is a later step.',
    );
  }
  assert.equal(run("verifyImageSignatures('other', [])", policy), 0);
});

test('two calls of random give two texts, and a second evaluation the same ones', () => {
  const random = { answer: (): Answer => ({ kind: 'value', value: '00ff' }) };
  const twice = "random('[a-z]{12}') + ' ' + random('[a-z]{12}')";
  const made = run(twice, random);
  assert.ok(typeof made === 'string');
  const [first, second] = made.split(' ');
  assert.match(first ?? '', /^[a-z]{12}$/);
  assert.notEqual(first, second);
  assert.equal(run(twice, random), made);
});

test('no pattern makes a text without end', () => {
  const random = { answer: (): Answer => ({ kind: 'value', value: '00ff' }) };
  for (const pattern of ['(a*)*', '((a{100}){100}){100}', '(((x+)+)+)+', '(((((((()*)*)*)*)*)*)*)*']) {
    const made = run(`random('${pattern}')`, random);
    const size = made instanceof EvaluationFault ? 0 : (made as string).length;
    assert.ok(size <= 64 * 1024, pattern);
  }
});

const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024)).toString('base64');

test('no archive unpacks to more than an object may hold', () => {
  const outcome = run(`gzip.decompress(base64.decode('${bomb}'))`);
  assert.ok(outcome instanceof EvaluationFault);
  assert.equal(outcome.message, 'gzip: it unpacks to more than 3145728 bytes');
});

test('what is generated has the namespace it is generated in, and nothing the cluster assigned', () => {
  const made: JsonObject[] = [];
  const object = `{'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': 'a', 'namespace': 'from', 'uid': 'u',
    'resourceVersion': '1', 'ownerReferences': [{'name': 'o'}], 'labels': {'x': 'y'}}}`;
  const role = "{'apiVersion': 'rbac.authorization.k8s.io/v1', 'kind': 'ClusterRole', 'metadata': {'name': 'r'}}";
  assert.equal(run(`generator.apply('to', [${object}, ${role}])`, { kind: 'GeneratingPolicy', made }), true);
  assert.deepEqual(made, [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: { x: 'y' }, namespace: 'to' } },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'r' } },
  ]);
});

test('a namespaced policy generates nothing that belongs to the cluster', () => {
  const made: JsonObject[] = [];
  assert.equal(
    faultOf("generator.apply([{'apiVersion': 'v1', 'kind': 'Namespace', 'metadata': {'name': 'n'}}])", {
      kind: 'GeneratingPolicy',
      namespace: 'shop',
      made,
    }),
    'failed to generate resources: cross-scope generation denied: a policy scoped to namespace "shop" cannot generate cluster-scoped resource v1/Namespace',
  );
  assert.deepEqual(made, []);
});
