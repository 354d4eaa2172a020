/** No object makes the secrets chart throw, and no value of a Secret is in what it draws. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { plantCanaries } from '../../../tools/canaries/canaries.ts';
import { redactObject } from '../../kube/redaction/redact-object.ts';
import { toResources } from '../../kube/schema/to-resource.ts';
import { createSnapshotBuilder } from '../../kube/snapshot/build-snapshot.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { keepForAttacks } from '../keep-for-attacks.ts';
import { secretKinds } from '../secret-kinds.ts';
import { secretsChart } from './index.ts';

const fields = [
  'metadata spec data stringData type annotations labels name namespace template secrets imagePullSecrets containers env envFrom',
  'value valueFrom secretKeyRef secretRef key volumes volumeMounts mountPath secret secretName projected sources items csi driver',
  'volumeAttributes secretProviderClass nodePublishSecretRef persistentVolumeClaim claimName volumeClaimTemplates tls hosts provider',
  'vault auth serviceAccountRef destination source sources repoURL project sourceRef kind url secretObjects target dnsNames',
  'ownerReferences __proto__ constructor serviceAccountName image kubernetes.io/service-account.name',
].flatMap((line) => line.split(' '));

const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<Json>(
      null,
      true,
      0,
      '',
      'db',
      'a/b',
      '{{x}}',
      'secrets-store.csi.k8s.io',
      'true',
      'kubernetes.io/tls',
    ),
    fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 6 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value;

const kinds = [
  ...secretKinds,
  { group: '', kind: 'Secret' },
  { group: '', kind: 'Pod' },
  { group: 'apps', kind: 'StatefulSet' },
  { group: 'networking.k8s.io', kind: 'Ingress' },
  { group: 'gateway.networking.k8s.io', kind: 'Gateway' },
];

const resources: fc.Arbitrary<Resource> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    namespace: fc.constantFrom(null, '', 'shop'),
    name: fc.constantFrom('db', 'default', 'bootstrap-token-abcdef', ''),
    object: fc.dictionary(fc.constantFrom(...fields), values, { maxKeys: 8 }),
  })
  .map(({ kind: { group, kind }, namespace, name, object }) => ({
    ref: { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, namespace, name },
    object: object as JsonObject,
    origin: { kind: 'cluster', cluster: 'test', uid: '' },
  }));

const gather = (all: Iterable<Resource>): Snapshot => {
  const builder = createSnapshotBuilder('cluster');
  for (const resource of all) {
    const kept = keepForAttacks(resource);
    if (kept !== null) builder.add(kept);
  }
  return builder.build({ evidence: [], unread: [] });
};

test('whatever it is shown, it names only places it declares, and no step twice', () => {
  fc.assert(
    fc.property(fc.array(resources, { maxLength: 12 }), (all) => {
      const { places, steps, assets } = secretsChart.draw(gather(all));
      const declared = new Set(places.map(({ id }) => id));
      assert.equal(declared.size, places.length);
      for (const { from, to } of steps) assert.ok(declared.has(from) && declared.has(to));
      for (const { place } of assets) assert.ok(declared.has(place));
      const keys = steps.map(({ type, from, to, by }) => JSON.stringify([type, from, to, by]));
      assert.equal(new Set(keys).size, keys.length);
    }),
    { numRuns: 400 },
  );
});

test('no planted canary is in what it draws', () => {
  const { yaml, secrets } = plantCanaries();
  const all = yaml.split(/^---$/m).flatMap((document, number) => {
    const parsed = parseYaml(document);
    const origin = { kind: 'file', file: 'c.yaml', document: number, item: null, start: 0, end: 0 } as const;
    return parsed.kind === 'defect' ? [] : [...toResources(parsed.value, origin)];
  });
  const found = all.flatMap((made) => (made.kind === 'resource' ? [made.resource] : []));
  assert.ok(found.length > 5);
  const drawn = JSON.stringify(
    secretsChart.draw(gather(found.map((resource) => ({ ...resource, object: redactObject(resource.object) })))),
  );
  assert.deepEqual(
    secrets.filter((secret) => drawn.includes(secret)),
    [],
  );
});
