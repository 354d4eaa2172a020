/** No object that somebody writes makes the workload chart throw, or name a place that it does not declare. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createSnapshotBuilder } from '../../kube/snapshot/build-snapshot.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { keepForAttacks } from '../keep-for-attacks.ts';
import { workloadChart } from './index.ts';

const fields = [
  'metadata spec labels annotations template containers initContainers volumes volumeMounts volumeDevices name',
  'mountPath devicePath subPath subPathExpr hostPath path persistentVolumeClaim claimName claimRef volumeName readOnly',
  'securityContext privileged capabilities add drop runAsUser runAsNonRoot hostPID hostUsers shareProcessNamespace',
  'serviceAccountName automountServiceAccountToken projected sources serviceAccountToken audience env value valueFrom',
  'nodeName nodeSelector tolerations key operator affinity volumeClaimTemplates selector matchLabels accessModes local',
  'ephemeral volumeClaimTemplate appArmorProfile type windowsOptions hostProcess os taints secret secretName fieldRef',
].flatMap((line) => line.split(' '));

const words: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1000,
  '',
  '/',
  'a',
  '$(A)',
  '$(',
  '../..',
  'C:\\',
  '//./pipe/docker_engine',
  'ALL',
  'SYS_ADMIN',
  'RuntimeDefault',
  'windows',
  'true',
  '__proto__',
  'node-role.kubernetes.io/control-plane',
];

const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(...words),
    fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 6 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value;

/** A pod whose shape is nearly right, so that what is random lands deep in it. */
const specs: fc.Arbitrary<Json> = fc.record({
  containers: fc.array(
    fc.record({
      name: fc.constantFrom<Json>('web', '', 7),
      securityContext: fc.oneof(
        values,
        fc.record({ privileged: fc.constantFrom<Json>(true, 'yes'), capabilities: values }),
      ),
      volumeMounts: fc.oneof(
        values,
        fc.array(fc.record({ name: fc.constantFrom('a', 'b'), mountPath: values }), { maxLength: 3 }),
      ),
      env: values,
    }),
    { maxLength: 3 },
  ),
  volumes: fc.oneof(
    values,
    fc.array(
      fc.record({ name: fc.constantFrom('a', 'b'), hostPath: fc.record({ path: fc.constantFrom('/', '/etc', 7) }) }),
      { maxLength: 3 },
    ),
  ),
  hostPID: fc.constantFrom<Json>(true, 'true', null),
  shareProcessNamespace: fc.constantFrom<Json>(true, 1, null),
  tolerations: values,
  securityContext: values,
});

const kinds = [
  ['', 'Pod'],
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
  ['batch', 'CronJob'],
  ['', 'Namespace'],
  ['', 'Node'],
  ['', 'PersistentVolume'],
  ['', 'PersistentVolumeClaim'],
  ['', 'ServiceAccount'],
] as const;

const resources: fc.Arbitrary<Resource> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    namespace: fc.constantFrom(null, '', 'shop'),
    name: fc.constantFrom('a', 'b', 'shop', '', 'a-b-0'),
    spec: fc.oneof(specs, values),
    metadata: values,
  })
  .map(({ kind: [group, kind], namespace, name, spec, metadata }) => ({
    ref: { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, namespace, name },
    object: {
      metadata,
      spec:
        kind === 'Pod'
          ? spec
          : kind === 'CronJob'
            ? { jobTemplate: { spec: { template: { spec } } } }
            : { template: { spec } },
    } as JsonObject,
    origin: { kind: 'cluster', cluster: 'test', uid: '' },
  }));

test('whatever it is shown, the workload chart names only places that it declares, and no step twice', () => {
  fc.assert(
    fc.property(
      fc.array(resources, { maxLength: 8 }),
      fc.constantFrom('cluster', 'manifests'),
      values,
      (all, kind, value) => {
        const builder = createSnapshotBuilder(kind);
        for (const resource of all) {
          const kept = keepForAttacks(resource);
          if (kept !== null) builder.add(kept);
        }
        const evidence = [
          { kind: 'admission/new-pods', about: null, value: [value], source: 'test', confidence: 'certain', at: null },
        ] as const;
        const { places, steps, assets, controls } = workloadChart.draw(builder.build({ evidence, unread: [] }));
        const declared = new Set(places.map(({ id }) => id));
        assert.equal(declared.size, places.length);
        for (const { from, to } of steps) assert.ok(declared.has(from) && declared.has(to), `${from} ${to}`);
        for (const { place } of assets) assert.ok(declared.has(place));
        assert.equal(
          new Set(steps.map(({ type, from, to, by }) => JSON.stringify([type, from, to, by]))).size,
          steps.length,
        );
        assert.equal(new Set(controls.map(({ id }) => id)).size, controls.length);
        for (const control of controls) {
          assert.ok(control.state.kind !== 'absent' || control.remedy !== null, control.id);
          for (const { from, to, by } of control.steps) assert.ok(from !== null || to !== null || by !== null);
        }
      },
    ),
    { numRuns: 400 },
  );
});
