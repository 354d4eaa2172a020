/** The source `cluster` where namespaces are named: they are read by name, and nothing else is asked for or missed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScriptedAnswer } from '../../kube/client/scripted-transport.ts';
import { forbidden, kubeconfig, read, show, stale, whole, type Script } from './scripted-cluster.ts';

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
  const items = await read((path) => (path === '/apis' ? stale : within('shop')(path)), '', kubeconfig, ['shop']);
  assert.deepEqual(show(items), [
    'unread Rollout in shop: the server behind this API group does not answer []',
    'Namespace -/shop',
    'Pod shop/web-1-a',
  ]);
});
