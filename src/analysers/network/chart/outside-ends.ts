/** Which ends outside the cluster stand for the internet, and which one an address is. */

import { containsAddress, parseIpAddress, parseIpPrefix } from '../../../lang/go/ip-address.ts';
import type { End } from '../../../kube/network/reachability.ts';
import { internetAddress } from '../well-known-addresses.ts';

/** All that no policy names, and prefixes so wide that nobody owns them. */
export const isInternetEnd = (end: End): boolean => {
  const { place } = end;
  if (place.kind === 'internet') return true;
  if (place.kind !== 'cidr') return false;
  const length = Number(place.prefix.slice(place.prefix.indexOf('/') + 1));
  return (length <= widest && !place.prefix.startsWith('10.')) || holds(place.prefix, internetAddress);
};

/** A /8 of IPv4 was the most that was ever given to one; nobody has a /8 of IPv6. */
const widest = 7;

const holds = (prefix: string, address: string): boolean => {
  const parsed = parseIpPrefix(prefix);
  const one = parseIpAddress(address);
  return parsed.kind === 'parsed' && one.kind === 'parsed' && containsAddress(parsed.value, one.value);
};

/** The narrowest class that policies tell it apart in; the internet where none names it. */
export const createOutsideFinder = (ends: readonly End[]): ((address: string) => End | undefined) => {
  const named = ends.flatMap((end) => {
    if (end.side !== null || end.place.kind !== 'cidr') return [];
    const parsed = parseIpPrefix(end.place.prefix);
    return parsed.kind === 'parsed' ? [{ end, prefix: parsed.value }] : [];
  });
  const internet = ends.find(({ place }) => place.kind === 'internet');
  return (address) => {
    const one = parseIpAddress(address);
    if (one.kind !== 'parsed') return undefined;
    return named.find(({ prefix }) => containsAddress(prefix, one.value))?.end ?? internet;
  };
};
