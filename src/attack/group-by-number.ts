/** Groups members by the number of their group, in flat arrays: how the attack graph finds the steps at a place. */

export interface Groups {
  /** The members of group `n` are `members[start[n] … start[n + 1] − 1]`, in order. */
  readonly start: Int32Array;
  readonly members: Int32Array;
}

/** `groupOf` of each member; −1 where it is in none. */
export const groupByNumber = (groupOf: Int32Array, groups: number): Groups => {
  const start = new Int32Array(groups + 1);
  for (const group of groupOf) if (group >= 0) start[group + 1] = (start[group + 1] ?? 0) + 1;
  for (let group = 0; group < groups; group += 1) start[group + 1] = (start[group + 1] ?? 0) + (start[group] ?? 0);
  const members = new Int32Array(start[groups] ?? 0);
  const free = start.slice();
  for (let member = 0; member < groupOf.length; member += 1) {
    const group = groupOf[member] ?? -1;
    if (group < 0) continue;
    const at = free[group] ?? 0;
    members[at] = member;
    free[group] = at + 1;
  }
  return { start, members };
};
