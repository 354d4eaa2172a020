/** Runs what belongs together: all of it is there afterwards or nothing, and a reader sees one state of the file throughout. */

import type { DatabaseSync } from 'node:sqlite';

export const inTransaction = <Value>(
  database: DatabaseSync,
  kind: 'immediate' | 'deferred',
  act: () => Value,
): Value => {
  database.exec(`begin ${kind}`);
  try {
    const made = act();
    database.exec('commit');
    return made;
  } catch (error) {
    // SQLite itself rolls back where the disk is full.
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
};
