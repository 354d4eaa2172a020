/** Writes what changed of an estate's findings since its last look, and nothing of what did not. */

import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { bigAsText } from '../../model/json.ts';
import { toLayerGroup } from '../../model/layer.ts';
import type { FindingRecord } from '../finding-record.ts';
import type { FindingStatus } from '../findings-query.ts';
import {
  chunkLength,
  growColumns,
  isOpen,
  isPresent,
  packChunk,
  resolvedBit,
  returnedBit,
  toFlags,
  type Columns,
} from './columns.ts';
import { listNumbers, type EstateState, type ListName } from './read-state.ts';
import { longWord, toIndexed } from './text-index.ts';
import { toMarks } from './to-marks.ts';

export interface FindingsRecorder {
  /** Inside a transaction; changes the state as the file. What the look did not see is resolved where `resolves` says so of the look that saw it last. */
  record(
    state: EstateState,
    look: number,
    findings: Iterable<FindingRecord>,
    resolves: (lastSeen: number) => boolean,
  ): Changes;
  /** Writes the columns of positions that were changed. */
  writeChunks(state: EstateState, positions: Iterable<number>): void;
}

export interface Changes {
  readonly appeared: number;
  readonly resolved: number;
}

/** The estate's number is above the position. */
export const toKey = (estate: number, position: number): number => estate * 2 ** 32 + position;

export const createFindingsRecorder = (database: DatabaseSync): FindingsRecorder => {
  const find = database.prepare('select position, hash from identity where estate = ? and id = ?');
  find.setReturnArrays(true);
  const identify = database.prepare(
    'insert into identity (estate, id, position, hash) values (?1, ?2, ?3, ?4) on conflict do update set hash = ?4',
  );
  const keep = database.prepare('insert or replace into body (key, id, record) values (?, ?, ?)');
  const index = database.prepare('insert or replace into text_index (rowid, words) values (?, ?)');
  const keepWord = database.prepare('insert or ignore into long_word (text) values (?)');
  const leave = database.prepare('insert or replace into absence (estate, position, gone, back) values (?, ?, ?, ?)');
  const findSubject = database.prepare('select number from word where estate = ? and list = 5 and text = ?');
  const lastSubject = database.prepare('select max(number) number from word where estate = ? and list = 5');
  const name = database.prepare(
    'insert into word (estate, list, text, number, title) values (?1, ?2, ?3, ?4, ?5) on conflict do update set title = ?5',
  );
  const chunk = database.prepare('insert or replace into chunk (estate, number, version, bytes) values (?, ?, ?, ?)');

  const record: FindingsRecorder['record'] = (state, look, findings, resolves) => {
    const { number: estate, columns, words } = state;
    const seen = createMarks(state.positions);
    const changed = new Set<number>();
    const known = createKnownWords();
    const fixTitles = new Set<number>();
    let appeared = 0;

    const toNumber = (list: ListName, text: string, title: string | null): number => {
      const { texts, numbers } = words[list];
      const found = numbers.get(text);
      if (found !== undefined) {
        if (title !== null && !fixTitles.has(found)) {
          fixTitles.add(found);
          name.run(estate, listNumbers[list], text, found, title);
        }
        return found;
      }
      const number = texts.length;
      texts.push(text);
      numbers.set(text, number);
      name.run(estate, listNumbers[list], text, number, title);
      return number;
    };

    const subjects = new Map<string, number>();
    let subjectsGiven: number | null = null;
    const toSubject = (text: string): number => {
      const held = subjects.get(text);
      if (held !== undefined) return held;
      const row = findSubject.get(estate, text) as { number: number } | undefined;
      let number = row?.number;
      if (number === undefined) {
        subjectsGiven ??= (lastSubject.get(estate) as { number: number | null }).number ?? 0;
        number = subjectsGiven += 1;
        name.run(estate, listNumbers.subject, text, number, null);
      }
      // A subject's findings come close together.
      if (subjects.size >= mostSubjects) subjects.clear();
      subjects.set(text, number);
      return number;
    };

    const setColumns = (position: number, each: FindingRecord): void => {
      const { finding, layer, fix, accepted, exposes } = each;
      const { subject, owner } = finding;
      const kept = (columns.flags[position] ?? 0) & (resolvedBit | returnedBit);
      columns.flags[position] =
        kept | toFlags(toStatus(each, accepted !== null), finding.severity, toLayerGroup(layer), exposes);
      columns.rule[position] = toNumber('rule', finding.rule, null);
      columns.kind[position] = toNumber('kind', subject.kind, null);
      columns.namespace[position] = toNumber('namespace', subject.namespace ?? '', null);
      columns.fix[position] = fix === null ? 0 : toNumber('fix', fix.key, fix.title);
      columns.subject[position] = toSubject(toSubjectText(subject));
      columns.owner[position] = owner === null ? 0 : toSubject(toSubjectText(owner));
    };

    const write = (position: number, each: FindingRecord, text: string, digest: string): void => {
      const { id } = each.finding;
      setColumns(position, each);
      identify.run(estate, id, position, digest);
      keep.run(toKey(estate, position), id, text);
      const indexed = toIndexed(each, toMarks(columns, position));
      index.run(toKey(estate, position), indexed.text);
      for (const word of indexed.words) if (word.length >= longWord && known.isNew(word)) keepWord.run(word);
      changed.add(position);
    };

    for (const each of findings) {
      const text = toText(each);
      const digest = hash('sha256', text, 'base64').slice(0, 22);
      const row = find.get(estate, each.finding.id) as unknown as [position: number, hash: string] | undefined;
      if (row === undefined) {
        const position = state.positions;
        state.positions += 1;
        growColumns(columns, state.positions);
        columns.first[position] = look;
        write(position, each, text, digest);
        seen.set(position);
        appeared += 1;
        continue;
      }
      const [position, held] = row;
      if (seen.has(position)) continue;
      seen.set(position);
      const gone = columns.gone[position] ?? 0;
      if (gone !== 0) {
        leave.run(estate, position, gone, look);
        columns.gone[position] = 0;
        columns.last[position] = 0;
        columns.flags[position] = ((columns.flags[position] ?? 0) & ~resolvedBit) | returnedBit;
        changed.add(position);
        appeared += 1;
      } else if (columns.last[position] !== 0) {
        columns.last[position] = 0;
        changed.add(position);
      }
      if (held !== digest) write(position, each, text, digest);
    }
    const resolved = resolveUnseen(state, look, seen, changed, resolves);
    writeChunks(state, changed);
    return { appeared, resolved };
  };

  const writeChunks: FindingsRecorder['writeChunks'] = ({ number: estate, version, columns }, positions) => {
    const chunks = new Set<number>();
    for (const position of positions) chunks.add(Math.floor(position / chunkLength));
    for (const each of chunks) chunk.run(estate, each, version + 1, packChunk(columns, each));
  };

  return { record, writeChunks };
};

const mostSubjects = 50_000;

const resolveUnseen = (
  { positions, last, columns }: EstateState,
  look: number,
  seen: Marks,
  changed: Set<number>,
  resolves: (lastSeen: number) => boolean,
): number => {
  let resolved = 0;
  for (let position = 0; position < positions; position++) {
    if (!isOpen(columns.flags[position] ?? 0) || seen.has(position)) continue;
    const before = columns.last[position] ?? 0;
    const lastSeen = before === 0 ? last : before;
    if (resolves(lastSeen)) {
      columns.gone[position] = look;
      columns.flags[position] = (columns.flags[position] ?? 0) | resolvedBit;
      resolved += 1;
    } else if (before !== 0) continue;
    columns.last[position] = lastSeen;
    changed.add(position);
  }
  return resolved;
};

export const toSubjectText = ({
  kind,
  namespace,
  name,
}: {
  kind: string;
  namespace: string | null;
  name: string;
}): string => `${kind}/${namespace ?? ''}/${name}`;

const toStatus = ({ finding }: FindingRecord, isAccepted: boolean): FindingStatus => {
  if (isAccepted || finding.status === 'skip' || finding.status === 'pass') return 'accepted';
  return finding.status;
};

/** `JSON.stringify` with a function is many times slower, and few objects hold a 64-bit number. */
const toText = (record: FindingRecord): string => {
  try {
    return JSON.stringify(record);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(record, bigAsText);
  }
};

interface Marks {
  has(position: number): boolean;
  set(position: number): void;
}

const createMarks = (positions: number): Marks => {
  let bytes = new Uint8Array(positions + 1024);
  return {
    has: (position) => bytes[position] === 1,
    set: (position) => {
      if (position >= bytes.length) {
        const larger = new Uint8Array(Math.max(position + 1, bytes.length * 2));
        larger.set(bytes);
        bytes = larger;
      }
      bytes[position] = 1;
    },
  };
};

/** Words come again and again: what was kept a moment ago is not asked for once more. */
const createKnownWords = () => {
  const known = new Set<string>();
  return {
    isNew: (word: string): boolean => {
      if (known.has(word)) return false;
      if (known.size >= 200_000) known.clear();
      known.add(word);
      return true;
    },
  };
};

/** Nothing but what a page of numbers says. */
export const countOpen = (columns: Columns, positions: number): number => {
  let open = 0;
  for (let position = 0; position < positions; position++) {
    const flags = columns.flags[position] ?? 0;
    if (isPresent(flags) && isOpen(flags) && (flags & 3) !== 3) open += 1;
  }
  return open;
};
