/** Webhooks in small clusters: each gap and its healthy twin. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join, livedIn, tellOf, type Told } from '../told-of-yaml.ts';
import { webhooksAnalyser } from './index.ts';
import { guard, gatekeeper, service, pod, leftOut } from './webhook-of-yaml.ts';

const cases: readonly (readonly [
  name: string,
  rule: string,
  text: string,
  expected: readonly string[],
  more?: Omit<Told, 'rule'>,
])[] = [
  [
    'a Service that is not there: closed, everything is refused',
    'service-missing',
    guard(),
    [
      'fail critical: ValidatingWebhookConfiguration guard: Webhook a.guard.example calls Service guards/guard, which is not there: every create of pods in all namespaces is refused',
    ],
  ],
  [
    'a Service that is not there: open, nothing is judged',
    'service-missing',
    guard('failurePolicy: Ignore'),
    [
      'fail medium: ValidatingWebhookConfiguration guard: Webhook a.guard.example calls Service guards/guard, which is not there: nothing is judged',
    ],
  ],
  [
    'a Service that is there',
    'service-missing',
    join(guard(), service()),
    ['pass: ValidatingWebhookConfiguration guard: Calls Services that are there'],
  ],
  [
    'a Service without the port',
    'service-missing',
    join(guard(), service('{selector: {app: guard}, ports: [{port: 8443}]}')),
    [
      'fail critical: ValidatingWebhookConfiguration guard: Webhook a.guard.example calls port 443 of Service guards/guard, which has none such: every create of pods in all namespaces is refused',
    ],
  ],
  [
    'a Service in another repository',
    'service-missing',
    guard(),
    [
      'fail info: ValidatingWebhookConfiguration guard: Webhook a.guard.example calls Service guards/guard, which is not among what was read: without it every create of pods in all namespaces is refused',
    ],
    { kind: 'manifests' },
  ],
  [
    'a Service of a namespace that was not read',
    'service-missing',
    guard(),
    [
      'error (no-evidence): ValidatingWebhookConfiguration guard: Whether Service guards/guard is there, which webhook a.guard.example calls, cannot be told: forbidden there',
    ],
    {
      extras: {
        unread: [
          { kind: 'Service', group: '', cluster: 'test', namespace: 'guards', reason: 'forbidden there', grant: null },
        ],
      },
    },
  ],
  [
    'a webhook outside the cluster has no Service',
    'service-missing',
    guard().replace('service: {namespace: guards, name: guard}', 'url: "https://guard.example"'),
    [],
  ],
  [
    'a Service that selects no Pod',
    'service-without-endpoints',
    join(guard('failurePolicy: Ignore'), service()),
    [
      'fail medium: ValidatingWebhookConfiguration guard: Webhook a.guard.example calls Service guards/guard, which selects no Pod: nothing is judged',
    ],
  ],
  [
    'a Service whose Pod is not ready',
    'service-without-endpoints',
    join(guard(), service(), pod(false)),
    [
      'fail critical: ValidatingWebhookConfiguration guard: Webhook a.guard.example calls Service guards/guard, whose only Pod is not ready: every create of pods in all namespaces is refused',
    ],
  ],
  [
    'a Service none of whose Pods is ready',
    'service-without-endpoints',
    join(guard(), service(), pod(false), pod(false, 'guard-2')),
    [
      'fail critical: ValidatingWebhookConfiguration guard: Webhook a.guard.example calls Service guards/guard, none of whose 2 Pods is ready: every create of pods in all namespaces is refused',
    ],
  ],
  [
    'a Pod that is being deleted answers no more',
    'service-without-endpoints',
    join(
      guard(),
      service(),
      pod(true).replace('name: guard-1', 'name: guard-1, deletionTimestamp: "2026-11-23T12:00:00Z"'),
    ),
    [
      'fail critical: ValidatingWebhookConfiguration guard: Webhook a.guard.example calls Service guards/guard, whose only Pod is not ready: every create of pods in all namespaces is refused',
    ],
  ],
  [
    'one ready Pod is enough',
    'service-without-endpoints',
    join(guard(), service(), pod(false), pod(true, 'guard-2')),
    ['pass: ValidatingWebhookConfiguration guard: Has ready Pods to answer'],
  ],
  [
    'a Service without a selector has endpoints of its own',
    'service-without-endpoints',
    join(guard(), service('{ports: [{port: 443}]}')),
    [
      'skip (manual): ValidatingWebhookConfiguration guard: Who answers for Service guards/guard, which webhook a.guard.example calls, cannot be told: it has no selector',
    ],
  ],
  [
    'of manifests a template counts as a Pod',
    'service-without-endpoints',
    join(
      guard(),
      service(),
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: guard, namespace: guards}\nspec: {template: {metadata: {labels: {app: guard}}}}',
    ),
    ['pass: ValidatingWebhookConfiguration guard: Has ready Pods to answer'],
    { kind: 'manifests' },
  ],
  [
    'without a CA no call succeeds',
    'ca-bundle-missing',
    guard().replace('caBundle: Q0E=, ', ''),
    [
      'fail critical: ValidatingWebhookConfiguration guard: Webhook a.guard.example has no caBundle, so that no call succeeds: every create of pods in all namespaces is refused',
    ],
  ],
  [
    'with one it can be called',
    'ca-bundle-missing',
    guard(),
    ['pass: ValidatingWebhookConfiguration guard: Has the CA of its Services'],
  ],
  [
    'in a manifest something else may write it',
    'ca-bundle-missing',
    guard().replace('caBundle: Q0E=, ', ''),
    [
      'fail info: ValidatingWebhookConfiguration guard: Webhook a.guard.example has no caBundle here: unless something writes it, every create of pods in all namespaces is refused',
    ],
    { kind: 'manifests' },
  ],
  [
    'and cert-manager says that it does',
    'ca-bundle-missing',
    guard('', 'guard', ', annotations: {cert-manager.io/inject-ca-from: guards/guard}').replace('caBundle: Q0E=, ', ''),
    ['pass: ValidatingWebhookConfiguration guard: Has the CA of its Services'],
    { kind: 'manifests' },
  ],
  [
    'a security engine that fails open',
    'fails-open',
    gatekeeper('failurePolicy: Ignore'),
    [
      'fail: ValidatingWebhookConfiguration gatekeeper-validating-webhook-configuration: Gatekeeper’s webhook validation.gatekeeper.sh lets requests through when it does not answer: failurePolicy is Ignore',
    ],
  ],
  [
    'a security engine that fails closed, which is the default',
    'fails-open',
    gatekeeper(),
    ['pass: ValidatingWebhookConfiguration gatekeeper-validating-webhook-configuration: Fails closed'],
  ],
  [
    'the first version of the API failed open by default',
    'fails-open',
    gatekeeper().replace('k8s.io/v1', 'k8s.io/v1beta1'),
    [
      'fail: ValidatingWebhookConfiguration gatekeeper-validating-webhook-configuration: Gatekeeper’s webhook validation.gatekeeper.sh lets requests through when it does not answer: failurePolicy is Ignore',
    ],
  ],
  ['a webhook that guards nothing may fail open', 'fails-open', guard('failurePolicy: Ignore'), []],
  [
    'so may those by which an engine guards its own objects',
    'fails-open',
    guard('failurePolicy: Ignore', 'kyverno-policy-validating-webhook-cfg')
      .replace('name: guard}', 'name: kyverno-svc}')
      .replace("apiGroups: ['']", 'apiGroups: [kyverno.io]'),
    [],
  ],
  [
    'an engine that is not asked about a namespace',
    'scoped-away',
    join(gatekeeper(leftOut('kube-system', 'shop')), livedIn('shop'), livedIn('till')),
    [
      'fail medium: ValidatingWebhookConfiguration gatekeeper-validating-webhook-configuration: Gatekeeper is not asked about namespace shop: its namespaceSelector leaves it out',
    ],
  ],
  [
    'an engine that is asked about none',
    'scoped-away',
    join(gatekeeper('namespaceSelector: {matchLabels: {guarded: yes-please}}'), livedIn('shop'), livedIn('till')),
    [
      'fail high: ValidatingWebhookConfiguration gatekeeper-validating-webhook-configuration: Gatekeeper is not asked about any namespace with workloads (shop, till): its namespaceSelector leaves them out',
    ],
  ],
  [
    'the cluster’s and the engine’s own namespaces may be left out',
    'scoped-away',
    join(gatekeeper(leftOut('kube-system', 'guards')), livedIn('shop'), livedIn('guards'), livedIn('kube-system')),
    [
      'pass: ValidatingWebhookConfiguration gatekeeper-validating-webhook-configuration: Reaches every namespace with workloads',
    ],
  ],
  [
    'an objectSelector lets objects choose',
    'scoped-away',
    join(gatekeeper('objectSelector: {matchExpressions: [{key: skip, operator: DoesNotExist}]}'), livedIn('shop')),
    [
      'fail: ValidatingWebhookConfiguration gatekeeper-validating-webhook-configuration: Gatekeeper’s webhook validation.gatekeeper.sh is asked only about objects that its objectSelector selects: whoever labels an object decides',
    ],
  ],
  [
    'a webhook without rules is asked about nothing',
    'scoped-away',
    gatekeeper().replace(/rules: .*/, 'rules: []'),
    [
      'fail high: ValidatingWebhookConfiguration gatekeeper-validating-webhook-configuration: Gatekeeper’s webhook validation.gatekeeper.sh has no rules: it is asked about nothing',
    ],
  ],
  [
    'a webhook about Pods everywhere locks itself out and kube-system down',
    'can-lock-cluster',
    guard(),
    [
      'fail: ValidatingWebhookConfiguration guard: Webhook a.guard.example refuses, while it is down, Pods of its own namespace guards, Pods of kube-system',
    ],
  ],
  [
    'one that leaves out kube-system alone still locks itself out',
    'can-lock-cluster',
    guard(leftOut('kube-system')),
    [
      'fail: ValidatingWebhookConfiguration guard: Webhook a.guard.example refuses, while it is down, Pods of its own namespace guards',
    ],
  ],
  [
    'one that leaves out both cannot',
    'can-lock-cluster',
    guard(leftOut('kube-system', 'guards')),
    ['pass: ValidatingWebhookConfiguration guard: Cannot block kube-system, nodes or leases'],
  ],
  [
    'one that asks about everything also stops Leases and Nodes',
    'can-lock-cluster',
    guard(leftOut('kube-system', 'guards'))
      .replace("apiGroups: ['']", "apiGroups: ['*']")
      .replace('resources: [pods]', "resources: ['*']"),
    [
      'fail: ValidatingWebhookConfiguration guard: Webhook a.guard.example refuses, while it is down, the Leases of the control plane or of the nodes, Nodes',
    ],
  ],
  [
    'labels of the namespaces that were read count',
    'can-lock-cluster',
    join(
      guard('namespaceSelector: {matchExpressions: [{key: unguarded, operator: DoesNotExist}]}'),
      livedIn('kube-system', '{unguarded: yes-please}'),
      livedIn('guards'),
    ),
    [
      'fail: ValidatingWebhookConfiguration guard: Webhook a.guard.example refuses, while it is down, Pods of its own namespace guards',
    ],
  ],
  [
    'labels that were not read count for nothing',
    'can-lock-cluster',
    guard('namespaceSelector: {matchExpressions: [{key: unguarded, operator: DoesNotExist}]}'),
    ['pass: ValidatingWebhookConfiguration guard: Cannot block kube-system, nodes or leases'],
    { kind: 'manifests' },
  ],
  [
    'one that fails open locks nothing',
    'can-lock-cluster',
    guard('failurePolicy: Ignore'),
    ['pass: ValidatingWebhookConfiguration guard: Cannot block kube-system, nodes or leases'],
  ],
  [
    'one that a condition narrows gets the benefit of the doubt',
    'can-lock-cluster',
    guard("matchConditions: [{name: a, expression: 'false'}]"),
    ['pass: ValidatingWebhookConfiguration guard: Cannot block kube-system, nodes or leases'],
  ],
  [
    'one that is only asked about deletions locks nothing',
    'can-lock-cluster',
    guard().replace('operations: [CREATE]', 'operations: [DELETE]'),
    ['pass: ValidatingWebhookConfiguration guard: Cannot block kube-system, nodes or leases'],
  ],
  [
    'half a minute is long',
    'timeout',
    guard('timeoutSeconds: 30'),
    ['fail: ValidatingWebhookConfiguration guard: Webhook a.guard.example is waited for up to 30 seconds'],
  ],
  [
    'ten seconds, the default, are not',
    'timeout',
    guard(),
    ['pass: ValidatingWebhookConfiguration guard: Waits for 10 seconds at most'],
  ],
];

for (const [name, rule, text, expected, more] of cases) {
  // What is not about the Service has one.
  const whole = rule.startsWith('service-') ? text : join(text, service());
  test(name, () => assert.deepEqual(tellOf(webhooksAnalyser, whole, { rule: `webhook/${rule}`, ...more }), expected));
}

test('of a configuration no certificate is kept', () => {
  const kept = webhooksAnalyser.keep({
    ref: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      namespace: null,
      name: 'guard',
    },
    object: { webhooks: [{ name: 'a', clientConfig: { caBundle: 'Q0E=', url: 'https://x' } }, 'no webhook'] },
    origin: { kind: 'cluster', cluster: 'test', uid: 'u' },
  });
  assert.deepEqual(kept?.object, {
    webhooks: [{ name: 'a', clientConfig: { caBundle: 'there', url: 'https://x' } }, 'no webhook'],
  });
});

test('of a Pod no more is kept than its labels and whether it is ready', () => {
  const kept = webhooksAnalyser.keep({
    ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
    object: {
      metadata: { labels: { app: 'web' }, annotations: { a: 'b' } },
      spec: { containers: [] },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    },
    origin: { kind: 'cluster', cluster: 'test', uid: 'u' },
  });
  assert.deepEqual(kept?.object, { labels: { app: 'web' }, isReady: true });
});
