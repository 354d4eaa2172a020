/** Ranges of addresses as the fewest prefixes that say them exactly. */

import type { IpPrefix } from '../../lang/go/ip-address.ts';

/** Both ends included. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** In order of address, IPv4 before IPv6. The ranges may come in any order, and overlap. */
export const toFewestPrefixes = (ranges: readonly AddressRange[]): readonly IpPrefix[] =>
  joinRanges(ranges).flatMap(splitRange);

const joinRanges = (ranges: readonly AddressRange[]): readonly AddressRange[] => {
  const joined: { family: 4 | 6; first: bigint; last: bigint }[] = [];
  for (const range of ranges.toSorted(compareRanges)) {
    const before = joined.at(-1);
    if (before === undefined || before.family !== range.family || before.last + 1n < range.first) {
      joined.push({ ...range });
    } else if (range.last > before.last) before.last = range.last;
  }
  return joined;
};

const compareRanges = (a: AddressRange, b: AddressRange): number => {
  if (a.family !== b.family) return a.family - b.family;
  return a.first < b.first ? -1 : a.first > b.first ? 1 : 0;
};

/** Each time the largest block that begins where the last one ended and stays inside. */
const splitRange = ({ family, first, last }: AddressRange): readonly IpPrefix[] => {
  const width = family === 4 ? 32 : 128;
  const prefixes: IpPrefix[] = [];
  let next = first;
  while (next <= last) {
    let size = 0;
    while (size < width && (next & ((2n << BigInt(size)) - 1n)) === 0n && next + (2n << BigInt(size)) - 1n <= last) {
      size += 1;
    }
    prefixes.push({ address: { family, bits: next, zone: '' }, length: width - size });
    next += 1n << BigInt(size);
  }
  return prefixes;
};
