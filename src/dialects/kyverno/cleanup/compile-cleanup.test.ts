/** Cleanup policies: what would be deleted, and what is wrong with a policy. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { checkSchedule } from './check-schedule.ts';
import { compileCleanup } from './compile-cleanup.ts';

const toResource = (
  kind: string,
  apiVersion: string,
  object: JsonObject,
  name: string,
  namespace: string | null,
): Resource => ({
  ref: { apiVersion, kind, name, namespace },
  object: { apiVersion, kind, ...object, metadata: { name, ...(namespace === null ? {} : { namespace }) } },
  origin: { kind: 'file', file: 'a.yaml', document: 0, item: null, start: 0, end: 0 },
});

const compile = (spec: Json, namespace: string | null = null): ReturnType<typeof compileCleanup> => {
  const kind = namespace === null ? 'ClusterCleanupPolicy' : 'CleanupPolicy';
  return compileCleanup([toResource(kind, 'kyverno.io/v2', { spec }, 'old', namespace)], {
    user: null,
    asWritten: true,
    locate: () => null,
    describe: () => null,
  });
};

const match = { any: [{ resources: { kinds: ['Deployment'] } }] };

const judge = (spec: Json, replicas: number, namespace: string | null = null): unknown => {
  const [rule] = compile(spec, namespace).rules;
  assert.ok(rule !== undefined);
  const deployment = toResource('Deployment', 'apps/v1', { spec: { replicas } }, 'web', 'shop');
  const judgement = rule.judge({ kind: 'resource', resource: deployment }, { answer: () => ({ kind: 'absent' }) });
  assert.ok(judgement.kind === 'done');
  return [
    judgement.conclusions.map(({ status, message }) => `${status}: ${message}`),
    judgement.effects.map((effect) => (effect.kind === 'delete' ? effect.target.name : effect.kind)),
  ];
};

const conditions = { all: [{ key: '{{ target.spec.replicas }}', operator: 'Equals', value: 0 }] };

test('what matches and meets the conditions would be deleted', () => {
  const spec = { match, conditions, schedule: '*/5 * * * *', deletionPropagationPolicy: 'Foreground' };
  assert.deepEqual(judge(spec, 0), [
    ['pass: would be deleted (foreground propagation) at the next time of the schedule "*/5 * * * *"'],
    ['web'],
  ]);
  assert.deepEqual(judge(spec, 1), [['skip: conditions not met'], []]);
});

test('a policy of another namespace, or what is excluded, deletes nothing', () => {
  assert.deepEqual(judge({ match, schedule: '@daily' }, 0, 'other'), [[], []]);
  const exclude = { any: [{ resources: { kinds: ['Deployment'], names: ['w*'] } }] };
  assert.deepEqual(judge({ match, exclude, schedule: '@daily' }, 0), [[], []]);
});

test('what is wrong with a policy is a problem with its place', () => {
  const cases: readonly (readonly [Json, string])[] = [
    [{ match, schedule: '61 * * * *' }, 'spec.schedule: minute: 61 is not within 0 and 59'],
    [{ match }, 'spec.schedule: this is required'],
    [
      { match: { any: [{ subjects: [{ kind: 'User', name: 'a' }] }] }, schedule: '@daily' },
      'spec.match: a cleanup policy may not match users, roles or cluster roles',
    ],
    [
      { match, schedule: '@daily', context: [{ name: 'c', configMap: { name: 'a', namespace: 'b' } }] },
      'spec.context[0]: a cleanup policy may not use configMap',
    ],
  ];
  for (const [spec, message] of cases) {
    const { rules, problems } = compile(spec);
    assert.deepEqual([rules.length, problems.map((problem) => problem.message)], [0, [message]]);
  }
});

test('schedules are read as cron reads them', () => {
  const good = ['* * * * *', '*/5 0-6 1,15 JAN-mar sun', '5/10 ? * * 0', '@hourly', '@every 1h30m', '0 0 31 12 6'];
  for (const schedule of good) assert.equal(checkSchedule(schedule), undefined, schedule);
  const bad = ['', '* * * *', '* * * * * *', '60 * * * *', '* * 0 * *', '* * * * 7', '5-1 * * * *', '*/0 * * * *'];
  bad.push('a * * * *', '1-2-3 * * * *', '1/2/3 * * * *', '@often', '@every', '@every soon', '-1 * * * *');
  for (const schedule of bad) assert.notEqual(checkSchedule(schedule), undefined, schedule);
});
