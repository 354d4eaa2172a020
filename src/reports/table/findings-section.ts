/** The findings themselves: severity, object and sentence on the first line, where and which rule on the second. */

import { severities } from '../../model/severity.ts';
import type { Finding } from '../../model/finding.ts';
import type { MergedFinding } from '../../engine/merge/merge-findings.ts';
import { isKnown, isToFix, takeNotes } from '../overview.ts';
import { pad, toPlainText, widthOf, wrap } from '../plain-text.ts';
import { renderPlace, renderSubject, toPlace } from '../place.ts';
import { selectFindings } from './select-findings.ts';
import type { Section, Sheet } from './sheet.ts';

const most = 20;
const severityWidth = Math.max(...severities.map((severity) => severity.length));
/** Below this a terminal is too narrow to be obeyed. */
const narrowest = 40;

export const findingSection: Section = function* (sheet) {
  const { report, options, paint } = sheet;
  const entries = sheet.entries.filter(isToFix);
  if (entries.length === 0) return;
  const isCut = !options.all && entries.length > most;
  const shown = selectFindings(entries, report, options.all ? entries.length : most);
  const told = new Set<string>();
  yield (
    paint.bold('Worst first by group') +
      (isCut ? paint.dim(`  (${most} of ${entries.length}: --all shows the rest)`) : '')
  );
  for (const { group, entries: chosen } of shown) {
    if (chosen.length === 0) continue;
    yield '';
    yield `  ${paint.dim(group)}`;
    for (const entry of chosen) yield* renderEntry(entry, sheet, told);
  }
};

/** Its lines; a note that `told` holds is not told again. */
export function* renderEntry(entry: MergedFinding, sheet: Sheet, told: Set<string>): Generator<string> {
  const { report, options, paint } = sheet;
  const { finding, also } = entry;
  const indent = ' '.repeat(severityWidth + 4);
  const width = options.width === 0 ? 0 : Math.max(narrowest, options.width) - indent.length;
  const [first = '', ...others] = wrap(toPlainText(`${renderSubject(finding)}: ${finding.message}`), width);
  yield `  ${paint.severity(finding.severity, pad(finding.severity, severityWidth))}  ${first}`;
  for (const line of others) yield indent + line;
  const place = toPlainText(renderPlace(toPlace(report, finding), finding.subject.origin));
  const marks = [
    ...also.map(({ rule, id }) => `also ${rule}  ${id}`),
    ...toActionMark(finding),
    ...(finding.responsible === 'platform' ? ['for: platform team'] : []),
    ...(isKnown(entry, report) ? ['known'] : []),
  ];
  const parts = [toPlainText(finding.rule), finding.id, ...marks.map(toPlainText)];
  for (const line of toLines(place, parts, width)) yield indent + line.place + paint.dim(line.parts);
  for (const note of takeNotes(entry, told)) {
    for (const line of wrap(`note ${toPlainText(note)}`, width)) yield indent + paint.dim(line);
  }
}

/** What people's own policies do about it; the library's are not in a cluster until somebody exports them. */
const toActionMark = ({ rule, action, enforcement }: Finding): readonly string[] => {
  if (!rule.startsWith('admission-policy/')) return [];
  return [enforcement === 'not-enforced' ? 'not enforced' : actionMarks[action]];
};

const actionMarks: Readonly<Record<Finding['action'], string>> = {
  deny: 'refused by the API server',
  warn: 'warned about by the API server',
  audit: 'noted in the audit log',
  none: 'asks for nothing',
};

interface SecondLine {
  readonly place: string;
  readonly parts: string;
}

/** The parts stay whole where they can, an id above all: it is there to be copied. */
const toLines = (place: string, parts: readonly string[], width: number): readonly SecondLine[] => {
  const all = parts.join('  ');
  const gap = place === '' ? '' : '  ';
  if (width === 0 || widthOf(place) + gap.length + widthOf(all) <= width) return [{ place, parts: gap + all }];
  const packed: string[] = [];
  for (const part of parts.flatMap((each) => wrap(each, width))) {
    const longer = `${packed.at(-1) ?? ''}  ${part}`;
    if (packed.length > 0 && widthOf(longer) <= width) packed[packed.length - 1] = longer;
    else packed.push(part);
  }
  const placed = place === '' ? [] : wrap(place, width);
  return [...placed.map((line) => ({ place: line, parts: '' })), ...packed.map((line) => ({ place: '', parts: line }))];
};
