/** Groups of places in a large answer: lists of places that are told under one name wherever they come again. */

import type { PortSet } from '../../../kube/network/reachability.ts';
import type { PlaceEntry } from './place-entry.ts';

export interface PlaceGroups {
  readonly all: readonly { readonly id: string; readonly places: readonly string[] }[];
  /** The group of all places of these lists. */
  idOf(lists: readonly PlaceList[]): string;
  /**
   * What one source reaches, as few groups that other sources are likely to share: of sixty-four lists at a time, in the order in
   * which lists were met, those with equal ports. A thousand sources that reach all but themselves then share nearly all their
   * groups, where one group for each source would repeat every name.
   */
  inBlocks(reached: readonly ReachedList[]): readonly { readonly id: string; readonly ports: PortSet }[];
}

/** Lists are told apart by which they are, not by what is in them. */
type PlaceList = readonly PlaceEntry[];

interface ReachedList {
  readonly to: PlaceList;
  readonly ports: PortSet;
}

const blockSize = 64;

export const createPlaceGroups = (): PlaceGroups => {
  const numbers = new Map<PlaceList, number>();
  const known = new Map<string, string>();
  const all: { id: string; places: readonly string[] }[] = [];
  const numberOf = (list: PlaceList): number => {
    const number = numbers.get(list) ?? numbers.size;
    numbers.set(list, number);
    return number;
  };
  const idOf = (lists: readonly PlaceList[]): string => {
    const key = lists.map(numberOf).join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const id = `group-${all.length + 1}`;
    known.set(key, id);
    all.push({ id, places: lists.flatMap((places) => places.map(({ text }) => text)) });
    return id;
  };
  return {
    all,
    idOf,
    inBlocks: (reached) => {
      const blocks = new Map<string, { readonly ports: PortSet; readonly lists: PlaceList[] }>();
      for (const { to, ports } of reached) {
        const key = `${Math.floor(numberOf(to) / blockSize)} ${JSON.stringify(ports.ranges)}`;
        const block = blocks.get(key) ?? { ports, lists: [] };
        blocks.set(key, block);
        block.lists.push(to);
      }
      return [...blocks.values()].map(({ ports, lists }) => ({ ports, id: idOf(lists) }));
    },
  };
};
