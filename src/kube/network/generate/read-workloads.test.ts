/** What shows a need is told of the object that lasts: not of a pod, whose name is another one after each rollout. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, env, generate, web } from './example-estates.ts';

const replicaSet = `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: web-5d4
  namespace: shop
  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: a, controller: true}]
spec: {selector: {matchLabels: {app: web}}}
---
`;

const pod = (containers: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: web-5d4-x7k2p
  namespace: shop
  labels: {app: web, tier: any, pod-template-hash: 5d4}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d4, uid: b, controller: true}]
spec:
  containers:
${containers}---
`;

const main = `  - name: main\n${env({ API_URL: 'http://api' }).replaceAll(/^(?=.)/gm, '    ')}`;

const cases: readonly (readonly [name: string, containers: string, place: string])[] = [
  ['of a pod that is as its Deployment says', main, 'Deployment web spec.template.spec.containers[0].env[0].value'],
  [
    'of a pod that was given a sidecar',
    `  - {name: proxy}\n${main}`,
    'Pod web-5d4-x7k2p spec.containers[1].env[0].value',
  ],
];

for (const [name, containers, place] of cases) {
  test(`${name}, the evidence is told of ${place.split(' ')[0] ?? ''}`, () => {
    const { flows } = generate(web({ API_URL: 'http://api' }) + replicaSet + pod(containers) + api, [], 'cluster');
    assert.deepEqual(
      flows.map(({ because: { resource, path } }) => `${resource?.ref.kind} ${resource?.ref.name} ${path}`),
      [place],
    );
  });
}
