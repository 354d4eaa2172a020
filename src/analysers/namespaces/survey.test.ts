/** Which namespaces enforce a Pod Security level that guards, and which labels only look like it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surveyYaml } from '../surveyed-of-yaml.ts';
import { join } from '../told-of-yaml.ts';
import { podSecuritySurvey } from './survey.ts';

const namespace = (labels: string, name = 'shop'): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${labels}}`;
const workload = (kind: string, name: string, spec = '', of = 'shop'): string =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${of}}\nspec: {template: {metadata: {labels: {app: ${name}}}, spec: {${spec}containers: [{name: a}]}}}`;
const web = workload('Deployment', 'web');
const agent = workload('DaemonSet', 'agent', 'hostNetwork: true, ');
const enforce = (level: string, more = ''): string =>
  namespace(`{pod-security.kubernetes.io/enforce: ${level}${more}}`);
const told = ', pod-security.kubernetes.io/warn: baseline';

const cases: readonly (readonly [name: string, text: string, told: readonly string[], kind?: 'cluster'])[] = [
  ['baseline', join(enforce('baseline'), web), ['met (declared): Namespace shop: enforces the level baseline']],
  [
    'restricted in a cluster',
    join(enforce('restricted'), web),
    ['met (enforced): Namespace shop: enforces the level restricted'],
    'cluster',
  ],
  ['no label', join(namespace('{}'), web), ['unmet: Namespace shop: has workloads and enforces no Pod Security level']],
  [
    'warn alone refuses nothing',
    join(namespace('{pod-security.kubernetes.io/warn: restricted}'), web),
    ['unmet: Namespace shop: has workloads and enforces no Pod Security level'],
  ],
  [
    'a label misspelt',
    join(namespace('{pod-security.kubernetes.io/enforced: restricted}'), web),
    ['unmet: Namespace shop: has workloads and enforces no Pod Security level'],
  ],
  [
    'a level misspelt',
    join(enforce('Restricted'), web),
    ['unmet: Namespace shop: its label says "Restricted", which is no level'],
  ],
  [
    'a level that is a number',
    join(enforce('99999999999999999999'), web),
    ['unmet: Namespace shop: its label says no text, which is no level'],
  ],
  ['a namespace without workloads', enforce('privileged'), []],
  [
    'a namespace of the cluster',
    join(namespace('{}', 'kube-system'), workload('Deployment', 'dns', '', 'kube-system')),
    [],
  ],
  [
    'a namespace that was not read',
    web,
    ['unknown: Namespace shop: was not read, so nothing says which level it enforces'],
  ],
  [
    'privileged',
    join(enforce('privileged'), web),
    [
      'unmet: Namespace shop: enforces the level privileged, which refuses nothing, and Deployment shop/web needs nothing of the node',
    ],
  ],
  [
    'privileged for agents of the nodes',
    join(enforce('privileged'), agent),
    ['met (declared): Namespace shop: is privileged on purpose: nothing but node agents stands in it'],
  ],
  [
    'privileged for a DaemonSet that needs nothing',
    join(enforce('privileged'), workload('DaemonSet', 'a')),
    [
      'unmet: Namespace shop: enforces the level privileged, which refuses nothing, and DaemonSet shop/a needs nothing of the node',
    ],
  ],
  [
    'privileged for agents and others',
    join(enforce('privileged'), agent, web),
    [
      'unmet: Namespace shop: enforces the level privileged, which refuses nothing, and Deployment shop/web needs nothing of the node',
    ],
  ],
  [
    'privileged for agents and others, and people are told of those',
    join(enforce('privileged', told), agent, web),
    [
      'met (declared): Namespace shop: is privileged on purpose, for DaemonSet shop/agent; what else stands in it no level guards',
    ],
  ],
];

for (const [name, text, expected, kind = 'manifests'] of cases)
  test(`pod-security/namespaces: ${name}`, () =>
    assert.deepEqual(surveyYaml(podSecuritySurvey, text, { criterion: 'pod-security/namespaces', kind }), expected));
