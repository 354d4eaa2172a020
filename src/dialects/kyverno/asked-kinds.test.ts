/** Which kinds a host is told to keep for what policies ask. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile, read } from './harness.ts';

const askedBy = (text: string): readonly string[] =>
  compile([read(text)])
    .asked.map(({ group, kind }) => `${group}/${kind}`)
    .toSorted();

const withCel = (expression: string): string => `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: demo}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: ${JSON.stringify(expression)}}]
`;

const withCall = (path: string): string => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: demo}
spec:
  rules:
  - name: r
    match: {any: [{resources: {kinds: [Pod]}}]}
    context: [{name: a, apiCall: {urlPath: ${JSON.stringify(path)}}}]
    validate: {message: "{{ a }}", deny: {}}
`;

const definitions = 'apiextensions.k8s.io/CustomResourceDefinition';

const cases: readonly (readonly [name: string, policy: string, asked: readonly string[]])[] = [
  ['nothing is asked', withCel("object.kind == 'Pod'"), []],
  [
    'a kind of Kubernetes by its plural',
    withCel("resource.Get('v1', 'configmaps', 'shop', 'a').kind == 'x'"),
    ['/ConfigMap'],
  ],
  [
    'every kind of a group of people’s own',
    withCel("resource.List('example.com/v1', 'things', 'shop').items.size() == 0"),
    [definitions, 'example.com/*'],
  ],
  [
    'a path of Kubernetes',
    withCall('/api/v1/namespaces/{{request.namespace}}/configmaps'),
    ['/ConfigMap', '/Namespace'],
  ],
  ['a path of a group of people’s own', withCall('/apis/example.com/v1/things'), [definitions, 'example.com/*']],
  ['a path that is not known yet', withCall('/apis/{{request.object.metadata.name}}/v1/things'), []],
];

for (const [name, policy, asked] of cases) test(name, () => assert.deepEqual(askedBy(policy), asked));

test('a kind that is made up while it runs may be any', () => {
  const asked = askedBy(
    withCel('resource.List(object.apiVersion, object.metadata.name, object.metadata.namespace).items.size() == 0'),
  );
  assert.ok(asked.includes('/ConfigMap') && asked.includes('apps/Deployment'));
});
