/** No object that somebody writes makes an analyser throw, whatever is where something else should be. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { extensionKinds } from '../kube/schema/extension-kinds.ts';
import { builtInKinds } from '../kube/schema/kinds.ts';
import { createSnapshotBuilder } from '../kube/snapshot/build-snapshot.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import { analysers } from './registry.ts';

/** Fields that analysers read, so that what is random lands where it is looked at. */
const fields = [
  'metadata spec status data labels annotations template containers webhooks rules clientConfig service name',
  'namespace namespaceSelector matchLabels matchExpressions match any all exclude resources namespaces',
  'validate failureAction exceptions policyName paramKind paramRef kind apiVersion selector matchConstraints',
  'resourceRules conditions resourceFilters cleanup.kyverno.io/ttl image byPod errors typeChecking',
  'expressionWarnings ownerReferences controller selector ports port targetPort containerPort hostPort hostNetwork',
  'type podSelector policyTypes ingress egress from to ipBlock cidr except addresses backend defaultBackend http paths',
  'parentRefs backendRefs listeners allowedRoutes loadBalancerSourceRanges externalIPs providerID conditions phase',
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
      '*',
      'Fail',
      'Ignore',
      'Audit',
      '9999999d',
      '2026-02-30',
      '[*/*,*,*]',
      'v1.20',
      '10.0.0.0/8',
      'Pod',
      80,
    ),
    fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 6 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value;

const kinds = [...builtInKinds, ...extensionKinds];

const resources: fc.Arbitrary<Resource> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    namespace: fc.constantFrom(null, '', 'shop'),
    name: fc.constantFrom('kyverno', 'shop', 'calico-node', 'aws-node', ''),
    object: fc.dictionary(fc.constantFrom(...fields), values, { maxKeys: 8 }),
  })
  .map(({ kind: { group, kind }, namespace, name, object }) => ({
    ref: { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, namespace, name },
    object: object as JsonObject,
    origin: { kind: 'cluster', cluster: 'test', uid: '' },
  }));

for (const analyser of analysers)
  test(`${analyser.id}: concludes by its own rules whatever it is shown`, () => {
    fc.assert(
      fc.property(fc.array(resources, { maxLength: 12 }), fc.constantFrom('cluster', 'manifests'), (all, kind) => {
        const builder = createSnapshotBuilder(kind);
        for (const resource of all) {
          const kept = analyser.keep(resource);
          if (kept !== null) builder.add(kept);
        }
        for (const { rule, conclusion } of analyser.analyse(builder.build({ evidence: [], unread: [] }))) {
          assert.ok(analyser.rules.includes(rule));
          assert.match(conclusion.message, /^\p{Lu}/u);
        }
      }),
      { numRuns: 400 },
    );
  });
