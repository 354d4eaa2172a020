/** What every store promises of looks and findings, run over the registry. */

import assert from 'node:assert/strict';
import test from 'node:test';
import type { FindingRecord } from './finding-record.ts';
import { everyFinding } from './findings-query.ts';
import { makeFinding, makeLook } from './made-up-looks.ts';
import { filter, idsOf, query } from './made-up-questions.ts';
import { openStore } from './registry.ts';
import { StoreError } from './store.ts';
import { testEveryStore } from './test-every-store.ts';

const estate = '0123456789ab';
const made = (...ids: readonly string[]): readonly FindingRecord[] => ids.map((id) => makeFinding(id));

const isRefused = (kind: StoreError['kind'], message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof StoreError, String(error));
  assert.equal(error.kind, kind);
  assert.match(error.message, message);
  return true;
};

test('a store is named by its id and a file, or by a file alone', () => {
  assert.throws(
    () => openStore('postgres://host/name', { now: () => '', keepDays: 1, patience: 0 }),
    isRefused('refused', /^there is no store postgres; there is sqlite, and a file of that name is /),
  );
  assert.throws(
    () => openStore('sqlite:', { now: () => '', keepDays: 1, patience: 0 }),
    isRefused('refused', /write sqlite:FILE$/),
  );
});

testEveryStore('an empty store knows nothing and says so', (store) => {
  assert.deepEqual(store.looks.estates(), []);
  assert.equal(store.looks.view(estate, 'overview'), null);
  assert.deepEqual(store.findings.list(query()), { findings: [], next: null, total: 0, atLeast: false });
  assert.deepEqual(store.findings.facets(estate, everyFinding).rule, []);
  assert.deepEqual(store.findings.fixes(estate, everyFinding, 9), []);
  assert.equal(store.findings.find(estate, 'a'), null);
  assert.deepEqual(store.history.days(estate, 9), []);
  assert.equal(store.history.compare(estate, '2026-11-20', '2026-11-21').kind, 'not-comparable');
});

testEveryStore('what was recorded is read again by whoever opens the store next', (store, reopen) => {
  const rule = {
    id: 'a/b',
    title: 't',
    severity: 'high',
    layer: 'mesh',
    control: null,
    what: '',
    why: '',
    fine: '',
    remediation: '',
    references: [],
  } as const;
  const look = makeLook('2026-11-20', made('a', 'b'), {
    rules: [rule],
    views: { overview: { n: [1, null] }, other: 2 },
  });
  assert.deepEqual(store.looks.record(look), { appeared: 2, resolved: 0, open: 2 });
  store.close();
  const again = reopen();
  const { estate: name, findings: _, rules: _r, depths: _d, views: _v, ...last } = look;
  assert.deepEqual(again.looks.estates(), [{ ...name, last: { ...last, open: 2 }, failing: null }]);
  assert.deepEqual(again.looks.view(estate, 'overview'), { at: look.at, body: { n: [1, null] } });
  assert.deepEqual(again.findings.rule(estate, 'a/b'), rule);
  assert.deepEqual(again.findings.find(estate, 'a'), {
    ...makeFinding('a'),
    firstSeen: look.at,
    lastSeen: look.at,
    resolved: null,
  });
  assert.equal(again.findings.find(estate, 'c'), null);
  assert.equal(again.findings.find('another', 'a'), null);
});

testEveryStore('a view that a look does not have is gone with it', (store) => {
  store.looks.record(makeLook('2026-11-20', [], { views: { overview: 1, old: 2 } }));
  store.looks.record(makeLook('2026-11-21', [], { views: { overview: 3 } }));
  assert.equal(store.looks.view(estate, 'old'), null);
  assert.equal(store.looks.view(estate, 'overview')?.body, 3);
});

testEveryStore('a finding is first seen once, resolved when it is gone, and open again when it is back', (store) => {
  const seen = (): unknown => {
    const { firstSeen, lastSeen, resolved } = store.findings.find(estate, 'a') ?? {};
    return [firstSeen, lastSeen, resolved].map((at) => at?.slice(8, 10) ?? null);
  };
  assert.deepEqual(store.looks.record(makeLook('2026-11-20', made('a', 'b'))), { appeared: 2, resolved: 0, open: 2 });
  assert.deepEqual(store.looks.record(makeLook('2026-11-21', made('a', 'b'))), { appeared: 0, resolved: 0, open: 2 });
  assert.deepEqual(seen(), ['20', '21', null]);
  assert.deepEqual(store.looks.record(makeLook('2026-11-22', made('b'))), { appeared: 0, resolved: 1, open: 1 });
  assert.deepEqual(seen(), ['20', '21', '22']);
  assert.deepEqual(store.looks.record(makeLook('2026-11-23', made('b'))), { appeared: 0, resolved: 0, open: 1 });
  assert.deepEqual(seen(), ['20', '21', '22']);
  assert.deepEqual(store.looks.record(makeLook('2026-11-24', made('a', 'b'))), { appeared: 1, resolved: 0, open: 2 });
  assert.deepEqual(seen(), ['20', '24', null]);
  assert.deepEqual(idsOf(store.findings.list(query({ filter: filter({ seen: 'resolved' }) })).findings), []);
});

testEveryStore('an id that a look tells twice counts once', (store) => {
  assert.deepEqual(store.looks.record(makeLook('2026-11-20', made('a', 'a'))), { appeared: 1, resolved: 0, open: 1 });
  assert.deepEqual(store.looks.record(makeLook('2026-11-21', made('a', 'a'))), { appeared: 0, resolved: 0, open: 1 });
});

testEveryStore('what an incomplete look does not see stays open, with the time it was seen last', (store) => {
  store.looks.record(makeLook('2026-11-20', made('a', 'b')));
  assert.deepEqual(
    store.looks.record(makeLook('2026-11-21', made('b'), { complete: false, missing: ['Pods: forbidden'] })),
    { appeared: 0, resolved: 0, open: 2 },
  );
  const hidden = store.findings.find(estate, 'a');
  assert.deepEqual([hidden?.lastSeen, hidden?.resolved], ['2026-11-20T12:00:00Z', null]);
  // `a` was last seen when all could be read, `b` when the same was unread.
  store.looks.record(makeLook('2026-11-22', [], { complete: false, missing: ['Pods: forbidden'] }));
  assert.equal(store.findings.find(estate, 'a')?.resolved, null);
  assert.equal(store.findings.find(estate, 'b')?.resolved, '2026-11-22T12:00:00Z');
  store.looks.record(makeLook('2026-11-23', []));
  assert.equal(store.findings.find(estate, 'a')?.resolved, '2026-11-23T12:00:00Z');
  assert.equal(store.findings.find(estate, 'a')?.lastSeen, '2026-11-20T12:00:00Z');
});

testEveryStore(
  'an incomplete look resolves nothing where it lacks what the last sighting had, or does not say what it lacks',
  (store) => {
    store.looks.record(makeLook('2026-11-20', made('a'), { complete: false, missing: ['Pods'] }));
    store.looks.record(makeLook('2026-11-21', [], { complete: false, missing: ['Pods', 'Jobs'] }));
    assert.equal(store.findings.find(estate, 'a')?.resolved, null);
    store.looks.record(makeLook('2026-11-22', [], { complete: false, missing: [] }));
    assert.equal(store.findings.find(estate, 'a')?.resolved, null);
    store.looks.record(makeLook('2026-11-23', [], { complete: false, missing: ['Pods'] }));
    assert.equal(store.findings.find(estate, 'a')?.resolved, '2026-11-23T12:00:00Z');
  },
);

testEveryStore('who accepted a finding is kept with it, and it is told apart from what is open', (store) => {
  const accepted = { reason: 'vendor', owner: 'ann', until: '2027-01-01' };
  store.looks.record(makeLook('2026-11-20', made('a', 'b')));
  assert.deepEqual(store.looks.record(makeLook('2026-11-21', [makeFinding('a', { accepted }), makeFinding('b')])), {
    appeared: 0,
    resolved: 0,
    open: 1,
  });
  assert.deepEqual(store.findings.find(estate, 'a')?.accepted, accepted);
  assert.deepEqual(idsOf(store.findings.list(query({ filter: filter({ status: ['accepted'] }) })).findings), ['a']);
  assert.deepEqual(store.findings.facets(estate, everyFinding).status, [
    { value: 'accepted', count: 1 },
    { value: 'fail', count: 1 },
  ]);
  const [day] = store.history.days(estate, 1);
  assert.deepEqual([day?.accepted, Object.values(day?.open ?? {}).reduce((sum, each) => sum + each, 0)], [1, 1]);
});

testEveryStore('a look older than the last one is refused, and changes nothing', (store) => {
  store.looks.record(makeLook('2026-11-20T12:00:00Z', made('a')));
  assert.throws(
    () => store.looks.record(makeLook('2026-11-20T12:59:59+01:00', made('b'))),
    isRefused(
      'refused',
      /^the look of 2026-11-20T12:59:59\+01:00 at shop is older than its last one of 2026-11-20T12:00:00Z; /,
    ),
  );
  assert.throws(
    () => store.looks.record(makeLook('yesterday at noon', [])),
    isRefused('refused', /is no time of a look/),
  );
  assert.deepEqual(idsOf(store.findings.list(query()).findings), ['a']);
  store.looks.record(makeLook('2026-11-20T12:00:00Z', made('a', 'b')));
  assert.equal(store.findings.list(query()).total, 2);
});

testEveryStore('a look that throws on its way leaves nothing, in the file or in memory', (store, reopen) => {
  store.looks.record(makeLook('2026-11-20', made('a')));
  const broken = function* () {
    yield* made('b', 'c');
    throw new Error('the scan ended');
  };
  assert.throws(() => store.looks.record(makeLook('2026-11-21', broken())), /^Error: the scan ended$/);
  for (const each of [store, reopen()]) {
    assert.deepEqual(idsOf(each.findings.list(query()).findings), ['a']);
    assert.equal(each.looks.estates()[0]?.last?.at, '2026-11-20T12:00:00Z');
    assert.equal(each.findings.list(query({ filter: filter({ text: 'web' }) })).total, 1);
  }
  assert.deepEqual(store.looks.record(makeLook('2026-11-21', made('a', 'b'))), { appeared: 1, resolved: 0, open: 2 });
});

testEveryStore('one who reads sees what another recorded meanwhile, and its cursor goes on', (store, reopen) => {
  const reader = reopen();
  store.looks.record(makeLook('2026-11-20', made('a', 'b', 'c', 'd')));
  const first = reader.findings.list(query({ order: 'newest', most: 2 }));
  assert.deepEqual(idsOf(first.findings), ['d', 'c']);
  store.looks.record(makeLook('2026-11-21', made('a', 'b', 'd', 'e')));
  assert.deepEqual(idsOf(reader.findings.list(query({ order: 'newest', most: 2, after: first.next })).findings), [
    'b',
    'a',
  ]);
  assert.deepEqual(idsOf(reader.findings.list(query({ order: 'newest' })).findings), ['e', 'd', 'b', 'a']);
  assert.deepEqual(reader.findings.facets(estate, everyFinding), store.findings.facets(estate, everyFinding));
});

testEveryStore('a cursor of another question, or one somebody made up, is refused', (store) => {
  store.looks.record(makeLook('2026-11-20', made('a', 'b', 'c')));
  const { next } = store.findings.list(query({ most: 1 }));
  assert.ok(next !== null);
  for (const [after, rest] of [
    [next, { order: 'newest' }],
    [next, { filter: filter({ text: 'web' }) }],
    [`${next.slice(0, -1)}${next.endsWith('A') ? 'B' : 'A'}`, {}],
    ['', {}],
    ['1', {}],
    ['x'.repeat(100_000), {}],
  ] as const)
    assert.throws(
      () => store.findings.list(query({ after, ...rest })),
      isRefused('refused', /^this page is not one of this list; ask for its first page$/),
      after,
    );
});

testEveryStore('failures of an estate are told until a look succeeds, from the first one on', (store) => {
  const name = { id: estate, title: 'shop', kind: 'manifests' } as const;
  store.looks.fail(name, { at: '2026-11-20T12:00:00Z', message: 'refused' });
  assert.deepEqual(store.looks.estates(), [
    {
      ...name,
      last: null,
      failing: { since: '2026-11-20T12:00:00Z', at: '2026-11-20T12:00:00Z', message: 'refused' },
    },
  ]);
  store.looks.fail(name, { at: '2026-11-20T13:00:00Z', message: 'gone' });
  assert.deepEqual(store.looks.estates()[0]?.failing, {
    since: '2026-11-20T12:00:00Z',
    at: '2026-11-20T13:00:00Z',
    message: 'gone',
  });
  store.looks.record(makeLook('2026-11-20T14:00:00Z', []));
  assert.equal(store.looks.estates()[0]?.failing, null);
});

testEveryStore('estates are told by title and know nothing of one another', (store) => {
  store.looks.record(makeLook('2026-11-20', made('a', 'b'), { estate: { id: 'two', title: 'b', kind: 'cluster' } }));
  store.looks.record(makeLook('2026-11-19', made('b', 'c'), { estate: { id: 'one', title: 'a', kind: 'cluster' } }));
  assert.deepEqual(
    store.looks.estates().map(({ id: each }) => each),
    ['one', 'two'],
  );
  for (const text of ['', 'web'])
    assert.deepEqual(
      idsOf(store.findings.list(query({ estate: 'one', order: 'newest', filter: filter({ text }) })).findings),
      ['c', 'b'],
    );
  assert.equal(store.findings.find('two', 'c'), null);
});
