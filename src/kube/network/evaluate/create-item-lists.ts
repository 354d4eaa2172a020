/** Many ascending lists of numbers that are mostly alike, each held once: a list is the number of its last link. */

export interface ItemLists {
  /** The empty list is 0; an item already in the list changes nothing. Items must come in ascending order over all lists: everything of item 3 before anything of item 4. */
  add(list: number, item: number): number;
  read(list: number): readonly number[];
}

export const createItemLists = (): ItemLists => {
  const before: number[] = [0];
  const last: number[] = [-1];
  /** The only longer list that the item at hand has made of each. */
  const longerBy: number[] = [-1];
  const longer: number[] = [0];
  return {
    add: (list, item) => {
      if (last[list] === item && list !== 0) return list;
      if (longerBy[list] === item) return longer[list] ?? 0;
      const made = before.length;
      before.push(list);
      last.push(item);
      longerBy.push(-1);
      longer.push(0);
      longerBy[list] = item;
      longer[list] = made;
      return made;
    },
    read: (list) => {
      const items: number[] = [];
      for (let link = list; link !== 0; link = before[link] ?? 0) items.push(last[link] ?? 0);
      return items.toReversed();
    },
  };
};
