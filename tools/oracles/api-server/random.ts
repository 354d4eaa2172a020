/** Chance that a seed repeats: everything the oracle generates is drawn from one of these. */

export interface Random {
  /** From 0, below `below`. */
  int(below: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** So many different items, in their order. */
  sample<Item>(items: readonly Item[], count: number): readonly Item[];
}

/** Mulberry32: small, and good enough to choose test cases by. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const random: Random = {
    int: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[random.int(items.length)];
      if (item === undefined && items.length === 0) throw new Error('there is nothing to pick from');
      return item as (typeof items)[number];
    },
    sample: (items, count) => {
      const chosen = new Set<number>();
      while (chosen.size < Math.min(count, items.length)) chosen.add(random.int(items.length));
      return items.filter((_, index) => chosen.has(index));
    },
  };
  return random;
};
