/** A webhook whose Service is gone: one finding, and what it refuses. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join, livedIn, tellOf } from '../told-of-yaml.ts';
import { webhooksAnalyser } from './index.ts';
import { guard, gatekeeper, leftOut } from './webhook-of-yaml.ts';

test('a Service that is gone is one finding, whatever else could be said of its webhook', () => {
  const text = join(
    gatekeeper('failurePolicy: Fail\n    timeoutSeconds: 30').replace('caBundle: Q0E=, ', ''),
    livedIn('shop'),
  );
  const said = webhooksAnalyser.rules.flatMap(({ id }) =>
    tellOf(webhooksAnalyser, text, { rule: id }).map((line) => `${id} ${line.replace(/:.*/, '')}`),
  );
  assert.deepEqual(said, [
    'webhook/service-missing fail critical',
    'webhook/ca-bundle-missing skip (not-applicable)',
    'webhook/fails-open skip (not-applicable)',
    'webhook/scoped-away skip (not-applicable)',
    'webhook/can-lock-cluster skip (not-applicable)',
    'webhook/timeout skip (not-applicable)',
  ]);
});

const refusals: readonly (readonly [name: string, webhook: string, expected: string])[] = [
  [
    'all but some namespaces',
    guard(leftOut('kube-system', 'guards')),
    'fail critical: every create of pods in all namespaces but kube-system, guards is refused',
  ],
  [
    'namespaces by their label',
    guard('namespaceSelector: {matchLabels: {guarded: yes-please}}'),
    'fail high: every create of pods in the namespaces that its namespaceSelector selects is refused',
  ],
  [
    'several operations and resources',
    guard().replace('[CREATE], resources: [pods]', '[CREATE, UPDATE], resources: [services, configmaps]'),
    'fail high: every create or update of services or configmaps in all namespaces is refused',
  ],
  [
    'everything',
    guard()
      .replace("apiGroups: ['']", "apiGroups: ['*']")
      .replace('[CREATE], resources: [pods]', "['*'], resources: ['*']"),
    'fail critical: every request about any object in all namespaces is refused',
  ],
  [
    'cluster-scoped objects',
    guard().replace('resources: [pods]', 'resources: [namespaces], scope: Cluster'),
    'fail high: every create of namespaces is refused',
  ],
  [
    'what a condition lets through',
    guard("matchConditions: [{name: a, expression: 'true'}]"),
    'fail high: every create of pods in all namespaces, where its matchConditions hold, is refused',
  ],
];

for (const [name, webhook, expected] of refusals)
  test(`what a dead webhook refuses: ${name}`, () => {
    const [told = ''] = tellOf(webhooksAnalyser, webhook, { rule: 'webhook/service-missing' });
    assert.equal(told.replace(/: .*: /, ': '), expected);
  });
