/** What every survey promises, held against each of the registry and against the roadmap that asks them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createSnapshotBuilder } from '../kube/snapshot/build-snapshot.ts';
import { parseRoadmap } from '../posture/parse-roadmap.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import { attackKinds, keepForAttacks } from './keep-for-attacks.ts';
import { surveys } from './registry.ts';

const where = (): string => 'estate.yaml:1';

test('every survey has a name of its own', () => {
  assert.equal(new Set(surveys.map(({ id }) => id)).size, surveys.length);
});

for (const kind of ['cluster', 'manifests'] as const)
  test(`what the roadmap asks is answered by exactly one survey, also where nothing was read of ${kind}`, () => {
    const empty = createSnapshotBuilder(kind).build({ evidence: [], unread: [] });
    const answered = surveys.flatMap((survey) => survey.observe(empty, where).map(({ criterion }) => criterion));
    assert.deepEqual(answered.toSorted(), askedByTheRoadmap().toSorted());
  });

const askedByTheRoadmap = (): readonly string[] => {
  const file = new URL('../../frameworks/roadmap.yaml', import.meta.url);
  const parsed = parseRoadmap(readFileSync(file, 'utf8'), 'roadmap.yaml');
  assert.equal(parsed.kind, 'roadmap');
  return parsed.roadmap.phases
    .flatMap(({ actions }) => actions)
    .flatMap(({ criteria }) => criteria)
    .flatMap((criterion) => (criterion.kind === 'survey' ? [criterion.name] : []));
};

for (const survey of surveys)
  test(`${survey.id}: keeps nothing of what it never asks for`, () => {
    const ref = { apiVersion: 'example.com/v1', kind: 'Unheard', namespace: 'shop', name: 'x' };
    const resource = { ref, object: {}, origin: { kind: 'cluster', cluster: 'c', uid: 'u' } } as const;
    assert.equal(survey.keep(resource), null);
  });

/** Fields that surveys read, so that what is random lands where it is looked at. */
const fields = [
  'metadata spec status data labels annotations template containers name image args command env ports volumes',
  'istio-injection istio.io/rev istio.io/dataplane-mode linkerd.io/inject pod-security.kubernetes.io/enforce',
  'mtls mode selector matchLabels portLevelMtls rules from to when source principals action targetRef targetRefs',
  'proxyProtocol accessPolicy requiredAuthenticationRefs kind group port refreshInterval refreshPolicy refreshAfter',
  'destination target secretStoreRef data dataFrom secretObjects secretName nodeSelector affinity hostPath tolerations',
  'groups alert receivers route receiver grafana_dashboard alertmanager.yaml vault.hashicorp.com/agent-inject',
  'validationFailureAction failureAction enforcementAction validationActions policyName level conditions type',
  'jobTemplate securityContext digest podSelector policyTypes ingress egress file builds scanner canFail state detail',
  'builds scans gate how tool step line enforced by value namespaces namespaceSelector authentication',
].flatMap((line) => line.split(' '));

const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 0, -1, '', '0', '*', 'enabled', 'STRICT', 'Enforce', 'deny', '0s', '__proto__'),
    fc.constantFrom<Json>('falcosecurity/falco:0.41.0', 'aquasec/kube-bench', 'receivers: [', 'on', 'restricted'),
    fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 6 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value;

const kinds = [
  ...attackKinds,
  ...surveys.flatMap((survey) => survey.kinds),
  { group: 'audit.k8s.io', kind: 'Policy' },
  { group: '', kind: 'Secret' },
];

const resources: fc.Arbitrary<Resource> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    namespace: fc.constantFrom(null, '', 'shop', 'istio-system'),
    name: fc.constantFrom('shop', 'istio', 'falco', ''),
    object: fc.dictionary(fc.constantFrom(...fields), values, { maxKeys: 8 }),
    isLive: fc.boolean(),
  })
  .map(({ kind: { group, kind }, namespace, name, object, isLive }) => ({
    ref: { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, namespace, name },
    object: object as JsonObject,
    origin: isLive
      ? { kind: 'cluster', cluster: 'test', uid: '' }
      : { kind: 'file', file: 'estate.yaml', document: 0, item: null, start: 0, end: 0 },
  }));

const evidence: fc.Arbitrary<Evidence> = fc.record({
  kind: fc.constantFrom(
    'ci/workflow',
    'document/policy',
    'document/audit-policy',
    'control-plane/audit',
    'control-plane/encryption',
    'control-plane/network-policy',
  ),
  about: fc.constant(null),
  value: fc.dictionary(fc.constantFrom(...fields), values, { maxKeys: 6 }),
  source: fc.constantFrom('', 'metrics of the API server'),
  confidence: fc.constantFrom('certain', 'likely'),
  at: fc.constant(null),
});

for (const survey of surveys)
  test(`${survey.id}: says whole items whatever it is shown`, () => {
    fc.assert(
      fc.property(
        fc.array(resources, { maxLength: 12 }),
        fc.array(evidence, { maxLength: 3 }),
        fc.constantFrom('cluster', 'manifests'),
        (all, told, kind) => {
          const builder = createSnapshotBuilder(kind);
          for (const resource of all) {
            const kept = keepForAttacks(resource) ?? survey.keep(resource);
            if (kept !== null) builder.add(kept);
          }
          for (const { items, doubt } of survey.observe(builder.build({ evidence: told, unread: [] }), where)) {
            assert.ok(doubt === null || /^[^A-Z\s].*[^.]$/.test(doubt), doubt ?? '');
            for (const { what, state, proof, why } of items) {
              assert.notEqual(what.trim(), '');
              assert.equal(proof !== null, state === 'met');
              assert.match(why, /^\S/);
              assert.doesNotMatch(why, /\.$/);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
