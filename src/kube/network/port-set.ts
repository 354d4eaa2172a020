/** Sets of ports of the three protocols: equal ones are one object, and what was once computed of two is remembered. */

import { protocols, type Protocol } from './network-policy.ts';
import type { PortSet } from './reachability.ts';

export interface PortSets {
  readonly none: PortSet;
  readonly all: PortSet;
  /** Every port of the ranges, in any order, overlapping or not. */
  of(ranges: readonly PortRange[]): PortSet;
  readonly union: (a: PortSet, b: PortSet) => PortSet;
  readonly intersect: (a: PortSet, b: PortSet) => PortSet;
  readonly subtract: (a: PortSet, b: PortSet) => PortSet;
  /** The ranges of a set as flat codes; `null` protocols are taken apart. */
  toSet(codes: Codes): PortSet;
  /** The equal set of this family, whoever made it. */
  adopt(set: PortSet): PortSet;
}

export interface PortRange {
  /** `null` for all three. */
  readonly protocol: Protocol | null;
  readonly first: number;
  readonly last: number;
}

/**
 * First and last, first and last, in order and apart: a port is its number plus 65,536 for each protocol before its own.
 * There is no port 0, so the ranges of two protocols never touch.
 */
export type Codes = readonly number[];

export const createPortSets = (): PortSets => {
  const known = new Map<string, InternedPortSet>();
  const unions = new Map<number, InternedPortSet>();
  const intersections = new Map<number, InternedPortSet>();
  const differences = new Map<number, InternedPortSet>();

  const toSet = (codes: Codes): InternedPortSet => {
    const key = codes.join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = new InternedPortSet(known, known.size, codes);
    known.set(key, made);
    return made;
  };
  /** A large answer hands the same few sets of another family over and over. */
  const adopted = new WeakMap<PortSet, InternedPortSet>();
  const adopt = (set: PortSet): InternedPortSet => {
    if (set instanceof InternedPortSet && set.family === known) return set;
    const made = adopted.get(set) ?? toSet(toCodes(toRanges(set)));
    adopted.set(set, made);
    return made;
  };
  const all = toSet(allCodes);
  const none = toSet([]);

  /** Of two numbers below 2^26: more sets than that no memory holds. */
  const remember = (
    memory: Map<number, InternedPortSet>,
    a: InternedPortSet,
    b: InternedPortSet,
    compute: (a: Codes, b: Codes) => Codes,
  ): InternedPortSet => {
    const key = a.id * 0x400_0000 + b.id;
    const found = memory.get(key);
    if (found !== undefined) return found;
    const made = toSet(compute(a.codes, b.codes));
    memory.set(key, made);
    return made;
  };

  return {
    none,
    all,
    toSet,
    adopt,
    of: (ranges) => toSet(toCodes(ranges)),
    union: (left, right) => {
      const a = adopt(left);
      const b = adopt(right);
      if (a === b || b === none || a === all) return a;
      if (a === none || b === all) return b;
      return remember(unions, a, b, (one, other) => mergeCodes([...one, ...other]));
    },
    intersect: (left, right) => {
      const a = adopt(left);
      const b = adopt(right);
      if (a === b || b === all || a === none) return a;
      if (a === all || b === none) return b;
      return remember(intersections, a, b, intersectCodes);
    },
    subtract: (left, right) => {
      const a = adopt(left);
      const b = adopt(right);
      if (b === none || a === none) return a;
      if (a === b || b === all) return none;
      return remember(differences, a, b, (one, other) => intersectCodes(one, complement(other)));
    },
  };
};

/** Of ranges in any order, as codes in order. Ports beyond 1 to 65,535 are none. */
export const toCodes = (ranges: readonly PortRange[]): Codes => {
  const codes: number[] = [];
  for (const { protocol, first, last } of ranges) {
    const from = Math.max(first, 1);
    const to = Math.min(last, lastPort);
    if (!(from <= to)) continue;
    for (const [at, name] of protocols.entries()) {
      if (protocol === null || protocol === name) codes.push(at * 0x1_0000 + from, at * 0x1_0000 + to);
    }
  }
  return mergeCodes(codes);
};

export const toRanges = (set: PortSet): readonly PortRange[] =>
  protocols.flatMap((protocol) => set.ranges[protocol].map(([first, last]) => ({ protocol, first, last })));

/** Sorts ranges and joins those that overlap or touch. */
export const mergeCodes = (codes: readonly number[]): Codes => {
  const { length } = codes;
  if (length <= 2) return codes;
  const order: number[] = [];
  for (let at = 0; at < length; at += 2) order.push(at);
  order.sort((a, b) => (codes[a] ?? 0) - (codes[b] ?? 0));
  const merged: number[] = [];
  let last = -2;
  for (const at of order) {
    const from = codes[at] ?? 0;
    const to = codes[at + 1] ?? 0;
    if (from > last + 1) {
      merged.push(from, to);
      last = to;
    } else if (to > last) {
      merged[merged.length - 1] = to;
      last = to;
    }
  }
  return merged;
};

export const intersectCodes = (a: Codes, b: Codes): Codes => {
  const common: number[] = [];
  let left = 0;
  let right = 0;
  while (left < a.length && right < b.length) {
    const leftTo = a[left + 1] ?? 0;
    const rightTo = b[right + 1] ?? 0;
    const from = Math.max(a[left] ?? 0, b[right] ?? 0);
    const to = Math.min(leftTo, rightTo);
    if (from <= to) common.push(from, to);
    if (leftTo <= rightTo) left += 2;
    if (rightTo <= leftTo) right += 2;
  }
  return common;
};

const complement = (codes: Codes): Codes => {
  const rest: number[] = [];
  let next = 0;
  for (let at = 0; at < codes.length; at += 2) {
    if ((codes[at] ?? 0) > next) rest.push(next, (codes[at] ?? 0) - 1);
    next = (codes[at + 1] ?? 0) + 1;
  }
  return [...rest, next, Infinity];
};

const lastPort = 65_535;

export const allCodes: Codes = protocols.flatMap((_, at) => [at * 0x1_0000 + 1, at * 0x1_0000 + lastPort]);

class InternedPortSet implements PortSet {
  /** Whose it is: ids of two families mean different sets. */
  readonly family: ReadonlyMap<string, PortSet>;
  readonly id: number;
  readonly codes: Codes;
  readonly isEmpty: boolean;
  readonly isAll: boolean;
  readonly ranges: PortSet['ranges'];

  constructor(family: ReadonlyMap<string, PortSet>, id: number, codes: Codes) {
    this.family = family;
    this.id = id;
    this.codes = codes;
    this.isEmpty = codes.length === 0;
    this.isAll = codes.length === allCodes.length && codes.every((code, at) => code === allCodes[at]);
    this.ranges = splitByProtocol(codes);
  }
}

const splitByProtocol = (codes: Codes): PortSet['ranges'] => {
  const ranges: Record<Protocol, [number, number][]> = { TCP: [], UDP: [], SCTP: [] };
  for (let at = 0; at < codes.length; at += 2) {
    const protocol = protocols[Math.floor((codes[at] ?? 0) / 0x1_0000)];
    if (protocol === undefined) continue;
    ranges[protocol].push([(codes[at] ?? 0) % 0x1_0000, (codes[at + 1] ?? 0) % 0x1_0000]);
  }
  return ranges;
};
