/** Puts the first page together: how an estate stands, what was otherwise before, and how it went. */

import { compareSeverity, isAtLeast, severities } from '../../../model/severity.ts';
import { renderRef } from '../../../reports/place.ts';
import { count } from '../../../reports/plain-text.ts';
import type { StoredFinding } from '../../../stores/finding-record.ts';
import type { HistoryRow } from '../../../stores/history-row.ts';
import type { Compared, DepthChange } from '../../../stores/store.ts';
import type { ChangeLine, Changes, Overview, TrendPoint } from '../../console/api/overview.ts';
import type { Standing } from '../../console/api/views.ts';
import { daysBetween, nameDay } from './name-day.ts';
import { shown } from './shown-text.ts';

/** `days` newest first; `now` RFC 3339. Days are those of UTC. */
export const toOverview = (
  standing: Standing,
  days: readonly HistoryRow[],
  compared: Compared | null,
  now: string,
): Overview => {
  const { sections, left, from, weakest, actions } = standing;
  return {
    sentence: tellStanding(standing, days, now),
    weakest,
    from,
    sections,
    left,
    week: null,
    actions,
    changes: toChanges(standing, compared, now),
    trend: toTrend(days),
  };
};

/** `2 of 9 things that matter are open to the internet today; last Monday 4`. */
const tellStanding = ({ open, total, from }: Standing, days: readonly HistoryRow[], now: string): string => {
  if (total === 0) return 'Nothing that matters was read';
  const [last] = days;
  const when = last === undefined ? 'today' : nameDay(last.day, now);
  const earlier = last === undefined ? undefined : findWeekBefore(last, days);
  const then = earlier === undefined ? null : countOpen(earlier);
  const before =
    earlier === undefined || then === null ? '' : `; ${nameDay(earlier.day, now)} ${then === 0 ? 'none' : then}`;
  const things = `${count(total, 'thing')} that ${total === 1 ? 'matters' : 'matter'}`;
  const verb = when === 'today' ? (open > 1 ? 'are' : 'is') : open > 1 ? 'were' : 'was';
  // What was not read may hold a way in.
  const isPartial = last?.complete === false;
  const many = open === 0 ? 'None' : `${isPartial && open < total ? 'At least ' : ''}${open}`;
  const doubt = isPartial && open === 0 ? ', as far as could be read' : '';
  return `${many} of ${things} ${verb} open to ${from} ${when}${doubt}${before}`;
};

/** The nearest to a week before, under the same policy set. */
const findWeekBefore = (last: HistoryRow, days: readonly HistoryRow[]): HistoryRow | undefined => {
  const distanceOf = ({ day }: HistoryRow): number => Math.abs(daysBetween(day, last.day) - 7);
  return days
    .filter(({ day, policySet }) => day < last.day && policySet === last.policySet)
    .reduce<HistoryRow | undefined>(
      (nearest, row) => (nearest === undefined || distanceOf(row) < distanceOf(nearest) ? row : nearest),
      undefined,
    );
};

/** `null` where walls were not counted that day. */
const countOpen = ({ depths }: HistoryRow): number | null =>
  depths.length === 0 ? null : depths.filter(({ depth }) => depth === 0).length;

const mostLines = 12;
/** Of these, what has appeared: what was mended has a place too. */
const mostAppeared = 6;

const toChanges = (standing: Standing, compared: Compared | null, now: string): Changes => {
  if (compared?.kind !== 'compared')
    return {
      since: null,
      note: compared?.why ?? null,
      appeared: 0,
      resolved: 0,
      lines: [...standing.notEnforced.map(tellNotEnforced), ...standing.endingExceptions.map(tellEnding)].slice(
        0,
        mostLines,
      ),
    };
  const { from, appeared, resolved, counts, depths } = compared;
  const isNew = new Set(appeared.map(({ finding }) => finding.id));
  const idle = standing.notEnforced.filter(({ finding }) => isNew.has(finding));
  const told = new Set(idle.map(({ finding }) => finding));
  const lines: readonly ChangeLine[] = [
    ...depths.flatMap(tellOpened),
    ...depths.flatMap(tellClosed),
    ...idle.map(tellNotEnforced),
    ...standing.endingExceptions.map(tellEnding),
    ...tellFindings(
      'finding',
      appeared.filter(({ finding }) => !told.has(finding.id)),
    ).slice(0, mostAppeared),
    ...tellFindings('resolved', resolved),
  ];
  return {
    since: `since ${nameDay(from, now).replace(/^(?:on|last) /, '')}`,
    note: null,
    appeared: counts.appeared,
    resolved: counts.resolved,
    lines: lines.slice(0, mostLines),
  };
};

const tellNotEnforced = ({ finding, text }: Standing['notEnforced'][number]): ChangeLine => ({
  kind: 'not-enforced',
  severity: null,
  text,
  link: `findings?finding=${finding}`,
});

const tellEnding = ({ text }: Standing['endingExceptions'][number]): ChangeLine => ({
  kind: 'exception-ending',
  severity: null,
  text,
  link: 'findings?status=accepted',
});

/** A way that has opened or closed; how deep it is in between the sections show. */
const tellOpened = ({ place, title, before, after }: DepthChange): readonly ChangeLine[] =>
  after !== 0 || before === 0
    ? []
    : [
        {
          kind: 'open-way',
          severity: null,
          text: before === undefined ? `New, and open: ${title}` : `A way to ${title} has opened`,
          link: `attacks?to=${encodeURIComponent(place)}`,
        },
      ];

const tellClosed = ({ place, title, before, after }: DepthChange): readonly ChangeLine[] =>
  before !== 0 || after === 0
    ? []
    : [
        {
          kind: 'closed-way',
          severity: null,
          text: after === undefined ? `Gone, and was open: ${title}` : `The open way to ${title} is closed`,
          link: `attacks?to=${encodeURIComponent(place)}`,
        },
      ];

/** A line a rule, worst first: forty pods of one mistake are one thing to know. */
const tellFindings = (kind: 'finding' | 'resolved', stored: readonly StoredFinding[]): readonly ChangeLine[] =>
  [...Map.groupBy(stored, ({ finding }) => finding.rule).values()]
    .flatMap((same): readonly ChangeLine[] => {
      const [worst] = same.toSorted((a, b) => compareSeverity(a.finding.severity, b.finding.severity));
      if (worst === undefined) return [];
      const { id, rule, severity, subject, message } = worst.finding;
      const more = same.length > 1 ? ` (and ${same.length - 1} more)` : '';
      const query = same.length > 1 ? `rule=${encodeURIComponent(rule)}` : `finding=${id}`;
      return [
        {
          kind,
          severity,
          text: `${shown(`${renderRef(subject)}: ${message}`, 300)}${more}`,
          link: `findings?${kind === 'resolved' ? 'seen=resolved&' : ''}${query}`,
        },
      ];
    })
    .toSorted((a, b) => compareSeverity(a.severity ?? 'info', b.severity ?? 'info'));

const mostDays = 90;

const toTrend = (days: readonly HistoryRow[]): readonly TrendPoint[] =>
  days
    .slice(0, mostDays)
    .map((row, index) => ({
      day: row.day,
      open: countOpen(row) ?? 0,
      total: row.depths.length,
      severe: severities
        .filter((severity) => isAtLeast(severity, 'high'))
        .reduce((sum, severity) => sum + row.open[severity], 0),
      breaks: days[index + 1] !== undefined && days[index + 1]?.policySet !== row.policySet,
    }))
    .reverse();
