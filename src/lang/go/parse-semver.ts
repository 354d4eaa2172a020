/** Semantic versions as blang/semver, the library of the API server and of Kyverno, reads and orders them, down to the messages. */

import { quoteGo } from './quote-go.ts';

export interface Semver {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: readonly (bigint | string)[];
}

export type ParsedSemver =
  | { readonly kind: 'semver'; readonly semver: Semver }
  | { readonly kind: 'defect'; readonly message: string };

export const parseSemver = (text: string): ParsedSemver => {
  if (text === '') return defect('Version string empty');
  const dot = text.indexOf('.');
  const secondDot = dot === -1 ? -1 : text.indexOf('.', dot + 1);
  if (secondDot === -1) return defect('No Major.Minor.Patch elements found');
  const major = parseNumber('Major', text.slice(0, dot));
  if (typeof major === 'string') return defect(major);
  const minor = parseNumber('Minor', text.slice(dot + 1, secondDot));
  if (typeof minor === 'string') return defect(minor);
  return parseTail(major, minor, text.slice(secondDot + 1));
};

/** Takes `v1.02` for `1.2.0` too: a leading `v`, leading zeros and missing parts are mended. */
export const parseNormalisedSemver = (text: string): ParsedSemver => {
  const parts = splitThree(text.startsWith('v') ? text.slice(1) : text).map(stripZeros);
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? '')) {
    return defect('short version cannot contain PreRelease/Build meta data');
  }
  while (parts.length < 3) parts.push('0');
  return parseSemver(parts.join('.'));
};

/** -1, 0 or 1. Build metadata does not count. */
export const compareSemvers = (a: Semver, b: Semver): -1 | 0 | 1 => {
  const numbers = order(a.major, b.major) || order(a.minor, b.minor) || order(a.patch, b.patch);
  if (numbers !== 0) return numbers;
  if (a.prerelease.length === 0 || b.prerelease.length === 0) {
    return order(b.prerelease.length === 0 ? 0 : 1, a.prerelease.length === 0 ? 0 : 1);
  }
  for (const [index, left] of a.prerelease.entries()) {
    const right = b.prerelease[index];
    if (right === undefined) return 1;
    const result = comparePrerelease(left, right);
    if (result !== 0) return result;
  }
  return a.prerelease.length < b.prerelease.length ? -1 : 0;
};

const parseTail = (major: bigint, minor: bigint, tail: string): ParsedSemver => {
  const plus = tail.indexOf('+');
  const build = plus === -1 ? [] : tail.slice(plus + 1).split('.');
  const head = plus === -1 ? tail : tail.slice(0, plus);
  const dash = head.indexOf('-');
  const patch = parseNumber('Patch', dash === -1 ? head : head.slice(0, dash));
  if (typeof patch === 'string') return defect(patch);
  const prerelease: (bigint | string)[] = [];
  for (const part of dash === -1 ? [] : head.slice(dash + 1).split('.')) {
    const parsed = parsePrerelease(part);
    if (parsed.kind === 'defect') return parsed;
    prerelease.push(parsed.value);
  }
  for (const part of build) {
    if (part === '') return defect('Build meta data is empty');
    if (!/^[0-9A-Za-z-]+$/.test(part)) return defect(`Invalid character(s) found in build meta data ${quoteGo(part)}`);
  }
  return { kind: 'semver', semver: { major, minor, patch, prerelease } };
};

/** The number, or what is wrong with it. */
const parseNumber = (name: string, digits: string): bigint | string => {
  if (!/^[0-9]*$/.test(digits)) return `Invalid character(s) found in ${name.toLowerCase()} number ${quoteGo(digits)}`;
  if (/^0./.test(digits)) return `${name} number must not contain leading zeroes ${quoteGo(digits)}`;
  return parseUint(digits);
};

const parseUint = (digits: string): bigint | string => {
  if (digits === '') return 'strconv.ParseUint: parsing "": invalid syntax';
  // Longer ones need not be read: leading zeros are refused before.
  const value = digits.length > 20 ? 2n ** 64n : BigInt(digits);
  return value < 2n ** 64n ? value : `strconv.ParseUint: parsing ${quoteGo(digits)}: value out of range`;
};

const parsePrerelease = (
  part: string,
):
  | { readonly kind: 'part'; readonly value: bigint | string }
  | { readonly kind: 'defect'; readonly message: string } => {
  if (part === '') return defect('Prerelease is empty');
  if (/^[0-9]+$/.test(part)) {
    if (/^0./.test(part)) {
      return defect(`Numeric PreRelease version must not contain leading zeroes ${quoteGo(part)}`);
    }
    const value = parseUint(part);
    return typeof value === 'string' ? defect(value) : { kind: 'part', value };
  }
  if (!/^[0-9A-Za-z-]+$/.test(part)) return defect(`Invalid character(s) found in prerelease ${quoteGo(part)}`);
  return { kind: 'part', value: part };
};

/** Numbers come before words. */
const comparePrerelease = (a: bigint | string, b: bigint | string): -1 | 0 | 1 => {
  if (typeof a !== typeof b) return typeof a === 'bigint' ? -1 : 1;
  return order(a, b);
};

const order = <Ordered extends bigint | number | string>(a: Ordered, b: Ordered): -1 | 0 | 1 =>
  a < b ? -1 : a > b ? 1 : 0;

const splitThree = (text: string): string[] => {
  const [major = '', minor, ...patch] = text.split('.');
  if (minor === undefined) return [major];
  return patch.length === 0 ? [major, minor] : [major, minor, patch.join('.')];
};

const stripZeros = (part: string): string => {
  if (Buffer.byteLength(part) < 2) return part;
  const stripped = part.replace(/^0+/, '');
  return /^[0-9]/.test(stripped) ? stripped : `0${stripped}`;
};

const defect = (message: string): { readonly kind: 'defect'; readonly message: string } => ({
  kind: 'defect',
  message,
});
