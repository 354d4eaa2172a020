/** The source `cluster` against a scripted API server: what is read, in which order, and what is said about the rest. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createScriptedClock,
  createScriptedTransport,
  type ScriptedAnswer,
} from '../../kube/client/scripted-transport.ts';
import type { Disk, SourceContext, SourceItem } from '../source.ts';
import { createClusterSource } from './index.ts';
import { defaultKinds } from './listed-kinds.ts';

const kubeconfig = `
current-context: test
clusters: [{name: c, cluster: {server: "https://k8s:6443"}}]
users: [{name: u, user: {token: canary-of-the-kubeconfig}}]
contexts: [{name: test, context: {cluster: c, user: u, namespace: shop}}]
`;

const context = (text: string | undefined, namespaces: readonly string[]): SourceContext => ({
  disk: {
    async *read() {
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      yield Buffer.from(text);
    },
  } as Partial<Disk> as Disk,
  standardInput: (async function* () {})(),
  run: async () => undefined,
  environment: { KUBECONFIG: '/k/config' },
  clock: createScriptedClock(),
  namespaces,
  signal: new AbortController().signal,
});

type Script = (path: string) => ScriptedAnswer | undefined;

const read = async (
  script: Script,
  target = '',
  text: string | undefined = kubeconfig,
  namespaces: readonly string[] = [],
): Promise<readonly SourceItem[]> => {
  const transport = createScriptedTransport((path) => script(path.replace(/\?.*$/, '')));
  const source = createClusterSource({
    kinds: defaultKinds,
    connect: async () => transport,
  });
  const items: SourceItem[] = [];
  for await (const item of source.read(target, context(text, namespaces))) items.push(item);
  return items;
};

/** One line an item, so that a test reads as a list of what came. */
const show = (items: readonly SourceItem[]): readonly string[] =>
  items.flatMap((item) => {
    if (item.kind === 'resource')
      return [`${item.resource.ref.kind} ${item.resource.ref.namespace ?? '-'}/${item.resource.ref.name}`];
    if (item.kind === 'unread')
      return [
        `unread ${item.unread.kind} in ${item.unread.namespace ?? 'all'}: ${item.unread.reason} [${item.unread.grant ?? ''}]`,
      ];
    return item.kind === 'problem' ? [`problem ${item.problem.message}`] : [];
  });

const resources: readonly (readonly [string, string, string, boolean])[] = [
  ['', 'namespaces', 'Namespace', false],
  ['', 'pods', 'Pod', true],
  ['', 'secrets', 'Secret', true],
  ['apps', 'deployments', 'Deployment', true],
  ['apps', 'replicasets', 'ReplicaSet', true],
  ['extensions', 'deployments', 'Deployment', true],
  ['argoproj.io', 'rollouts', 'Rollout', true],
];

const aggregated = (groups: readonly string[]): ScriptedAnswer => ({
  body: {
    kind: 'APIGroupDiscoveryList',
    items: groups.map((group) => ({
      metadata: group === '' ? {} : { name: group },
      versions: [
        {
          version: group === 'argoproj.io' ? 'v1alpha1' : 'v1',
          resources: resources
            .filter(([of]) => of === group)
            .map(([, resource, kind, namespaced]) => ({
              resource,
              responseKind: { kind },
              scope: namespaced ? 'Namespaced' : 'Cluster',
              verbs: ['get', 'list'],
            })),
        },
      ],
    })),
  },
});

const list = (...names: readonly string[]): ScriptedAnswer => ({
  body: {
    metadata: {},
    items: names.map((full) => {
      const [namespace = '', name = ''] = full.includes('/') ? full.split('/') : ['', full];
      return { metadata: { name, uid: full, ...(namespace === '' ? {} : { namespace }) } };
    }),
  },
});

const forbidden = (what: string): ScriptedAnswer => ({
  status: 403,
  body: { kind: 'Status', message: `${what} is forbidden` },
});

const whole: Readonly<Record<string, ScriptedAnswer>> = {
  '/api': aggregated(['']),
  '/apis': aggregated(['apps', 'extensions', 'argoproj.io']),
  '/api/v1/namespaces': list('blog', 'shop'),
  '/api/v1/pods': list('shop/web-1-a'),
  '/apis/apps/v1/deployments': list('shop/web'),
  '/apis/apps/v1/replicasets': list('shop/web-1'),
  '/apis/argoproj.io/v1alpha1/rollouts': list('blog/canary'),
};

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
  const stale = {
    body: {
      kind: 'APIGroupDiscoveryList',
      items: [
        { metadata: { name: 'argoproj.io' }, versions: [{ version: 'v1alpha1', freshness: 'Stale', resources: [] }] },
      ],
    },
  };
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

const oneNamespace = (name: string): ScriptedAnswer => ({
  body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: name } },
});

/** What an API server shows to somebody who may read everything in these namespaces and nothing elsewhere. */
const within =
  (...allowed: readonly string[]): Script =>
  (path) => {
    if (path === '/api' || path === '/apis') return whole[path];
    const [, root = '', namespace = '', plural] = /^(.*)\/namespaces\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
    if (!allowed.includes(namespace)) return forbidden(path);
    if (plural === undefined) return oneNamespace(namespace);
    const all = whole[`${root}/${plural}`]?.body as { items: { metadata: { namespace: string } }[] } | undefined;
    if (all === undefined) return undefined;
    return { body: { metadata: {}, items: all.items.filter(({ metadata }) => metadata.namespace === namespace) } };
  };

test('with namespaces named, somebody who may read only those has everything, and nothing is missing', async () => {
  const asked: string[] = [];
  const items = await read(
    (path) => {
      asked.push(path);
      return within('blog', 'shop')(path);
    },
    '',
    kubeconfig,
    ['shop', 'blog', 'shop'],
  );
  assert.deepEqual(show(items), [
    'Namespace -/shop',
    'Namespace -/blog',
    'Rollout blog/canary',
    'Deployment shop/web',
    'ReplicaSet shop/web-1',
    'Pod shop/web-1-a',
  ]);
  assert.deepEqual(
    asked.filter((path) => !/^\/apis?$|\/namespaces\/(shop|blog)(\/|$)/.test(path)),
    [],
  );
});

test('with namespaces named, only they can be unread, each with the grant for it', async () => {
  const items = await read(within('shop'), '', kubeconfig, ['shop', 'blog']);
  assert.deepEqual(
    show(items).filter((line) => !/Rollout|Deployment|ReplicaSet/.test(line)),
    [
      'Namespace -/shop',
      'unread Namespace in blog: /api/v1/namespaces/blog is forbidden [get, list on namespaces (core): {apiGroups: [""], resources: ["namespaces"], verbs: ["get", "list"]}]',
      'Pod shop/web-1-a',
      'unread Pod in blog: /api/v1/namespaces/blog/pods is forbidden [get, list on pods (core) in namespace blog: {apiGroups: [""], resources: ["pods"], verbs: ["get", "list"]}]',
    ],
  );
});

for (const name of ['shpo', '..', 'Shop', '']) {
  test(`a namespace ${JSON.stringify(name)} that there is not has the others listed, for the name that was meant`, async () => {
    const items = await read(
      (path) =>
        /namespaces\/(shpo)/.test(path)
          ? undefined
          : path === '/api/v1/namespaces/blog'
            ? oneNamespace('blog')
            : whole[path],
      '',
      kubeconfig,
      ['blog', name],
    );
    assert.deepEqual(
      show(items).filter((line) => line.startsWith('Namespace')),
      ['Namespace -/blog', 'Namespace -/shop'],
    );
    assert.ok(!show(items).some((line) => line.includes('shop/')));
  });
}

test('with namespaces named, an API group that is down is unread in them', async () => {
  const stale = {
    body: {
      kind: 'APIGroupDiscoveryList',
      items: [
        { metadata: { name: 'argoproj.io' }, versions: [{ version: 'v1alpha1', freshness: 'Stale', resources: [] }] },
      ],
    },
  };
  const items = await read((path) => (path === '/apis' ? stale : within('shop')(path)), '', kubeconfig, ['shop']);
  assert.deepEqual(show(items), [
    'unread Rollout in shop: the server behind this API group does not answer []',
    'Namespace -/shop',
    'Pod shop/web-1-a',
  ]);
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
