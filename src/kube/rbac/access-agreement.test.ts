/** Whatever the grants: both directions of the index agree with an authorizer that asks each subject by itself, and nothing throws. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import { createAuthorizer } from './authorize.ts';
import { createAccessIndex } from './create-access-index.ts';
import { ask, bind, isOwn, role, snapshotOf, type GrantKind } from './example-grants.ts';
import { toSubjectKey } from './role-binding.ts';
import { ruleAllows } from './rule-allows.ts';
import { toAllGroups } from './subject-key.ts';
import { parseSubject } from './subject.ts';

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
