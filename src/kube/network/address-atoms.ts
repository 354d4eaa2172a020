/** Cuts the addresses of IPv4 and IPv6 at every prefix that policies name, into regions that no rule can tell apart. */

import { maskPrefix, parseIpAddress, parseIpPrefix, renderIpPrefix, type IpAddress } from '../../lang/go/ip-address.ts';
import { toFewestPrefixes, type AddressRange } from './fewest-prefixes.ts';

/** A set of addresses as a policy writes it; what does not parse holds no address. */
export interface AddressTest {
  readonly prefixes: readonly string[];
  readonly except: readonly string[];
}

export interface AddressAtoms {
  readonly classes: readonly AddressClass[];
  /** The tests that hold an address, by their index, in order; none for a text that is no address. */
  testsAt(address: string): readonly number[];
}

/** The addresses that the same tests hold. */
export interface AddressClass {
  readonly tests: readonly number[];
  /** Addresses that stand in no prefix narrower than all addresses of their family. */
  readonly isInternet: boolean;
  /** As few as say it exactly, in order. Made when asked for: one test may cut IPv6 into a hundred prefixes. */
  readonly prefixes: () => readonly string[];
}

export const createAddressAtoms = (tests: readonly AddressTest[]): AddressAtoms => {
  const regions = createRegions(tests);
  const interned = new Map<string, readonly number[]>();
  const classes = new Map<string, { tests: readonly number[]; isInternet: boolean; regions: Region[] }>();
  for (const region of regions) {
    const above = region.parent;
    region.tests = above === null ? holding(noTests, noTests, region) : holding(above.tests, above.excepted, region);
    region.excepted = above === null ? region.excepts : mergeTests(above.excepted, region.excepts);
    const key = region.tests === above?.tests ? above.key : region.tests.join();
    region.key = key;
    region.tests = interned.get(key) ?? region.tests;
    interned.set(key, region.tests);
    const isInternet = region.length === 0;
    const classKey = `${isInternet ? 'i' : ''}${key}`;
    const known = classes.get(classKey);
    if (known === undefined) classes.set(classKey, { tests: region.tests, isInternet, regions: [region] });
    else known.regions.push(region);
  }
  return {
    classes: [...classes.values()].map(({ tests: held, isInternet, regions: parts }) => ({
      tests: held,
      isInternet,
      prefixes: () => toFewestPrefixes(parts.flatMap(toOwnRanges)).map(renderIpPrefix),
    })),
    testsAt: (text) => {
      const address = parseIpAddress(text);
      return address.kind === 'defect' ? noTests : findRegion(regions, address.value).tests;
    },
  };
};

/** The addresses of one prefix, without those of the prefixes inside it. */
interface Region {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly length: number;
  parent: Region | null;
  readonly children: Region[];
  /** Tests that name exactly this prefix. */
  readonly holds: number[];
  excepts: number[];
  /** Tests that hold the region, after everything above it, and those that leave it out. */
  tests: readonly number[];
  excepted: readonly number[];
  key: string;
}

const noTests: readonly number[] = [];

/** In order of address, wider ones first, so that every region stands behind the one around it. */
const createRegions = (tests: readonly AddressTest[]): readonly Region[] => {
  const known = new Map<string, Region>();
  const add = (text: string): Region | null => {
    const prefix = parseIpPrefix(text);
    if (prefix.kind === 'defect') return null;
    const { address, length } = maskPrefix(prefix.value);
    const key = `${address.family}/${address.bits}/${length}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const size = 1n << BigInt((address.family === 4 ? 32 : 128) - length);
    const region: Region = {
      family: address.family,
      first: address.bits,
      last: address.bits + size - 1n,
      length,
      parent: null,
      children: [],
      holds: [],
      excepts: [],
      tests: noTests,
      excepted: noTests,
      key: '',
    };
    known.set(key, region);
    return region;
  };
  add('0.0.0.0/0');
  add('::/0');
  for (const [index, { prefixes, except }] of tests.entries()) {
    for (const text of prefixes) pushOnce(add(text)?.holds, index);
    for (const text of except) pushOnce(add(text)?.excepts, index);
  }
  const regions = [...known.values()].toSorted(compareRegions);
  const around: Region[] = [];
  for (const region of regions) {
    while (around.length > 0 && !contains(around.at(-1), region)) around.pop();
    region.parent = around.at(-1) ?? null;
    region.parent?.children.push(region);
    around.push(region);
  }
  return regions;
};

/** Indices come in order, so that a repetition is always the last. */
const pushOnce = (list: number[] | undefined, index: number): void => {
  if (list !== undefined && list.at(-1) !== index) list.push(index);
};

const compareRegions = (a: Region, b: Region): number => {
  if (a.family !== b.family) return a.family - b.family;
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  return a.length - b.length;
};

const contains = (outer: Region | undefined, inner: Region): boolean =>
  outer !== undefined && outer.family === inner.family && outer.last >= inner.last;

/** A test's exception leaves out everything below it, whatever narrower prefix of the same test stands inside. */
const holding = (above: readonly number[], excepted: readonly number[], region: Region): readonly number[] => {
  if (region.holds.length === 0 && region.excepts.length === 0) return above;
  const out = new Set([...region.excepts, ...(region.holds.length > 0 ? excepted : noTests)]);
  const adds = region.holds.filter((test) => !out.has(test));
  if (region.excepts.length === 0 && adds.length === 0) return above;
  return mergeTests(region.excepts.length === 0 ? above : above.filter((test) => !out.has(test)), adds);
};

const mergeTests = (a: readonly number[], b: readonly number[]): readonly number[] =>
  b.length === 0 ? a : a.length === 0 ? b : [...new Set([...a, ...b])].toSorted((one, other) => one - other);

const toOwnRanges = (region: Region): readonly AddressRange[] => {
  const ranges: AddressRange[] = [];
  let next = region.first;
  for (const child of region.children) {
    if (child.first > next) ranges.push({ family: region.family, first: next, last: child.first - 1n });
    next = child.last + 1n;
  }
  if (next <= region.last) ranges.push({ family: region.family, first: next, last: region.last });
  return ranges;
};

/** The last region that begins at or before the address, or one around it. */
const findRegion = (regions: readonly Region[], address: IpAddress): { readonly tests: readonly number[] } => {
  let low = 0;
  let high = regions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const region = regions[middle];
    if (region === undefined) break;
    const isBefore = region.family === address.family ? region.first <= address.bits : region.family < address.family;
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  let found: Region | null = regions[low - 1] ?? null;
  while (found !== null && found.last < address.bits) found = found.parent;
  return found ?? { tests: noTests };
};
