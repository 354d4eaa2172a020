/** Forgets what is older than a person wants to keep, in steps so small that no other writer waits. */

import type { DatabaseSync } from 'node:sqlite';
import { createFindingsRecorder, toKey } from './record-findings.ts';
import { resolvedBit } from './columns.ts';
import type { StateReader } from './read-state.ts';
import { inTransaction } from './transaction.ts';

export interface Forgetter {
  /** One step for an estate; `false` where nothing is left to forget. */
  step(estate: string, before: string): boolean;
}

/** Some twenty milliseconds of writing. */
const findingsAStep = 500;
const looksAStep = 500;

export const createForgetter = (database: DatabaseSync, states: StateReader): Forgetter => {
  const recorder = createFindingsRecorder(database);
  // Looks are in the order of time: the first that is to stay ends the search.
  const kept = database.prepare('select number, at from look where estate = ? order by number limit ?');
  const idOf = database.prepare('select id from body where key = ?');
  const dropIdentity = database.prepare('delete from identity where estate = ? and id = ?');
  const dropBody = database.prepare('delete from body where key = ?');
  const dropWords = database.prepare('delete from text_index where rowid = ?');
  const dropAbsences = database.prepare('delete from absence where estate = ? and position = ?');
  const dropLook = database.prepare('delete from look where number = ?');
  const dropDays = database.prepare('delete from day where estate = ? and day < ?');
  const bump = database.prepare('update estate set version = version + 1 where number = ?');
  const momentOf = database.prepare('select at from moment where look = ?');

  return {
    step: (id, before) => {
      try {
        return inTransaction(database, 'immediate', () => {
          const state = states.read(id);
          if (state === null) return false;
          const { columns, number: estate } = state;
          const time = Date.parse(before);
          const isOld = (look: number): boolean => {
            const row = momentOf.get(look) as { at: string } | undefined;
            return row !== undefined && Date.parse(row.at) < time;
          };
          const age = new Map<number, boolean>();
          const old: number[] = [];
          for (let position = 0; position < state.positions && old.length < findingsAStep; position++) {
            if (((columns.flags[position] ?? 0) & resolvedBit) === 0) continue;
            const gone = columns.gone[position] ?? 0;
            const held = age.get(gone) ?? isOld(gone);
            age.set(gone, held);
            if (held) old.push(position);
          }
          for (const position of old) {
            const key = toKey(estate, position);
            const row = idOf.get(key) as { id: string } | undefined;
            if (row !== undefined) dropIdentity.run(estate, row.id);
            dropBody.run(key);
            dropWords.run(key);
            dropAbsences.run(estate, position);
            for (const name of [
              'flags',
              'rule',
              'kind',
              'namespace',
              'fix',
              'subject',
              'owner',
              'first',
              'last',
              'gone',
            ] as const)
              columns[name][position] = 0;
          }
          recorder.writeChunks(state, old);
          let looks = 0;
          for (const { number, at } of kept.all(estate, looksAStep) as unknown as readonly {
            number: number;
            at: string;
          }[]) {
            if (number === state.last || Date.parse(at) >= time) break;
            dropLook.run(number);
            looks += 1;
          }
          dropDays.run(estate, before.slice(0, 10));
          if (old.length > 0) {
            bump.run(estate);
            state.version += 1;
          }
          return old.length === findingsAStep || looks === looksAStep;
        });
      } finally {
        states.drop(id);
      }
    },
  };
};

/** How many steps one look takes at most: what is left waits for the next. */
export const stepsALook = 40;
