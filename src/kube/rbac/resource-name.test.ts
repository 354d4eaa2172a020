/** Resources as people type them, and what they are taken for. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSnapshotBuilder } from '../snapshot/build-snapshot.ts';
import { createAccessIndex } from './create-access-index.ts';
import { snapshotOf } from './example-grants.ts';
import { parseResourceName } from './resource-name.ts';

const builder = createSnapshotBuilder('manifests');
builder.add({
  ref: {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    namespace: null,
    name: 'widgets.example.com',
  },
  object: {
    spec: {
      group: 'example.com',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', shortNames: ['wd'] },
    },
  },
  origin: { kind: 'file', file: 'crd.yaml', document: 0, item: null, start: 0, end: 0 },
});
const snapshot = builder.build({ evidence: [], unread: [] });
const index = createAccessIndex(
  snapshotOf({
    ClusterRole: [
      { metadata: { name: 'g' }, rules: [{ apiGroups: ['vendor.io'], resources: ['gadgets/status'], verbs: ['get'] }] },
    ],
  }),
);

const render = (text: string): string => {
  const parsed = parseResourceName(text, snapshot, index);
  switch (parsed.kind) {
    case 'resources':
      return parsed.resources
        .map(({ group, resource, subresource }) => [group, resource, subresource].join('|'))
        .join(' ');
    case 'path':
      return `path ${parsed.path}`;
    case 'unknown':
      return parsed.message;
  }
};

const cases: readonly (readonly [string, string])[] = [
  ['secrets', '|secrets|'],
  ['Secret', '|secrets|'],
  ['po', '|pods|'],
  ['pods/exec', '|pods|exec'],
  ['deploy', 'apps|deployments|'],
  ['deployments.apps/scale', 'apps|deployments|scale'],
  ['deployments.v1.apps', 'apps|deployments|'],
  ['Ingress.networking.k8s.io', 'networking.k8s.io|ingresses|'],
  ['events', '|events| events.k8s.io|events|'],
  ['networkpolicies', 'networking.k8s.io|networkpolicies|'],
  ['networkpolicies.extensions', 'extensions|networkpolicies|'],
  ['users', '|users|'],
  ['*', '*|*|'],
  ['*.apps', 'apps|*|'],
  ['*/scale', '*|*|scale'],
  ['wd', 'example.com|widgets|'],
  ['Widget/status', 'example.com|widgets|status'],
  ['gadgets', 'vendor.io|gadgets|'],
  ['things.other.io', 'other.io|things|'],
  ['/metrics', 'path /metrics'],
  [
    'deplyments',
    'there is no resource deplyments; did you mean deployments? One of an extension takes its group: deplyments.example.com',
  ],
  ['.apps', '.apps names no resource'],
];

for (const [text, expected] of cases) test(`${text} is ${expected}`, () => assert.equal(render(text), expected));
