/** Views of hostile estates: markup, marks that turn text around, endless labels, halves of characters, and lists without end. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../model/json.ts';
import { folderOf, published, web } from './example-attacked.ts';
import { lookAt } from './look-at.ts';

const hostile: readonly (readonly [name: string, text: string])[] = [
  ['markup', '<img src=x onerror=alert(1)>"&\''],
  ['marks that turn text around', 'web\u202Etxt.exe\u2066\u0000\u001B[31m'],
  ['ten thousand characters', 'x'.repeat(10_000)],
  ['half a character', 'web\uD800'],
  ['half a character where it is cut', `${'x'.repeat(299)}\u{1F600}\u{1F600}`],
  ['names of prototypes', '__proto__'],
  ['slashes, spaces and brackets', 'a/b c[d]/*'],
];

const toObjects = (text: string): readonly Json[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: text, labels: { [text]: text } } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: text, namespace: text, labels: { [text]: text } },
    spec: {
      selector: { matchLabels: { app: text } },
      template: {
        metadata: { labels: { app: text } },
        spec: {
          serviceAccountName: text,
          containers: [
            {
              name: text,
              image: text,
              ports: [{ containerPort: 8080, protocol: text }, { containerPort: { a: [text] } }],
              env: [{ name: text, valueFrom: { secretKeyRef: { name: text, key: text } } }],
              securityContext: { privileged: true },
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: text, namespace: text },
    spec: { type: 'LoadBalancer', selector: { app: text }, ports: [{ port: 80, targetPort: 8080 }] },
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: text },
    rules: [{ apiGroups: [text, ''], resources: ['secrets', text], verbs: ['get', text], resourceNames: [] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: text },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: text },
    subjects: [
      { kind: 'ServiceAccount', name: text, namespace: text },
      { kind: 'User', name: text },
      { kind: 'Group', name: text },
    ],
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: text, namespace: text },
    spec: { podSelector: { matchLabels: { app: text } }, policyTypes: ['Ingress', text], ingress: [{}] },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: text, annotations: { 'policies.kyverno.io/title': text } },
    spec: { validations: [{ expression: text }] },
  },
  {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: text },
    spec: { validationFailureAction: text, rules: [{ name: text, validate: { message: text } }, text, null] },
  },
  {
    apiVersion: 'constraints.gatekeeper.sh/v1beta1',
    kind: 'K8sHostile',
    metadata: { name: text },
    spec: { enforcementAction: text, scopedEnforcementActions: [{ action: text }, 7] },
  },
];

/** The longest text anywhere, names of fields included, and whether all of them are whole characters. */
const measure = (value: unknown): { readonly longest: number; readonly whole: boolean } => {
  let longest = 0;
  let whole = true;
  const visit = (each: unknown): void => {
    if (typeof each === 'string') {
      longest = Math.max(longest, each.length);
      whole &&= each.isWellFormed();
    } else if (Array.isArray(each)) each.forEach(visit);
    else if (typeof each === 'object' && each !== null)
      for (const [key, inner] of Object.entries(each)) {
        visit(key);
        visit(inner);
      }
  };
  visit(value);
  return { longest, whole };
};

for (const [name, text] of hostile)
  test(`objects called ${name}: every view is made, short, of whole characters, and survives JSON`, async (context) => {
    const objects = toObjects(text).map((object) => JSON.stringify(object));
    const folder = folderOf(context, {
      'hostile.yaml': objects.join('\n---\n'),
      'web.yaml': web,
      'service.yaml': published,
    });
    const { look, views } = await lookAt(['.'], { folder });
    assert.deepEqual(JSON.parse(JSON.stringify(views)), views);
    const { longest, whole } = measure(views);
    assert.ok(longest <= 2_001, `a text of ${longest} characters`);
    assert.ok(whole);
    assert.ok(views.workloads.workloads.length >= 1);
    const records = [...look.findings];
    assert.ok(records.length > 0);
    const told = measure(
      records.map(({ finding, ...record }) => ({ ...record, finding: { ...finding, rule: '', fix: null } })),
    );
    assert.ok(told.longest <= 2_001, `a text of ${told.longest} characters in a finding`);
    assert.ok(told.whole);
  });

test('a thousand workloads that everybody reaches: those that matter one by one, the rest by namespaces, and none lost', async (context) => {
  const workloads = Array.from({ length: 1_000 }, (_, at) => toWorkload(`w${at}`, `team-${at % 10}`));
  const guarded = [toWorkload('db', 'data'), toPolicy('db', 'data')];
  const folder = folderOf(context, { 'all.yaml': [...workloads, ...guarded].join('\n---\n') });
  const { network, workloads: told } = (await lookAt(['.'], { folder })).views;
  assert.equal(network.nodes.filter(({ kind }) => kind === 'workload').length, 1_001);
  assert.equal(network.nodes.filter(({ kind }) => kind === 'group').length, 11);
  assert.ok(network.edges.length <= 5_000);
  assert.equal(network.left, 0);
  // Eleven namespaces reach ten teams and the internet: so many connections for a million.
  assert.equal(
    network.edges.filter(({ from, to }) => from.endsWith('/*') && (to.endsWith('/*') || to === 'internet')).length,
    121,
  );
  // What a policy lets through is told one by one.
  assert.equal(network.edges.filter(({ to, because }) => to === 'data/db' && because === 'allowed').length, 1_000);
  assert.deepEqual(told.workloads.find(({ name }) => name === 'w0')?.reaches, [
    'everyone in the cluster',
    'the internet',
  ]);
});

test('more workloads than a page can hold are told by namespaces, and what is left is counted', async (context) => {
  const workloads = Array.from({ length: 2_400 }, (_, at) => toWorkload(`w${at}`, `team-${at % 120}`));
  const folder = folderOf(context, { 'all.yaml': workloads.join('\n---\n') });
  const { network } = (await lookAt(['.'], { folder })).views;
  assert.deepEqual([network.nodes.filter(({ kind }) => kind === 'workload').length, network.edges.length], [0, 5_000]);
  const pairs = 2_400 * 2_399 + 2_400;
  assert.ok(network.left > 0 && network.left < pairs);
});

const toWorkload = (name: string, namespace: string): string =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image: 'registry.example.com/app:1', ports: [{ containerPort: 8080 }] }] },
      },
    },
  });

const toPolicy = (name: string, namespace: string): string =>
  JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: {
      podSelector: { matchLabels: { app: name } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ namespaceSelector: {} }] }],
    },
  });
