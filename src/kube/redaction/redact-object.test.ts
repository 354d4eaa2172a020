/** What is taken out of an object, and what has to stay for the rules to judge. */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../model/json.ts';
import { redactObject } from './redact-object.ts';

const literal = '<redacted: literal>';

const pod = (container: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'web', image: 'web:1', ...container }] },
});

const changes: readonly (readonly [string, JsonObject, JsonObject])[] = [
  [
    'values of a Secret go, keys, type and empty values stay',
    { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', data: { a: 'aGk=', b: '' }, stringData: { c: 'hi' } },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'Opaque',
      data: { a: '<redacted>', b: '' },
      stringData: { c: '<redacted>' },
    },
  ],
  [
    'managed fields and the copy of the applied object go',
    {
      kind: 'Pod',
      metadata: { managedFields: [{}], annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
    },
    { kind: 'Pod', metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '<redacted>' } } },
  ],
  [
    'a literal under a secret name goes from the environment',
    pod({ env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }),
    pod({ env: [{ name: 'DB_PASSWORD', value: literal }] }),
  ],
  [
    'the value after a flag goes from the command line',
    pod({ args: ['--token', 'abc', '--level', 'info'], command: ['/web', '--password=x'] }),
    pod({ args: ['--token', literal, '--level', 'info'], command: ['/web', `--password=${literal}`] }),
  ],
  [
    'a flag after a flag is no value, and what looks like neither goes',
    pod({ args: ['--token', '--verbose', '--password', '-v', '--token', '--Hunter2', '--secret-key', '-hunter2'] }),
    pod({ args: ['--token', '--verbose', '--password', '-v', '--token', literal, '--secret-key', literal] }),
  ],
  [
    'a file named after secrets goes whole where one line of it may be one',
    {
      kind: 'ConfigMap',
      data: {
        'secrets.yaml': 'provider: vault\ndb: hunter2\n',
        'secrets.json': 'path: x\nname: 4f8Zq0w9Lk2Jx7Vb3Nm1\n',
        'secret.conf': 'path: hunter2',
      },
    },
    { kind: 'ConfigMap', data: { 'secrets.yaml': literal, 'secrets.json': literal, 'secret.conf': literal } },
  ],
  [
    'a number goes only where the name says password',
    { kind: 'Database', spec: { password: 123456, tokenLifetime: 3600, secret: true } },
    { kind: 'Database', spec: { password: literal, tokenLifetime: 3600, secret: true } },
  ],
  [
    'the items of a list of tokens go',
    { kind: 'Database', spec: { tokens: ['a1', 'b2'], secrets: ['name-of-a-secret'] } },
    { kind: 'Database', spec: { tokens: [literal, literal], secrets: ['name-of-a-secret'] } },
  ],
  [
    'a key of a ConfigMap that says secret takes its value with it',
    { kind: 'ConfigMap', data: { 'api-key': 'abc', mode: 'fast' }, binaryData: { x: 'AAAA' } },
    { kind: 'ConfigMap', data: { 'api-key': literal, mode: 'fast' }, binaryData: { x: '<redacted>' } },
  ],
  [
    'a Secret inside another object is still a Secret',
    { kind: 'Bundle', spec: { manifest: { kind: 'Secret', data: { a: 'aGk=' } } } },
    { kind: 'Bundle', spec: { manifest: { kind: 'Secret', data: { a: '<redacted>' } } } },
  ],
  [
    'in a policy only the shape of a value counts',
    { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', spec: { password: '?*', key: 'AKIAIOSFODNN7EXAMPLE' } },
    { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', spec: { password: '?*', key: literal } },
  ],
];

for (const [name, before, after] of changes) {
  test(name, () => assert.deepEqual(redactObject(before), after));
}

const unchanged: readonly (readonly [string, JsonObject])[] = [
  [
    'references to secrets',
    pod({
      env: [
        { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
        { name: 'TOKEN', value: '$(OTHER)' },
        { name: 'API_KEY', value: 'vault:secret/data/shop#key' },
        { name: 'SECRET', value: '${SECRET}' },
        { name: 'PASSWORD_FILE', value: '/run/secrets/password' },
        { name: 'TLS_SECRET', value: '/etc/tls/tls.key' },
        { name: 'TOKEN_TTL', value: '3600' },
        { name: 'MAX_TOKENS', value: '4096' },
        { name: 'DB_URL', value: 'postgres://shop:$(DB_PASSWORD)@db:5432/shop' },
      ],
    }),
  ],
  [
    'names of Secrets in a pod',
    {
      kind: 'Pod',
      spec: {
        automountServiceAccountToken: true,
        imagePullSecrets: [{ name: 'registry' }],
        volumes: [
          { name: 'tls', secret: { secretName: 'tls', items: [{ key: 'tls.key', path: 'tls.key' }] } },
          { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token', audience: 'vault' } }] } },
        ],
        tolerations: [{ key: 'dedicated', value: 'tokens' }],
      },
    },
  ],
  [
    'a role over secrets and token reviews',
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      rules: [{ apiGroups: [''], resources: ['secrets', 'tokenreviews'], resourceNames: ['password'], verbs: ['get'] }],
    },
  ],
  [
    'references in custom resources',
    { kind: 'X', spec: { passwordSecretRef: { name: 'a', key: 'b' }, secretName: 'c', existingSecret: 'd' } },
  ],
  [
    'an ExternalSecret',
    {
      kind: 'ExternalSecret',
      spec: { data: [{ secretKey: 'password', remoteRef: { key: 'shop/db', property: 'password' } }] },
    },
  ],
  [
    'a file that says where secrets are kept',
    { kind: 'ConfigMap', data: { 'secrets.yaml': '# ours\nprovider: vault\npath: secret/data/shop\n\n' } },
  ],
  ['labels', { kind: 'Pod', metadata: { labels: { token: 'service', secret: 'yes' } } }],
  [
    'exceptions written as annotations',
    {
      kind: 'Pod',
      metadata: {
        annotations: {
          'except.vauban.dev/token': 'rule=a/b; reason=reads a token; owner=me',
          'ignore-check.kube-linter.io/env-var-secret': 'no secret at all',
        },
      },
    },
  ],
  [
    'a public certificate',
    { kind: 'ConfigMap', data: { 'ca.crt': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' } },
  ],
];

for (const [name, object] of unchanged) {
  test(`${name} stay, in the same object`, () => assert.equal(redactObject(object), object));
}

test('what holds no secret is shared with the input', () => {
  const spec = { containers: [{ name: 'web' }] };
  const after = redactObject({ kind: 'Pod', metadata: { managedFields: [] }, spec });
  assert.equal(after['spec'], spec);
});

test('below 128 levels nothing is kept', () => {
  let deep: Json = { password: 'hunter2', word: 'bird' };
  for (let level = 0; level < 150; level++) deep = { inner: deep };
  assert.equal(JSON.stringify(redactObject(deep)).includes('bird'), false);
});

test('a field called __proto__ is a field', () => {
  const object = JSON.parse('{"__proto__": {"password": "hunter2"}}') as JsonObject;
  assert.equal(JSON.stringify(redactObject(object)), `{"__proto__":{"password":"${literal}"}}`);
});

test('redacting twice is redacting once, and the input is never changed', () => {
  const word = fc.constantFrom(
    'password',
    'token',
    'env',
    'args',
    'name',
    'value',
    'data',
    'kind',
    'Secret',
    'key',
    'a=b',
    'x: y',
    '--token',
    'Bearer',
    '${X}',
    '"',
    '\n',
    '|',
  );
  const text = fc.array(fc.oneof(word, fc.string({ maxLength: 8 })), { maxLength: 6 }).map((parts) => parts.join(''));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 4 }),
      tie('object'),
    ),
    object: fc.dictionary(fc.oneof(word, text), tie('value'), { maxKeys: 5 }),
  }));
  fc.assert(
    fc.property(value, (input) => {
      const object = { spec: input } as JsonObject;
      const before = JSON.stringify(object);
      const once = redactObject(object);
      assert.equal(JSON.stringify(object), before);
      assert.deepEqual(redactObject(once), once);
    }),
    { numRuns: 400, seed: 3 },
  );
});
