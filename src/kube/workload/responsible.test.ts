/** Tests of whose job an object is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Responsible } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Origin } from '../../model/resource.ts';
import { responsibleFor } from './responsible.ts';

const mirror = { annotations: { 'kubernetes.io/config.mirror': 'x' } };
const reconciled = { labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile' } };
const file: Origin = { kind: 'file', file: 'a.yaml', document: 0, item: null, start: 0, end: 0 };
const rendered: Origin = { kind: 'rendered', by: 'helm', folder: 'c', template: null, document: 0, item: null };
const live: Origin = { kind: 'cluster', cluster: 'prod', uid: 'u' };

type Case = readonly [
  expected: Responsible,
  kind: string,
  namespace: string | null,
  name: string,
  metadata?: JsonObject,
];

const liveCases: readonly Case[] = [
  ['you', 'Deployment', 'shop', 'web'],
  ['you', 'Deployment', 'shop', 'aws-node'],
  ['you', 'DaemonSet', 'shop', 'agent', reconciled],
  ['you', 'Deployment', '', 'web'],
  ['you', 'Deployment', 'eks-shop', 'web'],
  ['you', 'Deployment', 'gke-shop', 'web'],
  ['you', 'Deployment', 'gke-managed-shop', 'web'],
  ['you', 'Namespace', null, 'eks-shop'],
  ['you', 'Deployment', 'shop', 'web', mirror],
  ['you', 'ClusterRole', null, 'shop-reader'],
  ['you', 'ClusterRole', null, 'gke-shop-reader'],
  ['provider', 'DaemonSet', 'kube-system', 'aws-node'],
  ['provider', 'Pod', 'kube-system', 'ebs-csi-node-x7k2p'],
  ['provider', 'DaemonSet', 'kube-system', 'fluentbit-gke'],
  ['provider', 'Pod', 'kube-system', 'kube-proxy-gke-prod-default-pool-1f2e', mirror],
  ['provider', 'DaemonSet', 'kube-system', 'cloud-node-manager'],
  ['provider', 'DaemonSet', 'kube-system', 'mine', reconciled],
  ['provider', 'Deployment', 'kube-system', 'coredns', { labels: { 'kubernetes.azure.com/managedby': 'aks' } }],
  ['provider', 'Deployment', 'kube-system', 'x', { labels: { 'components.gke.io/component-name': 'netd' } }],
  ['provider', 'Deployment', 'kube-system', 'coredns', { labels: { 'eks.amazonaws.com/component': 'coredns' } }],
  ['provider', 'DaemonSet', 'gmp-system', 'collector'],
  ['provider', 'DaemonSet', 'gke-managed-system', 'x'],
  ['provider', 'Namespace', null, 'gke-managed-system'],
  ['provider', 'ClusterRole', null, 'eks:addon-manager'],
  ['platform', 'Pod', 'kube-system', 'kube-apiserver-node-1', mirror],
  ['platform', 'Pod', 'shop', 'static-agent-node-1', mirror],
  ['platform', 'Pod', 'kube-system', 'etcd-node-1'],
  ['platform', 'Deployment', 'kube-system', 'coredns'],
  ['platform', 'DaemonSet', 'kube-system', 'kube-proxy'],
  ['platform', 'Deployment', 'kube-system', 'eks-shop'],
  ['platform', 'Deployment', 'kube-system', 'aws-nodes'],
  ['platform', 'ConfigMap', 'kube-system', 'x', { labels: { 'addonmanager.kubernetes.io/mode': 'EnsureExists' } }],
  ['platform', 'Pod', 'kube-node-lease', 'hidden'],
  ['platform', 'Deployment', 'kube-system', 'my-own-thing'],
  ['platform', 'Deployment', 'ingress-nginx', 'ingress-nginx-controller'],
  ['platform', 'Deployment', 'cert-manager', 'cert-manager'],
  ['platform', 'DaemonSet', 'monitoring', 'node-exporter'],
  ['platform', 'Deployment', 'openshift-monitoring', 'x'],
  ['platform', 'ClusterRole', null, 'system:node'],
  ['platform', 'ClusterRole', null, 'edit', { labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } }],
];

const writtenCases: readonly Case[] = [
  ['you', 'Deployment', 'shop', 'web', mirror],
  ['you', 'Pod', 'shop', 'web', mirror],
  ['you', 'DaemonSet', 'gmp-system', 'collector'],
  ['you', 'ClusterRole', null, 'eks:addon-manager'],
  ['platform', 'DaemonSet', 'kube-system', 'aws-node'],
  ['platform', 'DaemonSet', 'kube-system', 'mine', reconciled],
  ['platform', 'Deployment', 'cert-manager', 'cert-manager'],
];

const toName = ([, kind, namespace, name, metadata]: Case): string =>
  `${kind} ${namespace ?? '(cluster)'}/${name}${metadata === undefined ? '' : ` with ${JSON.stringify(metadata)}`}`;

const judge = ([, kind, namespace, name, metadata]: Case, origin: Origin): Responsible =>
  responsibleFor({ apiVersion: 'v1', kind, namespace, name }, metadata === undefined ? {} : { metadata }, origin);

for (const example of liveCases) {
  test(`in a cluster ${toName(example)} is a matter for ${example[0]}`, () => {
    assert.equal(judge(example, live), example[0]);
  });
}

for (const example of writtenCases) {
  test(`in a file ${toName(example)} is a matter for ${example[0]}`, () => {
    for (const origin of [file, rendered]) assert.equal(judge(example, origin), example[0]);
  });
}

test('nothing that was written in a file is called the provider’s', () => {
  for (const example of liveCases) {
    for (const origin of [file, rendered]) assert.notEqual(judge(example, origin), 'provider');
  }
});

test('broken metadata leaves an object to you', () => {
  for (const metadata of [
    'x',
    null,
    [],
    { labels: 'x', annotations: 3 },
    { labels: { 'eks.amazonaws.com/component': 3 } },
  ]) {
    const ref = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'x' };
    assert.equal(responsibleFor(ref, { metadata }, live), 'you');
  }
});

test('a cluster is its platform’s, but for what its provider alone can change', () => {
  const ref = { apiVersion: 'vauban.dev/v1', kind: 'Cluster', namespace: null, name: 'prod' };
  for (const origin of [live, file]) {
    assert.equal(responsibleFor(ref, {}, origin), 'platform');
    assert.equal(responsibleFor(ref, { keptBy: 'provider' }, origin), 'provider');
  }
});
