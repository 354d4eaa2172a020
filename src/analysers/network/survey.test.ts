/** Which namespaces policies close by default, whichever kind they are, and what only looks closed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surveyYaml } from '../surveyed-of-yaml.ts';
import { join } from '../told-of-yaml.ts';
import { networkSurvey } from './survey.ts';

const shop = join(
  'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: a}}',
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web}]}}}',
);
const policy = (spec: string, name = 'deny', of = 'shop'): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: ${of}}\nspec: ${spec}`;
const agent = (name: string): string =>
  `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: ${name}, namespace: kube-system}\nspec: {template: {spec: {containers: [{name: a, image: "a:1"}]}}}`;

const open = (way: string, more = ''): string =>
  `unmet: Namespace shop: has no policy that denies ${way} traffic by default${more}`;
const closed = (way: string, by = 'NetworkPolicy shop/deny', proof = 'declared'): string =>
  `met (${proof}): Namespace shop: is closed to ${way} traffic by ${by}`;
const opened = (way: string, by: string): string =>
  `unmet: Namespace shop: is open to all ${way} traffic: ${by} allows everything`;
const narrow = ': the one that is about it selects not all its pods';
const both = '{podSelector: {}, policyTypes: [Ingress, Egress]}';

const cases: readonly (readonly [name: string, text: string, told: readonly string[], kind?: 'cluster'])[] = [
  ['no policy', shop, [open('incoming'), open('outgoing')]],
  ['both ways', join(shop, policy(both)), [closed('incoming'), closed('outgoing')]],
  ['one way', join(shop, policy('{podSelector: {}}')), [closed('incoming'), open('outgoing')]],
  ['a policy of another namespace', join(shop, policy(both, 'deny', 'data')), [open('incoming'), open('outgoing')]],
  [
    'a policy that selects nothing',
    join(shop, policy('{podSelector: {matchLabels: {app: gone}}, policyTypes: [Ingress]}')),
    [open('incoming', narrow), open('outgoing')],
  ],
  [
    'a policy for each workload there is today',
    join(shop, policy('{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}')),
    [open('incoming', narrow), open('outgoing')],
  ],
  [
    'a policy that allows everybody',
    join(shop, policy('{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}], egress: [{}]}')),
    [opened('incoming', 'NetworkPolicy shop/deny'), opened('outgoing', 'NetworkPolicy shop/deny')],
  ],
  [
    'a policy that allows every pod',
    join(shop, policy('{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}')),
    [opened('incoming', 'NetworkPolicy shop/deny'), open('outgoing')],
  ],
  [
    'a policy that allows its own namespace',
    join(shop, policy('{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}')),
    [closed('incoming'), open('outgoing')],
  ],
  [
    'everybody at one port alone',
    join(shop, policy('{podSelector: {}, ingress: [{ports: [{port: 80}]}]}')),
    [closed('incoming'), open('outgoing')],
  ],
  [
    'everybody for one workload beside a policy that denies',
    join(shop, policy(both), policy('{podSelector: {matchLabels: {app: web}}, ingress: [{}]}', 'door')),
    [closed('incoming'), closed('outgoing')],
  ],
  [
    'everybody beside a policy that denies',
    join(shop, policy(both), policy('{podSelector: {}, ingress: [{}]}', 'all')),
    [opened('incoming', 'NetworkPolicy shop/all'), closed('outgoing')],
  ],
  [
    'a policy that the API server would refuse',
    join(shop, policy('{podSelector: {}, policyTypes: [ingress]}')),
    [open('incoming'), open('outgoing')],
  ],
  [
    'Cilium, for the whole cluster',
    join(
      shop,
      'apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: deny}\nspec: {endpointSelector: {}, ingress: [{}], egress: [{}]}',
    ),
    [
      closed('incoming', 'CiliumClusterwideNetworkPolicy deny'),
      closed('outgoing', 'CiliumClusterwideNetworkPolicy deny'),
    ],
  ],
  [
    'a baseline of the cluster for namespaces with a label',
    join(
      shop,
      'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\nmetadata: {name: default}\nspec: {subject: {namespaces: {matchLabels: {team: a}}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}',
    ),
    [open('incoming'), open('outgoing')],
  ],
  [
    'in a cluster whose plug-in enforces',
    join(shop, policy(both), agent('calico-node')),
    [closed('incoming', undefined, 'enforced'), closed('outgoing', undefined, 'enforced')],
    'cluster',
  ],
  [
    'in a cluster whose plug-in nobody knows it is declared',
    join(shop, policy(both)),
    [closed('incoming'), closed('outgoing')],
    'cluster',
  ],
];

for (const [name, text, told, kind = 'manifests'] of cases)
  test(`network/default-deny: ${name}`, () =>
    assert.deepEqual(surveyYaml(networkSurvey, text, { criterion: 'network/default-deny', kind }), told));

const unread = {
  kind: 'NetworkPolicy',
  group: 'networking.k8s.io',
  cluster: 'test',
  namespace: null,
  reason: 'forbidden',
  grant: null,
};

test('network/default-deny: what could not be read is not called open', () => {
  assert.deepEqual(
    surveyYaml(networkSurvey, shop, {
      criterion: 'network/default-deny',
      kind: 'cluster',
      extras: { unread: [unread] },
    }),
    ['ingress', 'egress'].map(() => 'unknown: Namespace shop: NetworkPolicies could not be read: forbidden'),
  );
});

const plugIns: readonly (readonly [name: string, text: string, told: readonly string[], kind?: 'cluster'])[] = [
  ['files tell nothing', shop, ['doubt: whether the network plug-in enforces policies only the cluster tells']],
  [
    'one that enforces',
    agent('calico-node'),
    ['met (enforced): Network plug-in: Calico enforces NetworkPolicies'],
    'cluster',
  ],
  [
    'one that enforces none',
    agent('kube-flannel-ds'),
    ['unmet: Network plug-in: Flannel enforces no NetworkPolicy'],
    'cluster',
  ],
  ['one that nobody knows', agent('my-network'), ['unknown: Network plug-in: is none that is known here'], 'cluster'],
];

for (const [name, text, told, kind = 'manifests'] of plugIns)
  test(`network/enforcement: ${name}`, () =>
    assert.deepEqual(surveyYaml(networkSurvey, text, { criterion: 'network/enforcement', kind }), told));
