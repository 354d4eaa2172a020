/** The snapshot finds what it was given, by kind and by name, and nothing else. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Resource } from '../../model/resource.ts';
import { createSnapshotBuilder } from './build-snapshot.ts';

const toResource = (apiVersion: string, kind: string, namespace: string | null, name: string): Resource => ({
  ref: { apiVersion, kind, namespace, name },
  object: { apiVersion, kind, metadata: { name } },
  origin: { kind: 'cluster', cluster: 'test', uid: `${kind}/${name}` },
});

test('lists a kind in the order read, whatever its version', () => {
  const builder = createSnapshotBuilder('cluster');
  const first = toResource('apps/v1', 'Deployment', 'shop', 'web');
  const second = toResource('apps/v1beta1', 'Deployment', 'shop', 'old');
  for (const resource of [first, second, toResource('v1', 'Service', 'shop', 'web')]) builder.add(resource);
  const snapshot = builder.build({ evidence: [], unread: [] });
  assert.deepEqual(snapshot.list('apps', 'Deployment'), [first, second]);
  assert.deepEqual(snapshot.list('', 'Deployment'), []);
});

test('finds by name, where no namespace means default and a cluster-scoped object has none', () => {
  const builder = createSnapshotBuilder('manifests');
  const unnamed = toResource('v1', 'Service', '', 'web');
  const role = toResource('rbac.authorization.k8s.io/v1', 'ClusterRole', null, 'admin');
  for (const resource of [unnamed, role]) builder.add(resource);
  const snapshot = builder.build({ evidence: [], unread: [] });
  assert.equal(snapshot.find('', 'Service', 'default', 'web'), unnamed);
  assert.equal(snapshot.find('', 'Service', '', 'web'), unnamed);
  assert.equal(snapshot.find('rbac.authorization.k8s.io', 'ClusterRole', null, 'admin'), role);
  assert.equal(snapshot.find('', 'Service', 'shop', 'web'), undefined);
});

test('keeps the first of two objects of one name', () => {
  const builder = createSnapshotBuilder('manifests');
  const base = toResource('v1', 'Service', 'shop', 'web');
  builder.add(base);
  builder.add(toResource('v1', 'Service', 'shop', 'web'));
  const snapshot = builder.build({ evidence: [], unread: [] });
  assert.equal(snapshot.find('', 'Service', 'shop', 'web'), base);
  assert.equal(snapshot.list('', 'Service').length, 2);
});
