/** Test support: addresses and prefixes as plain numbers, read without Vauban's own reader, so that both cannot err alike. */

export interface Prefix {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** `10.0.0.0/8`, or an address alone, which is a prefix of one. */
export const readPrefix = (text: string): Prefix => {
  const [address = '', length] = text.split('/');
  const family = address.includes(':') ? 6 : 4;
  const width = family === 4 ? 32 : 128;
  const host = BigInt(width - Number(length ?? width));
  const first = ((family === 4 ? readFour(address) : readSix(address)) >> host) << host;
  return { family, first, last: first + (1n << host) - 1n };
};

const readFour = (text: string): bigint => text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);

const readSix = (text: string): bigint => {
  const [head = '', tail] = text.split('::');
  const toParts = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  const before = toParts(head);
  const after = toParts(tail ?? '');
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n);
};

export const holds = (prefix: Prefix, address: Prefix): boolean =>
  prefix.family === address.family && prefix.first <= address.first && address.last <= prefix.last;

export const isInside = (address: string, prefix: string): boolean => holds(readPrefix(prefix), readPrefix(address));

/** The addresses where a prefix begins and ends, one before, one behind, and one within. */
export const listBorders = (text: string): readonly string[] => {
  const { family, first, last } = readPrefix(text);
  const most = family === 4 ? (1n << 32n) - 1n : (1n << 128n) - 1n;
  return [first - 1n, first, (first + last) / 2n, last, last + 1n]
    .filter((value) => value > 0n && value < most)
    .map((value) => writeAddress(family, value));
};

const writeAddress = (family: 4 | 6, value: bigint): string =>
  family === 4
    ? [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.')
    : Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 65_535n).toString(16)).join(':');
