/** The addresses outside that policies name: places of their own beside the internet. */

import { toFewestPrefixes } from '../../../kube/network/fewest-prefixes.ts';
import { parseIpPrefix, renderIpPrefix, widthOf } from '../../../lang/go/ip-address.ts';
import { isOutside, type PlaceEntry } from './place-entry.ts';

/** In order of address, as few as say it. Of all places: what `internet//` leaves out. */
export const listNamedPrefixes = (places: readonly PlaceEntry[]): readonly string[] => {
  const ranges = places
    .filter((place) => isOutside(place) && place.text !== 'internet//')
    .flatMap(({ ends, part }) => (part === undefined ? ends.flatMap(({ prefixes }) => prefixes) : [part]))
    .flatMap((text) => {
      const parsed = parseIpPrefix(text);
      if (parsed.kind === 'defect') return [];
      const { address, length } = parsed.value;
      const { family, bits } = address;
      return [{ family, first: bits, last: bits + (1n << BigInt(widthOf(address) - length)) - 1n }];
    });
  return toFewestPrefixes(ranges).map(renderIpPrefix);
};
