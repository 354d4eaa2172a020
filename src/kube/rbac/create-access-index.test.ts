/** Who can and what can: by tables, and against a double loop over everything that asks the authorizer. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import type { AccessQuestion, Via } from './access.ts';
import { createAuthorizer } from './authorize.ts';
import { createAccessIndex } from './create-access-index.ts';
import { snapshotOf, type GrantKind } from './example-grants.ts';
import { toSubjectKey } from './role-binding.ts';
import { ruleAllows } from './rule-allows.ts';
import { toAllGroups } from './subject-key.ts';
import { parseSubject, renderSubject } from './subject.ts';

const role = (name: string, namespace: string | null, ...rules: readonly JsonObject[]): JsonObject => ({
  metadata: namespace === null ? { name } : { name, namespace },
  rules,
});
const rule = (verbs: string, resources: string, more: JsonObject = {}): JsonObject => ({
  verbs: verbs.split(','),
  apiGroups: [''],
  resources: resources.split(','),
  ...more,
});
const bind = (
  name: string,
  namespace: string | null,
  kind: string,
  to: string,
  ...subjects: readonly string[]
): JsonObject => ({
  metadata: namespace === null ? { name } : { name, namespace },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: to },
  subjects: subjects.map(toWritten),
});

function toWritten(text: string): JsonObject {
  const subject = parseSubject(text);
  if (subject?.kind === 'serviceaccount')
    return text.startsWith('user:')
      ? { kind: 'User', name: text.slice('user:'.length) }
      : { kind: 'ServiceAccount', name: subject.name, namespace: subject.namespace };
  return { kind: subject?.kind === 'group' ? 'Group' : 'User', name: subject?.name ?? '' };
}

const estate = {
  Role: [
    role('reader', 'shop', rule('get,list', 'secrets')),
    role('one', 'shop', rule('get,create,list,deletecollection', 'secrets', { resourceNames: ['db'] })),
  ],
  ClusterRole: [
    role('any', null, rule('*', '*', { apiGroups: ['*'] })),
    role('scale', null, rule('update', '*/scale', { apiGroups: ['apps'] })),
    role('star', null, rule('create', 'pods/*')),
    role('urls', null, { verbs: ['get'], nonResourceURLs: ['/metrics', '/logs/**'] }),
    role('nodes', null, rule('get,list', 'nodes,namespaces')),
    {
      metadata: { name: 'more', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      rules: [rule('get', 'widgets', { apiGroups: ['example.com'] })],
    },
  ],
  RoleBinding: [
    bind('readers', 'shop', 'Role', 'reader', 'serviceaccount:shop:web', 'user:ann'),
    bind('one', 'shop', 'Role', 'one', 'user:olga'),
    bind('urls', 'shop', 'ClusterRole', 'urls', 'user:uli'),
    bind('nodes', 'shop', 'ClusterRole', 'nodes', 'user:nina'),
    bind('none', 'shop', 'Role', 'any', 'user:dan'),
    bind('viewers', 'bank', 'ClusterRole', 'view', 'group:viewers'),
  ],
  ClusterRoleBinding: [
    bind('owners', null, 'ClusterRole', 'any', 'user:system:serviceaccount:ci:robot'),
    bind('scale', null, 'ClusterRole', 'scale', 'user:sam'),
    bind('star', null, 'ClusterRole', 'star', 'user:stan'),
    bind('urls', null, 'ClusterRole', 'urls', 'group:monitors'),
    bind('wrong', null, 'Role', 'reader', 'user:wim'),
  ],
};
const index = createAccessIndex(snapshotOf(estate));

const ask = (
  verb: string,
  path: string,
  namespace: string | null = null,
  name: string | null = null,
): AccessQuestion => {
  if (path.startsWith('//')) return { kind: 'path', verb, path: path.slice(1) };
  const [group = '', resource = '', subresource = ''] = path.split('/');
  return { kind: 'resource', verb, group, resource, subresource, namespace, name };
};
const isOwn = (via: Via): boolean => via.kind === 'built-in' || via.binding.bootstrap;
/** Whom this estate's own bindings name. */
const namesOf = (
  some: readonly { readonly subject: Parameters<typeof renderSubject>[0]; readonly via: readonly Via[] }[],
) => some.filter(({ via }) => !via.every(isOwn)).map(({ subject }) => renderSubject(subject));

const robot = 'serviceaccount:ci:robot';
const cases: readonly (readonly [
  name: string,
  question: AccessQuestion,
  able: readonly string[],
  byName: readonly string[],
])[] = [
  [
    'anywhere, by a grant of any namespace',
    ask('get', '/secrets'),
    [robot, 'serviceaccount:shop:web', 'user:ann'],
    ['user:olga'],
  ],
  ['in a namespace', ask('get', '/secrets', 'shop'), [robot, 'serviceaccount:shop:web', 'user:ann'], ['user:olga']],
  ['in another namespace', ask('get', '/secrets', 'bank'), [robot], []],
  ['over the whole cluster', ask('list', '/secrets', ''), [robot], []],
  ['in every namespace, asked with a star', ask('list', '/secrets', '*'), [robot], []],
  [
    'the object by its name',
    ask('get', '/secrets', 'shop', 'db'),
    [robot, 'serviceaccount:shop:web', 'user:ann', 'user:olga'],
    [],
  ],
  [
    'another object by its name',
    ask('get', '/secrets', 'shop', 'tls'),
    [robot, 'serviceaccount:shop:web', 'user:ann'],
    [],
  ],
  [
    'a list of one, by its name',
    ask('list', '/secrets', 'shop', 'db'),
    [robot, 'serviceaccount:shop:web', 'user:ann', 'user:olga'],
    [],
  ],
  ['names never allow to create', ask('create', '/secrets', 'shop', 'db'), [robot], []],
  ['nor to delete a collection', ask('deletecollection', '/secrets', 'shop'), [robot], []],
  ['a star covers subresources', ask('create', '/pods/exec', 'shop'), [robot], []],
  ['a resource with a star below is itself alone', ask('create', '/pods/*', 'shop'), [robot, 'user:stan'], []],
  ['a subresource of any resource', ask('update', 'apps/deployments/scale', 'shop'), [robot, 'user:sam'], []],
  ['in the group it is granted for', ask('update', '/replicationcontrollers/scale', 'shop'), [robot], []],
  ['every verb is granted by a star alone', ask('*', '/secrets', 'shop'), [robot], []],
  ['every resource likewise', ask('get', '*/*', 'shop'), [robot], []],
  ['paths only by the whole cluster', ask('get', '//metrics'), ['group:monitors'], []],
  ['paths below, however many stars', ask('get', '//logs/kubelet'), ['group:monitors'], []],
  ['a resource of the cluster is not granted in a namespace', ask('get', '/nodes'), [robot], []],
  ['but a Namespace is, in itself', ask('get', '/namespaces', null, 'shop'), [robot, 'user:nina'], []],
  ['though not all Namespaces', ask('list', '/namespaces'), [robot], []],
  [
    'what is aggregated into a role of the API server counts',
    ask('get', 'example.com/widgets', 'bank'),
    ['group:viewers', robot],
    [],
  ],
];

for (const [name, question, able, byName] of cases) {
  test(`who can: ${name}`, () => {
    const answer = index.whoCan(question);
    assert.deepEqual(namesOf(answer.subjects), able);
    assert.deepEqual(namesOf(answer.byName), byName);
  });
}

test('system:masters is a row of its own, and so are nodes with what their pods use', () => {
  const { subjects, byName } = index.whoCan(ask('get', '/secrets', 'shop'));
  const texts = [...subjects, ...byName].flatMap(({ subject, via }) =>
    via.flatMap((each) =>
      each.kind === 'built-in' ? [`${renderSubject(subject)} ${each.authorizer}: ${each.text}`] : [],
    ),
  );
  assert.deepEqual(texts, [
    'group:system:masters system:masters: the API server lets its members do everything and asks nobody',
    'group:system:nodes Node: only single secrets that pods of the node use',
  ]);
});

test('a lease is a matter of nodes in their own namespace only', () => {
  const nodes = (namespace: string) =>
    index
      .whoCan(ask('create', 'coordination.k8s.io/leases', namespace))
      .subjects.some(({ via }) => via.some((each) => each.kind === 'built-in' && each.authorizer === 'Node'));
  assert.deepEqual([nodes('kube-node-lease'), nodes('shop')], [true, false]);
});

test('what can: own grants first, then those of the groups everybody is in', () => {
  const ann = { kind: 'user', name: 'ann' } as const;
  assert.deepEqual(
    index.whatCan(ann, { own: true }).map(({ namespace, rule: held }) => [namespace, held.verbs, held.resources]),
    [['shop', ['get', 'list'], ['secrets']]],
  );
  assert.ok(index.whatCan(ann).some(({ rule: held }) => held.nonResourceUrls.includes('/healthz')));
  assert.ok(
    index.whatCan(ann, { groups: ['monitors'] }).some(({ rule: held }) => held.nonResourceUrls.includes('/metrics')),
  );
});

test('a ClusterRoleBinding to a Role gives nothing, and is said to be refused', () => {
  assert.deepEqual(
    index.doubts.map(({ about, path, message }) => [about.ref.name, path, message]),
    [['wrong', 'roleRef.kind', 'the API server refuses it: roleRef.kind is ClusterRole']],
  );
  assert.deepEqual(index.whatCan({ kind: 'user', name: 'wim' }, { own: true }), []);
});

test('in a cluster stored rules are the truth, and nothing is added', () => {
  const stored = createAccessIndex(
    snapshotOf(
      {
        ClusterRole: [
          {
            metadata: { name: 'all' },
            aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
            rules: [rule('get', 'pods')],
          },
          { metadata: { name: 'part', labels: { a: 'b' } }, rules: [rule('get', 'secrets')] },
        ],
        ClusterRoleBinding: [bind('x', null, 'ClusterRole', 'all', 'user:ann')],
      },
      'cluster',
    ),
  );
  assert.deepEqual(namesOf(stored.whoCan(ask('get', '/pods')).subjects), ['user:ann']);
  assert.deepEqual(namesOf(stored.whoCan(ask('get', '/secrets')).subjects), []);
  assert.equal(stored.roles.length, 2);
});

test('thousands of roles that gather each other in a chain end, and say that they were cut', () => {
  const chain = Array.from({ length: 4000 }, (_, each): JsonObject => ({
    metadata: { name: `r${each}`, labels: { n: `n${each}`, leaf: 'yes' } },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { n: `n${each + 1}` } }] },
  }));
  const { doubts } = createAccessIndex(snapshotOf({ ClusterRole: chain }));
  assert.ok(doubts.length > 0);
  assert.match(doubts[0]?.message ?? '', /^aggregates so many roles/);
});

const word = (...words: readonly string[]) => fc.constantFrom(...words);
const some = (...words: readonly string[]) => fc.uniqueArray(word(...words), { minLength: 1, maxLength: 3 });
const verbs = ['get', 'list', 'create', 'deletecollection', 'impersonate', '*'];
const resources = ['pods', 'pods/exec', 'pods/*', '*', '*/scale', 'deployments/scale', 'nodes', 'namespaces'];
const users = [
  'user:ann',
  'user:bob',
  'group:devs',
  'group:system:authenticated',
  'group:system:serviceaccounts:b',
  'serviceaccount:a:x',
  'user:system:serviceaccount:b:y',
];
const generatedRule = fc.record({
  verbs: some(...verbs),
  apiGroups: some('', 'apps', '*'),
  resources: some(...resources),
  resourceNames: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, some('one', 'two')),
});
const generatedUrls = fc.record({ verbs: some('get', '*'), nonResourceURLs: some('/a', '/a/*', '*', '/b**') });
const generatedRules = fc.array(fc.oneof({ weight: 4, arbitrary: generatedRule }, generatedUrls), { maxLength: 3 });
const names = ['r', 's', 't'];
const namespaces = ['a', 'b'];
const generatedRoles = fc.record({
  Role: fc.uniqueArray(
    fc
      .record({ name: word(...names), namespace: word(...namespaces), rules: generatedRules })
      .map(({ name, namespace, rules }) => role(name, namespace, ...rules)),
    { selector: ({ metadata }) => JSON.stringify(metadata), maxLength: 4 },
  ),
  ClusterRole: fc.uniqueArray(
    fc
      .record({
        name: word(...names),
        rules: generatedRules,
        label: word('r', 's', 't', 'u'),
        from: fc.option(word('r', 's', 't', 'u')),
      })
      .map(({ name, rules, label, from }): JsonObject => ({
        metadata: { name, labels: { into: label } },
        rules,
        ...(from === null ? {} : { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { into: from } }] } }),
      })),
    { selector: ({ metadata }) => JSON.stringify(metadata), maxLength: 4 },
  ),
  RoleBinding: fc.array(
    fc
      .record({
        namespace: word(...namespaces),
        kind: word('Role', 'ClusterRole'),
        to: word(...names),
        subjects: some(...users),
      })
      .map(({ namespace, kind, to, subjects }) => bind(`b${to}`, namespace, kind, to, ...subjects)),
    { maxLength: 5 },
  ),
  ClusterRoleBinding: fc.array(
    fc
      .record({ to: word(...names), subjects: some(...users) })
      .map(({ to, subjects }) => bind(`b${to}`, null, 'ClusterRole', to, ...subjects)),
    { maxLength: 3 },
  ),
}) satisfies fc.Arbitrary<Readonly<Record<GrantKind, readonly JsonObject[]>>>;
const generatedQuestion = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        verb: word(...verbs),
        path: word('/pods', '/pods/exec', 'apps/deployments/scale', '/nodes', '/namespaces', '*/*', 'apps/pods'),
        namespace: fc.constantFrom('', 'a', 'b', 'c'),
        name: fc.option(word('one', 'two')),
      })
      .map(({ verb, path, namespace, name }) => ask(verb, path, namespace, name)),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ verb: word('get', 'post'), path: word('//a', '//a/x', '//b/x', '//c') })
      .map(({ verb, path }) => ask(verb, path)),
  },
);

test('whoCan, whatCan and the authorizer agree about everybody, whatever the grants', () => {
  fc.assert(
    fc.property(generatedRoles, fc.array(generatedQuestion, { minLength: 5, maxLength: 12 }), (grants, questions) => {
      const snapshot = snapshotOf(grants);
      const built = createAccessIndex(snapshot);
      const authorizer = createAuthorizer(snapshot);
      for (const question of questions) {
        const able = new Set(
          built
            .whoCan(question)
            .subjects.filter(({ via }) => !via.every(isOwn))
            .map(({ subject }) => toSubjectKey(subject)),
        );
        const namesObject =
          question.kind === 'resource' &&
          (question.subresource !== '' || !['create', 'deletecollection'].includes(question.verb));
        const attributes =
          question.kind === 'path'
            ? question
            : { ...question, namespace: question.namespace ?? '', name: namesObject ? (question.name ?? '') : '' };
        for (const text of users.filter((each) => !each.startsWith('group:'))) {
          const subject = parseSubject(text);
          if (subject === undefined) throw new Error(text);
          const user =
            subject.kind === 'serviceaccount'
              ? `system:serviceaccount:${subject.namespace}:${subject.name}`
              : subject.name;
          const groups = toAllGroups(user, ['devs']);
          const decided = authorizer.decide(user, groups, attributes).isAllowed;
          const found = [toSubjectKey(subject), ...groups.map((group) => `group:${group}`)].some((key) =>
            able.has(key),
          );
          const held = built
            .whatCan(subject, { groups: ['devs'] })
            .some(
              ({ namespace, rule: one, via }) =>
                !isOwn(via) &&
                (namespace === null || (attributes.kind === 'resource' && attributes.namespace === namespace)) &&
                ruleAllows(one, attributes),
            );
          assert.deepEqual({ found, held }, { found: decided, held: decided }, `${text} ${JSON.stringify(question)}`);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('objects of any shape are indexed, and asked, without a throw', () => {
  const text = fc.constantFrom('', 'a', '*', 'ClusterRole', 'Role', 'User', '__proto__', 'constructor');
  const { junk } = fc.letrec((tie) => ({
    junk: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.constantFrom(null, true, 7),
      fc.array(tie('junk'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          'name',
          'kind',
          'namespace',
          'apiGroup',
          'verbs',
          'resources',
          'apiGroups',
          'matchLabels',
          'clusterRoleSelectors',
          'labels',
          '__proto__',
        ),
        tie('junk'),
        { maxKeys: 4 },
      ),
    ),
  }));
  const object = fc.record({ metadata: junk, rules: junk, aggregationRule: junk, roleRef: junk, subjects: junk });
  fc.assert(
    fc.property(fc.array(object as fc.Arbitrary<JsonObject>, { maxLength: 4 }), (objects) => {
      const built = createAccessIndex(
        snapshotOf({ Role: objects, ClusterRole: objects, RoleBinding: objects, ClusterRoleBinding: objects }),
      );
      built.whoCan(ask('get', '/pods'));
      built.whatCan({ kind: 'user', name: 'a' });
    }),
  );
});
