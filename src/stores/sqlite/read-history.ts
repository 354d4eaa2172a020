/** The days of an estate, and what became of it between two of them. */

import type { DatabaseSync } from 'node:sqlite';
import type { DepthRecord } from '../depth-record.ts';
import type { HistoryRow } from '../history-row.ts';
import type { Compared, DepthChange } from '../store.ts';
import { toBucket } from './columns.ts';
import { createPresence } from './presence.ts';
import type { FindingReader } from './read-finding.ts';
import type { EstateState } from './read-state.ts';

export interface HistoryReader {
  days(state: EstateState, most: number): readonly HistoryRow[];
  compare(state: EstateState, from: string, to: string): Compared;
}

/** Findings a comparison lists; its counts are whole. */
const mostCompared = 500;

export const createHistoryReader = (database: DatabaseSync, reader: FindingReader): HistoryReader => {
  const days = database.prepare('select * from day where estate = ? order by day desc limit ?');
  const day = database.prepare('select * from day where estate = ? and day = ?');
  const presence = createPresence(database);

  return {
    days: ({ number }, most) =>
      (days.all(number, Math.max(0, Math.floor(most))) as unknown as readonly DayRow[]).map(toHistoryRow),
    compare: (state, from, to) => {
      const before = day.get(state.number, from) as DayRow | undefined;
      const after = day.get(state.number, to) as DayRow | undefined;
      if (before === undefined || after === undefined)
        return { kind: 'not-comparable', why: `there was no look on ${before === undefined ? from : to}` };
      const why = explainDifference(before, after);
      if (why !== null) return { kind: 'not-comparable', why };
      const appeared: number[] = [];
      const resolved: number[] = [];
      for (const { position, kind } of presence.compare(state, before.look, after.look))
        (kind === 'appeared' ? appeared : resolved).push(position);
      // What was resolved since is ordered as it was when it was open.
      const worst = (position: number): number => toBucket(state.columns.flags[position] ?? 0) % 20;
      const read = (positions: number[]) =>
        positions
          .sort((a, b) => worst(a) - worst(b) || a - b)
          .slice(0, mostCompared)
          .map((position) => reader.read(state, position));
      return {
        kind: 'compared',
        from,
        to,
        counts: { appeared: appeared.length, resolved: resolved.length },
        appeared: read(appeared),
        resolved: read(resolved),
        depths: compareDepths(toDepths(before), toDepths(after)),
      };
    },
  };
};

interface DayRow {
  readonly day: string;
  readonly look: number;
  readonly at: string;
  readonly policy_set: string;
  readonly digest: string;
  readonly complete: number;
  readonly looks: number;
  readonly open: string;
  readonly accepted: number;
  readonly appeared: number | null;
  readonly resolved: number | null;
  readonly depths: string;
}

const toHistoryRow = (row: DayRow): HistoryRow => ({
  day: row.day,
  at: row.at,
  policySet: row.policy_set,
  digest: row.digest,
  complete: row.complete === 1,
  looks: row.looks,
  open: JSON.parse(row.open) as HistoryRow['open'],
  accepted: row.accepted,
  appeared: row.appeared,
  resolved: row.resolved,
  depths: toDepths(row),
});

const toDepths = ({ depths }: DayRow): readonly DepthRecord[] => JSON.parse(depths) as readonly DepthRecord[];

const explainDifference = (before: DayRow, after: DayRow): string | null => {
  if (before.day > after.day) return `${before.day} comes after ${after.day}: name the earlier day first`;
  for (const { day, complete } of [before, after])
    if (complete === 0) return `not all could be read on ${day}, so what is missing there may only have been unread`;
  return before.policy_set === after.policy_set
    ? null
    : `${before.day} and ${after.day} were judged by different policies, so a difference may be theirs`;
};

const compareDepths = (before: readonly DepthRecord[], after: readonly DepthRecord[]): readonly DepthChange[] => {
  const old = new Map(before.map((each) => [each.place, each]));
  const now = new Map(after.map((each) => [each.place, each]));
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((place): readonly DepthChange[] => {
    const [was, is] = [old.get(place), now.get(place)];
    if (was !== undefined && is !== undefined && was.depth === is.depth) return [];
    return [{ place, title: is?.title ?? was?.title ?? place, before: was?.depth, after: is?.depth }];
  });
};
