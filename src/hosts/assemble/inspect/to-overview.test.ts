/** The first page over an estate's history: the sentence, what has changed since, and the trend. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Severity } from '../../../model/severity.ts';
import type { StoredFinding } from '../../../stores/finding-record.ts';
import type { HistoryRow } from '../../../stores/history-row.ts';
import type { Compared, DepthChange } from '../../../stores/store.ts';
import type { Standing } from '../../console/api/views.ts';
import { nameDay } from './name-day.ts';
import { toOverview } from './to-overview.ts';

/** A Tuesday. */
const now = '2026-11-24T09:30:00Z';

const standing = (open: number, total: number, more: Partial<Standing> = {}): Standing => ({
  from: 'the internet',
  sections: [],
  left: 0,
  open,
  total,
  weakest: null,
  actions: [],
  notEnforced: [],
  endingExceptions: [],
  ...more,
});

/** `open` of `total` things stand open that day. */
const day = (date: string, open: number, total: number, more: Partial<HistoryRow> = {}): HistoryRow => ({
  day: date,
  at: `${date}T08:00:00Z`,
  policySet: 'p1',
  digest: 'd',
  complete: true,
  looks: 1,
  open: { critical: 1, high: 2, medium: 4, low: 8, info: 16 },
  accepted: 0,
  appeared: null,
  resolved: null,
  depths: Array.from({ length: total }, (_, at) => ({
    place: `place-${at}`,
    title: `thing ${at}`,
    depth: at < open ? 0 : at % 2 === 0 ? null : 2,
    proven: at < open ? 0 : null,
  })),
  ...more,
});

const sentences: readonly (readonly [name: string, Standing, readonly HistoryRow[], sentence: string])[] = [
  [
    'without history it tells today alone',
    standing(2, 9),
    [],
    '2 of 9 things that matter are open to the internet today',
  ],
  [
    'the day nearest to a week before is named by its weekday',
    standing(2, 9),
    [
      day('2026-11-24', 2, 9),
      day('2026-11-23', 3, 9),
      day('2026-11-18', 5, 9),
      day('2026-11-17', 4, 9),
      day('2026-11-16', 6, 9),
    ],
    '2 of 9 things that matter are open to the internet today; last Tuesday 4',
  ],
  [
    'a day of another policy set is not compared with',
    standing(2, 9),
    [day('2026-11-24', 2, 9), day('2026-11-17', 4, 9, { policySet: 'p0' }), day('2026-11-23', 3, 9)],
    '2 of 9 things that matter are open to the internet today; yesterday 3',
  ],
  [
    'what is longer ago than a week has a date',
    standing(1, 9),
    [day('2026-11-24', 1, 9), day('2026-11-02', 4, 9)],
    '1 of 9 things that matter is open to the internet today; on 2 November 4',
  ],
  [
    'another year is named',
    standing(0, 9),
    [day('2026-11-24', 0, 9), day('2025-12-31', 4, 9)],
    'None of 9 things that matter is open to the internet today; on 31 December 2025 4',
  ],
  [
    'none then is said as none',
    standing(1, 1),
    [day('2026-11-24', 1, 1), day('2026-11-17', 0, 1)],
    '1 of 1 thing that matters is open to the internet today; last Tuesday none',
  ],
  [
    'a last look of another day is told as that day',
    standing(2, 9),
    [day('2026-11-23', 2, 9), day('2026-11-16', 4, 9)],
    '2 of 9 things that matter were open to the internet yesterday; on 16 November 4',
  ],
  [
    'a day on which no walls were counted tells nothing',
    standing(2, 9),
    [day('2026-11-24', 2, 9), day('2026-11-17', 0, 0)],
    '2 of 9 things that matter are open to the internet today',
  ],
  [
    'where not all was read it may be more',
    standing(2, 9),
    [day('2026-11-24', 2, 9, { complete: false })],
    'At least 2 of 9 things that matter are open to the internet today',
  ],
  [
    'where not all was read and nothing is open that may be wrong',
    standing(0, 9),
    [day('2026-11-24', 0, 9, { complete: false })],
    'None of 9 things that matter is open to the internet today, as far as could be read',
  ],
  [
    'more than all is not possible',
    standing(9, 9),
    [day('2026-11-24', 9, 9, { complete: false })],
    '9 of 9 things that matter are open to the internet today',
  ],
  ['where nothing that matters was read that is said', standing(0, 0), [], 'Nothing that matters was read'],
  [
    'where nothing leads in from the internet it tells from where',
    standing(3, 4, { from: 'any workload' }),
    [],
    '3 of 4 things that matter are open to any workload today',
  ],
];

for (const [name, stands, days, sentence] of sentences)
  test(`the sentence: ${name}`, () => assert.equal(toOverview(stands, days, null, now).sentence, sentence));

const names: readonly (readonly [day: string, name: string])[] = [
  ['2026-11-25', 'today'],
  ['2026-11-24', 'today'],
  ['2026-11-23', 'yesterday'],
  ['2026-11-22', 'last Sunday'],
  ['2026-11-17', 'last Tuesday'],
  ['2026-11-16', 'on 16 November'],
  ['2024-02-29', 'on 29 February 2024'],
];

for (const [date, name] of names)
  test(`${date} is ${name} on 24 November 2026`, () => assert.equal(nameDay(date, now), name));

const stored = (id: string, severity: Severity, name: string, rule = `group/${id}`): StoredFinding => ({
  finding: {
    id,
    rule,
    status: 'fail',
    reason: null,
    severity,
    action: 'audit',
    enforcement: 'unknown',
    message: `has ${id}`,
    path: '',
    subject: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      name,
      origin: { kind: 'cluster', cluster: 'c', uid: 'u' },
    },
    owner: null,
    responsible: 'you',
    fix: null,
    evidence: [],
  },
  layer: 'runtime',
  title: rule,
  fix: null,
  place: null,
  accepted: null,
  exposes: false,
  firstSeen: now,
  lastSeen: now,
  resolved: null,
});

const compared = (more: Partial<Extract<Compared, { kind: 'compared' }>>): Compared => ({
  kind: 'compared',
  from: '2026-11-23',
  to: '2026-11-24',
  appeared: [],
  resolved: [],
  counts: { appeared: more.appeared?.length ?? 0, resolved: more.resolved?.length ?? 0 },
  depths: [],
  ...more,
});

const depth = (title: string, before: DepthChange['before'], after: DepthChange['after']): DepthChange => ({
  place: `secret/${title}`,
  title,
  before,
  after,
});

test('ways come first, then what is enforced no longer, exceptions that end, and findings a line a rule, worst first', () => {
  const idle = stored('e1', 'high', 'deny', 'enforcement/policy-without-binding');
  const { changes } = toOverview(
    standing(1, 2, {
      notEnforced: [
        { finding: 'e0', text: 'ClusterPolicy old: only audits' },
        { finding: 'e1', text: 'ValidatingAdmissionPolicy deny: is bound nowhere' },
      ],
      endingExceptions: [{ text: 'any rule: ends in 3 days', until: '2026-11-27' }],
    }),
    [],
    compared({
      depths: [
        depth('closed', 0, 1),
        depth('opened', 2, 0),
        depth('deeper', 1, 2),
        depth('new', undefined, 0),
        depth('gone', 0, undefined),
        depth('safe', 1, null),
        depth('same', 0, 0),
      ],
      appeared: [
        stored('f1', 'low', 'a'),
        idle,
        stored('f2', 'medium', 'b', 'runtime/root'),
        stored('f3', 'critical', 'c', 'runtime/root'),
      ],
      resolved: [stored('r1', 'high', 'd')],
    }),
    now,
  );
  assert.deepEqual(
    { ...changes, lines: changes.lines.map(({ kind, severity, text, link }) => [kind, severity, text, link]) },
    {
      since: 'since yesterday',
      note: null,
      appeared: 4,
      resolved: 1,
      lines: [
        ['open-way', null, 'A way to opened has opened', 'attacks?to=secret%2Fopened'],
        ['open-way', null, 'New, and open: new', 'attacks?to=secret%2Fnew'],
        ['closed-way', null, 'The open way to closed is closed', 'attacks?to=secret%2Fclosed'],
        ['closed-way', null, 'Gone, and was open: gone', 'attacks?to=secret%2Fgone'],
        ['not-enforced', null, 'ValidatingAdmissionPolicy deny: is bound nowhere', 'findings?finding=e1'],
        ['exception-ending', null, 'any rule: ends in 3 days', 'findings?status=accepted'],
        ['finding', 'critical', 'Deployment shop/c: has f3 (and 1 more)', 'findings?rule=runtime%2Froot'],
        ['finding', 'low', 'Deployment shop/a: has f1', 'findings?finding=f1'],
        ['resolved', 'high', 'Deployment shop/d: has r1', 'findings?seen=resolved&finding=r1'],
      ],
    },
  );
});

test('however much has appeared, what was mended has a line', () => {
  const appeared = Array.from({ length: 50 }, (_, at) => stored(`f${at}`, 'high', `a${at}`));
  const { lines, ...counts } = toOverview(
    standing(0, 1),
    [],
    compared({ appeared, resolved: [stored('r1', 'low', 'd')], counts: { appeared: 9000, resolved: 1 } }),
    now,
  ).changes;
  assert.deepEqual(counts, { since: 'since yesterday', note: null, appeared: 9000, resolved: 1 });
  assert.deepEqual(
    lines.map(({ kind }) => kind),
    [...Array.from({ length: 6 }, () => 'finding'), 'resolved'],
  );
});

test('days of two policy sets are not compared: why is told, with what is not enforced', () => {
  const { changes } = toOverview(
    standing(0, 1, { notEnforced: [{ finding: 'e0', text: 'ClusterPolicy old: only audits' }] }),
    [],
    { kind: 'not-comparable', why: 'the rules have changed since' },
    now,
  );
  assert.deepEqual(changes, {
    since: null,
    note: 'the rules have changed since',
    appeared: 0,
    resolved: 0,
    lines: [
      { kind: 'not-enforced', severity: null, text: 'ClusterPolicy old: only audits', link: 'findings?finding=e0' },
    ],
  });
});

test('the trend goes from the oldest day to the newest, and breaks where the policy set changed', () => {
  const { trend } = toOverview(
    standing(1, 3),
    [
      day('2026-11-24', 1, 3),
      day('2026-11-23', 2, 3),
      day('2026-11-20', 2, 2, { policySet: 'p0', open: { critical: 0, high: 0, medium: 9, low: 0, info: 0 } }),
    ],
    null,
    now,
  );
  assert.deepEqual(trend, [
    { day: '2026-11-20', open: 2, total: 2, severe: 0, breaks: false },
    { day: '2026-11-23', open: 2, total: 3, severe: 3, breaks: true },
    { day: '2026-11-24', open: 1, total: 3, severe: 3, breaks: false },
  ]);
});
