/** Which cluster and user a kubeconfig stands for, as kubectl would take it. */

import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { describeAccess, openAccess } from './access.ts';
import { ClientError, type ClientErrorCode } from './client-error.ts';

const world = (
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = { KUBECONFIG: '/k/config' },
) => ({
  environment,
  readText: async (path: string) => files[path],
});

const config = `
apiVersion: v1
kind: Config
current-context: prod
clusters:
- name: c
  cluster: {server: "https://user:pw@10.0.0.1:6443/", certificate-authority: pki/ca.crt, tls-server-name: k8s, proxy-url: "http://p:1"}
- name: local
  cluster: {server: "http://127.0.0.1:8001", insecure-skip-tls-verify: true}
users:
- name: u
  user:
    tokenFile: token
    as: deploy
    as-groups: [dev]
    exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/login, args: [a, 1], env: [{name: A, value: b}]}
contexts:
- {name: prod, context: {cluster: c, user: u, namespace: shop}}
- {name: dev, context: {cluster: local}}
- {name: broken, context: {cluster: nowhere}}
`;

test('the current context, with paths relative to the file', async () => {
  const access = await openAccess('', world({ '/k/config': config }));
  assert.equal(access.context, 'prod');
  assert.equal(access.namespace, 'shop');
  assert.deepEqual(access.cluster, {
    name: 'c',
    server: 'https://user:pw@10.0.0.1:6443',
    authority: { kind: 'file', path: '/k/pki/ca.crt' },
    insecure: false,
    serverName: 'k8s',
    proxy: 'http://p:1',
  });
  assert.equal(access.user?.tokenFile, '/k/token');
  assert.deepEqual(access.user?.impersonate, { user: 'deploy', uid: null, groups: ['dev'], extra: {} });
  assert.deepEqual(
    [access.user?.exec?.command, access.user?.exec?.parameters, access.user?.exec?.environment],
    ['/k/bin/login', ['a', '1'], { A: 'b' }],
  );
});

test('a message about a cluster names its context and server, and no password in the address', async () => {
  assert.equal(
    describeAccess(await openAccess('prod', world({ '/k/config': config }))),
    'context "prod" (https://10.0.0.1:6443)',
  );
});

test('a context without a user is nobody', async () => {
  const access = await openAccess('dev', world({ '/k/config': config }));
  assert.equal(access.user, null);
});

test('of several files the first to say something wins, and missing ones are passed over', async () => {
  const files = {
    '/a': 'current-context: one\nclusters: [{name: c, cluster: {server: "https://first"}}]',
    '/b': 'current-context: two\nclusters: [{name: c, cluster: {server: "https://second"}}]\ncontexts: [{name: one, context: {cluster: c}}]',
  };
  const access = await openAccess('', world(files, { KUBECONFIG: ['/a', '/missing', '/b'].join(delimiter) }));
  assert.deepEqual([access.context, access.cluster.server], ['one', 'https://first']);
});

test('inside a Pod the mounted ServiceAccount stands in for a kubeconfig', async () => {
  const environment = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443', HOME: '/root' };
  const access = await openAccess(
    '',
    world({ '/var/run/secrets/kubernetes.io/serviceaccount/namespace': 'tools\n' }, environment),
  );
  assert.deepEqual(
    [access.context, access.namespace, access.cluster.server],
    ['in-cluster', 'tools', 'https://[fd00::1]:443'],
  );
});

const refused: readonly (readonly [
  string,
  string,
  Readonly<Record<string, string>>,
  Readonly<Record<string, string>>,
  ClientErrorCode,
  string,
])[] = [
  [
    'no kubeconfig',
    '',
    {},
    { HOME: '/root' },
    'no-kubeconfig',
    'there is no kubeconfig: /root/.kube/config does not exist; set KUBECONFIG to the file that kubectl uses',
  ],
  [
    'nowhere to look',
    '',
    {},
    {},
    'no-kubeconfig',
    'there is no kubeconfig: KUBECONFIG and HOME are not set; set KUBECONFIG to the file that kubectl uses',
  ],
  [
    'an unknown context',
    'prd',
    { '/k/config': config },
    { KUBECONFIG: '/k/config' },
    'no-context',
    'there is no context "prd" in the kubeconfig /k/config: it has "broken", "dev", "prod"; did you mean "prod"?',
  ],
  [
    'no current context',
    '',
    { '/k/config': 'contexts: []' },
    { KUBECONFIG: '/k/config' },
    'no-context',
    'the kubeconfig /k/config has no current context (it has none); name one with --context',
  ],
  [
    'an empty file',
    '',
    { '/k/config': '' },
    { KUBECONFIG: '/k/config' },
    'no-context',
    'the kubeconfig /k/config has no current context (it has none); name one with --context',
  ],
  [
    'a context that leads nowhere',
    'broken',
    { '/k/config': config },
    { KUBECONFIG: '/k/config' },
    'bad-kubeconfig',
    'the context "broken" of the kubeconfig /k/config is not usable: there is no cluster "nowhere"',
  ],
  [
    'a file that is not YAML',
    '',
    { '/k/config': 'current-context: hunter2\n\tusers: []' },
    { KUBECONFIG: '/k/config' },
    'bad-kubeconfig',
    'the kubeconfig /k/config is not YAML: see line 2',
  ],
  [
    'a file that is a list',
    '',
    { '/k/config': '[]' },
    { KUBECONFIG: '/k/config' },
    'bad-kubeconfig',
    'the kubeconfig /k/config is not usable: it is not a YAML mapping',
  ],
  [
    'a user without a name',
    '',
    { '/k/config': 'users: [{user: {token: hunter2}}]' },
    { KUBECONFIG: '/k/config' },
    'bad-kubeconfig',
    'the kubeconfig /k/config is not usable: users[0] has no name',
  ],
];

for (const [name, context, files, environment, code, message] of refused) {
  test(`${name} is refused as ${code}`, async () => {
    const error = await openAccess(context, world(files, environment)).catch((caught: unknown) => caught);
    assert.ok(error instanceof ClientError);
    assert.deepEqual({ code: error.code, message: error.message }, { code, message });
  });
}
