/** Words that more findings hold than are looked at: pages still hold each of them once, in their order. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { severities } from '../../model/severity.ts';
import { everyFinding, type FindingsFilter, type FindingsQuery } from '../findings-query.ts';
import type { StoredFinding } from '../finding-record.ts';
import { makeFinding, makeLook } from '../made-up-looks.ts';
import { openStore } from '../registry.ts';
import { mostLookedAt } from './find-matches.ts';

const many = mostLookedAt + 2500;
const kept = Array.from({ length: many }, (_, number) =>
  makeFinding(`f${number}`, {
    severity: severities[(number * 7) % 5] ?? 'info',
    namespace: `team-${number % 50}`,
    exposes: number % 11 === 0,
    accepted: number % 13 === 0 ? { reason: 'r', owner: null, until: null } : null,
  }),
);

const store = openStore(':memory:', { now: () => '2026-11-24T00:00:00Z', keepDays: 400, patience: 0 });
// Two estates: the words of one are not looked for in the other.
store.looks.record(
  makeLook('2026-11-20', kept.slice(0, 900), { estate: { id: 'other', title: 'o', kind: 'cluster' } }),
);
store.looks.record(makeLook('2026-11-20', kept.slice(0, many - 100)));
store.looks.record(makeLook('2026-11-21', kept));
store.looks.record(
  makeLook(
    '2026-11-22',
    kept.filter((_, number) => number % 100 !== 0),
  ),
);
test.after(() => store.close());

const listAll = (filter: FindingsFilter, order: FindingsQuery['order']): readonly StoredFinding[] => {
  const found: StoredFinding[] = [];
  let after: string | null = null;
  let pages = 0;
  do {
    const page = store.findings.list({ estate: '0123456789ab', filter, order, after, most: 700 });
    found.push(...page.findings);
    after = page.next;
    pages += 1;
    assert.ok(pages < 100);
  } while (after !== null);
  return found;
};

const numberOf = ({ finding }: StoredFinding): number => Number(finding.id.slice(1));

const cases: readonly (readonly [name: string, filter: Partial<FindingsFilter>, fits: (number: number) => boolean])[] =
  [
    ['what is open', {}, (number) => number % 100 !== 0],
    ['what is resolved', { seen: 'resolved' }, (number) => number % 100 === 0],
    ['open and resolved', { seen: 'all' }, () => true],
    ['what appeared since', { since: '2026-11-21T00:00:00Z', seen: 'all' }, (number) => number >= many - 100],
    ['what is accepted', { status: ['accepted'] }, (number) => number % 13 === 0 && number % 100 !== 0],
    ['one namespace', { namespace: ['team-3'] }, (number) => number % 50 === 3],
    [
      'two severities',
      { severity: ['critical', 'low'] },
      (number) => [0, 3].includes((number * 7) % 5) && number % 100 !== 0,
    ],
  ];

for (const [name, narrowed, fits] of cases) {
  const filter = { ...everyFinding, ...narrowed, text: 'container privil' };
  const expected = kept.flatMap((_, number) => (fits(number) ? [number] : []));

  test(`a common word among ${name}: the worst first, each once`, () => {
    const found = listAll(filter, 'worst');
    assert.deepEqual(
      found.map(numberOf).toSorted((a, b) => a - b),
      expected,
    );
    const ranks = found.map(
      (each) =>
        (each.resolved === null ? 0 : 1000) +
        (each.accepted === null ? 0 : 100) +
        severities.indexOf(each.finding.severity) * 10 +
        (each.exposes ? 0 : 1),
    );
    assert.deepEqual(
      ranks,
      ranks.toSorted((a, b) => a - b),
    );
  });

  test(`a common word among ${name}: the newest first, each once`, () =>
    assert.deepEqual(listAll(filter, 'newest').map(numberOf), expected.toReversed()));
}

test('where there are too many to look at, they are counted as far as they were looked at', () => {
  const filter = { ...everyFinding, text: 'privileged' };
  const { total, atLeast } = store.findings.list({
    estate: '0123456789ab',
    filter,
    order: 'worst',
    after: null,
    most: 1,
  });
  assert.ok(atLeast);
  assert.ok(total > mostLookedAt * 0.9 && total <= mostLookedAt + 1, String(total));
  const counted = store.findings.facets('0123456789ab', filter).severity.reduce((sum, { count }) => sum + count, 0);
  assert.ok(counted > mostLookedAt * 0.9 && counted <= mostLookedAt + 1, String(counted));
});
