/** The table: short where it must be, fair to every group, and no wider than the terminal. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../model/finding.ts';
import { layers } from '../../model/layer.ts';
import { mergeFindings } from '../../engine/merge/merge-findings.ts';
import { emptyReport, fullReport, plainOptions, toFinding, toLargeReport } from '../example-report.ts';
import { widthOf } from '../plain-text.ts';
import type { RenderOptions, Report } from '../report.ts';
import { tableReport } from './index.ts';
import { selectFindings } from './select-findings.ts';

const render = (report: Report, options: Partial<RenderOptions> = {}): readonly string[] =>
  [...tableReport.render(report, { ...plainOptions, ...options })].join('').split('\n').slice(0, -1);

/** A rule and some findings in every layer, and everything else a report may hold, in plenty. */
const crowded: Report = {
  ...fullReport,
  rules: new Map(
    layers.flatMap((layer) =>
      [1, 2].map((number) => {
        const [rule] = fullReport.rules.values();
        assert.ok(rule);
        return [`${layer}/${number}`, { ...rule, id: `${layer}/${number}`, layer, control: null }] as const;
      }),
    ),
  ),
  findings: layers.flatMap((layer) =>
    Array.from({ length: 12 }, (_, index) => {
      const [first] = fullReport.findings;
      assert.ok(first);
      return toFinding(`${index}${layer.length}`, `${layer}/${(index % 2) + 1}`, first.subject, {
        severity: index > 9 ? 'high' : 'low',
      });
    }),
  ),
  problems: Array.from({ length: 40 }, () => fullReport.problems).flat(),
  exceptions: Array.from({ length: 40 }, () => fullReport.exceptions).flat(),
  unread: Array.from({ length: 40 }, () => fullReport.unread).flat(),
  next: Array.from({ length: 9 }, () => fullReport.next).flat(),
};

test('brief is at most 25 lines, whatever there is to say', () => {
  for (const report of [emptyReport, fullReport, crowded, toLargeReport(500)]) {
    for (const width of [0, 20, 80, 200]) assert.ok(render(report, { brief: true, width }).length <= 25);
  }
});

test('brief ends with what to do next', () => {
  assert.deepEqual(render(crowded, { brief: true }).slice(-3), [
    'Next',
    '  vauban explain pod-security/baseline/privileged  what it is and how to mend it',
    '  vauban preview pod-security=restricted           what would break if it were enforced',
  ]);
});

test('no line is wider than the terminal', () => {
  for (const width of [60, 80, 100, 140]) {
    for (const options of [{ width }, { width, brief: true }, { width, all: true }]) {
      for (const line of [...render(fullReport, options), ...render(crowded, options)]) {
        assert.ok(widthOf(line) <= width, `${width}: ${line}`);
      }
    }
  }
});

test('the text without colours is the text', () => {
  const plain = render(fullReport);
  // eslint-disable-next-line no-control-regex
  const stripped = render(fullReport, { colour: true }).map((line) => line.replaceAll(/\u001b\[\d+m/g, ''));
  assert.deepEqual(stripped, plain);
});

test('each group has its share of the twenty, the worst of each first', () => {
  const groups = selectFindings(mergeFindings(crowded.findings, crowded.rules), crowded, 20);
  assert.deepEqual(
    groups.map(({ group, entries }) => `${group} ${entries.map(({ finding }) => finding.severity).join(' ')}`),
    [
      'Cluster high high high high',
      'Image high high low low',
      'Runtime high high low low',
      'Advanced high high high high',
      'Operations high high high high',
    ],
  );
});

test('what one group does not need goes to the others', () => {
  const report = toLargeReport(300);
  const groups = selectFindings(mergeFindings(report.findings.slice(0, 7), report.rules), report, 20);
  assert.deepEqual(
    groups.map(({ group, entries }) => `${group} ${entries.length}`),
    ['Cluster 1', 'Image 0', 'Runtime 5', 'Advanced 0', 'Operations 0'],
  );
});

test('a group in which nothing was judged is not printed: a row of zeros would look like a result', () => {
  const summary = { ...emptyReport.summary, subjects: 1, evaluated: 1, skip: 1 };
  const text = render({ ...emptyReport, rules: fullReport.rules, summary }).join('\n');
  assert.doesNotMatch(text, /Runtime|Image|Operations|checks/);
});

test('objects no rule applies to are not called clean', () => {
  const summary = { ...emptyReport.summary, subjects: 4 };
  const [first, ...rest] = render({ ...emptyReport, rules: fullReport.rules, summary });
  assert.equal(first, '4 objects scanned, and no rule applies to any of them');
  assert.doesNotMatch(rest.join('\n'), /good/);
});

test('at most twenty findings, unless all are asked for', () => {
  const count = (lines: readonly string[]): number => lines.filter((line) => /^ {2}(?:high|medium)/.test(line)).length;
  assert.equal(count(render(toLargeReport(300))), 20);
  assert.equal(count(render(toLargeReport(300), { all: true })), 250);
});

test('the headline counts what the list has, and its findings and the others are all that failed', () => {
  const [first = ''] = render(fullReport, { width: 0 });
  assert.equal(
    first,
    'partial: 5 objects scanned, 6 things to fix (7 findings), 2 findings not yours to change, 1 judgement not possible',
  );
  assert.equal(fullReport.summary.fail, 7 + 2);
  const text = render(toLargeReport(300)).join('\n');
  assert.match(text, /^50 objects scanned, 250 things to fix \(300 findings\)\n/);
  assert.match(text, /\(20 of 250: --all shows the rest\)/);
  assert.match(render(toLargeReport(3)).join('\n'), /^1 object scanned, 3 findings to fix\n/);
  const provided = fullReport.findings.filter(({ responsible }) => responsible === 'provider');
  const [only = ''] = render({ ...fullReport, complete: true, findings: provided });
  assert.equal(only, '5 objects scanned, nothing to fix, 2 findings not yours to change');
});

test('how much a fix closes is told on a narrow screen too', () => {
  const fixes = (options: Partial<RenderOptions>): readonly string[] => {
    const lines = render(fullReport, options);
    const start = lines.indexOf('The three fixes that matter most') + 1;
    return lines.slice(start, lines.indexOf('', start));
  };
  assert.deepEqual(fixes({ width: 60 }), [
    '  1. Run no privileged container in 1 workload: closes 1',
    '     finding',
    '  2. Use no host port in 1 workload: closes 1 finding',
    '  3. Set `spec.securityContext.runAsNonRoot: true` in 2',
    '     workloads: closes 2 findings',
  ]);
  assert.deepEqual(fixes({ width: 60, brief: true }), [
    '  1. Run no privileged cont… in 1 workload: closes 1 finding',
    '  2. Use no host port in 1 workload: closes 1 finding',
    '  3. Set `spec.securityCo… in 2 workloads: closes 2 findings',
  ]);
});

test('what helps stands at the end of a line, and is not cut', () => {
  const reason = 'not scanned: no helm on the PATH; run helm template chart | vauban scan -';
  const unread = [{ kind: 'chart', group: null, cluster: null, namespace: null, reason, grant: null }];
  const lines = render({ ...fullReport, unread }, { width: 60 });
  assert.deepEqual(lines.slice(lines.indexOf('Not read')).slice(0, 3), [
    'Not read',
    '  chart: not scanned: no helm on the PATH; run helm',
    '    template chart | vauban scan -',
  ]);
});

test('what else there is to say about a finding stands below it, once for all that say the same', () => {
  const [first, second, third] = fullReport.findings;
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  const ready = (id: string): string => `This looks like Falco. If it stays: vauban exceptions add ${id} --reason "…"`;
  const noted = (finding: Finding, ...texts: readonly string[]): Finding => ({
    ...finding,
    evidence: texts.map((text) => ({ text, source: 'x' })),
  });
  const findings = [
    noted(first, 'Pods alone are enforced.', ready(first.id)),
    noted(second, ready(second.id)),
    noted(third, 'Pods alone are enforced.', ready(third.id)),
  ];
  const notes = render({ ...fullReport, findings }, { width: 200 }).filter((line) => /^ +note /.test(line));
  assert.deepEqual(
    notes.map((line) => line.trim()),
    ['note Pods alone are enforced.', `note ${ready(first.id)}`, `note ${ready(third.id)}`],
  );
});

test('an error is told with what to do about it, and a kind nobody could read without: that stands elsewhere', () => {
  const [first] = fullReport.findings;
  assert.ok(first);
  const error = (name: string, text: string): Finding =>
    toFinding(
      name,
      'kyverno/a/b',
      { ...first.subject, name },
      {
        status: 'error',
        reason: 'no-evidence',
        message: `lacks ${text}`,
        evidence: [{ text, source: 'spec.rules[0]' }],
      },
    );
  const told = render({ ...fullReport, findings: [error('web', 'a value'), error('*', 'a grant')] }, { width: 0 }).join(
    '\n',
  );
  assert.match(told, /lacks a value; a value \(spec\.rules\[0\]\) {2}\(kyverno\/a\/b\)/);
  assert.match(told, /lacks a grant {2}\(kyverno\/a\/b\)/);
});
