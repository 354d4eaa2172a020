/**
 * Findings that no filter but one of namespaces, subjects, times and words can tell apart are of one class: those of equal flags, rule,
 * kind and fix. There are thousands where findings are a million, so that a question is put to each class and a finding only
 * asks what its class was told.
 */

import type { Columns } from './columns.ts';

export interface Classes {
  /** By position. */
  of: Uint32Array;
  /** By class. */
  flags: Uint16Array;
  rule: Uint32Array;
  kind: Uint32Array;
  fix: Uint32Array;
  /** How many findings are of a class. */
  counts: Uint32Array;
  /** How many classes there are. */
  length: number;
  /** Open addressing: a class's number plus 1, or 0. */
  slots: Uint32Array;
  /** Positions below were counted. */
  positions: number;
}

export const createClasses = (): Classes => ({
  of: new Uint32Array(0),
  flags: new Uint16Array(64),
  rule: new Uint32Array(64),
  kind: new Uint32Array(64),
  fix: new Uint32Array(64),
  counts: new Uint32Array(64),
  length: 0,
  slots: new Uint32Array(256),
  positions: 0,
});

/** Tells the classes of positions from `from` to before `to` anew. */
export const classify = (classes: Classes, columns: Columns, from: number, to: number): void => {
  if (classes.of.length < columns.flags.length) {
    const of = new Uint32Array(columns.flags.length);
    of.set(classes.of);
    classes.of = of;
  }
  const { flags, rule, kind, fix } = columns;
  for (let position = from; position < to; position++) {
    if (position < classes.positions) count(classes, classes.of[position] ?? 0, -1);
    const each = toClass(classes, flags[position] ?? 0, rule[position] ?? 0, kind[position] ?? 0, fix[position] ?? 0);
    classes.of[position] = each;
    count(classes, each, 1);
  }
  classes.positions = Math.max(classes.positions, to);
};

const count = ({ counts }: Classes, each: number, by: number): void => {
  counts[each] = (counts[each] ?? 0) + by;
};

const toClass = (classes: Classes, flags: number, rule: number, kind: number, fix: number): number => {
  const { slots } = classes;
  const mask = slots.length - 1;
  let slot = toHash(flags, rule, kind, fix) & mask;
  for (;;) {
    const found = slots[slot] ?? 0;
    if (found === 0) break;
    const each = found - 1;
    if (
      classes.flags[each] === flags &&
      classes.rule[each] === rule &&
      classes.kind[each] === kind &&
      classes.fix[each] === fix
    )
      return each;
    slot = (slot + 1) & mask;
  }
  return addClass(classes, slot, flags, rule, kind, fix);
};

const addClass = (classes: Classes, slot: number, flags: number, rule: number, kind: number, fix: number): number => {
  const each = classes.length;
  if (each === classes.flags.length) doubleTables(classes);
  classes.flags[each] = flags;
  classes.rule[each] = rule;
  classes.kind[each] = kind;
  classes.fix[each] = fix;
  classes.counts[each] = 0;
  classes.length += 1;
  classes.slots[slot] = each + 1;
  if (classes.length * 2 > classes.slots.length) doubleSlots(classes);
  return each;
};

const doubleTables = (classes: Classes): void => {
  const flags = new Uint16Array(classes.flags.length * 2);
  flags.set(classes.flags);
  classes.flags = flags;
  for (const name of ['rule', 'kind', 'fix', 'counts'] as const) {
    const larger = new Uint32Array(classes[name].length * 2);
    larger.set(classes[name]);
    classes[name] = larger;
  }
};

const doubleSlots = (classes: Classes): void => {
  const slots = new Uint32Array(classes.slots.length * 2);
  const mask = slots.length - 1;
  const { flags, rule, kind, fix } = classes;
  for (let each = 0; each < classes.length; each++) {
    let slot = toHash(flags[each] ?? 0, rule[each] ?? 0, kind[each] ?? 0, fix[each] ?? 0) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = each + 1;
  }
  classes.slots = slots;
};

const toHash = (flags: number, rule: number, kind: number, fix: number): number => {
  let hash = Math.imul(flags + 1, 0x9e3779b1) ^ Math.imul(rule + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) ^ Math.imul(kind + 1, 0x27d4eb2f) ^ Math.imul(fix + 1, 0x165667b1);
  return (hash ^ (hash >>> 13)) >>> 0;
};
