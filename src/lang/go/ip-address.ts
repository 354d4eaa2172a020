/** IP addresses and prefixes as Go's net/netip reads, renders and classifies them, down to its messages. */

import { quoteGo } from './quote-go.ts';

export interface IpAddress {
  readonly family: 4 | 6;
  readonly bits: bigint;
  /** Of `fe80::1%eth0`; the empty text for none. */
  readonly zone: string;
}

export interface IpPrefix {
  readonly address: IpAddress;
  readonly length: number;
}

export type Parsed<Result> =
  | { readonly kind: 'parsed'; readonly value: Result }
  | { readonly kind: 'defect'; readonly message: string };

export const parseIpAddress = (text: string): Parsed<IpAddress> => {
  const first = /[.:%]/.exec(text)?.[0];
  try {
    if (first === '.') return parsed({ family: 4, bits: readFields(text, 0, text.length), zone: '' });
    if (first === ':') return parsed(readIpv6(text));
    throw new AddressDefect(first === '%' ? 'missing IPv6 address' : 'unable to parse IP');
  } catch (error) {
    if (!(error instanceof AddressDefect)) throw error;
    const at = error.at === null ? '' : ` (at ${quoteGo(error.at)})`;
    return { kind: 'defect', message: `ParseAddr(${quoteGo(text)}): ${error.text}${at}` };
  }
};

export const parseIpPrefix = (text: string): Parsed<IpPrefix> => {
  const defect = (message: string): Parsed<IpPrefix> => ({
    kind: 'defect',
    message: `netip.ParsePrefix(${quoteGo(text)}): ${message}`,
  });
  const slash = text.lastIndexOf('/');
  if (slash === -1) return defect("no '/'");
  const address = parseIpAddress(text.slice(0, slash));
  if (address.kind === 'defect') return defect(address.message);
  if (address.value.zone !== '') return defect('IPv6 zones cannot be present in a prefix');
  const digits = text.slice(slash + 1);
  if (!/^(?:[0-9]|[1-9][0-9]*)$/.test(digits) || BigInt(digits) > 2n ** 63n - 1n) {
    return defect(`bad bits after slash: ${quoteGo(digits)}`);
  }
  if (BigInt(digits) > widthOf(address.value)) return defect('prefix length out of range');
  return { kind: 'parsed', value: { address: address.value, length: Number(digits) } };
};

export const renderIpAddress = (address: IpAddress): string => {
  if (address.family === 4) return renderIpv4(address.bits);
  const zone = address.zone === '' ? '' : `%${address.zone}`;
  if (isMapped(address)) return `::ffff:${renderIpv4(address.bits & 0xffff_ffffn)}${zone}`;
  return renderFields(address.bits) + zone;
};

export const renderIpPrefix = ({ address, length }: IpPrefix): string => `${renderIpAddress(address)}/${length}`;

export const widthOf = ({ family }: IpAddress): 32 | 128 => (family === 4 ? 32 : 128);

/** An IPv4 address in IPv6's clothes: `::ffff:1.2.3.4`. */
export const isMapped = ({ family, bits }: IpAddress): boolean => family === 6 && bits >> 32n === 0xffffn;

export const isUnspecified = ({ bits, zone }: IpAddress): boolean => bits === 0n && zone === '';

export const isLoopback = ({ family, bits }: IpAddress): boolean => (family === 4 ? bits >> 24n === 127n : bits === 1n);

export const isLinkLocalUnicast = ({ family, bits }: IpAddress): boolean =>
  family === 4 ? bits >> 16n === 0xa9fen : bits >> 118n === 0xfe80n >> 6n;

export const isLinkLocalMulticast = ({ family, bits }: IpAddress): boolean =>
  family === 4 ? bits >> 8n === 0xe00000n : ((bits >> 112n) & 0xff0fn) === 0xff02n;

/** Private addresses count as global ones, as in Go. */
export const isGlobalUnicast = (address: IpAddress): boolean => {
  const { family, bits } = address;
  const isMulticast = family === 4 ? bits >> 28n === 0xen : bits >> 120n === 0xffn;
  const isBroadcast = family === 4 && bits === 0xffff_ffffn;
  return bits !== 0n && !isBroadcast && !isLoopback(address) && !isMulticast && !isLinkLocalUnicast(address);
};

export const isSameAddress = (a: IpAddress, b: IpAddress): boolean =>
  a.family === b.family && a.bits === b.bits && a.zone === b.zone;

/** The prefix with the bits behind its length put to zero. */
export const maskPrefix = ({ address, length }: IpPrefix): IpPrefix => ({
  address: { ...address, bits: leading(address, length) << BigInt(widthOf(address) - length) },
  length,
});

export const containsAddress = (prefix: IpPrefix, address: IpAddress): boolean =>
  address.zone === '' &&
  prefix.address.family === address.family &&
  leading(prefix.address, prefix.length) === leading(address, prefix.length);

export const containsPrefix = (outer: IpPrefix, inner: IpPrefix): boolean =>
  outer.length <= inner.length && containsAddress(outer, inner.address);

const leading = (address: IpAddress, length: number): bigint => address.bits >> BigInt(widthOf(address) - length);

const parsed = (value: IpAddress): Parsed<IpAddress> => ({ kind: 'parsed', value });

/** Thrown and caught within this file: reading ends at the first mistake, wherever it stands. */
class AddressDefect {
  readonly text: string;
  readonly at: string | null;
  constructor(text: string, at: string | null = null) {
    this.text = text;
    this.at = at;
  }
}

/** The four decimal fields of `text` between two offsets. */
const readFields = (text: string, from: number, to: number): bigint => {
  const part = text.slice(from, to);
  let bits = 0n;
  let value = 0;
  let digits = 0;
  let dots = 0;
  for (let index = 0; index < part.length; index += 1) {
    const character = part[index] ?? '';
    if (character >= '0' && character <= '9') {
      if (digits === 1 && value === 0) throw new AddressDefect('IPv4 field has octet with leading zero');
      value = value * 10 + Number(character);
      digits += 1;
      if (value > 255) throw new AddressDefect('IPv4 field has value >255');
      continue;
    }
    if (character !== '.') throw new AddressDefect('unexpected character', part.slice(index));
    if (index === 0 || index === part.length - 1 || part[index - 1] === '.') {
      throw new AddressDefect('IPv4 field must have at least one digit', part.slice(index));
    }
    if (dots === 3) throw new AddressDefect('IPv4 address too long');
    bits = (bits << 8n) | BigInt(value);
    dots += 1;
    value = 0;
    digits = 0;
  }
  if (dots < 3) throw new AddressDefect('IPv4 address too short');
  return (bits << 8n) | BigInt(value);
};

const readIpv6 = (text: string): IpAddress => {
  const percent = text.indexOf('%');
  const zone = percent === -1 ? '' : text.slice(percent + 1);
  if (percent !== -1 && zone === '') throw new AddressDefect('zone must be a non-empty string');
  const end = percent === -1 ? text.length : percent;
  const fields: number[] = [];
  let ellipsis = -1;
  let rest = text.slice(0, end);
  if (rest.startsWith('::')) {
    ellipsis = 0;
    rest = rest.slice(2);
    if (rest === '') return { family: 6, bits: 0n, zone };
  }
  while (fields.length < 8) {
    const size = measureGroup(rest);
    if (rest[size] === '.') {
      if (ellipsis === -1 && fields.length !== 6) {
        throw new AddressDefect('embedded IPv4 address must replace the final 2 fields of the address', rest);
      }
      if (fields.length > 6) {
        throw new AddressDefect('too many hex fields to fit an embedded IPv4 at the end of the address', rest);
      }
      const embedded = Number(readFields(text, end - rest.length, end));
      fields.push(embedded >>> 16, embedded & 0xffff);
      rest = '';
      break;
    }
    fields.push(Number.parseInt(rest.slice(0, size), 16));
    rest = rest.slice(size);
    if (rest === '') break;
    if (!rest.startsWith(':')) throw new AddressDefect('unexpected character, want colon', rest);
    if (rest === ':') throw new AddressDefect('colon must be followed by more characters', rest);
    rest = rest.slice(1);
    if (!rest.startsWith(':')) continue;
    if (ellipsis !== -1) throw new AddressDefect('multiple :: in address', rest);
    ellipsis = fields.length;
    rest = rest.slice(1);
    if (rest === '') break;
  }
  if (rest !== '') throw new AddressDefect('trailing garbage after address', rest);
  return { family: 6, bits: joinFields(fields, ellipsis), zone };
};

/** How many hexadecimal digits the next group has. */
const measureGroup = (rest: string): number => {
  const size = /^[0-9a-fA-F]*/.exec(rest)?.[0].length ?? 0;
  if (size > 4) throw new AddressDefect('each group must have 4 or less digits', rest);
  if (size === 0) throw new AddressDefect('each colon-separated field must have at least one digit', rest);
  return size;
};

const joinFields = (fields: readonly number[], ellipsis: number): bigint => {
  if (fields.length < 8 && ellipsis === -1) throw new AddressDefect('address string too short');
  if (fields.length === 8 && ellipsis !== -1) {
    throw new AddressDefect('the :: must expand to at least one field of zeros');
  }
  const zeros = Array<number>(8 - fields.length).fill(0);
  const all = ellipsis === -1 ? fields : [...fields.slice(0, ellipsis), ...zeros, ...fields.slice(ellipsis)];
  return all.reduce((bits, field) => (bits << 16n) | BigInt(field), 0n);
};

const renderIpv4 = (bits: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join('.');

/** RFC 5952: the first of the longest runs of two or more zero fields becomes `::`. */
const renderFields = (bits: bigint): string => {
  const fields = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => Number((bits >> shift) & 0xffffn));
  let start = -1;
  let size = 1;
  for (let from = 0; from < 8; from += 1) {
    let to = from;
    while (to < 8 && fields[to] === 0) to += 1;
    if (to - from > size) {
      start = from;
      size = to - from;
    }
  }
  const render = (part: readonly number[]): string => part.map((field) => field.toString(16)).join(':');
  if (start === -1) return render(fields);
  return `${render(fields.slice(0, start))}::${render(fields.slice(start + size))}`;
};
