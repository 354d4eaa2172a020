/** What makes answers about a network uncertain: kinds unread, and plug-ins that enforce none or less. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unread } from '../../model/unread.ts';
import { findDoubts } from './find-doubts.ts';
import { join, toSnapshot, type SnapshotRest } from './snapshot-of-text.ts';

const tell = (text: string, kind: Snapshot['kind'] = 'cluster', rest?: SnapshotRest): readonly string[] =>
  findDoubts(toSnapshot(text, kind, rest)).map(({ why }) => why);

const agent = (name: string, container = '{image: i}'): string =>
  `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: ${name}, namespace: kube-system}\nspec: {template: {spec: {containers: [${container}]}}}`;

const policy = (apiVersion: string, kind: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: p, namespace: shop}\nspec: {}`;

const native = policy('networking.k8s.io/v1', 'NetworkPolicy');
const admin = policy('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy');
const cilium = policy('cilium.io/v2', 'CiliumNetworkPolicy');
const calico = policy('projectcalico.org/v3', 'GlobalNetworkPolicy');

const unknownKind = (kind: string, plugIn: string): string =>
  `Objects of the kind ${kind} may stop nothing: ${plugIn} is not known to enforce them`;

const sometimes = (kind: string, plugIn: string): string =>
  `Objects of the kind ${kind} may stop nothing: ${plugIn} enforces them in some versions only, or where that is turned on`;

const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  ['without policies nothing is to be enforced', agent('kube-flannel-ds'), []],
  ['a plug-in that enforces leaves no doubt', join(native, agent('calico-node')), []],
  [
    'a plug-in that enforces nothing is said',
    join(native, agent('kube-flannel-ds')),
    ['Policies may stop nothing: Flannel enforces no NetworkPolicy'],
  ],
  [
    'its arguments are still there to be asked',
    join(native, agent('kube-router', '{args: [--run-firewall=false]}')),
    ['Policies may stop nothing: kube-router enforces no NetworkPolicy: it runs with --run-firewall=false'],
  ],
  [
    'and so is its configuration',
    join(
      native,
      agent('cilium'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: kube-system}\ndata: {policy-audit-mode: "true"}',
    ),
    [
      'Policies may stop nothing: Cilium only logs what a policy would drop: policy-audit-mode is true in cilium-config',
    ],
  ],
  [
    'a plug-in nobody knows is said',
    join(native, agent('our-cni')),
    ['The network plug-in could not be recognised: whether policies are enforced is not known'],
  ],
  [
    'Calico knows its own kinds, and those of the cluster’s administrator in some versions',
    join(native, admin, calico, agent('calico-node')),
    [sometimes('AdminNetworkPolicy.policy.networking.k8s.io', 'Calico')],
  ],
  [
    'Cilium does not know those of the administrator',
    join(admin, cilium, agent('cilium')),
    [unknownKind('AdminNetworkPolicy.policy.networking.k8s.io', 'Cilium')],
  ],
  [
    'nobody but Cilium knows Cilium’s, nobody but Calico Calico’s',
    join(cilium, calico, agent('antrea-agent')),
    [
      unknownKind('CiliumNetworkPolicy.cilium.io', 'Antrea'),
      unknownKind('GlobalNetworkPolicy.projectcalico.org', 'Antrea'),
    ],
  ],
  [
    'what one of two plug-ins enforces is enforced',
    join(native, cilium, agent('kube-network-policies'), agent('cilium')),
    [],
  ],
];

for (const [name, text, expected] of cases) test(name, () => assert.deepEqual(tell(text), expected));

test('in manifests without a plug-in nothing is doubted', () => {
  assert.deepEqual(tell(join(native, admin, cilium), 'manifests'), []);
});

const unread = (kind: string, group: string | null, namespace: string | null = null): Unread => ({
  kind,
  group,
  cluster: null,
  namespace,
  reason: 'forbidden',
  grant: null,
});

test('kinds that decide who reaches whom are doubted where nobody could read them, once each', () => {
  const missing = [
    unread('Pod', ''),
    unread('Pod', ''),
    unread('NetworkPolicy', 'networking.k8s.io', 'shop'),
    unread('broken.yaml', null),
    unread('ConfigMap', ''),
    unread('Secret', ''),
  ];
  assert.deepEqual(tell('{}', 'cluster', { unread: missing }), [
    'Pod could not be read: forbidden',
    'NetworkPolicy.networking.k8s.io in namespace shop could not be read: forbidden',
    'broken.yaml could not be read: forbidden',
  ]);
});

test('a run that was told to read some namespaces does not know the others', () => {
  const fact = { about: null, source: 'the run', confidence: 'certain', at: null } as const;
  const evidence = [{ ...fact, kind: 'scan/namespaces', value: ['shop'] }];
  assert.deepEqual(tell('{}', 'cluster', { evidence }), [
    'Only some namespaces were read: pods of others, and policies of the whole cluster, are not known',
  ]);
});
