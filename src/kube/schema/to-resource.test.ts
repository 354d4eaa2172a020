/** What is a Kubernetes object, what it is called, and how Lists are opened. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import type { Json } from '../../model/json.ts';
import type { Origin } from '../../model/resource.ts';
import { builtInKinds, isNamespaced } from './kinds.ts';
import { toResource, toResources, type ResourceResult } from './to-resource.ts';

const origin: Origin = { kind: 'file', file: 'a.yaml', document: 0, item: null, start: 0, end: 1 };
const fromCluster: Origin = { kind: 'cluster', cluster: 'c', uid: 'u' };

const read = (text: string): Json => {
  const parsed = parseYaml(text);
  return parsed.kind === 'value' ? parsed.value : null;
};

const describeResult = (result: ResourceResult): string => {
  if (result.kind === 'other') return 'other';
  if (result.kind === 'problem') return `${result.problem.severity}: ${result.problem.message}`;
  const { apiVersion, kind, namespace, name } = result.resource.ref;
  return `${apiVersion} ${kind} ${namespace === null ? '(cluster)' : `'${namespace}'`} ${name}`;
};

describe('a document is', () => {
  const cases: readonly (readonly [name: string, text: string, result: string])[] = [
    ['a namespaced object', '{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b}}', "v1 Pod 'b' a"],
    [
      'one that names no namespace',
      '{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}',
      "apps/v1 Deployment '' a",
    ],
    [
      'a cluster-scoped object, whatever it claims',
      '{apiVersion: v1, kind: Node, metadata: {name: a, namespace: b}}',
      'v1 Node (cluster) a',
    ],
    [
      'a policy of another maker for the whole cluster',
      '{apiVersion: cilium.io/v2, kind: CiliumClusterwideNetworkPolicy, metadata: {name: a}}',
      'cilium.io/v2 CiliumClusterwideNetworkPolicy (cluster) a',
    ],
    ['an object with a generated name', '{apiVersion: v1, kind: Pod, metadata: {generateName: a-}}', "v1 Pod '' a-*"],
    ['an object without a name', '{apiVersion: v1, kind: Pod}', "v1 Pod '' "],
    ['an object named by a number', '{apiVersion: v1, kind: Pod, metadata: {name: 12}}', "v1 Pod '' 12"],
    ['a custom object', '{apiVersion: x.io/v1, kind: Thing, metadata: {name: a}}', "x.io/v1 Thing '' a"],
    ['a kubeconfig: other', '{apiVersion: v1, kind: Config, clusters: []}', 'other'],
    [
      'a kustomization: other',
      '{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, metadata: {name: a}}',
      'other',
    ],
    ['values of a chart: other', '{image: {tag: 1}}', 'other'],
    ['a bare snippet: other', '{securityContext: {runAsNonRoot: true}}', 'other'],
    ['a list of things: other', '[1, 2]', 'other'],
    ['a text: other', 'hello', 'other'],
    ['a kind of something else: other', '{kind: Pod, spec: {}}', 'other'],
    [
      'an object without apiVersion: an error',
      '{kind: Deployment, metadata: {name: a}}',
      'error: kind Deployment without an apiVersion is no Kubernetes object; add one, for example `apps/v1`',
    ],
    [
      'an object whose apiVersion is misspelt: an error',
      '{apiversion: apps/v1, kind: Deployment, metadata: {name: a}}',
      'error: `apiversion` is no field of an object; write `apiVersion`',
    ],
    [
      'an object whose kind is misspelt: an error',
      '{apiVersion: v1, Kind: Pod, metadata: {name: a}}',
      'error: `Kind` is no field of an object; write `kind`',
    ],
    [
      'a Pod without its kind: an error',
      '{apiVersion: v1, spec: {containers: []}}',
      'error: an object without a kind is none that Kubernetes takes; add its kind, for example `kind: Pod`',
    ],
    [
      'an object without its kind: an error',
      '{apiVersion: x.io/v1, kind: "", metadata: {name: a}}',
      'error: an object without a kind is none that Kubernetes takes; add its kind',
    ],
    ['a chart: other', '{apiVersion: v2, name: shop, version: 1.0.0}', 'other'],
    [
      'a list of objects: an error',
      '[{apiVersion: v1, kind: Pod, metadata: {name: a}}]',
      'error: this is a list of objects, which Kubernetes does not read; give each its own document, or all as the `items` of a List',
    ],
  ];
  for (const [name, text, result] of cases) {
    test(name, () => assert.equal(describeResult(toResource(read(text), origin)), result));
  }
  test('a custom object of a cluster without a namespace: cluster-scoped', () => {
    const value = read('{apiVersion: x.io/v1, kind: Thing, metadata: {name: a}}');
    assert.equal(describeResult(toResource(value, fromCluster)), 'x.io/v1 Thing (cluster) a');
  });
  test('redacted before anybody sees it', () => {
    const result = toResource(
      read('{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {p: hunter2}}'),
      origin,
    );
    assert.doesNotMatch(JSON.stringify(result), /hunter2/);
  });
});

describe('a List', () => {
  const opened = (text: string): readonly string[] =>
    [...toResources(read(text), origin)].map(
      (result) =>
        `${describeResult(result)}${result.kind === 'resource' && result.resource.origin.kind === 'file' ? ` #${result.resource.origin.item}` : ''}`,
    );

  test('gives its items, numbered', () => {
    assert.deepEqual(
      opened(
        '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, metadata: {name: a}}, {apiVersion: v1, kind: Node, metadata: {name: b}}]}',
      ),
      ["v1 Pod '' a #0", 'v1 Node (cluster) b #1'],
    );
  });
  test('of a kind lends it to its items', () => {
    assert.deepEqual(opened('{apiVersion: apps/v1, kind: DeploymentList, items: [{metadata: {name: a}}]}'), [
      "apps/v1 Deployment '' a #0",
    ]);
  });
  test('in a List is opened too', () => {
    assert.deepEqual(
      opened('{kind: List, apiVersion: v1, items: [{kind: PodList, apiVersion: v1, items: [{metadata: {name: a}}]}]}'),
      ["v1 Pod '' a #0"],
    );
  });
  test('may be empty', () => {
    assert.deepEqual(opened('{kind: List, apiVersion: v1, items: null}'), []);
    assert.deepEqual(opened('{kind: List, apiVersion: v1}'), []);
  });
  test('nested too deep is said', () => {
    let text = '{apiVersion: v1, kind: Pod}';
    for (let depth = 0; depth < 8; depth += 1) text = `{kind: List, apiVersion: v1, items: [${text}]}`;
    assert.deepEqual(opened(text), ['error: Lists nest more than 4 deep; the innermost was not read']);
  });
});

describe('the table of kinds', () => {
  test('names each kind once', () => {
    const names = builtInKinds.map(({ group, kind }) => `${group}/${kind}`);
    assert.equal(new Set(names).size, names.length);
  });
  test('tells namespaced from cluster-scoped from unknown', () => {
    assert.equal(isNamespaced('', 'Pod'), true);
    assert.equal(isNamespaced('rbac.authorization.k8s.io', 'ClusterRole'), false);
    assert.equal(isNamespaced('policy', 'PodSecurityPolicy'), false);
    assert.equal(isNamespaced('example.com', 'Pod'), undefined);
  });
  test('knows what is sent to webhooks, which no API serves', () => {
    assert.equal(isNamespaced('admission.k8s.io', 'AdmissionReview'), false);
    assert.equal(
      builtInKinds.some(({ kind }) => kind === 'AdmissionReview'),
      false,
    );
  });
});
