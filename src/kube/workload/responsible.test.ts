/** Tests of whose job an object is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Responsible } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { responsibleFor } from './responsible.ts';

const mirror = { annotations: { 'kubernetes.io/config.mirror': 'x' } };

const cases: readonly (readonly [
  expected: Responsible,
  kind: string,
  namespace: string | null,
  name: string,
  metadata?: JsonObject,
])[] = [
  ['you', 'Deployment', 'shop', 'web'],
  ['you', 'Deployment', 'shop', 'aws-node'],
  ['you', 'DaemonSet', 'shop', 'agent', { labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile' } }],
  ['you', 'Deployment', '', 'web'],
  ['provider', 'DaemonSet', 'kube-system', 'aws-node'],
  ['provider', 'Pod', 'kube-system', 'kube-proxy-x7k2p'],
  ['provider', 'Deployment', 'kube-system', 'coredns'],
  ['provider', 'DaemonSet', 'kube-system', 'fluentbit-gke'],
  ['provider', 'DaemonSet', 'kube-system', 'cloud-node-manager'],
  ['provider', 'DaemonSet', 'kube-system', 'mine', { labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile' } }],
  ['provider', 'Deployment', 'kube-system', 'x', { labels: { 'kubernetes.azure.com/managedby': 'aks' } }],
  ['provider', 'Deployment', 'kube-system', 'x', { labels: { 'components.gke.io/component-name': 'netd' } }],
  ['provider', 'Deployment', 'kube-system', 'x', { labels: { 'eks.amazonaws.com/component': 'coredns' } }],
  ['provider', 'Pod', 'kube-system', 'kube-apiserver-node-1', mirror],
  ['provider', 'DaemonSet', 'gmp-system', 'collector'],
  ['provider', 'DaemonSet', 'gke-managed-system', 'x'],
  ['provider', 'Lease', 'kube-node-lease', 'node-1'],
  ['provider', 'ClusterRole', null, 'eks:addon-manager'],
  ['platform', 'Deployment', 'kube-system', 'my-own-thing'],
  ['platform', 'Deployment', 'ingress-nginx', 'ingress-nginx-controller'],
  ['platform', 'Deployment', 'cert-manager', 'cert-manager'],
  ['platform', 'DaemonSet', 'monitoring', 'node-exporter'],
  ['platform', 'Deployment', 'openshift-monitoring', 'x'],
  ['platform', 'ClusterRole', null, 'system:node'],
  ['platform', 'ClusterRole', null, 'edit', { labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } }],
  ['you', 'ClusterRole', null, 'shop-reader'],
];

for (const [expected, kind, namespace, name, metadata] of cases) {
  test(`${kind} ${namespace ?? '(cluster)'}/${name}${metadata === undefined ? '' : ' with its marks'} is a matter for ${expected}`, () => {
    const object: JsonObject = metadata === undefined ? {} : { metadata };
    assert.equal(responsibleFor({ apiVersion: 'v1', kind, namespace, name }, object), expected);
  });
}

test('broken metadata leaves an object to you', () => {
  for (const metadata of [
    'x',
    null,
    [],
    { labels: 'x', annotations: 3 },
    { labels: { 'eks.amazonaws.com/component': 3 } },
  ]) {
    assert.equal(responsibleFor({ apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'x' }, { metadata }), 'you');
  }
});
