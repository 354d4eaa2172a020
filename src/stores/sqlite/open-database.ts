/** Opens the file of a store: makes it for its owner alone, brings it up to date, refuses what is not ours or too new. */

import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store.ts';
import { migrations } from './migrations.ts';
import { toStoreError } from './to-store-error.ts';

export const openDatabase = (place: string, patience: number): DatabaseSync => {
  touch(place);
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(place, { timeout: patience });
    prepareDatabase(database, place);
    return database;
  } catch (error) {
    database?.close();
    throw toStoreError(error, place);
  }
};

/** "Vaub", where SQLite keeps whose file it is. */
const applicationId = 0x56617562;

/** SQLite gives its side files the rights of the first; what others may read it never makes. */
const touch = (place: string): void => {
  if (place === ':memory:') return;
  try {
    closeSync(openSync(place, 'a', 0o600));
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new StoreError(
        'full',
        `there is no room left for ${place}; make room on the disk, or name another file with --store`,
      );
    throw new StoreError(
      'unreachable',
      `${place} cannot be opened for writing; give yourself the right to the file and its folder, or name another file with --store (${String(code)})`,
      { cause: error },
    );
  }
};

const prepareDatabase = (database: DatabaseSync, place: string): void => {
  // A reader's share of memory; the one who records asks for more while it does.
  database.exec('pragma cache_size = -16384; pragma foreign_keys = off; pragma temp_store = memory;');
  const found = readVersion(database);
  if (found > migrations.length)
    throw new StoreError(
      'newer',
      `${place} was written by a newer Vauban (version ${found} of the store, this one knows ${migrations.length}); use that Vauban, or name another file with --store`,
    );
  if (found < migrations.length) migrate(database, place);
  // A look is kept when its transaction is: also where the power fails, if the disk keeps its word.
  database.exec('pragma synchronous = full; pragma journal_size_limit = 67108864;');
};

const readVersion = (database: DatabaseSync): number => readPragma(database, 'user_version');

const readPragma = (database: DatabaseSync, name: string): number =>
  Number(Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0] ?? 0);

const migrate = (database: DatabaseSync, place: string): void => {
  // Readers never wait for a writer, nor a writer for them. The file remembers it.
  database.exec('pragma journal_mode = wal');
  database.exec('begin immediate');
  try {
    // Another process may have been first.
    const found = readVersion(database);
    if (found === 0 && isForeign(database))
      throw new StoreError('refused', `${place} is a database of another program; name another file with --store`);
    for (const [index, migration] of migrations.entries()) {
      if (index < found) continue;
      database.exec(migration);
      database.exec(`pragma user_version = ${index + 1}`);
    }
    database.exec(`pragma application_id = ${applicationId}`);
    database.exec('commit');
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
};

const isForeign = (database: DatabaseSync): boolean =>
  database.prepare('select 1 from sqlite_schema limit 1').get() !== undefined;
