/** Which findings were there at a look, from the look that saw each first, the one that found it gone, and its absences between. */

import type { DatabaseSync } from 'node:sqlite';
import { isPresent, returnedBit } from './columns.ts';
import type { EstateState } from './read-state.ts';

export interface Presence {
  /** Positions that are there at one of two looks and not at the other, in their order. */
  compare(state: EstateState, before: number, after: number): Iterable<Change>;
}

export interface Change {
  readonly position: number;
  readonly kind: 'appeared' | 'resolved';
}

export const createPresence = (database: DatabaseSync): Presence => {
  const absences = database.prepare('select position, gone, back from absence where estate = ?');
  absences.setReturnArrays(true);
  return {
    *compare({ number, columns, positions }, before, after) {
      const away = new Map<number, (readonly [gone: number, back: number])[]>();
      for (const [position, gone, back] of absences.iterate(number) as unknown as Iterable<[number, number, number]>) {
        const held = away.get(position);
        if (held === undefined) away.set(position, [[gone, back]]);
        else held.push([gone, back]);
      }
      for (let position = 0; position < positions; position++) {
        const flags = columns.flags[position] ?? 0;
        if (!isPresent(flags)) continue;
        const first = columns.first[position] ?? 0;
        const gone = columns.gone[position] ?? 0;
        const absent = (flags & returnedBit) === 0 ? undefined : away.get(position);
        const was = isThere(before, first, gone, absent);
        const is = isThere(after, first, gone, absent);
        if (was !== is) yield { position, kind: is ? 'appeared' : 'resolved' };
      }
    },
  };
};

const isThere = (
  look: number,
  first: number,
  gone: number,
  absent: readonly (readonly [gone: number, back: number])[] | undefined,
): boolean =>
  first <= look && (gone === 0 || look < gone) && absent?.some(([from, to]) => from <= look && look < to) !== true;

export const countChanges = (changes: Iterable<Change>): { readonly appeared: number; readonly resolved: number } => {
  let [appeared, resolved] = [0, 0];
  for (const { kind } of changes)
    if (kind === 'appeared') appeared += 1;
    else resolved += 1;
  return { appeared, resolved };
};
