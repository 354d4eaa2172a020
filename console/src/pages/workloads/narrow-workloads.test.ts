/** Workloads are found by their words and stand in the order asked for, ties by name. */

import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkloadEntry } from '../../../../src/hosts/console/api/workloads.ts';
import { narrowWorkloads, type WorkloadsAsked } from './narrow-workloads.ts';

const workload = (name: string, changes: Partial<WorkloadEntry>): WorkloadEntry => ({
  id: `Deployment/shop/${name}`,
  kind: 'Deployment',
  namespace: 'shop',
  name,
  place: '',
  open: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  depth: null,
  exposed: false,
  account: null,
  tokenMounted: false,
  podSecurity: 'restricted',
  containers: [],
  rights: [],
  reaches: [],
  reachedBy: [],
  secrets: [],
  ...changes,
});

const open = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
const image = { name: 'c', image: 'redis:7', ports: [], runsAsRoot: null, privileged: false, limits: true };

const workloads = [
  workload('web', { depth: 2, open: { ...open, medium: 9 }, exposed: true }),
  workload('api', { depth: 0, open: { ...open, high: 1 }, account: 'api', rights: ['reads Secrets'] }),
  workload('cache', { kind: 'StatefulSet', namespace: 'data', containers: [image], podSecurity: 'privileged' }),
];

const all: WorkloadsAsked = { text: '', namespace: '', kind: '', only: '', order: 'name', isReversed: false };

const cases: readonly (readonly [name: string, asked: Partial<WorkloadsAsked>, names: readonly string[]])[] = [
  ['by namespace and name', {}, ['cache', 'api', 'web']],
  ['backwards', { isReversed: true }, ['web', 'api', 'cache']],
  ['one high before many medium', { order: 'worst' }, ['api', 'web', 'cache']],
  ['fewest walls first, no known way last', { order: 'walls' }, ['api', 'web', 'cache']],
  ['the least Pod Security first', { order: 'pod-security' }, ['cache', 'api', 'web']],
  ['by a word of an image', { text: 'REDIS' }, ['cache']],
  ['by every word', { text: 'shop api' }, ['api']],
  ['of a namespace', { namespace: 'data' }, ['cache']],
  ['of a kind', { kind: 'StatefulSet' }, ['cache']],
  ['open to the internet', { only: 'open' }, ['api']],
  ['published', { only: 'exposed' }, ['web']],
  ['with dangerous rights', { only: 'rights' }, ['api']],
];

for (const [name, asked, names] of cases)
  test(`workloads ${name}`, () =>
    deepEqual(
      narrowWorkloads(workloads, { ...all, ...asked }).map((each) => each.name),
      names,
    ));
