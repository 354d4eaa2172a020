/** What an estate's own Roles and bindings say when a policy asks what a user may do. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import type { Request } from '../../model/request.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';
import { createFacts } from './facts.ts';

const rbac = 'rbac.authorization.k8s.io';

const grant = (kind: string, name: string, more: JsonObject): Resource => ({
  ref: { apiVersion: `${rbac}/v1`, kind, namespace: null, name },
  object: { apiVersion: `${rbac}/v1`, kind, metadata: { name }, ...more },
  origin: { kind: 'file', file: 'rbac.yaml', document: 0, item: null, start: 0, end: 1 },
});

const rule: Rule = {
  id: 'asks/grants',
  title: '',
  severity: 'low',
  layer: 'identity',
  control: null,
  what: '',
  why: '',
  fine: '',
  remediation: '',
  references: [],
  match: [],
  reads: [],
  capabilities: ['access-review', 'path-review'],
  failurePolicy: 'closed',
  judge: () => ({ kind: 'done', conclusions: [], effects: [] }),
};

const isAllowed = (request: Request): unknown => {
  const facts = createFacts({ rules: [rule], asked: [] }, []);
  facts.note(grant('ClusterRole', 'metrics', { rules: [{ nonResourceURLs: ['/metrics*'], verbs: ['get'] }] }));
  facts.note(
    grant('ClusterRoleBinding', 'metrics', {
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'metrics' },
      subjects: [{ apiGroup: rbac, kind: 'Group', name: 'system:serviceaccounts:watch' }],
    }),
  );
  facts.end();
  const origin = { kind: 'cluster', cluster: 'c', uid: 'u' } as const;
  const answer = facts.answer(request, { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web', origin });
  return answer?.kind === 'value' ? (answer.value as JsonObject)['allowed'] : answer;
};

const user = 'system:serviceaccount:watch:scraper';
const groups = ['system:serviceaccounts', 'system:serviceaccounts:watch'];

const cases: readonly (readonly [string, Request, boolean])[] = [
  ['a path below one granted', { kind: 'path-review', user, groups, verb: 'get', path: '/metrics/slis' }, true],
  ['another verb', { kind: 'path-review', user, groups, verb: 'post', path: '/metrics' }, false],
  ['another path', { kind: 'path-review', user, groups, verb: 'get', path: '/logs' }, false],
  ['nobody of the group', { kind: 'path-review', user, groups: [], verb: 'get', path: '/metrics' }, false],
  [
    'a resource named like the path',
    {
      kind: 'access-review',
      user,
      groups,
      verb: 'get',
      group: '',
      resource: '',
      subresource: null,
      namespace: null,
      name: '/metrics',
    },
    false,
  ],
];

for (const [name, request, expected] of cases) {
  test(`${name} is ${expected ? '' : 'not '}allowed`, () => {
    assert.equal(isAllowed(request), expected);
  });
}

const map = (namespace: string, name: string): Resource => ({
  ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace, name },
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name } },
  origin: { kind: 'cluster', cluster: 'c', uid: name },
});

const maps = { apiVersion: 'v1', objectKind: 'ConfigMap' } as const;
const listIn = (namespace: string | null): Request => ({ kind: 'list', ...maps, namespace, selector: null });
const named = (namespace: string): Request => ({ kind: 'parameter', ...maps, namespace, name: 'a' });
const mayGet: Request = { kind: 'path-review', user, groups, verb: 'get', path: '/metrics' };

interface Reading {
  readonly handed?: readonly Resource[];
  readonly onlyIn?: readonly string[];
  /** The namespace whose ConfigMaps may not be read. */
  readonly forbidden?: string;
}

const toldOf = (request: Request, { handed = [], onlyIn = [], forbidden }: Reading): string => {
  const facts = createFacts({ rules: [rule], asked: [{ group: '', kind: 'ConfigMap' }] }, handed, { onlyIn });
  facts.note(map('shop', 'a'));
  if (forbidden !== undefined)
    facts.miss({
      kind: 'ConfigMap',
      group: '',
      cluster: 'c',
      namespace: forbidden,
      reason: 'they are forbidden',
      grant: null,
    });
  facts.end();
  const origin = { kind: 'cluster', cluster: 'c', uid: 'u' } as const;
  const answer = facts.answer(request, { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web', origin });
  if (answer?.kind === 'refused') return answer.why;
  if (answer?.kind !== 'value') return String(answer?.kind);
  return Array.isArray(answer.value) ? `${answer.value.length} objects` : 'an object';
};

const onlyShop = 'only what is in namespace shop was read';

const readings: readonly (readonly [string, Request, Reading, string])[] = [
  ['all objects, all read', listIn(null), {}, '1 objects'],
  ['all objects, one namespace forbidden', listIn(null), { forbidden: 'blog' }, 'they are forbidden'],
  ['those of a namespace, another one forbidden', listIn('shop'), { forbidden: 'blog' }, '1 objects'],
  ['all objects, some handed over', listIn(null), { forbidden: 'blog', handed: [map('x', 'b')] }, '2 objects'],
  ['all objects, one namespace asked for', listIn(null), { onlyIn: ['shop'] }, onlyShop],
  ['those of the namespace asked for', listIn('shop'), { onlyIn: ['shop'] }, '1 objects'],
  ['an object of the namespace asked for', named('shop'), { onlyIn: ['shop'] }, 'an object'],
  ['an object of another namespace', named('rules'), {}, 'absent'],
  ['an object of a namespace not asked for', named('rules'), { onlyIn: ['shop'] }, onlyShop],
  ['a grant, where grants of the whole cluster were not asked for', mayGet, { onlyIn: ['shop'] }, onlyShop],
];

for (const [name, request, reading, expected] of readings)
  test(`${name}: ${expected}`, () => assert.equal(toldOf(request, reading), expected));
