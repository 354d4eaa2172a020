/** The embedded store: one SQLite file, through the database of Node itself. */

import { StoreError, type Store, type StoreOptions, type StorePlugin } from '../store.ts';
import { countFacets, emptyFacets } from './count-facets.ts';
import { createMatchFinder } from './find-matches.ts';
import { createForgetter, stepsALook } from './forget-old.ts';
import { createFixGrouper } from './group-fixes.ts';
import { createFindingsLister, emptyPage } from './list-findings.ts';
import { openDatabase } from './open-database.ts';
import { createFindingReader } from './read-finding.ts';
import { createHistoryReader } from './read-history.ts';
import { createLookReader } from './read-looks.ts';
import { createStateReader, type EstateState } from './read-state.ts';
import { createLookRecorder } from './record-look.ts';
import { toStoreError } from './to-store-error.ts';
import { inTransaction } from './transaction.ts';

export const sqliteStore = {
  id: 'sqlite',
  summary: 'one file on this machine',
  open: (place, options) => openSqlite(place, options),
} satisfies StorePlugin;

const openSqlite = (place: string, { now, keepDays, patience }: StoreOptions): Store => {
  const database = openDatabase(place, patience);
  const guard = <Value>(act: () => Value): Value => {
    try {
      return act();
    } catch (error) {
      throw toStoreError(error, place);
    }
  };
  return guard(() => {
    const states = createStateReader(database, place);
    const recorder = createLookRecorder(database, states);
    const forgetter = createForgetter(database, states);
    const looks = createLookReader(database);
    const finder = createMatchFinder(database);
    const reader = createFindingReader(database);
    const list = createFindingsLister(finder, reader);
    const group = createFixGrouper(database, finder);
    const history = createHistoryReader(database, reader);
    const rule = database.prepare(
      'select body from rule join estate on estate.number = rule.estate where estate.id = ? and rule.id = ?',
    );

    /** Whatever is asked of an estate is answered from one state of the file. */
    const ask = <Value>(estate: string, none: Value, act: (state: EstateState) => Value): Value =>
      guard(() =>
        inTransaction(database, 'deferred', () => {
          const state = states.read(estate);
          return state === null ? none : act(state);
        }),
      );

    return {
      looks: {
        record: (look) => {
          const recorded = guard(() => recorder.record(look));
          guard(() => forget(look.estate.id));
          return recorded;
        },
        estates: () => guard(() => looks.estates()),
        view: (estate, name) => guard(() => looks.view(estate, name)),
        fail: (estate, failure) => guard(() => recorder.fail(estate, failure)),
      },
      findings: {
        list: (query) => ask(query.estate, emptyPage, (state) => list(state, query)),
        facets: (estate, filter) => ask(estate, emptyFacets, (state) => countFacets(finder, state, filter)),
        fixes: (estate, filter, most) => ask(estate, [], (state) => group(state, filter, most)),
        find: (estate, id) => ask(estate, null, (state) => reader.find(state, id)),
        rule: (estate, id) =>
          guard(() => {
            const row = rule.get(estate, id) as { body: string } | undefined;
            return row === undefined ? null : (JSON.parse(row.body) as ReturnType<Store['findings']['rule']>);
          }),
      },
      history: {
        days: (estate, most) => ask(estate, [], (state) => history.days(state, most)),
        compare: (estate, from, to) =>
          ask(estate, { kind: 'not-comparable' as const, why: 'nothing is known of this estate' }, (state) =>
            history.compare(state, from, to),
          ),
      },
      close: () => {
        if (database.isOpen) database.close();
      },
    };

    function forget(estate: string): void {
      const before = new Date(Date.parse(now()) - keepDays * 86_400_000).toISOString();
      try {
        for (let step = 0; step < stepsALook && forgetter.step(estate, before); step++);
      } catch (error) {
        // The look is kept. What is old can wait until nobody else writes, or there is room again.
        const told = toStoreError(error, place);
        if (!(told instanceof StoreError && (told.kind === 'locked' || told.kind === 'full'))) throw told;
      }
    }
  });
};
