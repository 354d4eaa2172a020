/** The formats of `vauban test`: a table for people, JUnit for CI, JSON for programs. */

import type { Row } from '../assemble/kyverno-tests/check-expectations.ts';
import type { KyvernoTestResult } from '../assemble/kyverno-tests/run-kyverno-test.ts';
import type { CaseResult, SuiteResult } from '../assemble/run-policy-suites.ts';
import { printYaml } from '../../lang/patch/print-yaml.ts';
import { bigAsText } from '../../model/json.ts';
import type { Problem } from '../../model/problem.ts';
import { escapeXml } from '../../reports/escape-xml.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import { diffInPlace } from './line-difference.ts';
import type { NamedFormat } from './outputs.ts';

/** What was tested: folders of fixtures, and tests of Kyverno's command line. */
export interface Tested {
  readonly suites: readonly SuiteResult[];
  readonly tests: readonly KyvernoTestResult[];
}

export interface TestFormat extends NamedFormat {
  render(tested: Tested): Iterable<string>;
}

export interface TestCounts {
  /** Fixtures, and rows of tests. */
  readonly cases: number;
  readonly failed: number;
  /** Suites and tests with a problem of their own. */
  readonly broken: number;
}

export const countCases = ({ suites, tests }: Tested): TestCounts => ({
  cases: suites.flatMap(({ cases }) => cases).length + tests.flatMap(({ rows }) => rows).length,
  failed:
    suites.flatMap(({ cases }) => cases).filter(isWrong).length +
    tests.flatMap(({ rows }) => rows).filter(isFailed).length,
  broken: [...suites, ...tests].filter(isBroken).length,
});

const isWrong = ({ outcome }: CaseResult): boolean => outcome === 'not as expected';

const isFailed = ({ outcome }: Row): boolean => outcome === 'fail';

const isBroken = ({ problems }: { readonly problems: readonly Problem[] }): boolean =>
  problems.some(({ severity }) => severity === 'error');

function* renderTable(tested: Tested): Generator<string> {
  const { suites, tests } = tested;
  for (const suite of suites) {
    const wrong = suite.cases.filter(isWrong);
    yield renderHead(suite.folder, suite.cases.length, wrong.length, suite.problems);
    for (const { file, expected, because } of wrong)
      yield `        ${toPlainText(file)} should ${expected}: ${toPlainText(because)}\n`;
  }
  for (const { file, problems, rows } of tests) {
    const wrong = rows.filter(isFailed);
    yield renderHead(file, rows.length, wrong.length, problems);
    for (const row of wrong) yield renderRow(row);
  }
  const { failed, broken } = countCases(tested);
  const counted = [
    ...(suites.length > 0 || tests.length === 0
      ? [countOf(suites.flatMap(({ cases }) => cases).length, 'fixture', suites.length, 'folder')]
      : []),
    ...(tests.length > 0
      ? [countOf(tests.flatMap(({ rows }) => rows).length, 'expectation', tests.length, 'test')]
      : []),
  ];
  const places = tests.length === 0 ? 'folder' : suites.length === 0 ? 'test' : 'place';
  const amiss = broken === 0 ? '' : `, ${plural(broken, places)} with problems`;
  const { cases } = countCases(tested);
  yield `\n${counted.join(' and ')}: ${cases - failed} as expected, ${failed} not${amiss}\n`;
}

const renderHead = (place: string, all: number, wrong: number, problems: readonly Problem[]): string => {
  const mark = wrong === 0 && !isBroken({ problems }) ? 'ok  ' : 'FAIL';
  const lines = problems.map(
    ({ span, message }) =>
      `        ${span === null ? '' : `${toPlainText(span.file)}${span.line === null ? '' : `:${span.line}`}: `}${toPlainText(message)}\n`,
  );
  return `${mark}  ${toPlainText(place)}  ${all - wrong} of ${all}\n${lines.join('')}`;
};

const renderRow = (row: Row): string => {
  const shown = renderDifference(row).map((line) => `            ${toPlainText(line)}\n`);
  return `        ${toPlainText(`${nameOf(row)}: ${reasonOf(row)}`)}\n${shown.join('')}`;
};

/** Some reasons say all there is to say. */
const reasonOf = ({ reason, message }: Row): string => (message === reason ? reason : `${reason}: ${message}`);

const renderDifference = ({ difference }: Row): readonly string[] =>
  difference === null ? [] : diffInPlace(printYaml(difference.expected), printYaml(difference.actual));

const nameOf = ({ policy, rule, resource }: Row): string =>
  `${rule === '' || rule === policy ? policy : `${policy} ${rule}`}, ${resource}`;

const countOf = (cases: number, one: string, places: number, place: string): string =>
  `${plural(cases, one)} in ${plural(places, place)}`;

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function* renderJunit(tested: Tested): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  const { cases, failed, broken } = countCases(tested);
  yield `<testsuites name="vauban test" tests="${cases + broken}" failures="${failed}" errors="${broken}">\n`;
  for (const { folder, problems, cases: own } of tested.suites)
    yield* renderSuite(
      folder,
      problems,
      own.map((one) => renderCase(folder, one)),
      own.filter(isWrong).length,
    );
  for (const { file, problems, rows } of tested.tests)
    yield* renderSuite(
      file,
      problems,
      rows.map((row) => renderExpectation(file, row)),
      rows.filter(isFailed).length,
    );
  yield '</testsuites>\n';
}

function* renderSuite(
  name: string,
  problems: readonly Problem[],
  cases: readonly string[],
  wrong: number,
): Generator<string> {
  const own = problems.filter(({ severity }) => severity === 'error');
  const errors = own.length === 0 ? 0 : 1;
  yield `  <testsuite name="${toXml(name)}" tests="${cases.length + errors}" failures="${wrong}" errors="${errors}" skipped="0">\n`;
  if (errors > 0)
    yield `    <testcase classname="${toXml(name)}" name="policies"><error message="${toXml(own.map(({ message }) => message).join('; '))}"/></testcase>\n`;
  yield* cases;
  yield '  </testsuite>\n';
}

const renderCase = (folder: string, one: CaseResult): string => {
  const head = `    <testcase classname="${toXml(folder)}" name="${toXml(one.file.slice(folder.length + 1))}" file="${toXml(one.file)}"`;
  return isWrong(one)
    ? `${head}><failure message="${toXml(`should ${one.expected}: ${one.because}`)}"/></testcase>\n`
    : `${head}/>\n`;
};

const renderExpectation = (file: string, row: Row): string => {
  const head = `    <testcase classname="${toXml(file)}" name="${toXml(nameOf(row))}" file="${toXml(file)}"`;
  if (!isFailed(row)) return `${head}/>\n`;
  const failure = `<failure message="${toXml(reasonOf(row))}"`;
  const shown = renderDifference(row).map(toXml).join('\n');
  return `${head}>${failure}${shown === '' ? '/>' : `>${shown}</failure>`}</testcase>\n`;
};

const toXml = (text: string): string => escapeXml(toPlainText(text));

/** Programs that read the suites find them where they always were. */
function* renderJson(tested: Tested): Generator<string> {
  const { suites, tests } = tested;
  const whole = { ...countCases(tested), suites, ...(tests.length === 0 ? {} : { tests }) };
  yield `${JSON.stringify(whole, bigAsText, 2)}\n`;
}

export const testFormats: readonly TestFormat[] = [
  { id: 'table', render: renderTable },
  { id: 'junit', render: renderJunit },
  { id: 'json', render: renderJson },
];
