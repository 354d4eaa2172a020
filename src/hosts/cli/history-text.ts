/** The text of `vauban history`: a row for each day, the newest first, with a line wherever days cannot be compared. */

import { severities } from '../../model/severity.ts';
import { count, pad, toPlainText, truncate, widthOf } from '../../reports/plain-text.ts';
import type { DepthRecord } from '../../stores/depth-record.ts';
import type { StoredFinding } from '../../stores/finding-record.ts';
import type { HistoryRow } from '../../stores/history-row.ts';
import type { Compared, EstateRow } from '../../stores/store.ts';
import { toLines } from './attacks-text.ts';

export interface HistoryText {
  readonly width: number;
  readonly program: string;
}

export function* renderEstatesText(estates: readonly EstateRow[], { width, program }: HistoryText): Generator<string> {
  if (estates.length === 0) {
    yield* toLines(
      `Nothing was kept yet: ${program} serve --once PATH keeps a look, ${program} serve PATH one whenever something has changed.`,
      '',
      width,
    );
    return;
  }
  const rows = estates.map(({ title, kind, last, failing }) => [
    title,
    kind,
    last === null ? 'no look yet' : last.at.slice(0, 16).replace('T', ' '),
    last === null ? '' : `${last.open} open`,
    failing === null
      ? last?.complete === false
        ? 'partial'
        : ''
      : `failing since ${failing.since.slice(0, 16).replace('T', ' ')}`,
  ]);
  yield* renderTable([['estate', 'kind', 'last look', 'findings', ''], ...rows], width);
}

export function* renderHistoryText(
  { title }: EstateRow,
  days: readonly HistoryRow[],
  { width, program }: HistoryText,
): Generator<string> {
  yield `${toPlainText(title)}\n\n`;
  if (days.length === 0) {
    yield* toLines('No look of it succeeded yet.', '', width);
    return;
  }
  const places = listPlaces(days);
  const rows = days.map((day) => [
    day.day,
    ...severities.map((severity) => String(day.open[severity])),
    String(day.accepted),
    day.appeared === null ? '' : `+${day.appeared}`,
    day.resolved === null ? '' : `-${day.resolved}`,
    ...places.map(({ place }) => toDepth(day.depths.find((each) => each.place === place))),
    day.complete ? '' : 'partial',
  ]);
  const columns = places.map((_, index) => `walls ${String.fromCodePoint(97 + index)}`);
  const lines = [...renderTable([['day', ...severities, 'accepted', 'new', 'gone', ...columns, ''], ...rows], width)];
  for (const [index, line] of lines.entries()) {
    yield line;
    const why = index === 0 ? null : explainBreak(days[index - 1], days[index]);
    if (why !== null) yield* toLines(`    ${why}`, '    ', width);
  }
  yield '\n';
  for (const [index, { title: name, place }] of places.entries())
    yield `${truncate(`walls ${String.fromCodePoint(97 + index)}: before ${toPlainText(name === '' ? place : name)}`, width)}\n`;
  const newest = days[0];
  const left = (newest?.depths.length ?? 0) - places.length;
  if (left > 0) yield `${count(left, 'more thing that matters', 'more things that matter')}: -o json has them all\n`;
  const [, before] = days;
  if (newest !== undefined && before !== undefined)
    yield* toLines(`${program} history … --from ${before.day} --to ${newest.day} lists what changed.`, '', width);
}

/** As many columns as a screen holds: those with the fewest walls on the newest day. */
const mostPlaces = 4;

const listPlaces = ([newest]: readonly HistoryRow[]): readonly DepthRecord[] =>
  [...(newest?.depths ?? [])]
    .sort((a, b) => (a.depth ?? Infinity) - (b.depth ?? Infinity) || (a.place < b.place ? -1 : 1))
    .slice(0, mostPlaces);

const toDepth = (depth: DepthRecord | undefined): string => {
  if (depth === undefined) return '';
  return depth.depth === null ? 'no way' : depth.depth === 0 ? 'open' : String(depth.depth);
};

/** Between a day and the one before it, that is, the row below. */
const explainBreak = (newer: HistoryRow | undefined, older: HistoryRow | undefined): string | null => {
  if (newer === undefined || older === undefined) return null;
  if (newer.policySet !== older.policySet)
    return 'not comparable with the days below: judged by different policies since';
  if (newer.complete && older.complete) return null;
  const partial = newer.complete ? older.day : newer.day;
  return `not comparable with the day below: not all could be read on ${partial}`;
};

export function* renderComparisonText(
  { title }: EstateRow,
  compared: Compared,
  { width }: HistoryText,
): Generator<string> {
  if (compared.kind === 'not-comparable') {
    yield* toLines(`${toPlainText(title)}: not comparable: ${compared.why}`, '', width);
    return;
  }
  const { from, to, counts, appeared, resolved, depths } = compared;
  yield `${toPlainText(title)}, from ${from} to ${to}\n`;
  yield* renderSection('appeared', appeared, counts.appeared, width);
  yield* renderSection('resolved', resolved, counts.resolved, width);
  if (depths.length === 0) return;
  yield '\nwalls\n';
  for (const each of depths)
    yield `${truncate(`  ${toPlainText(each.title)}: ${tellDepth(each.before)} → ${tellDepth(each.after)}`, width)}\n`;
}

function* renderSection(
  name: string,
  findings: readonly StoredFinding[],
  number: number,
  width: number,
): Generator<string> {
  yield `\n${count(number, 'finding')} ${name}\n`;
  for (const { finding } of findings) {
    const { subject } = finding;
    const where = `${subject.kind} ${subject.namespace === null || subject.namespace === '' ? '' : `${subject.namespace}/`}${subject.name}`;
    yield `${truncate(toPlainText(`  ${finding.severity.padEnd(8)}  ${where}: ${finding.message}`), width)}\n`;
  }
  if (number > findings.length) yield `  and ${number - findings.length} more\n`;
}

const tellDepth = (depth: number | null | undefined): string =>
  depth === undefined ? 'not there' : depth === null ? 'no way' : depth === 0 ? 'open' : String(depth);

function* renderTable(rows: readonly (readonly string[])[], width: number): Generator<string> {
  const plain = rows.map((row) => row.map(toPlainText));
  const widths = (plain[0] ?? []).map((_, column) => Math.max(...plain.map((row) => widthOf(row[column] ?? ''))));
  for (const row of plain)
    yield `${truncate(
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
      width,
    )}\n`;
}
