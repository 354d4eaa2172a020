/** Whatever the grants: a step is there exactly where the authoriser allows its request, and a remover takes exactly what its edits take. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { applyEdits } from '../../../lang/patch/apply-edits.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { createAuthorizer } from '../../../kube/rbac/authorize.ts';
import { bind, role, snapshotOf, type GrantKind } from '../../../kube/rbac/example-grants.ts';
import { toAllGroups } from '../../../kube/rbac/subject-key.ts';
import { identityPlace } from '../../places.ts';
import { rbacChart } from './chart.ts';
import { movesOf, withoutSelected } from './moves-of.ts';

const rbac = 'rbac.authorization.k8s.io';
const word = (...words: readonly string[]) => fc.constantFrom(...words);
const some = (...words: readonly string[]) => fc.uniqueArray(word(...words), { minLength: 1, maxLength: 3 });
const rule = fc
  .record({
    verbs: some('get', 'list', 'create', 'patch', 'delete', 'bind', 'escalate', 'impersonate', '*'),
    apiGroups: fc.constantFrom([''], ['', 'apps'], [rbac], ['*'], ['', rbac, 'apps']),
    resources: some(
      'pods',
      'pods/exec',
      'secrets',
      'deployments',
      'serviceaccounts/token',
      'serviceaccounts',
      'namespaces',
      'groups',
      'roles',
      'clusterroles',
      'rolebindings',
      'clusterrolebindings',
      '*/exec',
      '*',
    ),
    resourceNames: fc.oneof({ weight: 5, arbitrary: fc.constant<string[]>([]) }, some('r', 'b', 'x')),
  })
  .map((one): JsonObject => one);
const rules = fc.array(rule, { minLength: 1, maxLength: 3 });
const names = ['r', 's', 't'];
const namespaces = ['a', 'b'];
const people = [
  'user:ann',
  'group:devs',
  'group:system:authenticated',
  'group:system:serviceaccounts',
  'serviceaccount:a:x',
  'serviceaccount:b:y',
];
const unique = { selector: ({ metadata }: JsonObject) => JSON.stringify(metadata), maxLength: 3 };
const estates = fc.record({
  Role: fc.uniqueArray(
    fc
      .record({ name: word(...names), namespace: word(...namespaces), rules })
      .map((one) => role(one.name, one.namespace, ...one.rules)),
    unique,
  ),
  ClusterRole: fc.uniqueArray(
    fc.record({ name: word(...names), rules }).map((one) => role(one.name, null, ...one.rules)),
    unique,
  ),
  RoleBinding: fc.uniqueArray(
    fc
      .record({
        name: word('b', 'c', 'd'),
        namespace: word(...namespaces),
        kind: word('Role', 'ClusterRole'),
        to: word(...names),
        subjects: some(...people),
      })
      .map((one) => bind(one.name, one.namespace, one.kind, one.to, ...one.subjects)),
    { ...unique, maxLength: 4 },
  ),
  ClusterRoleBinding: fc.uniqueArray(
    fc
      .record({ name: word('b', 'c'), to: word(...names), subjects: some(...people) })
      .map((one) => bind(one.name, null, 'ClusterRole', one.to, ...one.subjects)),
    unique,
  ),
}) satisfies fc.Arbitrary<Readonly<Record<GrantKind, readonly JsonObject[]>>>;

/** Everybody is bound to something harmless besides, so that nobody is gone with a binding, or not there at all. */
const anchored = (grants: Readonly<Record<GrantKind, readonly JsonObject[]>>) => ({
  ...grants,
  Role: [...grants.Role, role('anchor', 'z', { verbs: ['get'], apiGroups: [''], resources: ['configmaps'] })],
  RoleBinding: [...grants.RoleBinding, bind('anchor', 'z', 'Role', 'anchor', ...people)],
});

const asked = [
  ['POD_EXEC', 'hub/containers/', ['create', 'get'], '', 'pods', 'exec'],
  ['SECRET_READ', 'hub/secrets/', ['get', 'list', 'watch'], '', 'secrets', ''],
  ['POD_CREATE', 'new-pod/', ['create'], '', 'pods', ''],
  ['WORKLOAD_CREATE', 'new-pod/', ['create'], 'apps', 'deployments', ''],
  ['TOKEN_REQUEST', 'hub/accounts/', ['create'], '', 'serviceaccounts', 'token'],
] as const;

test('somebody has a step into a namespace exactly where the authoriser lets them', () => {
  fc.assert(
    fc.property(estates, (grants) => {
      const snapshot = snapshotOf(anchored(grants), 'cluster');
      const parts = rbacChart.draw(snapshot);
      const authorizer = createAuthorizer(snapshot);
      for (const account of [
        { kind: 'serviceaccount', namespace: 'a', name: 'x' },
        { kind: 'serviceaccount', namespace: 'b', name: 'y' },
      ] as const) {
        const user = `system:serviceaccount:${account.namespace}:${account.name}`;
        const groups = toAllGroups(user, []);
        const moves = new Set(movesOf(parts, identityPlace(account).id));
        for (const namespace of namespaces)
          for (const [type, target, verbs, group, resource, subresource] of asked) {
            const allowed = verbs.some(
              (verb) =>
                authorizer.decide(user, groups, {
                  kind: 'resource',
                  verb,
                  group,
                  resource,
                  subresource,
                  namespace,
                  name: '',
                }).isAllowed,
            );
            const everywhere = target === 'new-pod/' ? 'hub/new-pods/*' : `${target}*`;
            const shown =
              moves.has(`${type} ${target}${namespace}`) ||
              moves.has(`${type} ${everywhere}`) ||
              moves.has(`ADMIN namespace/${namespace}`) ||
              moves.has('ADMIN cluster-admin');
            // By a star in the core group the same step is one of replication controllers.
            if (type !== 'WORKLOAD_CREATE' || allowed) assert.equal(shown, allowed, `${user} ${type} ${namespace}`);
          }
      }
    }),
    { numRuns: 100 },
  );
});

const kinds: readonly GrantKind[] = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

const keyOf = ({ metadata }: JsonObject): string => JSON.stringify(metadata);

test('a remover takes exactly the steps that its edits take', () => {
  let removers = 0;
  fc.assert(
    fc.property(estates, (written) => {
      const grants = anchored(written);
      const snapshot: Snapshot = snapshotOf(grants);
      const parts = rbacChart.draw(snapshot);
      for (const { id, steps, remedy } of parts.controls) {
        removers += 1;
        const edited = Object.fromEntries(kinds.map((kind) => [kind, [...grants[kind]]])) as Record<
          GrantKind,
          JsonObject[]
        >;
        const refs =
          remedy?.kind === 'delete'
            ? remedy.objects
            : remedy?.kind === 'change'
              ? remedy.changes.map(({ target }) => target)
              : [];
        assert.equal(refs.length, 1, id);
        for (const ref of refs) {
          const kind = kinds.find((each) => each === ref.kind) ?? 'Role';
          const metadata = JSON.stringify(
            ref.namespace === null ? { name: ref.name } : { name: ref.name, namespace: ref.namespace },
          );
          edited[kind] = edited[kind].flatMap((object) => {
            if (keyOf(object) !== metadata) return [object];
            return remedy?.kind === 'change'
              ? [
                  applyEdits(
                    object,
                    remedy.changes.flatMap(({ edits }) => edits),
                  ),
                ]
              : [];
          });
        }
        const after = rbacChart.draw(snapshotOf(edited));
        const left = { steps: withoutSelected(parts.steps, steps) };
        for (const text of people) {
          const from = `identity/${text}`;
          assert.deepEqual(movesOf(left, from), movesOf(after, from), `${id} for ${text}`);
        }
      }
    }),
    { numRuns: 100 },
  );
  assert.ok(removers > 0, 'the estates have removers');
});
