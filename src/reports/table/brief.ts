/** The table in one small screen: enough to know how one stands and what to type next. */

import type { MergedFinding } from '../../engine/merge/merge-findings.ts';
import { compareSeverity } from '../../model/severity.ts';
import { countWhere, isKnown, isToFix, toNotEnforced } from '../overview.ts';
import { count, pad, toPlainText, truncate } from '../plain-text.ts';
import { renderPlace, renderSubject, toPlace } from '../place.ts';
import { nextSection, renderTotal } from './closing-section.ts';
import { fixSection, groupSection, headSection } from './overview-section.ts';
import { renderProblem } from './rest-section.ts';
import { toLineOf, type Section, type Sheet } from './sheet.ts';
import { wallsLines } from './walls-section.ts';

/** A terminal of 25 lines, less the four that `npm start` prints above what it runs. */
export const most = 21;

/** Everything but the findings has its place; the findings take what is left. */
export const renderBrief = (sheet: Sheet): readonly string[] => {
  const spaced = toBlocks([headLines, groupSection, fixSection], sheet);
  const bottom = [noteSection, totalLine, nextSection].flatMap((section) => [...section(sheet)]);
  const top = spaced.length + bottom.length + 1 <= most ? spaced : spaced.filter((line) => line !== '');
  const left = most - top.length - bottom.length - 2;
  const findings = left < 2 ? [] : [...findingLines(sheet, left - 1)];
  const middle = findings.length === 0 ? [] : ['', ...findings];
  return [...top, ...middle, ...(bottom.length === 0 ? [] : ['', ...bottom])].slice(0, most);
};

/** What was found, and what stands before what matters. */
const headLines: Section = (sheet) => [...headSection(sheet), ...wallsLines(sheet)];

/** The sections' lines with a blank one between the sections. */
const toBlocks = (sections: readonly Section[], sheet: Sheet): readonly string[] =>
  sections
    .map((section) => [...section(sheet)])
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));

function* findingLines(sheet: Sheet, room: number): Generator<string> {
  const { report, paint } = sheet;
  const entries = sheet.entries.filter(isToFix);
  if (entries.length === 0) return;
  const chosen = entries
    .toSorted(
      (a, b) =>
        Number(isKnown(a, report)) - Number(isKnown(b, report)) ||
        compareSeverity(a.finding.severity, b.finding.severity),
    )
    .slice(0, Math.min(room, 8));
  yield paint.bold(chosen.length < entries.length ? `The worst of ${entries.length}` : 'Findings');
  for (const entry of chosen) yield toOneLine(entry, sheet);
}

const toOneLine = ({ finding }: MergedFinding, { report, options, paint }: Sheet): string => {
  const place = toShortPlace(renderPlace(toPlace(report, finding), finding.subject.origin));
  const text = toPlainText(`${place}  ${renderSubject(finding)}: ${finding.message}`);
  const width = options.width === 0 ? 0 : Math.max(30, options.width - 12);
  return `  ${paint.severity(finding.severity, pad(finding.severity, 8))}  ${truncate(text, width)}`;
};

/** A long path leaves no room for what is wrong: its file is enough here, the whole table has the rest. */
const toShortPlace = (place: string): string =>
  place.length <= 30 ? place : `…${place.slice(place.lastIndexOf('/'))}`;

/** What must not go unsaid, in two lines at most. */
const noteSection: Section = ({ report, options }) => {
  const [problem] = report.problems;
  const errors = countWhere(report.findings, ({ status }) => status === 'error');
  const excepted = countWhere(report.findings, ({ status, reason }) => status === 'skip' && reason === 'excepted');
  const stale = countWhere(report.exceptions, ({ states }) => states.some((state) => state !== 'active'));
  const unread = report.unread.map(({ kind }) => kind).join(', ');
  const idle = toNotEnforced(report).length;
  const notes = [
    ...(idle === 0
      ? []
      : [`${count(idle, 'thing')} exist${idle === 1 ? 's' : ''} and ${idle === 1 ? 'is' : 'are'} not enforced`]),
    ...(unread === '' ? [] : [`not read: ${unread}`]),
    ...(errors === 0 ? [] : [`${count(errors, 'judgement')} not possible`]),
    ...(excepted === 0 ? [] : [`${count(excepted, 'finding')} accepted by exceptions`]),
    ...(stale === 0 ? [] : [`${count(stale, 'exception')} to look at`]),
  ];
  return [
    ...(problem === undefined ? [] : [`${count(report.problems.length, 'problem')}: ${renderProblem(problem)}`]),
    ...(notes.length === 0 ? [] : [notes.join('; ')]),
  ].map((line) => toLineOf(options, line).trimStart());
};

const totalLine: Section = ({ report, options, paint }) => [
  `${paint.bold('Total')}  ${truncate(renderTotal(report), options.width === 0 ? 0 : options.width - 7)}`,
];
