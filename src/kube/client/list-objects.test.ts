/** Lists in pages, as API servers send them and as they fail in the middle. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientError } from './client-error.ts';
import { createKubeClient } from './kube-client.ts';
import { listObjects } from './list-objects.ts';
import { createScriptedClock, createScriptedTransport, type ScriptedAnswer } from './scripted-transport.ts';

const pods = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true, verbs: ['list'] };

const pod = (name: string) => ({
  metadata: { name, uid: `uid-${name}`, managedFields: [{ manager: 'kubectl' }] },
  spec: {},
});

const page = (names: readonly string[], token = '', remaining?: number): ScriptedAnswer => ({
  body: {
    kind: 'PodList',
    apiVersion: 'v1',
    metadata: { continue: token, ...(remaining === undefined ? {} : { remainingItemCount: remaining }) },
    items: names.map(pod),
  },
});

const expired = (token?: string): ScriptedAnswer => ({
  status: 410,
  body: {
    kind: 'Status',
    code: 410,
    message: 'The provided continue parameter is too old',
    metadata: token === undefined ? {} : { continue: token },
  },
});

const list = async (
  script: (path: string, count: number) => ScriptedAnswer | undefined,
  namespace: string | null = null,
) => {
  const transport = createScriptedTransport(script);
  const client = createKubeClient({
    transport,
    clock: createScriptedClock(),
    signal: new AbortController().signal,
    where: 'the test',
  });
  const pages: unknown[][] = [];
  let error: unknown;
  try {
    for await (const { objects } of listObjects(client, pods, { namespace, limit: 2 })) {
      pages.push(objects.map(({ metadata }) => (metadata as { name: string }).name));
    }
  } catch (caught) {
    error = caught;
  }
  return { pages, error, asked: transport.asked };
};

const inOrder =
  (...answers: readonly ScriptedAnswer[]) =>
  (_: string, count: number) =>
    answers[count - 1];

test('pages follow one another until there is no token', async () => {
  const { pages, asked } = await list(inOrder(page(['a', 'b'], 'T/=', 1), page(['c'])));
  assert.deepEqual(pages, [['a', 'b'], ['c']]);
  assert.deepEqual(asked, ['/api/v1/pods?limit=2', '/api/v1/pods?limit=2&continue=T%2F%3D']);
});

test('a list in a namespace asks for that namespace alone', async () => {
  const { asked } = await list(inOrder(page([])), 'a/../b');
  assert.deepEqual(asked, ['/api/v1/namespaces/a%2F..%2Fb/pods?limit=2']);
});

test('an item gets its apiVersion and kind and loses its managedFields', async () => {
  const client = createKubeClient({
    transport: createScriptedTransport(inOrder(page(['a']))),
    clock: createScriptedClock(),
    signal: new AbortController().signal,
    where: 'the test',
  });
  for await (const { objects } of listObjects(client, pods, { namespace: null, limit: 2 })) {
    assert.equal(
      JSON.stringify(objects),
      '[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","uid":"uid-a"},"spec":{}}]',
    );
  }
});

test('a list that expires goes on behind the last object where the server lets it', async () => {
  const { pages, asked } = await list(inOrder(page(['a', 'b'], 'one'), expired('two'), page(['c'])));
  assert.deepEqual(pages, [['a', 'b'], ['c']]);
  assert.equal(asked[2], '/api/v1/pods?limit=2&continue=two');
});

test('a list that expires without a way on starts again, and gives no object twice', async () => {
  const { pages, asked } = await list(
    inOrder(page(['a', 'b'], 'one'), expired(), page(['a', 'b'], 'two'), page(['b', 'c'])),
  );
  assert.deepEqual(pages, [['a', 'b'], [], ['c']]);
  assert.equal(asked[2], '/api/v1/pods?limit=2');
});

test('a list that expires again and again is given up', async () => {
  const { error, asked } = await list((_, count) => (count % 2 === 1 ? page(['a'], 'one') : expired()));
  assert.ok(error instanceof ClientError);
  assert.equal(error.code, 'expired');
  assert.equal(asked.length, 8);
});

test('a server whose list never ends is found out', async () => {
  const { error } = await list(() => page(['a'], 'same'));
  assert.ok(error instanceof ClientError);
  assert.equal(error.message, 'the test: the list of pods does not end');
});

test('items that are no objects are passed over', async () => {
  const { pages } = await list(inOrder({ body: { items: [null, 3, [], { spec: {} }, pod('a')] } }));
  assert.deepEqual(pages, [['a']]);
});
