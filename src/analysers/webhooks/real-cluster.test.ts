/** Webhooks that a bare API server can hold, planted there and read back through the command line; their healthy twins are not found. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namespace, plant } from '../../../tools/control-plane/plant-objects.ts';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { passesOf, scan } from '../../../tools/control-plane/told-of-cluster.ts';
import { join } from '../told-of-yaml.ts';

test('a real cluster: webhooks that nobody answers, and that lock their own namespace', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const webhook = (
    name: string,
    service: string,
    more = '',
    ca = 'caBundle: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==, ',
  ) => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: ${name}}
webhooks:
  - name: a.guard.example
    clientConfig: {${ca}service: {namespace: enf-hooks, name: ${service}}}
    admissionReviewVersions: [v1]
    sideEffects: None
    ${more === '' ? 'rules: [{apiGroups: [nobody.example], apiVersions: [v1], operations: [CREATE], resources: [things]}]' : more}`;
  const pods = "rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]";
  const service = (name: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: enf-hooks}\nspec: {selector: {app: ${name}}, ports: [{port: 443}]}`;
  const pod = (name: string, ready: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: enf-hooks, labels: {app: ${name}}}\nspec: {automountServiceAccountToken: false, containers: [{name: guard, image: 'guard:1'}]}\nstatus: {conditions: [{type: Ready, status: '${ready}'}]}`;
  await plant(context, plane, join(namespace('enf-hooks'), service('ready'), service('waiting'), service('empty')));
  for (let tries = 0; tries < 2000; tries += 1) {
    const { status } = await plane.request('GET', '/api/v1/namespaces/enf-hooks/serviceaccounts/default');
    if (status === 200) break;
  }
  await plant(
    context,
    plane,
    join(
      pod('ready', 'True'),
      pod('waiting', 'False'),
      webhook('enf-good', 'ready'),
      webhook('enf-missing', 'nowhere'),
      webhook('enf-waiting', 'waiting'),
      webhook('enf-empty', 'empty'),
      webhook('enf-no-ca', 'ready', '', ''),
      webhook('enf-slow', 'ready').replace('sideEffects: None', 'sideEffects: None\n    timeoutSeconds: 30'),
      // Only its own namespace: the cluster is shared with other tests.
      webhook(
        'enf-locks',
        'ready',
        `${pods}\n    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: enf-hooks}}`,
      ),
      webhook(
        'enf-apart',
        'ready',
        `${pods}\n    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: enf-nobody}}`,
      ),
    ),
  );
  assert.deepEqual(await scan(plane.kubeconfig, /^enf-/), [
    'fail webhook/ca-bundle-missing ValidatingWebhookConfiguration enf-no-ca: Webhook a.guard.example has no caBundle, so that no call succeeds: every create of things in all namespaces is refused',
    'fail webhook/can-lock-cluster ValidatingWebhookConfiguration enf-locks: Webhook a.guard.example refuses, while it is down, Pods of its own namespace enf-hooks',
    'fail webhook/service-missing ValidatingWebhookConfiguration enf-missing: Webhook a.guard.example calls Service enf-hooks/nowhere, which is not there: every create of things in all namespaces is refused',
    'fail webhook/service-without-endpoints ValidatingWebhookConfiguration enf-empty: Webhook a.guard.example calls Service enf-hooks/empty, which selects no Pod: every create of things in all namespaces is refused',
    'fail webhook/service-without-endpoints ValidatingWebhookConfiguration enf-waiting: Webhook a.guard.example calls Service enf-hooks/waiting, whose only Pod is not ready: every create of things in all namespaces is refused',
    'fail webhook/timeout ValidatingWebhookConfiguration enf-slow: Webhook a.guard.example is waited for up to 30 seconds',
  ]);
  assert.deepEqual(await passesOf(plane.kubeconfig, 'enf-good'), [
    'webhook/ca-bundle-missing',
    'webhook/can-lock-cluster',
    'webhook/service-missing',
    'webhook/service-without-endpoints',
    'webhook/timeout',
  ]);
});
