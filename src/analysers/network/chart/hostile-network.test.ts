/** No object that somebody writes makes the network chart throw, and each step is between places it declares. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compileGraph } from '../../../attack/compile-graph.ts';
import { createSnapshotBuilder } from '../../../kube/snapshot/build-snapshot.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { attackKinds, keepForAttacks } from '../../keep-for-attacks.ts';
import { networkChart } from './network-chart.ts';

const fields = [
  'metadata spec labels annotations template containers initContainers name ports port targetPort containerPort',
  'hostPort hostNetwork selector matchLabels matchExpressions podSelector namespaceSelector ingress egress from to',
  'ipBlock cidr except policyTypes type externalIPs rules http paths backend service parentRefs backendRefs nodeName',
  'env value livenessProbe httpGet tcpSocket endpoints addresses subsets providerID nodeSelector affinity status',
  'podIP podIPs ownerReferences kind controller protocol restartPolicy serviceAccountName volumes projected sources',
].flatMap((line) => line.split(' '));

const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<Json>(
      null,
      true,
      0,
      -1,
      '',
      'a',
      'Always',
      'LoadBalancer',
      '10.0.0.0/8',
      'http://a.shop:80',
      80,
      'TCP',
      'Ingress',
    ),
    fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 6 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value;

const resources: fc.Arbitrary<Resource> = fc
  .record({
    kind: fc.constantFrom(...attackKinds),
    namespace: fc.constantFrom(null, '', 'shop', 'NO NAME/*'),
    name: fc.constantFrom('a', 'kubernetes', 'calico-node', ''),
    object: fc.dictionary(fc.constantFrom(...fields), values, { maxKeys: 8 }),
  })
  .map(({ kind: { group, kind }, namespace, name, object }) => ({
    ref: { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, namespace, name },
    object: object as JsonObject,
    origin: { kind: 'cluster', cluster: 'test', uid: '' },
  }));

test('whatever is where something else should be, a graph is drawn', () => {
  fc.assert(
    fc.property(fc.array(resources, { maxLength: 12 }), fc.constantFrom('cluster', 'manifests'), (all, kind) => {
      const builder = createSnapshotBuilder(kind);
      for (const resource of all) {
        const kept = keepForAttacks(resource);
        if (kept !== null) builder.add(kept);
      }
      const parts = networkChart.draw(builder.build({ evidence: [], unread: [] }));
      assert.ok(compileGraph([parts]).places.length > 0 || parts.steps.length === 0);
    }),
    { numRuns: 400 },
  );
});
