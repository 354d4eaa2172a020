/** What stands below the findings: the provider's objects, what could not be told or read, exceptions, and problems. */

import type { Finding } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { toSubjectKey } from '../../engine/merge/merge-findings.ts';
import { countWhere, ofProvider, renderReview, renderUnread, toAcceptance } from '../overview.ts';
import { count } from '../plain-text.ts';
import { renderRef, renderSubject } from '../place.ts';
import { renderEntry } from './findings-section.ts';
import { renderList, toLineOf, type Section, type Sheet } from './sheet.ts';

const most = 10;

/** One line for all of them: nobody who runs workloads can change them. `--all` shows them like any other. */
export const providerSection: Section = function* (sheet) {
  const entries = sheet.entries.filter(
    ({ finding }) => finding.status === 'fail' && finding.responsible === 'provider',
  );
  if (entries.length === 0) return;
  const findings = ofProvider(sheet.report);
  const objects = new Set(findings.map(({ subject }) => toSubjectKey(subject))).size;
  const line = `The cluster's provider: ${count(findings.length, 'finding')} on ${count(objects, 'object')}, not yours to change`;
  yield toLineOf(sheet.options, sheet.options.all ? line : `${line} (--all lists them)`).trimStart();
  const told = new Set<string>();
  if (sheet.options.all) for (const entry of entries) yield* renderEntry(entry, sheet, told);
};

export const errorSection: Section = (sheet) => {
  const errors = sheet.report.findings.filter(({ status }) => status === 'error');
  const byMessage = new Map<string, Finding[]>();
  for (const error of errors) {
    const same = byMessage.get(error.message) ?? [];
    byMessage.set(error.message, same);
    same.push(error);
  }
  return renderList(sheet, 'Could not be judged', [...byMessage], renderErrors, most);
};

const renderErrors = ([message, errors]: readonly [string, readonly Finding[]]): string => {
  const rules = [...new Set(errors.map(({ rule }) => rule))];
  const subjects = [...new Set(errors.map(renderSubject))];
  const about = subjects.length === 1 ? (subjects[0] ?? '') : count(subjects.length, 'object');
  // What its author did not mean as a refusal is one all the same; a policy that does not compile is never in force.
  const refused = errors.some(({ action, reason }) => action === 'deny' && reason !== 'not-compiled')
    ? ': refused at admission, since failurePolicy is Fail'
    : '';
  const advice = new Set(
    errors.filter(isAboutObject).flatMap(({ evidence }) => evidence.map(({ text, source }) => `${text} (${source})`)),
  );
  const why = [message, ...advice].join('; ');
  return `${about}${refused}: ${why}  (${rules.length === 1 ? (rules[0] ?? '') : count(rules.length, 'check')})`;
};

/** What would let a kind be read stands with what was not read. */
const isAboutObject = ({ subject: { name } }: Finding): boolean => name !== '' && name !== '*';

export const unreadSection: Section = (sheet) => renderList(sheet, 'Not read', sheet.report.unread, renderUnread, most);

/** Exceptions hide a finding from the exit code, never from the reader. */
export const exceptedSection: Section = (sheet) => {
  const excepted = sheet.report.findings.filter(({ status, reason }) => status === 'skip' && reason === 'excepted');
  return renderList(
    sheet,
    `Accepted: ${count(excepted.length, 'finding')} covered by exceptions`,
    excepted,
    renderAccepted,
    most,
  );
};

const renderAccepted = (finding: Finding): string =>
  `${finding.id}  ${renderRef(finding.subject)}  ${finding.rule}: ${toAcceptance(finding)}`;

export const exceptionSection: Section = (sheet) => {
  const telling = sheet.report.exceptions.filter(({ states }) => states.some((state) => state !== 'active'));
  return renderList(sheet, 'Exceptions to look at', telling, renderReview, most);
};

/** Passes and other skips, where they were asked for. */
export const otherSection: Section = function* (sheet) {
  const skipped = sheet.report.findings.filter(({ status, reason }) => status === 'skip' && reason !== 'excepted');
  yield* renderList(sheet, `Skipped: ${count(skipped.length, 'judgement')}`, skipped, renderBriefly, most);
  const passed = sheet.report.findings.filter(({ status }) => status === 'pass');
  yield* renderList(sheet, `Passed: ${count(passed.length, 'judgement')}`, passed, renderBriefly, most);
};

const renderBriefly = ({ id, rule, subject, message }: Finding): string =>
  `${id}  ${renderRef(subject)}: ${message}  ${rule}`;

export const problemSection: Section = (sheet: Sheet) => {
  const { unread } = sheet.report;
  // What was not read has a section of its own.
  const problems = sheet.report.problems.filter(
    ({ span, message }) => !unread.some(({ kind, reason }) => span?.file === kind && message === reason),
  );
  const errors = countWhere(problems, ({ severity }) => severity === 'error');
  const heading = `Problems: ${count(errors, 'error')}, ${count(problems.length - errors, 'warning')}`;
  return renderList(sheet, heading, problems, renderProblem, 20);
};

/** `file:line:column: message`, as compilers print it, so that editors find the place. */
export const renderProblem = ({ span, message, policy }: Problem): string => {
  const place = span === null ? [] : [span.file, span.line, span.column].filter((part) => part !== null);
  const where = place.length > 0 ? place.join(':') : (policy ?? '');
  return where === '' ? message : `${where}: ${message}`;
};
