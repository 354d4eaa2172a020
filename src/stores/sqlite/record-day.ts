/** Keeps the figures of a day with each look of it: the last look counts, compared with the last one of the day before. */

import type { DatabaseSync } from 'node:sqlite';
import { severities } from '../../model/severity.ts';
import type { HistoryRow } from '../history-row.ts';
import type { Look } from '../store.ts';
import { isOpen, toSeverityRank } from './columns.ts';
import { countChanges, createPresence } from './presence.ts';
import type { EstateState } from './read-state.ts';

export interface DayRecorder {
  record(state: EstateState, number: number, look: Look): void;
}

export const createDayRecorder = (database: DatabaseSync): DayRecorder => {
  const before = database.prepare(
    'select look, policy_set, complete from day where estate = ? and day < ? order by day desc limit 1',
  );
  const keep = database.prepare(
    `insert into day (estate, day, look, at, policy_set, digest, complete, looks, open, accepted, appeared, resolved, depths)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, ?9, ?10, ?11, ?12)
     on conflict do update set look = ?3, at = ?4, policy_set = ?5, digest = ?6, complete = ?7, looks = looks + 1, open = ?8,
       accepted = ?9, appeared = ?10, resolved = ?11, depths = ?12`,
  );
  const presence = createPresence(database);
  return {
    record: (state, number, look) => {
      const day = toDay(look.at);
      const last = before.get(state.number, day) as { look: number; policy_set: string; complete: number } | undefined;
      const isComparable =
        last !== undefined && last.policy_set === look.policySet && last.complete === 1 && look.complete;
      const changes = isComparable ? countChanges(presence.compare(state, last.look, number)) : null;
      const { open, accepted } = countBySeverity(state);
      keep.run(
        state.number,
        day,
        number,
        look.at,
        look.policySet,
        look.digest,
        look.complete ? 1 : 0,
        JSON.stringify(open),
        accepted,
        changes?.appeared ?? null,
        changes?.resolved ?? null,
        JSON.stringify(look.depths),
      );
    },
  };
};

/** In UTC, whatever offset the look was told in. */
export const toDay = (at: string): string => new Date(at).toISOString().slice(0, 10);

const countBySeverity = ({ columns, positions }: EstateState): Pick<HistoryRow, 'open' | 'accepted'> => {
  const counts = severities.map(() => 0);
  let accepted = 0;
  for (let position = 0; position < positions; position++) {
    const flags = columns.flags[position] ?? 0;
    if (!isOpen(flags)) continue;
    if ((flags & 3) === 3) accepted += 1;
    else {
      const rank = toSeverityRank(flags);
      counts[rank] = (counts[rank] ?? 0) + 1;
    }
  }
  const [critical = 0, high = 0, medium = 0, low = 0, info = 0] = counts;
  return { open: { critical, high, medium, low, info }, accepted };
};
