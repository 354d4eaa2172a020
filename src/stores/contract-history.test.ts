/** What every store promises of days, of comparing them, and of what it forgets, run over the registry. */

import assert from 'node:assert/strict';
import type { FindingRecord } from './finding-record.ts';
import { makeFinding, makeLook } from './made-up-looks.ts';
import { filter, idsOf, query } from './made-up-questions.ts';
import { testEveryStore } from './test-every-store.ts';

const estate = '0123456789ab';
const made = (...ids: readonly string[]): readonly FindingRecord[] => ids.map((id) => makeFinding(id));

testEveryStore('a day tells its last look, and what changed since the last look of the day before', (store) => {
  const depths = [{ place: 'node/a', title: 'node a', depth: 0, proven: 0 }];
  store.looks.record(makeLook('2026-11-20T08:00:00Z', made('a')));
  store.looks.record(makeLook('2026-11-20T23:30:00-01:00', made('a', 'b', 'c')));
  store.looks.record(makeLook('2026-11-21T08:00:00Z', made('b', 'c', 'd', 'e')));
  store.looks.record(makeLook('2026-11-21T09:00:00Z', made('b', 'd'), { depths, digest: 'x' }));
  const [today, ...before] = store.history.days(estate, 9);
  assert.deepEqual(today, {
    day: '2026-11-21',
    at: '2026-11-21T09:00:00Z',
    policySet: 'set-1',
    digest: 'x',
    complete: true,
    looks: 3,
    open: { critical: 0, high: 0, medium: 0, low: 0, info: 0, ...countSeverities(made('b', 'd')) },
    accepted: 0,
    // The last look of the 20th saw `a` alone.
    appeared: 2,
    resolved: 1,
    depths,
  });
  assert.deepEqual(
    before.map(({ day, looks, appeared }) => [day, looks, appeared]),
    [['2026-11-20', 1, null]],
  );
  assert.equal(store.history.days(estate, 1).length, 1);
});

testEveryStore('two days are compared finding by finding, also where one went and came back between', (store) => {
  store.looks.record(
    makeLook('2026-11-20', made('a', 'b', 'c'), { depths: [depth('x', 0), depth('y', 2), depth('z', 1)] }),
  );
  store.looks.record(makeLook('2026-11-21', made('b', 'd')));
  store.looks.record(
    makeLook('2026-11-22', made('a', 'e'), { depths: [depth('x', 1), depth('y', 2), depth('w', null)] }),
  );
  store.looks.record(makeLook('2026-11-23', made('c')));
  const compare = (from: string, to: string) => {
    const compared = store.history.compare(estate, from, to);
    assert.ok(compared.kind === 'compared', JSON.stringify(compared));
    return {
      appeared: idsOf(compared.appeared).toSorted(),
      resolved: idsOf(compared.resolved).toSorted(),
      counts: compared.counts,
    };
  };
  assert.deepEqual(compare('2026-11-20', '2026-11-22'), {
    appeared: ['e'],
    resolved: ['b', 'c'],
    counts: { appeared: 1, resolved: 2 },
  });
  assert.deepEqual(compare('2026-11-20', '2026-11-21'), {
    appeared: ['d'],
    resolved: ['a', 'c'],
    counts: { appeared: 1, resolved: 2 },
  });
  assert.deepEqual(compare('2026-11-21', '2026-11-22'), {
    appeared: ['a', 'e'],
    resolved: ['b', 'd'],
    counts: { appeared: 2, resolved: 2 },
  });
  assert.deepEqual(compare('2026-11-20', '2026-11-23'), {
    appeared: [],
    resolved: ['a', 'b'],
    counts: { appeared: 0, resolved: 2 },
  });
  assert.deepEqual(compare('2026-11-22', '2026-11-22'), {
    appeared: [],
    resolved: [],
    counts: { appeared: 0, resolved: 0 },
  });
  const compared = store.history.compare(estate, '2026-11-20', '2026-11-22');
  assert.deepEqual(compared.kind === 'compared' ? compared.depths : [], [
    { place: 'x', title: 'x', before: 0, after: 1 },
    { place: 'w', title: 'w', before: undefined, after: null },
    { place: 'z', title: 'z', before: 1, after: undefined },
  ]);
});

testEveryStore(
  'days under other policies, read in part, or without a look are not compared, and why is said',
  (store) => {
    store.looks.record(makeLook('2026-11-20', made('a')));
    store.looks.record(makeLook('2026-11-21', made('a', 'b'), { policySet: 'set-2' }));
    store.looks.record(makeLook('2026-11-22', made('a'), { policySet: 'set-2', complete: false, missing: ['Pods'] }));
    store.looks.record(makeLook('2026-11-23', made('c'), { policySet: 'set-2' }));
    for (const [from, to, why] of [
      [
        '2026-11-20',
        '2026-11-21',
        '2026-11-20 and 2026-11-21 were judged by different policies, so a difference may be theirs',
      ],
      [
        '2026-11-21',
        '2026-11-22',
        'not all could be read on 2026-11-22, so what is missing there may only have been unread',
      ],
      ['2026-11-19', '2026-11-20', 'there was no look on 2026-11-19'],
      ['2026-11-20', '2026-11-24', 'there was no look on 2026-11-24'],
      ['2026-11-23', '2026-11-21', '2026-11-23 comes after 2026-11-21: name the earlier day first'],
    ] as const)
      assert.deepEqual(store.history.compare(estate, from, to), { kind: 'not-comparable', why });
    assert.deepEqual(
      store.history.days(estate, 9).map(({ appeared, resolved }) => [appeared, resolved]),
      [
        [null, null],
        [null, null],
        [null, null],
        [null, null],
      ],
    );
    assert.equal(store.history.compare(estate, '2026-11-21', '2026-11-23').kind, 'compared');
  },
);

testEveryStore(
  'what was resolved longer ago than is kept is forgotten; what is open is not, nor when it was first seen',
  (store, reopen) => {
    store.looks.record(makeLook('2026-11-01', made('a', 'b', 'c')));
    store.looks.record(makeLook('2026-11-02', made('a', 'c')));
    store.looks.record(makeLook('2026-11-11', made('a')));
    assert.equal(store.findings.find(estate, 'b')?.resolved, '2026-11-02T12:00:00Z');
    store.looks.record(makeLook('2026-11-13', made('a')));
    for (const each of [store, reopen()]) {
      assert.equal(each.findings.find(estate, 'b'), null);
      assert.equal(each.findings.find(estate, 'c')?.resolved, '2026-11-11T12:00:00Z');
      assert.equal(each.findings.find(estate, 'a')?.firstSeen, '2026-11-01T12:00:00Z');
      assert.deepEqual(
        each.history.days(estate, 9).map(({ day }) => day),
        ['2026-11-13', '2026-11-11'],
      );
      assert.equal(each.findings.list(query({ filter: filter({ seen: 'all', text: 'privileged' }) })).total, 2);
      assert.equal(each.findings.list(query({ filter: filter({ since: '2026-11-01T00:00:00Z' }) })).total, 1);
      assert.equal(each.findings.list(query({ filter: filter({ since: '2026-11-01T12:00:01Z' }) })).total, 0);
    }
    // Forgotten, it is a new finding when it is there again.
    store.looks.record(makeLook('2026-11-14', made('a', 'b')));
    assert.equal(store.findings.find(estate, 'b')?.firstSeen, '2026-11-14T12:00:00Z');
  },
  10,
);

const depth = (place: string, walls: number | null) => ({ place, title: place, depth: walls, proven: 0 });

const countSeverities = (records: readonly FindingRecord[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { finding } of records) counts[finding.severity] = (counts[finding.severity] ?? 0) + 1;
  return counts;
};
