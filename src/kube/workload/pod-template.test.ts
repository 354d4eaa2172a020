/** Tests of where objects hold their pod, and of what is done where they are broken. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { renderFieldPath } from '../../model/field-path.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { toContainerPath, visitContainers } from './containers.ts';
import { podKinds, podTemplateOf } from './pod-template.ts';

const places: readonly (readonly [apiVersion: string, kind: string, prefix: string | undefined])[] = [
  ['v1', 'Pod', ''],
  ['v1', 'PodTemplate', 'template'],
  ['v1', 'ReplicationController', 'spec.template'],
  ['apps/v1', 'Deployment', 'spec.template'],
  ['apps/v1beta1', 'StatefulSet', 'spec.template'],
  ['extensions/v1beta1', 'Deployment', 'spec.template'],
  ['extensions/v1beta1', 'DaemonSet', 'spec.template'],
  ['extensions/v1beta1', 'ReplicaSet', 'spec.template'],
  ['batch/v1', 'Job', 'spec.template'],
  ['batch/v1beta1', 'CronJob', 'spec.jobTemplate.spec.template'],
  ['argoproj.io/v1alpha1', 'Rollout', 'spec.template'],
  ['serving.knative.dev/v1', 'Service', 'spec.template'],
  ['apps.openshift.io/v1', 'DeploymentConfig', 'spec.template'],
  ['apps.kruise.io/v1alpha1', 'CloneSet', 'spec.template'],
  ['apps.kruise.io/v1beta1', 'StatefulSet', 'spec.template'],
  ['apps.kruise.io/v1alpha1', 'DaemonSet', 'spec.template'],
  ['keda.sh/v1alpha1', 'ScaledJob', 'spec.jobTargetRef.template'],
  ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', 'spec.leaderWorkerTemplate.workerTemplate'],
  ['v1', 'Service', undefined],
  ['apps/v1', 'Pod', undefined],
  ['constructor/v1', 'constructor', undefined],
];

for (const [apiVersion, kind, prefix] of places) {
  test(`a ${kind} of ${apiVersion} holds ${prefix === undefined ? 'no pod' : `its pod at "${prefix}"`}`, () => {
    const pod: Json = { metadata: { labels: { a: 'b' } }, spec: { containers: [] } };
    const object = (prefix ?? 'x')
      .split('.')
      .filter((field) => field !== '')
      .reduceRight<Json>((inner, field) => ({ [field]: inner }), pod) as JsonObject;
    const template = podTemplateOf({ apiVersion, kind }, object);
    if (prefix === undefined) assert.equal(template, undefined);
    else {
      assert.ok(template?.kind === 'template');
      assert.equal(renderFieldPath(template.prefix), prefix);
      assert.deepEqual(template.spec, { containers: [] });
      assert.deepEqual(template.metadata, { labels: { a: 'b' } });
    }
  });
}

test('a part that is left out is no pod, and a part that is broken is told', () => {
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment' };
  for (const object of [{}, { spec: null }, { spec: { template: null } }, { spec: { template: { metadata: {} } } }]) {
    assert.equal(podTemplateOf(ref, object), undefined);
  }
  assert.deepEqual(podTemplateOf(ref, { spec: 'x' }), { kind: 'malformed', path: ['spec'], found: 'x' });
  assert.deepEqual(podTemplateOf(ref, { spec: { template: [] } }), {
    kind: 'malformed',
    path: ['spec', 'template'],
    found: [],
  });
  assert.deepEqual(podTemplateOf(ref, { spec: { template: { spec: 1 } } }), {
    kind: 'malformed',
    path: ['spec', 'template', 'spec'],
    found: 1,
  });
  assert.deepEqual(podTemplateOf(ref, { spec: { template: { spec: {}, metadata: 1 } } }), {
    kind: 'malformed',
    path: ['spec', 'template', 'metadata'],
    found: 1,
  });
});

test('containers are visited in all lists, named by key, by index where the name is missing or taken', () => {
  const paths: string[] = [];
  const defects: string[] = [];
  visitContainers(
    {
      containers: [{ name: 'web' }, null, { name: 'web' }, 'oops', { name: 'a b' }],
      initContainers: [{ name: 'setup' }],
      ephemeralContainers: 'x',
    },
    (container) => paths.push(renderFieldPath(toContainerPath(container))),
    ({ path, expected }) => defects.push(`${renderFieldPath(path)} ${expected}`),
  );
  assert.deepEqual(paths, [
    'spec.initContainers[name=setup]',
    'spec.containers[name=web]',
    'spec.containers[1]',
    'spec.containers[2]',
    'spec.containers[name="a b"]',
  ]);
  assert.deepEqual(defects, ['spec.containers[3] an object', 'spec.ephemeralContainers a list']);
});

test('no JSON makes the reader of pod templates throw', () => {
  const value = fc.object({
    key: fc.constantFrom('spec', 'template', 'containers', 'metadata', 'jobTemplate'),
    maxDepth: 6,
  });
  fc.assert(
    fc.property(value, fc.constantFrom(...podKinds), (object, { groups, kind }) => {
      podTemplateOf({ apiVersion: `${groups[0] ?? ''}/v1`, kind }, object as JsonObject);
    }),
    { seed: 1, numRuns: 300 },
  );
});
