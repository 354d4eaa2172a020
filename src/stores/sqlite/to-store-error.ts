/** Turns what SQLite says into one sentence with what to do. */

import { StoreError } from '../store.ts';

/** What is no fault of the file, the disk or another process is a bug, and goes on as it is. */
export const toStoreError = (error: unknown, place: string): unknown => {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  const extended: unknown = Reflect.get(error, 'errcode');
  if (typeof extended !== 'number') return error;
  const told = tellCode(extended, place);
  return told === null ? error : new StoreError(told.kind, `${told.message} (${error.message})`, { cause: error });
};

/** https://www.sqlite.org/rescode.html: the low eight bits are the primary code. */
const tellCode = (extended: number, place: string): Pick<StoreError, 'kind' | 'message'> | null => {
  switch (extended & 0xff) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return {
        kind: 'locked',
        message: `${place} is being written by another process; try again when that has ended, or name another file with --store`,
      };
    case 10: // SQLITE_IOERR
      return failsToGrow.has(extended)
        ? full(place)
        : {
            kind: 'unreachable',
            message: `${place} could not be read or written; look after the disk it lies on, or name another file with --store`,
          };
    case 13: // SQLITE_FULL
      return full(place);
    case 11: // SQLITE_CORRUPT
      return {
        kind: 'damaged',
        message: `${place} is damaged; move it away, or put a copy of it back, and history begins anew from there`,
      };
    case 26: // SQLITE_NOTADB
      return { kind: 'damaged', message: `${place} is no store of Vauban; name another file with --store` };
    case 3: // SQLITE_PERM
    case 8: // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
    case 23: // SQLITE_AUTH
      return {
        kind: 'unreachable',
        message: `${place} cannot be opened for writing; give yourself the right to the file and its folder, or name another file with --store`,
      };
    default:
      return null;
  }
};

/** SQLITE_IOERR_WRITE, _FSYNC, _TRUNCATE, _SHMSIZE: what a disk without room answers where it does not say so outright. */
const failsToGrow: ReadonlySet<number> = new Set([778, 1034, 1546, 4874]);

const full = (place: string) =>
  ({
    kind: 'full',
    message: `there is no room left for ${place}; nothing of this look was kept; make room on the disk, or name another file with --store`,
  }) as const;
