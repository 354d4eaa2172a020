/** The bootstrap policy in the data is what a real API server makes, and what each release's own tests say it makes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBootstrapPolicy } from '../../src/kube/rbac/bootstrap/read-bootstrap-policy.ts';
import { at, textAt } from '../../src/model/read-object.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { useTestCluster } from '../control-plane/test-cluster.ts';
import { readServer } from './read-server.ts';
import { renderReleases } from './render-releases.ts';

const keyOf = (object: JsonObject): string =>
  [textAt(object, 'kind'), textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')].join(' ');

const byKey = (objects: readonly JsonObject[]): readonly JsonObject[] =>
  objects.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

const objectsOf = (version: string | null): readonly JsonObject[] =>
  byKey(readBootstrapPolicy(version).map(({ object }) => object));

test('the newest bootstrap policy is what a real API server makes, object for object', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const made = await readServer(plane);
  // Tests share the cluster: one may have borrowed the label for an object in a namespace of its own.
  const own = made.filter((object) =>
    ['', 'kube-system', 'kube-public'].includes(textAt(object, 'metadata', 'namespace')),
  );
  assert.ok(own.length > 130, `${own.length} objects`);
  assert.deepEqual(objectsOf(null), byKey(own));
});

test('a version is read as clouds write it; one that is not known gets its neighbour', () => {
  const controllers = (version: string | null): number =>
    objectsOf(version).filter((object) => textAt(object, 'kind') === 'ClusterRole').length;
  assert.equal(controllers('1.33'), controllers('v1.33.4-eks-1234'));
  assert.deepEqual(readBootstrapPolicy('1.99'), readBootstrapPolicy(null));
  assert.deepEqual(readBootstrapPolicy('1.20'), readBootstrapPolicy('1.30'));
  assert.deepEqual(readBootstrapPolicy('1.30')[0]?.origin, { kind: 'built-in', release: '1.30' });
});

test('a release has what came with it and not what came later', () => {
  const has = (version: string, key: string): boolean => objectsOf(version).some((object) => keyOf(object) === key);
  const fine = 'ClusterRole  system:kubelet-api-admin';
  assert.deepEqual([has('1.30', fine), has('1.37', fine)], [true, true]);
  const expander = 'ClusterRole  system:controller:selinux-warning-controller';
  assert.deepEqual([has('1.30', expander), has('1.37', expander)], [false, true]);
});

test('nodes are bound to nothing, and the aggregated roles hold selectors', () => {
  const find = (key: string): JsonObject | undefined => objectsOf(null).find((object) => keyOf(object) === key);
  assert.equal(at(find('ClusterRoleBinding  system:node'), 'subjects'), undefined);
  assert.deepEqual(at(find('ClusterRole  edit'), 'aggregationRule'), {
    clusterRoleSelectors: [{ matchLabels: { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' } }],
  });
});

test('what is packed is read back', () => {
  const releases = new Map([
    [36, objectsOf('1.36')],
    [37, objectsOf('1.37')],
  ]);
  const packed = JSON.parse(renderReleases(releases)) as { readonly objects: readonly string[] };
  const both = packed.objects.filter((line) => line.startsWith('36-37 ')).length;
  assert.ok(both > 120, `${both} of ${packed.objects.length}`);
});
