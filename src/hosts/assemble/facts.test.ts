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
