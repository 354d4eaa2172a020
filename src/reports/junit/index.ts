/** JUnit XML: every judgement is a test case, every object a suite, for the test views of CI systems. */

import type { Finding } from '../../model/finding.ts';
import { toSubjectKey } from '../../engine/merge/merge-findings.ts';
import { countWhere, explainUnread, nameUnread, renderHeadline } from '../overview.ts';
import { renderPlace, renderRef, toFile, toPlace, type Place } from '../place.ts';
import { toPlainText } from '../plain-text.ts';
import type { Report, ReportFormat } from '../report.ts';
import { escapeXml } from '../escape-xml.ts';

/**
 * Findings are not merged here: a test case is one rule on one object, and the numbers are the summary's. What could
 * not be read and errors in what the user wrote are errors of a suite of their own.
 */
export const junitReport = {
  id: 'junit',
  summary: 'JUnit XML, for the test views of CI systems',
  extension: 'xml',
  *render(report) {
    const suites = toSuites(report.findings);
    const defects = toDefects(report);
    const counts = toCounts(report.findings, defects.length);
    yield '<?xml version="1.0" encoding="UTF-8"?>\n';
    yield `<testsuites${attributes({ name: report.complete ? 'vauban' : 'vauban (partial)', ...counts })}>\n`;
    yield `  <testsuite${attributes({ name: 'scan', timestamp: report.asOf, ...toCounts([], defects.length) })}>\n`;
    yield `    <properties>\n${properties(report)}    </properties>\n`;
    for (const { name, text } of defects) {
      yield `    <testcase${attributes({ classname: 'scan', name, time: '0' })}>\n      <error${attributes({ message: text })}/>\n    </testcase>\n`;
    }
    yield '  </testsuite>\n';
    for (const suite of suites) yield* renderSuite(suite, report);
    yield '</testsuites>\n';
  },
} satisfies ReportFormat;

const toSuites = (findings: readonly Finding[]): readonly (readonly Finding[])[] => {
  const suites = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = toSubjectKey(finding.subject);
    const suite = suites.get(key);
    if (suite === undefined) suites.set(key, [finding]);
    else suite.push(finding);
  }
  return [...suites.values()];
};

function* renderSuite(findings: readonly Finding[], report: Report): Generator<string> {
  const [first] = findings;
  if (first === undefined) return;
  const file = toFile(first.subject.origin);
  const name = renderRef(first.subject);
  yield `  <testsuite${attributes({ name, ...(file === null ? {} : { file }), ...toCounts(findings, 0) })}>\n`;
  for (const finding of findings) yield renderCase(finding, report, name);
  yield '  </testsuite>\n';
}

/** GitLab tells cases apart by class and name, so the name holds the path. */
const renderCase = (finding: Finding, report: Report, classname: string): string => {
  const place = toPlace(report, finding);
  const name = finding.path === '' ? finding.rule : `${finding.rule} ${finding.path}`;
  const head = `    <testcase${attributes({
    classname,
    name,
    time: '0',
    ...(place.file === null ? {} : { file: place.file }),
    ...(place.line === null ? {} : { line: String(place.line) }),
  })}`;
  const body = renderOutcome(finding, place, report);
  return body === '' ? `${head}/>\n` : `${head}>\n      ${body}\n    </testcase>\n`;
};

const renderOutcome = (finding: Finding, place: Place, report: Report): string => {
  const message = { message: finding.message };
  if (finding.status === 'pass') return '';
  if (finding.status === 'skip')
    return `<skipped${attributes({ message: `${finding.reason ?? 'skipped'}: ${finding.message}` })}/>`;
  if (finding.status === 'error')
    return `<error${attributes({ ...message, type: finding.reason ?? 'error' })}>${escapeXml(toText(finding, place, report))}</error>`;
  return `<failure${attributes({ ...message, type: finding.severity })}>${escapeXml(toText(finding, place, report))}</failure>`;
};

const toText = (finding: Finding, place: Place, report: Report): string => {
  const rule = report.rules.get(finding.rule);
  const where = renderPlace(place, finding.subject.origin);
  return [
    `${where === '' ? '' : `${where}: `}${renderRef(finding.subject)}: ${finding.message}`,
    ...finding.evidence.map(({ text }) => text),
    ...(rule === undefined ? [] : [rule.remediation, ...rule.references]),
    `id ${finding.id}`,
  ]
    .map(toPlainText)
    .join('\n');
};

const toCounts = (findings: readonly Finding[], defects: number): Readonly<Record<string, string>> => ({
  tests: String(findings.length + defects),
  failures: String(countWhere(findings, ({ status }) => status === 'fail')),
  errors: String(countWhere(findings, ({ status }) => status === 'error') + defects),
  skipped: String(countWhere(findings, ({ status }) => status === 'skip')),
  time: '0',
});

const toDefects = (report: Report): readonly { readonly name: string; readonly text: string }[] => [
  ...report.unread.map((unread) => ({ name: `read ${nameUnread(unread)}`, text: explainUnread(unread) })),
  ...report.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ message, span, policy }) => ({
      name: `read ${span === null ? (policy ?? 'input') : [span.file, span.line, span.column].filter((part) => part !== null).join(':')}`,
      text: message,
    })),
];

const properties = (report: Report): string =>
  Object.entries({
    headline: renderHeadline(report),
    complete: String(report.complete),
    policySet: report.policySet,
    version: report.version,
    ...(report.cluster === null ? {} : { cluster: report.cluster }),
  })
    .map(([name, value]) => `      <property${attributes({ name, value })}/>\n`)
    .join('');

const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(toPlainText(value))}"`)
    .join('');
