/** Which Namespace answers for what lives in it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import { createNamespaces } from './namespaces.ts';

const at = (file: string): Origin => ({ kind: 'file', file, document: 0, item: null, start: 0, end: 1 });

const namespace = (file: string, level: string): Resource => ({
  ref: { apiVersion: 'v1', kind: 'Namespace', namespace: null, name: 'shop' },
  object: { metadata: { name: 'shop', labels: { enforce: level } } },
  origin: at(file),
});

const levelFor = (asker: string, declared: readonly Resource[]): { level: unknown; problems: number } => {
  const namespaces = createNamespaces();
  declared.forEach((each) => namespaces.note(each));
  const answer = namespaces.answer('shop', at(asker), true);
  const value = answer?.kind === 'value' ? (answer.value as JsonObject) : undefined;
  const level = answer?.kind === 'absent' ? 'absent' : (value?.['labels'] as JsonObject | undefined)?.['enforce'];
  return { level, problems: namespaces.problems.length };
};

const prod = namespace('overlays/prod/namespace.yaml', 'restricted');
const dev = namespace('overlays/dev/namespace.yaml', 'privileged');

test('the only Namespace answers, wherever it stands', () => {
  assert.deepEqual(levelFor('apps/web.yaml', [prod]), { level: 'restricted', problems: 0 });
});

test('of several the one in the nearest folder answers, in whichever order they were read', () => {
  assert.deepEqual(levelFor('overlays/prod/web.yaml', [prod, dev]), { level: 'restricted', problems: 0 });
  assert.deepEqual(levelFor('overlays/prod/deep/web.yaml', [dev, prod]), { level: 'restricted', problems: 0 });
  assert.deepEqual(levelFor('overlays/dev/web.yaml', [prod, dev]), { level: 'privileged', problems: 0 });
});

test('equally near ones that differ answer as if there were no labels, with a warning', () => {
  assert.deepEqual(levelFor('apps/web.yaml', [prod, dev]), { level: undefined, problems: 1 });
});

test('equally near ones that say the same answer that', () => {
  assert.deepEqual(levelFor('apps/web.yaml', [prod, namespace('overlays/test/n.yaml', 'restricted')]), {
    level: 'restricted',
    problems: 0,
  });
});

test('in files nothing is answered before the end, of a live cluster at once', () => {
  const namespaces = createNamespaces();
  const live: Origin = { kind: 'cluster', cluster: 'prod', uid: 'u' };
  namespaces.note({ ...prod, origin: live });
  assert.equal(namespaces.answer('shop', at('web.yaml'), false), undefined);
  assert.equal(namespaces.answer('shop', live, false)?.kind, 'value');
  assert.equal(namespaces.answer('gone', live, false), undefined);
  assert.equal(namespaces.answer('gone', live, true)?.kind, 'absent');
});
