/** What every store answers to whatever filter, order and page, held against a plain reading of each finding. */

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { layerGroups, toLayerGroup } from '../model/layer.ts';
import { severities } from '../model/severity.ts';
import type { StoredFinding } from './finding-record.ts';
import { facetNames, type FindingsFilter, type FindingsQuery } from './findings-query.ts';
import { makeFinding, makeLook, type FindingShape } from './made-up-looks.ts';
import { testEveryStore } from './test-every-store.ts';

testEveryStore('every filter, order and page answers as one who looks at each finding would', (store) => {
  const shapes = fc.record({
    namespace: fc.constantFrom('', 'shop', 'data', 'web'),
    name: fc.constantFrom('web', 'api', 'Payment-Service2', 'π-db'),
    kind: fc.constantFrom('Pod', 'Deployment'),
    rule: fc.constantFrom('a/b', 'a/c', 'd/e'),
    message: fc.constantFrom('runs as root', 'privileged container', 'runAsNonRoot is absent', '"quoted" AND OR * ^'),
    severity: fc.constantFrom(...severities),
    accepted: fc.constantFrom(null, null, { reason: 'r', owner: null, until: null }),
    exposes: fc.boolean(),
    fix: fc.constantFrom(null, 'one', 'two'),
    file: fc.constantFrom(null, 'a/web.yaml', 'b.yaml'),
    owner: fc.constantFrom(null, 'api', 'web'),
  }) satisfies fc.Arbitrary<FindingShape>;
  const some = <Value>(...values: readonly Value[]) => fc.subarray([...values], { maxLength: 2 });
  const filters: fc.Arbitrary<FindingsFilter> = fc.record({
    severity: some(...severities),
    group: some(...layerGroups),
    status: some('fail', 'error', 'accepted'),
    namespace: some('', 'shop', 'data', 'nowhere'),
    kind: some('Pod', 'Deployment', 'Job'),
    rule: some('a/b', 'a/c', 'x/y'),
    fix: some('one', 'two'),
    about: fc.constantFrom(null, null, null, 'Deployment/shop/web', 'Pod//api', 'no/such/thing'),
    text: fc.constantFrom(
      '',
      '',
      'web',
      'priv',
      'root',
      'run non',
      'PAYMENT serv',
      'privileged',
      'privileges',
      'π',
      '"',
      'AND',
      'b.yaml',
      'shop api',
      'container priv',
    ),
    seen: fc.constantFrom('open', 'resolved', 'all'),
    since: fc.constantFrom(null, null, '2026-11-20T12:00:00Z', '2026-11-20T13:00:01+01:00', '2026-12-01T00:00:00Z'),
  });
  let day = 0;
  fc.assert(
    fc.property(
      fc.array(shapes, { minLength: 1, maxLength: 25 }),
      fc.array(fc.nat(24), { maxLength: 8 }),
      fc.array(fc.tuple(filters, fc.constantFrom('worst', 'newest'), fc.integer({ min: 1, max: 9 })), {
        minLength: 4,
        maxLength: 8,
      }),
      (all, absent, questions) => {
        day += 1;
        const own = { id: `estate${day}`, title: 'e', kind: 'cluster' } as const;
        const records = all.map((shape, index) => makeFinding(`f${index}`, shape));
        const [early, late] = [
          records.slice(0, Math.ceil(records.length / 2)),
          records.filter((_, index) => !absent.includes(index)),
        ];
        store.looks.record(makeLook('2026-11-20', early, { estate: own }));
        store.looks.record(makeLook('2026-11-21', late, { estate: own }));
        const kept: readonly StoredFinding[] = records
          .filter((each) => early.includes(each) || late.includes(each))
          .map((each) => ({
            ...each,
            firstSeen: early.includes(each) ? '2026-11-20T12:00:00Z' : '2026-11-21T12:00:00Z',
            lastSeen: late.includes(each) ? '2026-11-21T12:00:00Z' : '2026-11-20T12:00:00Z',
            resolved: late.includes(each) ? null : '2026-11-21T12:00:00Z',
          }));
        for (const [asked, order, most] of questions) {
          const expected = kept.filter((each) => missedBy(each, asked).length === 0);
          const found: StoredFinding[] = [];
          let after: string | null = null;
          do {
            const page = store.findings.list({ estate: own.id, filter: asked, order, after, most });
            assert.deepEqual([page.total, page.atLeast], [expected.length, false]);
            assert.ok(page.findings.length <= most);
            found.push(...page.findings);
            after = page.next;
          } while (after !== null);
          assert.deepEqual(sortById(found), sortById(expected));
          assert.deepEqual(found.map(toRank[order]), found.map(toRank[order]).toSorted(byNumbers));
          const facets = store.findings.facets(own.id, asked);
          for (const name of facetNames) {
            const counts = new Map<string, number>();
            for (const each of kept)
              if (missedBy(each, asked).every((missed) => missed === name))
                counts.set(valueOf[name](each), (counts.get(valueOf[name](each)) ?? 0) + 1);
            assert.deepEqual(new Map(facets[name].map(({ value, count }) => [value, count])), counts, name);
          }
          const groups = Map.groupBy(
            expected.filter(({ fix }) => fix !== null),
            ({ fix }) => fix?.key ?? '',
          );
          const fixes = store.findings.fixes(own.id, asked, 9);
          assert.deepEqual(
            fixes.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
            [...groups]
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, group]) => ({
                key,
                title: `Mend ${key}`,
                findings: group.length,
                subjects: new Set(group.map(({ finding }) => subjectOf(finding.subject))).size,
                worst: severities[Math.min(...group.map(({ finding }) => severities.indexOf(finding.severity)))],
              })),
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});

const sortById = (findings: readonly StoredFinding[]) =>
  findings.toSorted((a, b) => (a.finding.id < b.finding.id ? -1 : 1));

const subjectOf = ({ kind, namespace, name }: { kind: string; namespace: string | null; name: string }): string =>
  `${kind}/${namespace ?? ''}/${name}`;

const statusOf = ({ accepted, finding }: StoredFinding): string => (accepted === null ? finding.status : 'accepted');

const valueOf: Readonly<Record<(typeof facetNames)[number], (each: StoredFinding) => string>> = {
  severity: ({ finding }) => finding.severity,
  group: ({ layer }) => toLayerGroup(layer),
  status: statusOf,
  namespace: ({ finding }) => finding.subject.namespace ?? '',
  kind: ({ finding }) => finding.subject.kind,
  rule: ({ finding }) => finding.rule,
};

/** The plain reading of the contract, one finding at a time. */
const missedBy = (each: StoredFinding, asked: FindingsFilter): readonly string[] => {
  const missed: string[] = facetNames.filter(
    (name) => asked[name].length > 0 && !(asked[name] as readonly string[]).includes(valueOf[name](each)),
  );
  const { finding, title, place, fix } = each;
  if (asked.fix.length > 0 && !asked.fix.includes(fix?.key ?? '\0')) missed.push('fix');
  if (
    asked.about !== null &&
    asked.about !== subjectOf(finding.subject) &&
    (finding.owner === null || asked.about !== subjectOf(finding.owner))
  )
    missed.push('about');
  if (asked.seen !== 'all' && (each.resolved === null) !== (asked.seen === 'open')) missed.push('seen');
  if (asked.since !== null && Date.parse(each.firstSeen) < Date.parse(asked.since)) missed.push('since');
  const { subject, owner } = finding;
  const texts = [
    finding.message,
    finding.rule,
    title,
    subject.kind,
    subject.namespace ?? '',
    subject.name,
    owner?.name ?? '',
    place?.file ?? '',
  ];
  // Words as they are written, and their parts: runAsNonRoot holds run, as, non and root.
  const words = texts.flatMap((text) => [
    ...(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []),
    ...(text.match(/[A-Z]?[a-z]+|\d+/g) ?? []).map((part) => part.toLowerCase()),
  ]);
  for (const word of asked.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    if (!words.some((held) => (word.length < 2 ? held === word : held.startsWith(word)))) missed.push('text');
  return missed;
};

const toRank: Readonly<Record<FindingsQuery['order'], (each: StoredFinding) => readonly number[]>> = {
  worst: (each) => [
    each.resolved === null ? 0 : 1,
    each.accepted === null ? 0 : 1,
    severities.indexOf(each.finding.severity),
    each.exposes ? 0 : 1,
  ],
  newest: ({ firstSeen }) => [-Date.parse(firstSeen)],
};

const byNumbers = (a: readonly number[], b: readonly number[]): number => {
  for (const [index, number] of a.entries()) if (number !== b[index]) return number - (b[index] ?? 0);
  return 0;
};
