/** Every way a report becomes an exit code. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, FindingSubject } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { emptyReport, toFinding } from '../../reports/example-report.ts';
import type { Report } from '../../reports/report.ts';
import { exitCodeFor, toFailOn, type ExitOptions } from './exit-code.ts';

const pod: FindingSubject = {
  apiVersion: 'v1',
  kind: 'Pod',
  namespace: 'shop',
  name: 'web',
  origin: { kind: 'cluster', cluster: 'prod', uid: 'u1' },
};
/** What a finding about a kind that could not be read is about. */
const unreadKind: FindingSubject = { ...pod, name: '', origin: { kind: 'cluster', cluster: 'prod', uid: '' } };

const finding = (more: Partial<Finding>, subject: FindingSubject = pod): Finding =>
  toFinding('0000000000000001', 'pod-security/baseline/privileged', subject, more);
const high = finding({ severity: 'high' });
const medium = finding({ severity: 'medium' });
const accepted = finding({ severity: 'critical', status: 'skip', reason: 'excepted' });
const broken = finding({ severity: 'high', status: 'error', reason: 'no-evidence' });
const missed = finding({ severity: 'high', status: 'error', reason: 'no-evidence' }, unreadKind);
const unrun = finding({ severity: 'low', action: 'audit', status: 'error', reason: 'no-evidence' });
const open = finding({ severity: 'low', action: 'none', status: 'error', reason: 'no-evidence' });
const problem = (policy: string | null): Problem => ({ severity: 'error', message: 'm', span: null, policy });
const knowing = (id: string): Partial<Report> => ({
  baseline: { ...emptyReport.baseline, file: 'b.json', known: new Set([id]), fixed: [] },
});

const cases: readonly (readonly [string, Partial<Report>, Partial<ExitOptions>, number])[] = [
  ['nothing found', {}, {}, 0],
  ['a finding at the threshold', { findings: [high] }, {}, 1],
  ['a finding below it', { findings: [medium] }, {}, 0],
  ['a finding below it and the threshold lowered', { findings: [medium] }, { failOn: 'medium' }, 1],
  ['a finding and a threshold above it', { findings: [high] }, { failOn: 'critical' }, 0],
  [
    'findings of all kinds and --fail-on none',
    { findings: [high, broken, missed], complete: false },
    { failOn: 'none' },
    0,
  ],
  ['an accepted finding', { findings: [accepted] }, { failOn: 'info' }, 0],
  ['a finding the baseline knows', { findings: [high], ...knowing(high.id) }, {}, 0],
  ['a finding beside one the baseline knows', { findings: [high], ...knowing('ffffffffffffffff') }, {}, 1],
  ['a partial reading', { complete: false }, {}, 1],
  ['a partial reading under a high threshold', { complete: false }, { failOn: 'critical' }, 1],
  ['a partial reading that is allowed', { complete: false }, { allowPartial: true }, 0],
  ['a finding in a partial reading that is allowed', { complete: false, findings: [high] }, { allowPartial: true }, 1],
  ['a kind that was not read', { findings: [missed] }, {}, 1],
  ['a kind that was not read, which is allowed', { findings: [missed] }, { allowPartial: true }, 0],
  ['an object that was read and cannot be judged', { findings: [broken] }, {}, 1],
  ['an object that cannot be judged, and partial readings allowed', { findings: [broken] }, { allowPartial: true }, 1],
  ['a rule of low severity that could not be run', { findings: [unrun] }, {}, 1],
  ['a rule that could not be run and the highest threshold', { findings: [unrun] }, { failOn: 'critical' }, 1],
  ['a rule that could not be run and --fail-on none', { findings: [unrun] }, { failOn: 'none' }, 0],
  ['a rule that could not be run, known to the baseline', { findings: [unrun], ...knowing(unrun.id) }, {}, 0],
  ['a rule of low severity that lets through what it cannot judge', { findings: [open] }, {}, 0],
  ['the same and the threshold lowered', { findings: [open] }, { failOn: 'low' }, 1],
  ['nothing read', {}, { nothingRead: true }, 2],
  ['nothing read and --fail-on none', {}, { nothingRead: true, failOn: 'none', allowPartial: true }, 2],
  ['a mistake in a file of the person', { findings: [high] }, { ownFileBroken: true }, 2],
  ['a mistake in a file of the person and --fail-on none', {}, { ownFileBroken: true, failOn: 'none' }, 2],
  ['a policy that does not compile', { problems: [problem('acme/no-latest')] }, { failOn: 'none' }, 2],
  ['a problem with the input, already in the reading being partial', { problems: [problem(null)] }, {}, 0],
];

for (const [name, report, options, code] of cases) {
  test(`${name}: exit code ${code}`, () =>
    assert.equal(
      exitCodeFor(
        { ...emptyReport, complete: true, problems: [], findings: [], unread: [], baseline: null, ...report },
        { failOn: 'high', allowPartial: false, nothingRead: false, ownFileBroken: false, ...options },
      ),
      code,
    ));
}

test('--fail-on takes severities and none, high where it is not given, and nothing else', () => {
  assert.deepEqual(['low', 'none', undefined].map(toFailOn), ['low', 'none', 'high']);
  assert.throws(() => toFailOn('severe'), {
    message: '--fail-on severe: one of critical, high, medium, low, info, none',
  });
});
