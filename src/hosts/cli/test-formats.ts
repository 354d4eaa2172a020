/** The formats of `vauban test`: a table for people, JUnit for CI, JSON for programs. */

import type { CaseResult, SuiteResult } from '../assemble/run-policy-suites.ts';
import { escapeXml } from '../../reports/escape-xml.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import type { NamedFormat } from './outputs.ts';

export interface TestFormat extends NamedFormat {
  render(suites: readonly SuiteResult[]): Iterable<string>;
}

export interface TestCounts {
  readonly cases: number;
  readonly failed: number;
  /** Suites with a problem of their own. */
  readonly broken: number;
}

export const countCases = (suites: readonly SuiteResult[]): TestCounts => ({
  cases: suites.flatMap(({ cases }) => cases).length,
  failed: suites.flatMap(({ cases }) => cases).filter(isWrong).length,
  broken: suites.filter(isBroken).length,
});

const isWrong = ({ outcome }: CaseResult): boolean => outcome === 'not as expected';

const isBroken = ({ problems }: SuiteResult): boolean => problems.some(({ severity }) => severity === 'error');

function* renderTable(suites: readonly SuiteResult[]): Generator<string> {
  for (const suite of suites) {
    const { folder, problems, cases } = suite;
    const wrong = cases.filter(isWrong);
    const mark = wrong.length === 0 && !isBroken(suite) ? 'ok  ' : 'FAIL';
    yield `${mark}  ${toPlainText(folder)}  ${cases.length - wrong.length} of ${cases.length}\n`;
    for (const { span, message } of problems)
      yield `        ${span === null ? '' : `${toPlainText(span.file)}${span.line === null ? '' : `:${span.line}`}: `}${toPlainText(message)}\n`;
    for (const { file, expected, because } of wrong)
      yield `        ${toPlainText(file)} should ${expected}: ${toPlainText(because)}\n`;
  }
  const { cases, failed, broken } = countCases(suites);
  const amiss = broken === 0 ? '' : `, ${broken} ${broken === 1 ? 'folder' : 'folders'} with problems`;
  yield `\n${cases} ${cases === 1 ? 'fixture' : 'fixtures'} in ${suites.length} ${suites.length === 1 ? 'folder' : 'folders'}: ${cases - failed} as expected, ${failed} not${amiss}\n`;
}

function* renderJunit(suites: readonly SuiteResult[]): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  const { cases, failed, broken } = countCases(suites);
  yield `<testsuites name="vauban test" tests="${cases + broken}" failures="${failed}" errors="${broken}">\n`;
  for (const suite of suites) {
    const own = suite.problems.filter(({ severity }) => severity === 'error');
    const errors = own.length === 0 ? 0 : 1;
    const wrong = suite.cases.filter(isWrong).length;
    yield `  <testsuite name="${toXml(suite.folder)}" tests="${suite.cases.length + errors}" failures="${wrong}" errors="${errors}" skipped="0">\n`;
    if (errors > 0)
      yield `    <testcase classname="${toXml(suite.folder)}" name="policies"><error message="${toXml(own.map(({ message }) => message).join('; '))}"/></testcase>\n`;
    for (const one of suite.cases) yield renderCase(suite.folder, one);
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

const renderCase = (folder: string, one: CaseResult): string => {
  const head = `    <testcase classname="${toXml(folder)}" name="${toXml(one.file.slice(folder.length + 1))}" file="${toXml(one.file)}"`;
  return isWrong(one)
    ? `${head}><failure message="${toXml(`should ${one.expected}: ${one.because}`)}"/></testcase>\n`
    : `${head}/>\n`;
};

const toXml = (text: string): string => escapeXml(toPlainText(text));

function* renderJson(suites: readonly SuiteResult[]): Generator<string> {
  yield `${JSON.stringify({ ...countCases(suites), suites }, null, 2)}\n`;
}

export const testFormats: readonly TestFormat[] = [
  { id: 'table', render: renderTable },
  { id: 'junit', render: renderJunit },
  { id: 'json', render: renderJson },
];
