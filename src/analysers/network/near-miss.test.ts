/** Which labels count as a slip of the pen, and which as another workload's. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import type { PodSide } from '../../kube/network/side.ts';
import { findNearMiss } from './near-miss.ts';

const side = (labels: JsonObject): PodSide => {
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'x' };
  return {
    kind: 'pods',
    namespace: 'shop',
    namespaceLabels: {},
    labels,
    serviceAccount: 'default',
    serviceAccountLabels: {},
    hostNetwork: false,
    ports: [],
    workload: ref,
    place: { namespace: 'shop', name: 'x', type: null },
    pods: [],
    everywhere: false,
    resource: { ref, object: {}, origin: { kind: 'cluster', cluster: '', uid: '' } },
  };
};

const cases: readonly (readonly [asked: JsonObject, there: JsonObject, found: string | undefined])[] = [
  [{ app: 'postgresql' }, { app: 'postgres' }, 'app=postgres'],
  [{ app: 'order_worker' }, { app: 'order-worker' }, 'app=order-worker'],
  [{ app: 'Web' }, { app: 'web' }, 'app=web'],
  [{ app: 'cartservcie' }, { app: 'cartservice' }, 'app=cartservice'],
  [{ app: 'web' }, { 'app.kubernetes.io/name': 'web' }, 'app.kubernetes.io/name=web'],
  [{ app: 'web', tier: 'front' }, { app: 'web', tier: 'frontend' }, 'tier=frontend'],
  [{ app: 'web' }, { app: 'api' }, undefined],
  [{ app: 'web' }, { app: 'web2' }, undefined],
  [{ app: 'shard-1' }, { app: 'shard-2' }, undefined],
  [{ app: 'prometheus' }, { app: 'prometheus-adapter' }, undefined],
  [{ app: 'web', tier: 'back' }, { app: 'api', tier: 'front' }, undefined],
  [{ team: 'web' }, { owner: 'web' }, undefined],
  [{ app: 1 }, { app: 'web' }, undefined],
  [{}, { app: 'web' }, undefined],
];

for (const [asked, there, found] of cases)
  test(`${JSON.stringify(asked)} beside ${JSON.stringify(there)}: ${found ?? 'not meant'}`, () =>
    assert.equal(findNearMiss(asked, [side(there)])?.found, found));
