/** What values say of the object of a request, for whom a policy matches. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import type { PolicyValues } from '../policy-values.ts';
import { compile, read, say } from './harness.ts';

const policy = read(`apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: demo}
spec:
  rules:
    - name: selected
      match: {any: [{resources: {kinds: [Pod], selector: {matchLabels: {team: core}}}}]}
      validate: {message: "of {{request.object.metadata.labels.team}}", deny: {}}
    - name: others
      match: {any: [{resources: {kinds: [Pod]}}]}
      exclude: {any: [{resources: {selector: {matchLabels: {team: core}}}}]}
      validate: {message: "of {{request.object.metadata.labels.team}}", deny: {}}
    - name: named
      match: {any: [{resources: {kinds: [Pod], names: [other]}}]}
      validate: {message: "{{request.object.metadata.name}}", deny: {}}
    - name: placed
      match: {any: [{resources: {kinds: [Pod], namespaces: [prod]}}]}
      validate: {message: "in {{request.object.metadata.namespace}}", deny: {}}
`);

const pod = read('apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop, labels: {team: shop}}');

const globally = (globalValues: JsonObject): PolicyValues => ({ globalValues, policies: [], subresources: [] });

const ofPolicy = (given: Partial<PolicyValues['policies'][number]>): PolicyValues => ({
  globalValues: {},
  policies: [{ name: 'demo', resources: [], rules: [], ...given }],
  subresources: [],
});

const team = { 'request.object.metadata.labels.team': 'core' };

const cases: readonly (readonly [string, PolicyValues | undefined, readonly string[]])[] = [
  ['without values it is matched as it is written', undefined, ['demo/others: fail audit: of shop']],
  ['a label that values give is matched, and excluded by', globally(team), ['demo/selected: fail audit: of core']],
  [
    'values that nest are the same',
    globally({ request: { object: { metadata: { labels: { team: 'core' } } } } }),
    ['demo/selected: fail audit: of core'],
  ],
  [
    'so do values of one object of one policy',
    ofPolicy({ resources: [{ name: 'web', values: team }] }),
    ['demo/selected: fail audit: of core'],
  ],
  [
    'values of another object say nothing of this one',
    ofPolicy({ resources: [{ name: 'db', values: team }] }),
    ['demo/others: fail audit: of shop'],
  ],
  [
    'values of a rule come when it was matched',
    ofPolicy({ rules: [{ name: 'selected', values: team, foreachValues: {} }] }),
    ['demo/others: fail audit: of shop'],
  ],
  [
    'a name can be told, too',
    globally({ 'request.object.metadata.name': 'other' }),
    ['demo/others: fail audit: of shop', 'demo/named: fail audit: other'],
  ],
  [
    'and a namespace',
    globally({ 'request.object.metadata.namespace': 'prod' }),
    ['demo/others: fail audit: of shop', 'demo/placed: fail audit: in prod'],
  ],
];

for (const [name, values, said] of cases)
  test(name, () => {
    assert.deepEqual(say(compile([policy], values === undefined ? {} : { values }), pod), said);
  });
