/** The source `cluster` against a scripted API server: what is read, in which order, and what is said about the rest. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScriptedAnswer } from '../../kube/client/scripted-transport.ts';
import { defaultKinds, withWanted } from '../listed-kinds.ts';
import { forbidden, kubeconfig, list, read, show, stale, whole, type Script } from './scripted-cluster.ts';

test('everything is read, namespaces first and owners before what they own, each object once', async () => {
  assert.deepEqual(show(await read((path) => whole[path])), [
    'Namespace -/blog',
    'Namespace -/shop',
    'Rollout blog/canary',
    'Deployment shop/web',
    'ReplicaSet shop/web-1',
    'Pod shop/web-1-a',
  ]);
});

test('every object says which cluster and which uid it has', async () => {
  const items = await read((path) => whole[path]);
  const pod = items.find((item) => item.kind === 'resource' && item.resource.ref.kind === 'Pod');
  assert.ok(pod?.kind === 'resource');
  assert.deepEqual(pod.resource.origin, { kind: 'cluster', cluster: 'test', uid: 'shop/web-1-a' });
  assert.equal(pod.resource.ref.apiVersion, 'v1');
});

test('Secrets are never asked for', async () => {
  const asked: string[] = [];
  await read((path) => {
    asked.push(path);
    return whole[path];
  });
  assert.deepEqual(
    asked.filter((path) => path.includes('secrets')),
    [],
  );
});

test('a server without aggregated discovery is asked group by group', async () => {
  const old: Readonly<Record<string, ScriptedAnswer>> = {
    ...whole,
    '/api': { body: { kind: 'APIVersions', versions: ['v1'] } },
    '/apis': {
      body: {
        kind: 'APIGroupList',
        groups: [{ name: 'extensions', versions: [{ version: 'v1beta1' }], preferredVersion: { version: 'v1beta1' } }],
      },
    },
    '/api/v1': {
      body: {
        resources: [
          { name: 'pods', kind: 'Pod', namespaced: true, verbs: ['list'] },
          { name: 'pods/log', kind: 'Pod', namespaced: true, verbs: ['get'] },
        ],
      },
    },
    '/apis/extensions/v1beta1': {
      body: { resources: [{ name: 'deployments', kind: 'Deployment', namespaced: true, verbs: ['list'] }] },
    },
    '/apis/extensions/v1beta1/deployments': list('shop/old'),
  };
  assert.deepEqual(show(await read((path) => old[path])), ['Deployment shop/old', 'Pod shop/web-1-a']);
});

test('an API group that is down makes its kinds unread, and no other', async () => {
  assert.deepEqual(show(await read((path) => (path === '/apis' ? stale : whole[path]))), [
    'unread Rollout in all: the server behind this API group does not answer []',
    'Namespace -/blog',
    'Namespace -/shop',
    'Pod shop/web-1-a',
  ]);
});

test('a kind that may not be listed is unread, with the grant to ask for', async () => {
  const items = await read((path) => (path.endsWith('/pods') ? forbidden('pods') : whole[path]));
  assert.deepEqual(
    show(items).at(-1),
    'unread Pod in all: pods is forbidden [get, list on pods (core) in all namespaces: {apiGroups: [""], resources: ["pods"], verbs: ["get", "list"]}]',
  );
});

test('a kind that may be listed namespace by namespace is read so, and nothing is missing', async () => {
  const items = await read((path) => {
    if (path === '/api/v1/pods') return forbidden('pods');
    return path === '/api/v1/namespaces/shop/pods'
      ? list('shop/web-1-a')
      : path === '/api/v1/namespaces/blog/pods'
        ? list('blog/p')
        : whole[path];
  });
  assert.deepEqual(show(items).slice(-2), ['Pod blog/p', 'Pod shop/web-1-a']);
});

test('a kind that may be listed in some namespaces is unread in the others, each with its grant', async () => {
  const items = await read((path) => {
    if (path === '/api/v1/namespaces/shop/pods') return list('shop/web-1-a');
    return path.endsWith('/pods') ? forbidden('pods') : whole[path];
  });
  assert.deepEqual(show(items).slice(-2), [
    'Pod shop/web-1-a',
    'unread Pod in blog: pods is forbidden [get, list on pods (core) in namespace blog: {apiGroups: [""], resources: ["pods"], verbs: ["get", "list"]}]',
  ]);
});

test('a person of one namespace has it read, with its labels; the rest is unread', async () => {
  const items = await read((path) => {
    if (path === '/api/v1/namespaces/shop')
      return {
        body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', uid: 'u', labels: { a: 'b' } } },
      };
    if (path === '/api/v1/namespaces/shop/pods') return list('shop/web-1-a');
    return path.startsWith('/api/') && path !== '/api'
      ? forbidden('it')
      : path.includes('v1/') || path.includes('alpha1/')
        ? forbidden('it')
        : whole[path];
  });
  assert.deepEqual(
    show(items).filter((line) => !/Rollout|Deployment|ReplicaSet/.test(line)),
    [
      'Namespace -/shop',
      'unread Namespace in all: it is forbidden [get, list on namespaces (core): {apiGroups: [""], resources: ["namespaces"], verbs: ["get", "list"]}]',
      'Pod shop/web-1-a',
      'unread Pod in all: only namespace shop was read: it is forbidden [get, list on pods (core) in all namespaces: {apiGroups: [""], resources: ["pods"], verbs: ["get", "list"]}]',
    ],
  );
});

test('where even discovery is forbidden, what every server serves is tried', async () => {
  const items = await read((path) => (path === '/api' || path === '/apis' ? forbidden('discovery') : whole[path]));
  assert.deepEqual(
    show(items).filter((line) => !line.startsWith('unread')),
    ['Namespace -/blog', 'Namespace -/shop', 'Deployment shop/web', 'ReplicaSet shop/web-1', 'Pod shop/web-1-a'],
  );
});

test('a kind whose server fails is unread, without a grant: none would help', async () => {
  const items = await read((path) => (path.endsWith('/rollouts') ? { status: 503, body: 'away' } : whole[path]));
  assert.deepEqual(show(items)[2], 'unread Rollout in all: status 503 without an explanation []');
});

const problems: readonly (readonly [string, Script, string, string | undefined, string])[] = [
  [
    'an expired login',
    () => ({ status: 401, body: '{}' }),
    '',
    kubeconfig,
    'problem context "test" (https://k8s:6443) does not know who we are (401); the token or certificate may have expired: log in again and check with kubectl auth whoami',
  ],
  [
    'a login page',
    () => ({ body: '<!doctype html>' }),
    '',
    kubeconfig,
    'problem context "test" (https://k8s:6443): GET /api was answered with a web page instead of JSON; is there a login page or a proxy between?',
  ],
  [
    'an unknown context',
    () => undefined,
    'prod',
    kubeconfig,
    'problem there is no context "prod" in the kubeconfig /k/config: it has "test"',
  ],
];

for (const [name, script, target, text, line] of problems) {
  test(`${name} is one problem and nothing else`, async () =>
    assert.deepEqual(show(await read(script, target, text)), [line]));
}

test('a login that ends in the middle of a scan keeps what was read and names what was not', async () => {
  const items = await read((path) => (path.endsWith('/deployments') ? { status: 401, body: '{}' } : whole[path]));
  assert.deepEqual(
    show(items).map((line) => line.split(' ').slice(0, 2).join(' ')),
    [
      'Namespace -/blog',
      'Namespace -/shop',
      'Rollout blog/canary',
      'unread Deployment',
      'unread ReplicaSet',
      'unread Pod',
      'problem context',
    ],
  );
});

test('no credential of the kubeconfig is in any item', async () => {
  for (const script of [(path: string) => whole[path], () => ({ status: 401, body: '{}' }), () => forbidden('all')]) {
    assert.doesNotMatch(JSON.stringify(await read(script)), /canary-of-the-kubeconfig/);
  }
});

test('the default kinds are those of pods and Namespaces, Pods last', () => {
  assert.deepEqual(defaultKinds[0], { kind: 'Namespace', groups: [''] });
  assert.deepEqual(defaultKinds.at(-1), { kind: 'Pod', groups: [''] });
  assert.ok(defaultKinds.every(({ kind }) => kind !== 'Secret'));
});

test('what the rules look at is listed too: behind the Namespaces, each once, and never Secrets', () => {
  const wanted = [
    '/Secret',
    '/Pod',
    'extensions/Ingress',
    'networking.k8s.io/Ingress',
    // A plug-in's kind of the same name holds other objects.
    'plug-in.example/Ingress',
    '/Node',
    'a.example/*',
  ].map((name) => ({ group: name.slice(0, name.indexOf('/')), kind: name.slice(name.indexOf('/') + 1) }));
  const all = withWanted(defaultKinds, { kinds: wanted, namespaces: [] });
  assert.deepEqual(all.slice(1, 5), [
    { kind: 'Ingress', groups: ['networking.k8s.io', 'extensions'] },
    { kind: 'Ingress', groups: ['plug-in.example'] },
    { kind: 'Node', groups: [''] },
    { kind: '*', groups: ['a.example'] },
  ]);
  assert.equal(all.length, defaultKinds.length + 4);
  assert.ok(all.every(({ kind }) => kind !== 'Secret'));
});

test('who names namespaces is asked for nothing cluster-scoped besides', () => {
  const kinds = [
    { group: '', kind: 'Node' },
    { group: '', kind: 'Service' },
  ];
  const all = withWanted(defaultKinds, { kinds, namespaces: ['shop'] });
  assert.deepEqual(all[1], { kind: 'Service', groups: [''] });
  assert.equal(all.length, defaultKinds.length + 1);
});
