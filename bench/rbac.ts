/**
 * `npm run bench -- rbac`: the index of who may do what, and questions to it, as roles, bindings and service accounts
 * grow. Raw numbers go to `bench/results/rbac.json`. `node bench/rbac.ts quick` shows that it works.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AccessQuestion } from '../src/kube/rbac/access.ts';
import { createAccessIndex } from '../src/kube/rbac/create-access-index.ts';
import { createSnapshotBuilder } from '../src/kube/snapshot/build-snapshot.ts';
import type { JsonObject } from '../src/model/json.ts';
import type { Snapshot } from '../src/model/snapshot.ts';
import { describeGrowth } from './growth.ts';
import { median } from './measure-run.ts';

const isQuick = process.argv[2] === 'quick';
const sizes = isQuick ? [100, 200, 400] : [5_000, 10_000, 25_000, 50_000];
const repeats = isQuick ? 1 : 5;

/** As an operator's estate has them: a Role of its own and a binding for each account, a tenth of them bound to shared ClusterRoles. */
const generateGrants = (size: number): Snapshot => {
  const builder = createSnapshotBuilder('manifests');
  const add = (apiVersion: string, kind: string, namespace: string | null, name: string, more: JsonObject): void =>
    builder.add({
      ref: { apiVersion, kind, namespace, name },
      object: { metadata: namespace === null ? { name } : { name, namespace }, ...more },
      origin: { kind: 'file', file: 'generated.yaml', document: 0, item: null, start: 0, end: 0 },
    });
  for (let each = 0; each < size; each += 1) {
    const namespace = `ns-${each % 1000}`;
    const first = plurals[each % plurals.length] ?? 'pods';
    const second = plurals[(each + 3) % plurals.length] ?? 'pods';
    add('v1', 'ServiceAccount', namespace, `account-${each}`, {});
    add(rbac, 'Role', namespace, `role-${each}`, {
      rules: [
        { apiGroups: [''], resources: [first, second], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['apps'], resources: ['deployments'], resourceNames: [`app-${each}`], verbs: ['get', 'patch'] },
      ],
    });
    add(rbac, 'RoleBinding', namespace, `binding-${each}`, {
      roleRef: each % 10 === 0 ? { kind: 'ClusterRole', name: 'view' } : { kind: 'Role', name: `role-${each}` },
      subjects: [{ kind: 'ServiceAccount', name: `account-${each}`, namespace }],
    });
  }
  return builder.build({ evidence: [], unread: [] });
};

const rbac = 'rbac.authorization.k8s.io/v1';
const plurals = ['pods', 'secrets', 'configmaps', 'services', 'endpoints', 'events', 'serviceaccounts'];

const ask = (
  verb: string,
  resource: string,
  namespace: string | null,
  more: Partial<AccessQuestion> = {},
): AccessQuestion =>
  ({ kind: 'resource', verb, group: '', resource, subresource: '', namespace, name: null, ...more }) as AccessQuestion;

const questions: readonly (readonly [string, AccessQuestion])[] = [
  ['get secrets, anywhere', ask('get', 'secrets', null)],
  ['get secrets, in one namespace', ask('get', 'secrets', 'ns-5')],
  ['list secrets, in the whole cluster', ask('list', 'secrets', '')],
  ['create pods/exec, anywhere', ask('create', 'pods', null, { subresource: 'exec' })],
  ['patch one deployment by name', ask('patch', 'deployments', 'ns-7', { group: 'apps', name: 'app-7' })],
  ['patch deployments, of which each is granted by name', ask('patch', 'deployments', null, { group: 'apps' })],
];

interface Figure {
  readonly size: number;
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly answers: number | null;
  readonly runs: readonly number[];
}

const figures: Figure[] = [];

const note = (
  size: number,
  name: string,
  unit: string,
  runs: readonly number[],
  answers: number | null = null,
): number => {
  const value = median(runs);
  figures.push({ size, name, unit, value, answers, runs });
  const told = answers === null ? '' : `  ${answers} answers`;
  process.stdout.write(
    `${String(size).padStart(6)}  ${name.padEnd(54)} ${value.toFixed(2).padStart(9)} ${unit}${told}\n`,
  );
  return value;
};

const timeOf = (act: () => unknown): number => {
  const start = process.hrtime.bigint();
  act();
  return Number(process.hrtime.bigint() - start) / 1e6;
};

const measure = (size: number): number => {
  const snapshot = generateGrants(size);
  const wall = note(
    size,
    'index',
    'ms',
    Array.from({ length: repeats }, () => timeOf(() => createAccessIndex(snapshot))),
  );
  const index = createAccessIndex(snapshot);
  for (const [name, question] of questions) {
    const { subjects, byName } = index.whoCan(question);
    const runs = Array.from({ length: repeats * 3 }, () => timeOf(() => index.whoCan(question)));
    note(size, name, 'ms', runs, subjects.length + byName.length);
  }
  const account = { kind: 'serviceaccount', namespace: 'ns-7', name: 'account-7' } as const;
  note(
    size,
    'what one service account can do',
    'ms',
    Array.from({ length: repeats * 3 }, () => timeOf(() => index.whatCan(account))),
    index.whatCan(account).length,
  );
  note(size, 'resident memory', 'MiB', [process.memoryUsage.rss() / 2 ** 20]);
  return wall;
};

const rows = sizes.map((objects) => ({ objects, wall: measure(objects) }));
process.stdout.write(`${describeGrowth(rows)}\n`);
if (!isQuick) {
  const results = fileURLToPath(new URL('./results/', import.meta.url));
  mkdirSync(results, { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.versions.node,
    // A machine that does other work measures that, too.
    load: loadavg()[0],
  };
  writeFileSync(join(results, 'rbac.json'), `${JSON.stringify({ machine, figures }, null, 2)}\n`);
}
