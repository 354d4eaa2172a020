/** The end of the table: the totals, and what to do next. */

import { renderSeverities } from '../overview.ts';
import { count, pad, toPlainText, toGrouped, widthOf, wrap } from '../plain-text.ts';
import type { Report } from '../report.ts';
import { toLineOf, type Section } from './sheet.ts';

export const totalSection: Section = ({ report, options, paint }) => {
  const [first = '', ...more] = wrap(renderTotal(report), options.width === 0 ? 0 : Math.max(40, options.width - 7));
  return [`${paint.bold('Total')}  ${first}`, ...more.map((line) => `       ${line}`)];
};

export const renderTotal = (report: Report): string => {
  const { subjects, evaluated, pass, fail, error, skip } = report.summary;
  const severities = renderSeverities(report.findings.filter(({ status }) => status === 'fail'));
  const numbers = `${toGrouped(pass)} pass, ${toGrouped(fail)} fail${severities === '' ? '' : ` (${severities})`}, ${count(error, 'error')}, ${toGrouped(skip)} skipped`;
  const others =
    report.otherDocuments === 0
      ? ''
      : `; ${count(report.otherDocuments, 'document')} ${report.otherDocuments === 1 ? 'was' : 'were'} no Kubernetes object`;
  return `${count(evaluated, 'judgement')} of ${count(subjects, 'object')}: ${numbers}${others}`;
};

/** The reason stands beside its command, or below it where one of them is too long for that. */
export const nextSection: Section = ({ report, options, paint }) => {
  const next = (options.brief ? report.next.slice(0, 2) : report.next).map(({ command, why }) => ({
    command: toPlainText(command),
    why: toPlainText(why),
  }));
  if (next.length === 0) return [];
  const column = Math.max(...next.map(({ command }) => widthOf(command)));
  const isWide = options.width > 0 && next.some(({ why }) => column + widthOf(why) + 4 > options.width);
  return [
    paint.bold('Next'),
    ...next.flatMap(({ command, why }) =>
      isWide && !options.brief
        ? [`  ${command}`, paint.dim(toLineOf(options, `  ${why}`))]
        : [toLineOf(options, `${pad(command, column)}  ${why}`)],
    ),
  ];
};
