/** SARIF: valid against the published schema, and as viewers expect it. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { emptyReport, fullReport, toFinding, toLargeReport } from '../example-report.ts';
import type { Report } from '../report.ts';
import { sarifReport } from './index.ts';
import { choose, mostResults } from './limits.ts';
import { toArtifactLocation } from './location.ts';

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly invocations: readonly [
        {
          readonly toolExecutionNotifications: readonly {
            readonly descriptor: { readonly id: string };
            readonly message: { readonly text: string };
          }[];
        },
      ];
      readonly results: readonly Readonly<Record<string, unknown>>[];
    },
  ];
}

const parse = (report: Report): Log => JSON.parse([...sarifReport.render(report)].join('')) as Log;

const createValidate = () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../../conformance/sarif/sarif-2.1.0.schema.json', import.meta.url), 'utf8'),
  ) as object;
  // The schema is of a draft whose patterns are not Unicode ones.
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    unicodeRegExp: false,
    formats: {
      uri: (text: string) => URL.canParse(text),
      'uri-reference': /^[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*$/,
      'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/,
    },
  });
  return ajv.compile(schema);
};

test('every report is valid SARIF 2.1.0', () => {
  const validate = createValidate();
  for (const report of [
    emptyReport,
    fullReport,
    { ...fullReport, baseline: null, complete: true },
    toLargeReport(60),
  ]) {
    validate(parse(report));
    assert.deepEqual(validate.errors ?? [], []);
  }
});

test('each result names a rule of the driver by id and index', () => {
  const [{ tool, results }] = parse(fullReport).runs;
  for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[Number(ruleIndex)]?.id, ruleId);
});

test('status, kind, level, suppression and baseline say what is so', () => {
  const [{ results }] = parse(fullReport).runs;
  const shape = results.map(({ ruleId, kind, level, baselineState, suppressions }) =>
    [ruleId, kind, level, baselineState ?? '-', suppressions === undefined ? '-' : 'suppressed'].join(' '),
  );
  assert.deepEqual(shape, [
    'pod-security/baseline/privileged fail error new -',
    'pod-security/baseline/seccomp fail error unchanged -',
    'pod-security/restricted/run-as-non-root fail warning new -',
    'pod-security/restricted/run-as-non-root fail warning new -',
    'pod-security/baseline/privileged fail error - suppressed',
    'pod-security/baseline/host-ports fail error new -',
    'pod-security/baseline/proc-mount pass none - -',
    'pod-security/baseline/host-ports notApplicable none - -',
    'pod-security/baseline/privileged fail error new -',
    'pod-security/baseline/host-ports fail error new -',
    'rbac/secrets open none new -',
    'custom/unknown-rule fail note new -',
  ]);
});

test('what is missing from the results is said in notifications', () => {
  const [{ invocations }] = parse(fullReport).runs;
  assert.deepEqual(
    invocations[0].toolExecutionNotifications.map(({ descriptor, message }) => `${descriptor.id}: ${message.text}`),
    [
      'partial: The scan is partial: not everything could be read.',
      'unread: ClusterRole was not read: forbidden. To allow it: list on clusterroles.',
      'unread: chart was not read: no helm on the PATH.',
      'problem: this line is indented less than the list it belongs to\u001b[2J',
      'problem: custom/p: the policy names no kind',
      'baseline: Baseline baseline.json: 8 new, 2 known, 1 fixed.',
    ],
  );
});

test('more results than GitHub takes are cut, the worst kept, and the cut is said', () => {
  const report = toLargeReport(mostResults + 6000);
  const [{ results, invocations }] = parse(report).runs;
  assert.equal(results.length, mostResults);
  const texts = invocations[0].toolExecutionNotifications.map(({ message }) => message.text);
  assert.equal(
    texts[0],
    '834 results left out: GitHub takes at most 25,000 results a run. The worst are kept; the JSON report has all.',
  );
});

test('when something must go, passes go before failures and low before high', () => {
  const subject = fullReport.findings[0]?.subject;
  assert.ok(subject);
  const entries = [
    toFinding('1', 'a', subject, { status: 'pass', severity: 'critical' }),
    toFinding('2', 'a', subject, { severity: 'low' }),
    toFinding('3', 'a', subject, { severity: 'high' }),
    toFinding('4', 'a', subject, { status: 'error', severity: 'high' }),
  ].map((finding) => ({ finding, also: [] }));
  const { chosen, left } = choose(entries, 3);
  assert.deepEqual(
    chosen.map(({ finding }) => finding.id.charAt(0)),
    ['2', '3', '4'],
  );
  assert.equal(left, 1);
});

const files: readonly (readonly [string, string, boolean])[] = [
  ['manifests/web.yaml', 'manifests/web.yaml', true],
  ['./manifests//web.yaml', 'manifests/web.yaml', true],
  ['a/../b/./c.yaml', 'b/c.yaml', true],
  ['../up.yaml', '../up.yaml', true],
  ['odd name & 100%.yaml', 'odd%20name%20%26%20100%25.yaml', true],
  ['c:evil.yaml', 'c%3Aevil.yaml', true],
  ['manifests\\web.yaml', 'manifests/web.yaml', true],
  ['/srv/a b.yaml', 'file:///srv/a%20b.yaml', false],
  ['C:\\a\\b.yaml', 'file:///C%3A/a/b.yaml', false],
  ['-', 'stdin', true],
  ['.', '.', true],
];

for (const [file, uri, isRelative] of files) {
  test(`the file ${file} is ${uri}`, () => {
    assert.deepEqual(toArtifactLocation(file), isRelative ? { uri, uriBaseId: '%SRCROOT%' } : { uri });
  });
}
