/** Which findings an exception hides, and what is said about the exception. */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import type { Exception, ExceptionScope } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import { applyExceptions } from './apply-exceptions.ts';
import type { ScanScope } from './scan-scope.ts';

const asOf = '2026-11-30T08:00:00.000Z';
const privileged = 'pod-security/baseline/privileged';

const scan: ScanScope = {
  paths: ['.'],
  contexts: [],
  namespaces: [],
  rules: new Set([privileged]),
  rulesLeftOut: [],
  isPart: false,
  complete: true,
};

const toFinding = (
  over: Partial<Finding> & { readonly name?: string; readonly namespace?: string | null; readonly kind?: string },
): Finding => {
  const { name = 'web', namespace = 'shop', kind = 'Deployment', ...rest } = over;
  return {
    id: '0123456789abcdef',
    rule: privileged,
    status: 'fail',
    reason: null,
    severity: 'high',
    action: 'deny',
    enforcement: 'declared',
    message: 'The container web is privileged.',
    path: '',
    subject: {
      apiVersion: 'apps/v1',
      kind,
      namespace,
      name,
      origin: { kind: 'file', file: 'a.yaml', document: 0, item: null, start: 0, end: 1 },
    },
    owner: null,
    responsible: 'you',
    fix: null,
    evidence: [],
    ...rest,
  };
};

const anything: ExceptionScope = { rule: null, finding: null, kind: null, namespace: null, name: null, labels: {} };

const toException = (scope: Partial<ExceptionScope>, over: Partial<Exception> = {}): Exception => ({
  scope: { ...anything, ...scope },
  reason: 'reads /var/log',
  owner: 'platform@example.com',
  expires: '2027-03-31',
  format: 'vauban',
  span: { file: 'vauban-exceptions.yaml', line: 2, column: 5 },
  notApplicable: null,
  ...over,
});

const covers: readonly (readonly [string, Partial<ExceptionScope>, Parameters<typeof toFinding>[0], boolean])[] = [
  ['a rule and a name', { rule: privileged, name: 'web' }, {}, true],
  ['a pattern over rules', { rule: 'pod-security/*', namespace: 'shop' }, {}, true],
  ['another rule', { rule: 'pod-security/restricted/*', namespace: 'shop' }, {}, false],
  ['a pattern over names', { rule: privileged, name: 'w?b' }, {}, true],
  ['another kind', { rule: privileged, kind: 'Pod' }, {}, false],
  ['a finding by its id', { finding: '0123456789abcdef' }, {}, true],
  ['another id', { finding: 'ffffffffffffffff' }, {}, false],
  ['an id and a rule that is not its own', { finding: '0123456789abcdef', rule: 'x/y' }, {}, false],
  ['labels the subject has', { rule: privileged, labels: { app: 'w*' } }, {}, true],
  ['labels it has not', { rule: privileged, labels: { tier: 'web' } }, {}, false],
  [
    'a rule, of a finding that is an error',
    { rule: privileged, name: 'web' },
    { status: 'error', reason: 'no-evidence' },
    false,
  ],
  [
    'the id of a finding that is an error',
    { finding: '0123456789abcdef' },
    { status: 'error', reason: 'no-evidence' },
    true,
  ],
  ['a finding that passes', { rule: privileged, name: 'web' }, { status: 'pass' }, false],
  ['default, of an object without a namespace', { rule: privileged, namespace: 'default' }, { namespace: '' }, true],
  ['a namespace, of an object of the cluster', { rule: privileged, namespace: 'default' }, { namespace: null }, false],
];

for (const [name, scope, finding, expected] of covers) {
  test(`${name}: ${expected ? 'hidden' : 'not hidden'}`, () => {
    const { findings } = applyExceptions([toFinding(finding)], [toException(scope)], {
      asOf,
      scan,
      labelsOf: () => ({ app: 'web' }),
    });
    assert.equal(findings[0]?.reason === 'excepted', expected);
  });
}

test('a hidden finding says who accepted it, why, until when and where that is written', () => {
  const { findings } = applyExceptions([toFinding({})], [toException({ finding: '0123456789abcdef' })], { asOf, scan });
  assert.equal(findings[0]?.status, 'skip');
  assert.deepEqual(findings[0]?.evidence, [
    { text: 'Accepted until 2027-03-31 by platform@example.com: reads /var/log', source: 'vauban-exceptions.yaml:2' },
  ]);
});

const one = { rule: privileged, name: 'web' };

const reviews: readonly (readonly [string, Exception, string])[] = [
  ['in force', toException(one), 'active: Covers one finding.'],
  [
    'unused',
    toException({ ...one, name: 'gone' }),
    'unused: Covers nothing that was scanned: remove it, if that was everything.',
  ],
  ['on its last day', toException(one, { expires: '2026-11-30' }), 'active,ending: Covers one finding. Ends today.'],
  [
    'ending tomorrow',
    toException(one, { expires: '2026-12-01' }),
    'active,ending: Covers one finding. Ends tomorrow, on 2026-12-01.',
  ],
  [
    'ending in 14 days',
    toException(one, { expires: '2026-12-14' }),
    'active,ending: Covers one finding. Ends in 14 days, on 2026-12-14.',
  ],
  ['ending in 15 days', toException(one, { expires: '2026-12-15' }), 'active: Covers one finding.'],
  [
    'ended',
    toException(one, { expires: '2026-11-29' }),
    'expired: Ended on 2026-11-29. One finding counts again: fix, or decide anew.',
  ],
  [
    'ended and unused',
    toException({ ...one, name: 'gone' }, { expires: '2026-11-29' }),
    'expired: Ended on 2026-11-29. It covers nothing any more: remove it.',
  ],
  [
    'without an end',
    toException(one, { expires: null }),
    'active,over-broad: Covers one finding. It has no end: give it one.',
  ],
  [
    'of every rule',
    toException({ rule: '*', name: 'web' }),
    'active,over-broad: Covers one finding. It covers every rule, those to come as well: name the rule.',
  ],
  [
    'of every object',
    toException({ rule: privileged, namespace: '*' }),
    'active,over-broad: Covers one finding. It covers every object: name a kind, a namespace, a name or a label.',
  ],
  [
    'of no engine',
    toException(one, { notApplicable: 'there is no rule for CVE-2026-1 yet' }),
    'not-applicable-yet: Cannot be applied yet: there is no rule for CVE-2026-1 yet.',
  ],
];

for (const [name, exception, expected] of reviews) {
  test(`an exception ${name} is reviewed so`, () => {
    const { reviews } = applyExceptions([toFinding({})], [exception], { asOf, scan });
    assert.deepEqual(
      reviews.map(({ states, message }) => `${states.join()}: ${message}`),
      [expected],
    );
  });
}

const gone = { rule: privileged, namespace: 'shop', name: 'gone' };
const other = 'pod-security/restricted/seccomp';

const narrowed: readonly (readonly [string, Exception, Partial<ScanScope>, string])[] = [
  ['of its namespace', toException(gone), { namespaces: ['shop'] }, 'unused'],
  ['of another namespace', toException(gone), { namespaces: ['bank'] }, 'active'],
  ['of one of its namespaces', toException({ ...gone, namespace: 's*' }), { namespaces: ['shop'] }, 'active'],
  [
    'of default, where it names that',
    toException({ ...gone, namespace: 'default' }),
    { namespaces: ['default'] },
    'unused',
  ],
  ['without its rule', toException(gone), { rulesLeftOut: [privileged] }, 'active'],
  ['without another rule', toException(gone), { rulesLeftOut: [other] }, 'unused'],
  ['without one of its rules', toException({ ...gone, rule: 'pod-security/*' }), { rulesLeftOut: [other] }, 'active'],
  ['without a rule, where it names a finding', toException({ finding: 'f' }), { rulesLeftOut: [other] }, 'active'],
  ['that could not read everything', toException(gone), { complete: false }, 'active'],
  ['of fewer paths than usual', toException(gone), { isPart: true }, 'active'],
  [
    'of fewer paths, where the object itself carries it',
    toException(gone, { carrier: 'x' }),
    { isPart: true },
    'unused',
  ],
];

for (const [name, exception, over, expected] of narrowed) {
  test(`an exception that covers nothing in a scan ${name} is ${expected}`, () => {
    const { reviews } = applyExceptions([toFinding({})], [exception], { asOf, scan: { ...scan, ...over } });
    assert.deepEqual(
      reviews.map(({ states, message }) => `${states.join()}: ${message}`),
      [
        expected === 'unused'
          ? 'unused: Covers nothing that was scanned: remove it, if that was everything.'
          : 'active: Covers nothing here, but not everything was looked at.',
      ],
    );
  });
}

test('without a scan nobody calls an exception unused, nor one that has ended', () => {
  const { reviews } = applyExceptions([], [toException(gone), toException(gone, { expires: '2026-11-29' })], {
    asOf,
    scan: null,
  });
  assert.deepEqual(
    reviews.map(({ states, message }) => `${states.join()}: ${message}`),
    [
      'active: Covers nothing here, but not everything was looked at.',
      'expired: Ended on 2026-11-29. Remove it, or decide anew.',
    ],
  );
});

test('what has ended, or has no engine, hides nothing', () => {
  const dead = [toException(one, { expires: '2026-11-29' }), toException(one, { notApplicable: 'no engine' })];
  assert.equal(applyExceptions([toFinding({})], dead, { asOf, scan }).findings[0]?.status, 'fail');
});

test('an exception from most of what is wrong is too wide', () => {
  const findings = Array.from({ length: 12 }, (_none, index) => toFinding({ id: String(index), name: `web-${index}` }));
  const { reviews } = applyExceptions(findings, [toException({ rule: privileged, namespace: 'shop' })], { asOf, scan });
  assert.equal(reviews[0]?.message, 'Covers 12 findings. That is more than half of all 12: narrow it.');
});

test('of two exceptions for one finding the first is named and both are used', () => {
  const { findings, reviews } = applyExceptions(
    [toFinding({})],
    [toException(one, { reason: 'first' }), toException({ finding: '0123456789abcdef' })],
    { asOf, scan },
  );
  assert.match(findings[0]?.evidence[0]?.text ?? '', /first$/);
  assert.deepEqual(
    reviews.map(({ covered }) => covered),
    [1, 1],
  );
});

test('the index finds what trying each exception finds', () => {
  const text = fc.constantFrom('a', 'b', 'a*', '*', '?', 'ab');
  const scope = fc.record({
    rule: fc.option(text),
    finding: fc.option(fc.constantFrom('1', '2'), { freq: 4 }),
    kind: fc.option(text),
    namespace: fc.option(text),
    name: fc.option(text),
    labels: fc.constant({}),
  });
  const word = fc.constantFrom('a', 'b', 'ab', 'ba');
  const finding = fc
    .record({ id: fc.constantFrom('1', '2', '3'), rule: word, name: word, kind: word, namespace: word })
    .map(toFinding);
  const fits = (pattern: string | null, value: string): boolean => pattern === null || compileWildcard(pattern)(value);
  fc.assert(
    fc.property(fc.array(scope, { maxLength: 6 }), fc.array(finding, { maxLength: 6 }), (scopes, findings) => {
      const { reviews } = applyExceptions(
        findings,
        scopes.map((one) => toException(one)),
        { asOf, scan },
      );
      const expected = scopes.map(
        (one) =>
          findings.filter(
            ({ id, rule, subject }) =>
              (one.finding === null || one.finding === id) &&
              fits(one.rule, rule) &&
              fits(one.kind, subject.kind) &&
              fits(one.namespace, subject.namespace ?? '') &&
              fits(one.name, subject.name),
          ).length,
      );
      assert.deepEqual(
        reviews.map(({ covered }) => covered),
        expected,
      );
    }),
    { numRuns: 300, seed: 5 },
  );
});
