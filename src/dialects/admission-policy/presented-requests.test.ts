/** What policies see of what is changed or deleted: both objects in the version the policy matched, as the server holds them. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { Subject } from '../../model/subject.ts';
import { deny } from './demo.ts';
import { compile, judgeRequest, read } from './harness.ts';

type Admission = Extract<Subject, { kind: 'admission' }>;

const toObject = (text: string): JsonObject => {
  const parsed = parseYaml(text);
  if (parsed.kind !== 'value' || !isJsonObject(parsed.value)) throw new Error(text);
  return parsed.value;
};

const autoscaler = toObject(`apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop, uid: u-1, generation: 1}
spec:
  maxReplicas: 3
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
status: {desiredReplicas: 2, currentReplicas: 1}`);

const widget = toObject(`apiVersion: vauban.test/v1
kind: Widget
metadata: {name: one, namespace: shop}
spec: {size: 1}`);

const groupOf = (apiVersion: string): string => apiVersion.slice(0, apiVersion.indexOf('/'));

const deployment = toObject(`apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, uid: u-2, creationTimestamp: "2026-01-02T03:04:05Z", generation: 4}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: nginx, resources: {limits: {cpu: 0.5}}}]}}
status: {replicas: 2}`);

const without = (object: JsonObject, ...fields: readonly string[]): JsonObject => ({
  ...object,
  metadata: Object.fromEntries(
    Object.entries(object['metadata'] as JsonObject).filter(([name]) => !fields.includes(name)),
  ),
});

const written = without(deployment, 'uid', 'creationTimestamp', 'generation');

const cases: readonly (readonly [
  name: string,
  request: Pick<Admission, 'operation' | 'object' | 'oldObject'> & { readonly subresource?: string },
  holds: string,
])[] = [
  [
    'an update in the version the policy matched',
    { operation: 'UPDATE', object: autoscaler, oldObject: autoscaler },
    "[object, oldObject].all(o, o.apiVersion == 'autoscaling/v1' && o.spec.targetCPUUtilizationPercentage == 50 && !has(o.spec.metrics) && o.status == {'currentReplicas': 1, 'desiredReplicas': 2})",
  ],
  [
    'what is deleted in the version the policy matched',
    { operation: 'DELETE', object: null, oldObject: autoscaler },
    "object == null && oldObject.apiVersion == 'autoscaling/v1' && oldObject.spec.targetCPUUtilizationPercentage == 50",
  ],
  [
    'a custom kind under the version the policy matched',
    {
      operation: 'UPDATE',
      object: { ...widget, apiVersion: 'vauban.test/v2' },
      oldObject: { ...widget, apiVersion: 'vauban.test/v2' },
    },
    "object.apiVersion == 'vauban.test/v1' && oldObject.apiVersion == 'vauban.test/v1'",
  ],
  [
    'both objects with what the server defaults, in its form',
    { operation: 'UPDATE', object: written, oldObject: deployment },
    "[object, oldObject].all(o, o.spec.strategy.type == 'RollingUpdate' && o.spec.template.spec.containers[0].resources.limits.cpu == '500m')",
  ],
  [
    'identity and status of what is there',
    { operation: 'UPDATE', object: { ...written, status: { replicas: 9 } }, oldObject: deployment },
    "object.metadata.uid == 'u-2' && object.metadata.creationTimestamp == oldObject.metadata.creationTimestamp && object.status == {'replicas': 2} && object.metadata.generation == 4",
  ],
  [
    'the next generation of what is wanted anew',
    {
      operation: 'UPDATE',
      object: { ...written, spec: { ...(written['spec'] as JsonObject), replicas: 3 } },
      oldObject: deployment,
    },
    'object.metadata.generation == 5 && oldObject.metadata.generation == 4',
  ],
  [
    'of what is sent to status, the status alone',
    {
      operation: 'UPDATE',
      subresource: 'status',
      object: { ...written, spec: { ...(written['spec'] as JsonObject), replicas: 3 }, status: { replicas: 9 } },
      oldObject: deployment,
    },
    'object.spec.replicas == 2 && object.status.replicas == 9 && object.metadata.generation == 4',
  ],
];

describe('a policy is shown', () => {
  for (const [name, { subresource, ...request }, holds] of cases) {
    test(name, () => {
      const { apiVersion, kind } = (request.object ?? request.oldObject) as { apiVersion: string; kind: string };
      const asks = read(`apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: demo}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [${groupOf(apiVersion)}], apiVersions: [v1], operations: ["*"], resources: ["*/*"]}]
  validations: [{expression: ${JSON.stringify(holds)}}]`);
      const judgement = judgeRequest(compile([asks, deny]), {
        kind: 'admission',
        ref: { apiVersion, kind, namespace: 'shop', name: 'web' },
        subresource: subresource ?? null,
        user: { name: 'ann', groups: [] },
        dryRun: false,
        ...request,
      });
      assert.ok(judgement.kind === 'done');
      assert.deepEqual(
        judgement.conclusions.map(({ status, message }) => `${status}: ${message}`),
        ['pass: Every validation of the policy holds.'],
      );
    });
  }
});
