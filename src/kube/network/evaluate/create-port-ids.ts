/** Small numbers for port sets, for rows of thousands of them: 0 is none, 1 is all. */

import type { PortSets } from '../port-set.ts';
import type { PortSet } from '../reachability.ts';

export interface PortIds {
  idOf(set: PortSet): number;
  readonly setOf: (id: number) => PortSet;
  intersect(a: number, b: number): number;
}

export const createPortIds = (sets: PortSets): PortIds => {
  const known: PortSet[] = [sets.none, sets.all];
  const ids = new Map<PortSet, number>([
    [sets.none, 0],
    [sets.all, 1],
  ]);
  const memory = new Map<number, number>();
  const idOf = (set: PortSet): number => {
    const found = ids.get(set);
    if (found !== undefined) return found;
    ids.set(set, known.length);
    known.push(set);
    return known.length - 1;
  };
  return {
    idOf,
    setOf: (id) => known[id] ?? sets.none,
    intersect: (a, b) => {
      if (a === b || b === 1) return a;
      if (a === 1) return b;
      if (a === 0 || b === 0) return 0;
      const key = a < b ? a * 0x400_0000 + b : b * 0x400_0000 + a;
      const found = memory.get(key);
      if (found !== undefined) return found;
      const made = idOf(sets.intersect(known[a] ?? sets.none, known[b] ?? sets.none));
      memory.set(key, made);
      return made;
    },
  };
};
