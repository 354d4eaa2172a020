/** What the rules about networks never call safe: what nobody could read, and what nobody may enforce. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Unread } from '../../model/unread.ts';
import { join, tellOf } from '../told-of-yaml.ts';
import { namespace, workload, listening, policy, service, ingress, closed, web, plugIn } from './example-objects.ts';
import { networkAnalyser } from './index.ts';

for (const rule of [
  'network/open-data',
  'network/around-ingress',
  'network/exposed-unconfined',
  'network/metadata-reach',
])
  test(`${rule}: what policies close is not called closed where the plug-in enforces none`, () => {
    const guarded = join(
      namespace('shop'),
      web,
      workload('db', listening(5432)),
      service('web', 'type: NodePort, externalTrafficPolicy: Local'),
      ingress('web'),
      closed,
    );
    const tellWith = (name: string): readonly string[] =>
      tellOf(networkAnalyser, join(guarded, plugIn(name)), { rule }).filter((told) => told.startsWith('pass'));
    assert.notDeepEqual(tellWith('calico-node'), []);
    assert.deepEqual(tellWith('kube-flannel-ds'), []);
    assert.deepEqual(tellWith('our-cni'), []);
  });

const unread = (group: string, kind: string): Unread => ({
  group,
  kind,
  cluster: 'test',
  namespace: null,
  reason: 'forbidden',
  grant: null,
});

const everything = join(
  namespace('shop'),
  web,
  workload('db', listening(5432)),
  service('web', 'type: NodePort'),
  ingress('web'),
  policy('{podSelector: {matchLabels: {app: wbe}}, ingress: [{from: [{podSelector: {}}]}]}'),
);

const untold: readonly (readonly [rule: string, missing: Unread, told: string])[] = [
  [
    'network/refused-policy',
    unread('cilium.io', 'CiliumNetworkPolicy'),
    'error (no-evidence): CiliumNetworkPolicy *: Could not be read: forbidden',
  ],
  [
    'network/without-effect',
    unread('networking.k8s.io', 'NetworkPolicy'),
    'error (no-evidence): NetworkPolicy *: Could not be read: forbidden',
  ],
  ['network/unmatched-policy', unread('', 'Pod'), 'error (no-evidence): Pod *: Could not be read: forbidden'],
  ['network/unmatched-peer', unread('', 'Namespace'), 'error (no-evidence): Namespace *: Could not be read: forbidden'],
  [
    'network/open-data',
    unread('networking.k8s.io', 'NetworkPolicy'),
    'error (no-evidence): NetworkPolicy *: Could not be read: forbidden',
  ],
  [
    'network/around-ingress',
    unread('networking.k8s.io', 'Ingress'),
    'error (no-evidence): Ingress *: Could not be read: forbidden',
  ],
  ['network/exposed-unconfined', unread('', 'Service'), 'error (no-evidence): Service *: Could not be read: forbidden'],
  [
    'network/metadata-reach',
    unread('projectcalico.org', 'GlobalNetworkPolicy'),
    'error (no-evidence): GlobalNetworkPolicy *: Could not be read: forbidden',
  ],
];

for (const [rule, missing, told] of untold)
  test(`${rule}: without ${missing.kind} nothing is called safe`, () => {
    const found = tellOf(networkAnalyser, everything, { rule, extras: { unread: [missing] } });
    assert.ok(found.includes(told), found.join('\n'));
  });

test('pods that a controller of Kubernetes made are not kept, and those that nothing else stands for are', () => {
  const keeps = (kind: string, owner: string): boolean => {
    const ref = { apiVersion: 'v1', kind, namespace: 'shop', name: 'x' };
    const object = { metadata: { ownerReferences: [{ kind: owner, name: 'y', controller: true }] } };
    return networkAnalyser.keep({ ref, object, origin: { kind: 'cluster', cluster: 'c', uid: 'u' } }) !== null;
  };
  assert.deepEqual([keeps('Pod', 'ReplicaSet'), keeps('Pod', 'Prometheus'), keeps('Pod', 'Node')], [false, true, true]);
});
