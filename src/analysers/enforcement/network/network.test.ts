/** NetworkPolicies beside the plug-ins that enforce them, those that do not, and those of which it cannot be told. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join, tellOf, type Told } from '../../told-of-yaml.ts';
import { enforcementAnalyser } from '../index.ts';

const policy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: shop}
spec: {podSelector: {}}`;

const agent = (name: string, ...containers: readonly string[]): string => `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ${name}, namespace: kube-system}
spec: {template: {spec: {containers: [${containers.join(', ')}]}}}`;

const map = (name: string, data: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: kube-system}\ndata: ${data}`;

const node = (version: string, metadata = ''): string => `
apiVersion: v1
kind: Node
metadata: {name: n1${metadata}}
status: {nodeInfo: {kubeletVersion: ${version}}}`;

const by = (name: string): string => `pass: NetworkPolicy shop/closed: Is enforced by ${name}`;
const not = (why: string): string => `fail: NetworkPolicy shop/closed: Stops no connection: ${why}`;
const undecided = 'skip (manual): NetworkPolicy shop/closed: Whether the network plug-in enforces it cannot be told';

const vpcCni = (args: string): string =>
  agent(
    'aws-node',
    '{name: aws-node, image: amazon-k8s-cni:v1.19.0}',
    `{name: aws-eks-nodeagent, image: amazon/aws-network-policy-agent:v1.1.5, args: [${args}]}`,
  );

const cases: readonly (readonly [name: string, text: string, expected: string, more?: Omit<Told, 'rule'>])[] = [
  ['Calico enforces', agent('calico-node'), by('Calico')],
  ['Canal enforces', agent('canal'), by('Canal')],
  ['Antrea enforces', agent('antrea-agent'), by('Antrea')],
  ['GKE Dataplane V2 enforces', agent('anetd'), by('GKE Dataplane V2')],
  ['OVN-Kubernetes enforces', agent('ovnkube-node'), by('OVN-Kubernetes')],
  ['Azure Network Policy Manager enforces', agent('azure-npm'), by('Azure Network Policy Manager')],
  ['Weave Net enforces', agent('weave-net'), by('Weave Net')],
  [
    'Weave Net without its controller does not',
    agent('weave-net', '{name: weave, env: [{name: EXPECT_NPC, value: "0"}]}'),
    not('Weave Net enforces no NetworkPolicy: EXPECT_NPC is 0'),
  ],
  ['kube-router enforces', agent('kube-router', '{name: kube-router, args: [--run-router=true]}'), by('kube-router')],
  [
    'kube-router without its firewall does not',
    agent('kube-router', '{name: kube-router, args: [--run-firewall=false]}'),
    not('kube-router enforces no NetworkPolicy: it runs with --run-firewall=false'),
  ],
  ['Cilium enforces', agent('cilium'), by('Cilium')],
  [
    'Cilium with enable-policy never does not',
    join(agent('cilium'), map('cilium-config', '{enable-policy: never}')),
    not('Cilium enforces no policy: enable-policy is never in cilium-config'),
  ],
  [
    'Cilium in audit mode only logs',
    join(agent('cilium'), map('cilium-config', '{policy-audit-mode: "true"}')),
    not('Cilium only logs what a policy would drop: policy-audit-mode is true in cilium-config'),
  ],
  ['Flannel enforces nothing', agent('kube-flannel-ds'), not('Flannel enforces no NetworkPolicy')],
  [
    'Flannel with the reference implementation beside it enforces',
    join(agent('kube-flannel-ds'), agent('kube-network-policies')),
    by('kube-network-policies'),
  ],
  ['Amazon VPC CNI with its agent enforces', vpcCni('--enable-network-policy=true'), by('Amazon VPC CNI')],
  [
    'Amazon VPC CNI with its agent switched off does not',
    vpcCni('--enable-network-policy=false'),
    not('Amazon VPC CNI enforces no NetworkPolicy: its network-policy agent is not enabled'),
  ],
  [
    'Amazon VPC CNI beside Calico leaves it to Calico',
    join(vpcCni('--enable-network-policy=false'), agent('calico-node')),
    by('Calico'),
  ],
  [
    'kindnet of kind 0.23 does not',
    agent('kindnet', '{name: kindnet-cni, image: "docker.io/kindest/kindnetd:v20240513-cd2ac642"}'),
    not('kindnet of 20240513 enforces no NetworkPolicy'),
  ],
  [
    'kindnet of kind 0.24 does',
    agent('kindnet', '{name: kindnet-cni, image: "docker.io/kindest/kindnetd:v20240813-c6f155d6"}'),
    by('kindnet'),
  ],
  [
    'kindnet of a version nobody can read is left open',
    agent('kindnet', '{name: kindnet-cni, image: "mirror/kindnetd:stable"}'),
    `${undecided}: kindnet enforces NetworkPolicies in some versions, and which this is cannot be told`,
  ],
  ['K3s enforces by itself', node('v1.33.1+k3s1'), by('K3s')],
  [
    'K3s that was told not to does not',
    node('v1.33.1+k3s1', `, annotations: {k3s.io/node-args: '["server","--disable-network-policy","true"]'}`),
    not('K3s runs with --disable-network-policy'),
  ],
  [
    'kubenet has none',
    node('v1.33.1', ', labels: {kubernetes.azure.com/network-plugin: kubenet}'),
    not('kubenet enforces no NetworkPolicy'),
  ],
  ['a plug-in that nobody knows is left open', join(agent('our-cni'), node('v1.33.1')), undecided],
  ['so are manifests without any', 'kind: none', undecided, { kind: 'manifests' }],
];

for (const [name, text, expected, more] of cases)
  test(name, () =>
    assert.deepEqual(tellOf(enforcementAnalyser, join(policy, text), { rule: 'enforcement/network-policy', ...more }), [
      expected,
    ]),
  );

test('without a NetworkPolicy there is nothing to enforce', () =>
  assert.deepEqual(tellOf(enforcementAnalyser, agent('kube-flannel-ds'), { rule: 'enforcement/network-policy' }), []));
