/** The head of the table: one sentence, the groups that have rules, and the few fixes that matter most. */

import type { TopFix } from '../../engine/merge/top-fixes.ts';
import { renderBaseline, renderFix, renderHeadline, toGroupOverviews, toNotEnforced, toTopFixes } from '../overview.ts';
import { renderSubject } from '../place.ts';
import { pad, toPlainText, truncate, widthOf, wrap } from '../plain-text.ts';
import type { RenderOptions } from '../report.ts';
import { toLineOf, toLinesOf, toRoom, type Section, type Sheet } from './sheet.ts';

export const headSection: Section = ({ report, options, paint }) => {
  const lines = wrap(renderHeadline(report), options.width);
  const baseline = renderBaseline(report);
  return [
    ...lines.map(report.complete ? paint.bold : paint.warn),
    ...(baseline === undefined ? [] : [truncate(toPlainText(baseline), options.width)]),
  ];
};

export const groupSection: Section = ({ report, paint }) => {
  const groups = toGroupOverviews(report);
  if (groups.length === 0 || report.summary.evaluated === 0) return [];
  const name = Math.max(...groups.map(({ group }) => group.length)) + 2;
  const columns = ['good', 'fix', 'cannot tell'] as const;
  const head = columns.map((column) => column.padStart(column.length + 4)).join('');
  return [
    paint.dim(`${pad('  checks', name + 2)}${head}`),
    ...groups.map(({ group, good, fix, unknown, accepted }) => {
      const cells = [good, fix, unknown].map((number, index) =>
        String(number).padStart((columns[index] ?? '').length + 4),
      );
      const [goodCell = '', fixCell = '', unknownCell = ''] = cells;
      return [
        `  ${pad(group, name)}`,
        good > 0 ? paint.good(goodCell) : goodCell,
        fix > 0 ? paint.severity('high', fixCell) : fixCell,
        unknown > 0 ? paint.severity('medium', unknownCell) : unknownCell,
        accepted > 0 ? paint.dim(`    ${accepted} accepted`) : '',
      ].join('');
    }),
  ];
};

const headings = [
  '',
  'The fix that matters most',
  'The two fixes that matter most',
  'The three fixes that matter most',
];

export const fixSection: Section = ({ report, options, paint }: Sheet) => {
  const fixes = toTopFixes(report);
  if (fixes.length === 0) return [];
  return [
    paint.bold(headings[fixes.length] ?? ''),
    ...fixes.flatMap((fix, index) => toFixLines(`${index + 1}. `, fix, options)),
  ];
};

/** How much a fix closes is what it is listed for: in one line the action is cut for it, else the line is wrapped. */
const toFixLines = (number: string, fix: TopFix, options: RenderOptions): readonly string[] => {
  const room = toRoom(options);
  if (!options.brief || room === 0) return toLinesOf(options, `${number}${renderFix(fix)}`, number.length);
  const left = room - number.length - widthOf(renderFix(fix, () => ''));
  return [toLineOf(options, number + renderFix(fix, (action) => truncate(toPlainText(action), Math.max(10, left))))];
};

const mostNotEnforced = 5;

/** A policy that looks healthy and enforces nothing is worse than none: it stands before the findings. */
export const enforcementSection: Section = ({ report, options, paint }: Sheet) => {
  const findings = toNotEnforced(report);
  if (findings.length === 0) return [];
  const shown = findings.slice(0, mostNotEnforced);
  const left = findings.length - shown.length;
  return [
    paint.bold('Exists and is not enforced'),
    ...shown.flatMap((finding) => toLinesOf(options, toPlainText(`${renderSubject(finding)}: ${finding.message}`), 4)),
    ...(left === 0 ? [] : [paint.dim(toLineOf(options, `and ${left} more: see Next`))]),
  ];
};
