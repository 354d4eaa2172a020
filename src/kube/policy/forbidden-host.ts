/**
 * Hosts that a policy's HTTP calls may not reach unless a person allows it: whoever may write a policy could else read,
 * through whoever runs it, what only that machine and its network can (cloud metadata, a control plane, a neighbour).
 */

import {
  containsAddress,
  parseIpAddress,
  parseIpPrefix,
  type IpAddress,
  type IpPrefix,
} from '../../lang/go/ip-address.ts';

/** Why a URL is refused before anything is looked up; `null` where it is not. */
export const explainForbiddenUrl = (written: string): string | null => {
  if (!URL.canParse(written)) return `invalid URL ${JSON.stringify(written)}`;
  // Parsed as a browser does: `http://2130706433`, `http://0x7f.1` and `http://127.1` all become 127.0.0.1.
  const { protocol, hostname, host } = new URL(written);
  if (protocol !== 'http:' && protocol !== 'https:') return `unsupported protocol scheme "${protocol.slice(0, -1)}"`;
  const name = hostname.replace(/\.+$/, '').toLowerCase();
  if (name === '') return `no Host in request URL`;
  if (forbiddenNames.has(name) || name.endsWith('.localhost')) {
    return `URL ${JSON.stringify(written)} is blocked: hostname ${JSON.stringify(name)} is on the blocklist`;
  }
  const address = name.replace(/^\[|\]$/g, '');
  const range = findForbiddenRange(address);
  return range === null ? null : `connection to ${host} blocked: IP ${address} falls in blocked range ${range}`;
};

/**
 * The range that forbids an address, or `null`. Whoever connects asks about every address a name resolves to, and then
 * connects to one of those: a name may resolve to another one a moment later.
 */
export const findForbiddenRange = (address: string): string | null => {
  const parsed = parseIpAddress(address);
  if (parsed.kind === 'defect') return null;
  const spellings = [{ ...parsed.value, zone: '' }, ...embedded(parsed.value)];
  const found = forbiddenRanges.find(({ prefix }) => spellings.some((spelling) => containsAddress(prefix, spelling)));
  return found?.range ?? null;
};

const forbiddenNames: ReadonlySet<string> = new Set([
  'localhost',
  'localhost.localdomain',
  'ip6-localhost',
  'ip6-loopback',
  'metadata.google.internal',
  'metadata.internal',
  'metadata',
  'instance-data',
]);

/** This host, loopback, link-local (the metadata service of nearly every cloud), private, shared, tested and many at once. */
const forbiddenRanges: readonly { readonly range: string; readonly prefix: IpPrefix }[] = [
  '::/128',
  '::1/128',
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '192.0.0.0/24',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  '64:ff9b:1::/48',
  'fc00::/7',
].map((range) => {
  const parsed = parseIpPrefix(range);
  if (parsed.kind === 'defect') throw new Error(parsed.message);
  return { range, prefix: parsed.value };
});

/** The IPv4 address that an IPv6 address spells in another way: mapped, compatible, translated, through NAT64 or 6to4. */
const embedded = ({ family, bits }: IpAddress): readonly IpAddress[] => {
  if (family === 4) return [];
  const high = bits >> 32n;
  if (high === 0n || high === 0xffffn || high === 0xffff_0000n || high === 0x64_ff9b_0000_0000_0000_0000n)
    return [toIpv4(bits)];
  return bits >> 112n === 0x2002n ? [toIpv4(bits >> 80n)] : [];
};

const toIpv4 = (bits: bigint): IpAddress => ({ family: 4, bits: bits & 0xffff_ffffn, zone: '' });
