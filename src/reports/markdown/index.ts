/** Markdown: a comment on a pull request, short enough for GitHub to take it. */

import { mergeFindings, type MergedFinding } from '../../engine/merge/merge-findings.ts';
import type { Finding } from '../../model/finding.ts';
import { compareSeverity } from '../../model/severity.ts';
import {
  isKnown,
  isToFix,
  ofProvider,
  renderBaseline,
  renderFix,
  renderHeadline,
  renderSeverities,
  renderUnread,
  takeNotes,
  renderReview,
  toAcceptance,
  toGroupOverviews,
  toNotEnforced,
  toTopFixes,
} from '../overview.ts';
import { count, toPlainText } from '../plain-text.ts';
import { renderOpen, renderWallsDepth, renderWallsDoubt, renderWallsHeading, toWallsRows } from '../walls.ts';
import { renderPlace, renderRef, renderSubject, toPlace } from '../place.ts';
import type { Report, ReportFormat } from '../report.ts';
import { escapeMarkdown, toCode } from './escape-markdown.ts';

/** A longer comment is refused whole. https://docs.github.com/en/rest/issues/comments (the API answers 422). */
export const mostCharacters = 65_536;
/** Kept free for the lines that say what was left out. */
const reserve = 400;
const mostListed = 10;
/** A note may end with a command to copy, which is of no use when it is cut. */
const mostOfNote = 600;

export const markdownReport = {
  id: 'markdown',
  summary: 'a comment for a pull request',
  extension: 'md',
  *render(report) {
    const entries = toEntries(report);
    let room = mostCharacters - reserve;
    for (const block of [
      head(report),
      wallsTable(report),
      groups(report),
      fixes(report),
      notEnforced(report),
      rest(report),
    ]) {
      const text = block.join('\n');
      if (text === '') continue;
      const cut =
        text.length + 2 > room - 2000
          ? `${text.slice(0, Math.max(0, text.lastIndexOf('\n', room - 2000)))}\n\n…`
          : text;
      room -= cut.length + 2;
      yield `${cut}\n\n`;
    }
    if (entries.length === 0) return;
    const table = '| Severity | Object | Finding | Where | Rule |\n| --- | --- | --- | --- | --- |\n';
    room -= table.length;
    yield table;
    let shown = 0;
    const told = new Set<string>();
    for (const entry of entries) {
      const row = renderRow(entry, report, told);
      if (row.length > room) break;
      room -= row.length;
      shown += 1;
      yield row;
    }
    if (shown < entries.length) {
      yield `\n… and ${count(entries.length - shown, 'more finding')}: GitHub takes no longer comment. The JSON report has all.\n`;
    }
  },
} satisfies ReportFormat;

/** What somebody can mend, new before known, worst first. */
const toEntries = (report: Report): readonly MergedFinding[] =>
  mergeFindings(report.findings, report.rules)
    .filter(isToFix)
    .sort(
      (a, b) =>
        Number(isKnown(a, report)) - Number(isKnown(b, report)) ||
        compareSeverity(a.finding.severity, b.finding.severity),
    );

const head = (report: Report): readonly string[] => {
  const severities = renderSeverities(toEntries(report).flatMap(({ finding, also }) => [finding, ...also]));
  const baseline = renderBaseline(report);
  return [
    `## Vauban: ${escapeMarkdown(renderHeadline(report))}`,
    ...(severities === '' ? [] : ['', severities]),
    ...(baseline === undefined ? [] : ['', escapeMarkdown(baseline)]),
  ];
};

const mostWalls = 12;

const wallsTable = ({ walls }: Report): readonly string[] => {
  if (walls === null || walls.assets.length === 0) return [];
  const rows = toWallsRows(walls);
  const doubt = renderWallsDoubt(walls);
  const left = rows.length - mostWalls;
  return [
    `| ${escapeMarkdown(toShort(renderWallsHeading(walls)))} | walls | open | layers |`,
    '| --- | --- | --- | --- |',
    ...rows
      .slice(0, mostWalls)
      .map(
        (row) =>
          `| ${escapeMarkdown(toShort(row.what))} | ${renderWallsDepth(row)} | ${renderOpen(row)} | ${row.layers.join(', ')} |`,
      ),
    ...(left > 0 ? [`| and ${left} more | | | |`] : []),
    ...walls.notes.flatMap((note) => ['', escapeMarkdown(toShort(note))]),
    ...(doubt === null ? [] : ['', escapeMarkdown(toShort(doubt))]),
  ];
};

const groups = (report: Report): readonly string[] => {
  const overviews = toGroupOverviews(report);
  if (overviews.length === 0) return [];
  return [
    '| Checks | good | fix | cannot tell |',
    '| --- | ---: | ---: | ---: |',
    ...overviews.map(({ group, good, fix, unknown }) => `| ${group} | ${good} | ${fix} | ${unknown} |`),
  ];
};

const fixes = (report: Report): readonly string[] => {
  const top = toTopFixes(report);
  if (top.length === 0) return [];
  return ['**What matters most**', '', ...top.map((fix, index) => `${index + 1}. ${renderFix(fix, withCode)}`)];
};

const notEnforced = (report: Report): readonly string[] => {
  const findings = toNotEnforced(report);
  if (findings.length === 0) return [];
  const left = findings.length - mostListed;
  return [
    '**Exists and is not enforced**',
    '',
    ...findings.slice(0, mostListed).map((finding) => `- ${escapeMarkdown(toPlainText(finding.message))}`),
    ...(left > 0 ? [`- and ${left} more`] : []),
  ];
};

/** Code stands between backticks in an action; the rest is prose. */
const withCode = (action: string): string =>
  action
    .split('`')
    .map((part, index) => (index % 2 === 1 ? toCode(part) : escapeMarkdown(part)))
    .join('');

const rest = (report: Report): readonly string[] => {
  const having = (test: (finding: Finding) => boolean): readonly Finding[] => report.findings.filter(test);
  const excepted = having(({ status, reason }) => status === 'skip' && reason === 'excepted');
  const errors = having(({ status }) => status === 'error');
  const provider = ofProvider(report);
  const exceptions = report.exceptions.filter(({ states }) => states.some((state) => state !== 'active'));
  return [
    ...(provider.length === 0
      ? []
      : ['', `${count(provider.length, 'finding')} on objects that are the provider's to change.`]),
    ...renderDetails('not read', report.unread.map(renderUnread)),
    ...renderDetails(
      errors.length === 1 ? 'judgement not possible' : 'judgements not possible',
      errors.map(toSentence),
    ),
    ...renderDetails(
      excepted.length === 1 ? 'finding accepted' : 'findings accepted',
      excepted.map((finding) => `${renderRef(finding.subject)}: ${finding.rule}: ${toAcceptance(finding)}`),
    ),
    ...renderDetails(
      exceptions.length === 1 ? 'exception to look at' : 'exceptions to look at',
      exceptions.map(renderReview),
    ),
    ...renderDetails(
      report.problems.length === 1 ? 'problem' : 'problems',
      report.problems.map(
        ({ span, message }) => `${span === null ? '' : `${span.file}:${span.line ?? ''}: `}${message}`,
      ),
    ),
  ];
};

const toSentence = ({ rule, subject, message }: Finding): string => `${renderRef(subject)}: ${message} (${rule})`;

const renderDetails = (what: string, items: readonly string[]): readonly string[] => {
  if (items.length === 0) return [];
  const more = items.length > mostListed ? [`- … and ${items.length - mostListed} more`] : [];
  const lines = items.slice(0, mostListed).map((item) => `- ${escapeMarkdown(toShort(item))}`);
  return ['', `<details><summary>${items.length} ${what}</summary>`, '', ...lines, ...more, '', '</details>'];
};

const renderRow = (entry: MergedFinding, report: Report, told: Set<string>): string => {
  const { finding, also } = entry;
  const place = renderPlace(toPlace(report, finding), finding.subject.origin);
  const others = also.length === 0 ? '' : `<br>also ${also.map(({ rule }) => toCode(rule)).join(', ')}`;
  const notes = takeNotes(entry, told).map((note) => `<br>note ${escapeMarkdown(toShort(note, mostOfNote))}`);
  const cells = [
    isKnown(entry, report) ? `${finding.severity} (known)` : finding.severity,
    toCode(toShort(renderSubject(finding))),
    escapeMarkdown(toShort(finding.message)) + notes.join(''),
    toCode(toShort(place)),
    toCode(finding.rule) + others,
  ];
  return `| ${cells.join(' | ')} |\n`;
};

/** One hostile name must not fill the comment. */
const toShort = (text: string, most = 300): string => {
  const plain = toPlainText(text);
  return plain.length > most ? `${plain.slice(0, most - 1).toWellFormed()}…` : plain;
};
