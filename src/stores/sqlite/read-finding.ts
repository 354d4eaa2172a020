/** Reads one finding as it was kept, with when it was seen. */

import type { DatabaseSync } from 'node:sqlite';
import type { FindingRecord, StoredFinding } from '../finding-record.ts';
import { isPresent } from './columns.ts';
import { toKey } from './record-findings.ts';
import type { EstateState } from './read-state.ts';

export interface FindingReader {
  read(state: EstateState, position: number): StoredFinding;
  find(state: EstateState, id: string): StoredFinding | null;
}

export const createFindingReader = (database: DatabaseSync): FindingReader => {
  const body = database.prepare('select record from body where key = ?');
  const identity = database.prepare('select position from identity where estate = ? and id = ?');
  const moment = database.prepare('select at from moment where look = ?');
  const moments = new Map<number, string>();

  const toAt = (look: number): string => {
    const held = moments.get(look);
    if (held !== undefined) return held;
    const row = moment.get(look) as { at: string } | undefined;
    if (row === undefined) throw new Error(`the moment of look ${look} is not kept`);
    if (moments.size >= 10_000) moments.clear();
    moments.set(look, row.at);
    return row.at;
  };

  const read: FindingReader['read'] = (state, position) => {
    const row = body.get(toKey(state.number, position)) as { record: string } | undefined;
    if (row === undefined) throw new Error(`finding ${position} is not kept`);
    const { first, last, gone } = state.columns;
    const lastSeen = last[position] ?? 0;
    const resolved = gone[position] ?? 0;
    return {
      ...(JSON.parse(row.record) as FindingRecord),
      firstSeen: toAt(first[position] ?? 0),
      lastSeen: toAt(lastSeen === 0 ? state.last : lastSeen),
      resolved: resolved === 0 ? null : toAt(resolved),
    };
  };

  return {
    read,
    find: (state, id) => {
      const row = identity.get(state.number, id) as { position: number } | undefined;
      return row === undefined || !isPresent(state.columns.flags[row.position] ?? 0) ? null : read(state, row.position);
    },
  };
};
