/** Records a look: all of it in one transaction, so that a reader sees the look before or this one. */

import type { DatabaseSync } from 'node:sqlite';
import { bigAsText } from '../../model/json.ts';
import { StoreError, type EstateName, type Look, type Looks } from '../store.ts';
import { createDayRecorder } from './record-day.ts';
import { countOpen, createFindingsRecorder } from './record-findings.ts';
import type { EstateState, StateReader } from './read-state.ts';
import { inTransaction } from './transaction.ts';

export const createLookRecorder = (database: DatabaseSync, states: StateReader): Pick<Looks, 'record' | 'fail'> => {
  const findings = createFindingsRecorder(database);
  const days = createDayRecorder(database);
  const name = database.prepare(
    'insert into estate (id, title, kind) values (?1, ?2, ?3) on conflict do update set title = ?2, kind = ?3',
  );
  const lastLook = database.prepare('select at from look where number = ?');
  const begin = database.prepare(
    `insert into look (estate, at, policy_set, program, complete, missing, digest, objects, open) values (?, ?, ?, ?, ?, ?, ?, ?, 0)
     returning number`,
  );
  const remember = database.prepare('insert into moment (look, at) values (?, ?)');
  const missingOf = database.prepare('select missing, complete from look where number = ?');
  const count = database.prepare('update look set open = ? where number = ?');
  const finish = database.prepare(
    `update estate set version = version + 1, positions = ?, last = ?, failing_since = null, failing_at = null, failing_message = null
     where number = ?`,
  );
  const keepView = database.prepare(
    'insert into view (estate, name, body) values (?1, ?2, ?3) on conflict do update set body = ?3 where body <> ?3',
  );
  const viewNames = database.prepare('select name from view where estate = ?');
  const dropView = database.prepare('delete from view where estate = ? and name = ?');
  const keepRule = database.prepare(
    'insert into rule (estate, id, body) values (?1, ?2, ?3) on conflict do update set body = ?3 where body <> ?3',
  );
  const fail = database.prepare(
    'update estate set failing_since = coalesce(failing_since, ?2), failing_at = ?2, failing_message = ?3 where id = ?1',
  );

  const writeViews = ({ number }: EstateState, views: Look['views']): void => {
    for (const { name: old } of viewNames.all(number) as unknown as readonly { name: string }[])
      if (!Object.hasOwn(views, old)) dropView.run(number, old);
    for (const [view, body] of Object.entries(views)) keepView.run(number, view, JSON.stringify(body, bigAsText));
  };

  /**
   * What an incomplete look did not see may be hidden by what it could not read. It is gone for certain only where
   * nothing is unread now that was not unread when it was last seen.
   */
  const toResolves = (look: Look): ((lastSeen: number) => boolean) => {
    if (look.complete) return () => true;
    if (look.missing.length === 0) return () => false;
    const known = new Map<number, boolean>();
    return (lastSeen) => {
      const held = known.get(lastSeen);
      if (held !== undefined) return held;
      const row = missingOf.get(lastSeen) as { missing: string; complete: number } | undefined;
      const before = new Set<unknown>(row === undefined ? [] : (JSON.parse(row.missing) as readonly unknown[]));
      const answer = row !== undefined && row.complete === 0 && look.missing.every((each) => before.has(each));
      known.set(lastSeen, answer);
      return answer;
    };
  };

  return {
    record: (look) => {
      const at = toTime(look.at);
      try {
        return inTransaction(database, 'immediate', () => {
          // Pages that were changed wait in memory: an index of a million findings is written in few passes.
          database.exec('pragma cache_size = -131072');
          name.run(look.estate.id, look.estate.title, look.estate.kind);
          const state = states.read(look.estate.id);
          if (state === null) throw new Error('an estate is there once it is named');
          const last = lastLook.get(state.last) as { at: string } | undefined;
          if (last !== undefined && Date.parse(last.at) > at)
            throw new StoreError(
              'refused',
              `the look of ${look.at} at ${look.estate.title} is older than its last one of ${last.at}; history is written forwards: look again`,
            );
          const { number } = begin.get(
            state.number,
            look.at,
            look.policySet,
            look.version,
            look.complete ? 1 : 0,
            JSON.stringify(look.missing),
            look.digest,
            look.objects,
          ) as { number: number };
          remember.run(number, look.at);
          const changes = findings.record(state, number, look.findings, toResolves(look));
          const open = countOpen(state.columns, state.positions);
          count.run(open, number);
          writeViews(state, look.views);
          for (const rule of look.rules) keepRule.run(state.number, rule.id, JSON.stringify(rule, bigAsText));
          days.record(state, number, look);
          finish.run(state.positions, number, state.number);
          state.version += 1;
          state.last = number;
          return { ...changes, open };
        });
      } finally {
        // Columns were changed in place, classes were not; and where the look was not kept, neither counts.
        states.drop(look.estate.id);
        database.exec('pragma cache_size = -16384');
      }
    },
    fail: (estate: EstateName, failure) =>
      inTransaction(database, 'immediate', () => {
        name.run(estate.id, estate.title, estate.kind);
        fail.run(estate.id, failure.at, failure.message);
      }),
  };
};

const toTime = (at: string): number => {
  const time = Date.parse(at);
  if (Number.isNaN(time))
    throw new StoreError('refused', `${at} is no time of a look; write it as 2026-11-23T12:00:00Z`);
  return time;
};
