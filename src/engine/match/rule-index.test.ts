/** Which rules are asked about which subject. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Match, Rule } from '../../model/rule.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Subject } from '../../model/subject.ts';
import { createRuleIndex } from './rule-index.ts';

const rule = (...match: readonly Match[]): Rule => ({
  id: 'test/rule',
  title: '',
  severity: 'low',
  layer: 'runtime',
  control: null,
  what: '',
  why: '',
  fine: '',
  remediation: '',
  references: [],
  match,
  reads: [],
  capabilities: [],
  failurePolicy: 'closed',
  judge: () => ({ kind: 'done', conclusions: [], effects: [] }),
});

const resource = (apiVersion: string, kind: string, namespace: string | null, labels: JsonObject = {}): Subject => ({
  kind: 'resource',
  resource: {
    ref: { apiVersion, kind, namespace, name: 'x' },
    object: { metadata: { labels } },
    origin: { kind: 'cluster', cluster: 'c', uid: 'u' },
  },
});

const deletion = (labels: JsonObject): Subject => ({
  kind: 'admission',
  operation: 'DELETE',
  ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'x' },
  subresource: null,
  object: null,
  oldObject: { metadata: { labels } },
  user: { name: 'u', groups: [] },
  dryRun: false,
});

const cases: readonly [string, readonly Match[], Subject, boolean][] = [
  ['an empty match is asked about everything', [{}], resource('v1', 'Pod', 'shop'), true],
  ['the kind must be listed', [{ kinds: ['Deployment'] }], resource('v1', 'Pod', 'shop'), false],
  ['the core group is the empty text', [{ groups: [''], kinds: ['Pod'] }], resource('v1', 'Pod', 'shop'), true],
  [
    'another group of the same kind is another kind',
    [{ groups: ['apps'], kinds: ['Pod'] }],
    resource('v1', 'Pod', 'shop'),
    false,
  ],
  [
    'the version does not matter',
    [{ groups: ['apps'], kinds: ['Deployment'] }],
    resource('apps/v1beta2', 'Deployment', 'shop'),
    true,
  ],
  [
    'any of several matches is enough',
    [{ kinds: ['Service'] }, { kinds: ['Pod'] }],
    resource('v1', 'Pod', 'shop'),
    true,
  ],
  ['the namespace must be listed', [{ namespaces: ['data'] }], resource('v1', 'Pod', 'shop'), false],
  ['a cluster-scoped object is in no namespace', [{ namespaces: [''] }], resource('v1', 'Node', null), false],
  [
    'a label must have one of the values',
    [{ labels: { tier: ['a', 'b'] } }],
    resource('v1', 'Pod', 'shop', { tier: 'b' }),
    true,
  ],
  [
    'a label with another value does not fit',
    [{ labels: { tier: ['a'] } }],
    resource('v1', 'Pod', 'shop', { tier: 'b' }),
    false,
  ],
  [
    'a name every object inherits is no label',
    [{ labels: { constructor: ['a'] } }],
    resource('v1', 'Pod', 'shop'),
    false,
  ],
  ['a resource is judged as if created', [{ operations: ['CREATE'] }], resource('v1', 'Pod', 'shop'), true],
  ['a deletion is no creation', [{ operations: ['CREATE'] }], deletion({}), false],
  [
    'on deletion the labels of the old object count',
    [{ operations: ['DELETE'], labels: { a: ['b'] } }],
    deletion({ a: 'b' }),
    true,
  ],
];

for (const [name, match, subject, asked] of cases) {
  test(name, () => {
    assert.equal(createRuleIndex([rule(...match)]).rulesFor(subject).length === 1, asked);
  });
}
