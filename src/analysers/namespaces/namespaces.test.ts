/** What the namespaces analyser says of small estates, as a person would write them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSnapshot } from '../snapshot-of-yaml.ts';
import { namespacesAnalyser } from './index.ts';

const failedRules = (text: string): readonly string[] =>
  namespacesAnalyser
    .analyse(toSnapshot(text, namespacesAnalyser))
    .filter(({ conclusion }) => conclusion.status !== 'pass')
    .map(({ rule, about, conclusion }) => `${conclusion.status} ${rule.id} ${about.ref.name}`);

const shop = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: most, namespace: shop}
---
apiVersion: v1
kind: LimitRange
metadata: {name: usual, namespace: shop}
`;

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['a namespace that has it all passes', shop, []],
  [
    'a namespace with nothing fails everything',
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: bare}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: bare}\n',
    [
      'fail namespace/pod-security-labels bare',
      'fail namespace/default-deny-ingress bare',
      'fail namespace/default-deny-egress bare',
      'fail namespace/resource-quota bare',
      'fail namespace/limit-range bare',
    ],
  ],
  ['an empty namespace is not judged', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: empty}\n', []],
  [
    'the cluster’s own namespaces are not judged',
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: kube-system}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: dns, namespace: kube-system}\n',
    [],
  ],
  [
    'a policy that selects some Pods denies nothing by default',
    shop.replace('podSelector: {}', 'podSelector: {matchLabels: {app: web}}'),
    ['fail namespace/default-deny-ingress shop', 'fail namespace/default-deny-egress shop'],
  ],
  [
    'without policyTypes a policy holds for Ingress alone',
    shop.replace('podSelector: {}, policyTypes: [Ingress, Egress]', 'podSelector: {}'),
    ['fail namespace/default-deny-egress shop'],
  ],
  [
    'a policy that allows everything in is no default-deny',
    shop.replace('policyTypes: [Ingress, Egress]', 'policyTypes: [Ingress, Egress], ingress: [{}]'),
    ['fail namespace/default-deny-ingress shop'],
  ],
  [
    'a policy of another kind may deny: a person looks',
    `${shop.replace('podSelector: {}', 'podSelector: {matchLabels: {app: web}}')}---\napiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: deny}\n`,
    ['skip namespace/default-deny-ingress shop', 'skip namespace/default-deny-egress shop'],
  ],
];

for (const [name, text, expected] of cases) test(name, () => assert.deepEqual(failedRules(text), expected));
