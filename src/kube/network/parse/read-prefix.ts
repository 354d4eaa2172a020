/** Address ranges in policies: as strict as the API server since 1.36, and what older servers let in read as they read it. */

import {
  containsPrefix,
  isMapped,
  isSameAddress,
  maskPrefix,
  parseIpAddress,
  parseIpPrefix,
  renderIpAddress,
  renderIpPrefix,
  widthOf,
  type IpPrefix,
  type Parsed,
} from '../../../lang/go/ip-address.ts';
import type { FieldPath } from '../../../model/field-path.ts';
import { textOf, type Field } from './read-field.ts';
import type { PolicyNotes } from './policy-notes.ts';
import { quote } from './quote.ts';

/** The canonical prefix; `undefined` where there is none, which is refused. */
export const readPrefix = (field: Field): IpPrefix | undefined => {
  const { path, notes } = field;
  const text = textOf(field);
  if (text === '') {
    notes.refuse(path, 'an address range is missing: write one as 10.9.8.0/24 or 2001:db8::/64');
    return undefined;
  }
  const parsed = parsePrefix(text);
  if (parsed.kind === 'parsed') {
    const masked = maskPrefix(parsed.value);
    const isPlain = !isMapped(parsed.value.address) && isSameAddress(masked.address, parsed.value.address);
    if (isPlain) return masked;
  }
  const lenient = readLeniently(text);
  if (lenient === undefined) {
    notes.refuse(path, `${quote(text)} is no address range: write one as 10.9.8.0/24 or 2001:db8::/64`);
    return undefined;
  }
  judgeLenient(text, lenient, path, notes);
  return notes.isRefused ? undefined : maskPrefix(lenient);
};

/** A prefix, bits behind its length allowed, as net.ParseCIDR of Go takes it. */
export const readMaskedPrefix = (field: Field): IpPrefix | undefined => {
  const text = textOf(field);
  const parsed = parsePrefix(text);
  if (parsed.kind === 'parsed' && !isMapped(parsed.value.address)) return maskPrefix(parsed.value);
  field.notes.refuse(field.path, `${quote(text)} is no address range: write one as 10.9.8.0/24 or 2001:db8::/64`);
  return undefined;
};

/** An address or a prefix, host bits allowed, as the rules of Calico and Cilium take them. */
export const readNet = (field: Field): IpPrefix | undefined => {
  const text = textOf(field);
  const prefix = parsePrefix(text);
  if (prefix.kind === 'parsed') return maskPrefix(toPlain(prefix.value));
  const address = parseIpAddress(text);
  if (address.kind === 'parsed' && address.value.zone === '') {
    return toPlain({ address: address.value, length: widthOf(address.value) });
  }
  field.notes.refuse(
    field.path,
    `${quote(text)} is neither an address nor an address range: write one as 10.9.8.7 or 10.9.8.0/24`,
  );
  return undefined;
};

/** What is left out of a prefix must lie strictly within it. */
export const isStrictlyWithin = (inner: IpPrefix, outer: IpPrefix): boolean =>
  inner.length > outer.length && containsPrefix(outer, inner);

/** The server of the cluster took it when it was made; one that is asked today would not. */
const judgeLenient = (text: string, lenient: IpPrefix, path: FieldPath, notes: PolicyNotes): void => {
  const whole = renderIpPrefix(maskPrefix(lenient));
  const single = `${renderIpAddress(lenient.address)}/${widthOf(lenient.address)}`;
  const instead = whole === renderIpPrefix(lenient) ? `write ${whole}` : `write ${whole}, or ${single} for one address`;
  if (notes.about.origin.kind === 'cluster') {
    notes.warn(path, `${quote(text)} is read as ${whole}, and servers from 1.36 on refuse it: ${instead}`);
  } else {
    notes.refuse(path, `${quote(text)} is not written as the API server takes it: ${instead}`);
  }
};

/** As Go read it before netip: leading zeros are no matter, and an IPv4 address in IPv6's clothes is one of IPv4. */
const readLeniently = (text: string): IpPrefix | undefined => {
  const slash = text.lastIndexOf('/');
  if (slash < 0 || text.length > 64 || !/^[0-9]{1,9}$/.test(text.slice(slash + 1))) return undefined;
  const address = text
    .slice(0, slash)
    .split('.')
    .map((part) => (/^[0-9]+$/.test(part) ? part.replace(/^0+(?=[0-9])/, '') : part))
    .join('.');
  const parsed = parsePrefix(`${address}/${Number(text.slice(slash + 1))}`);
  return parsed.kind === 'parsed' ? toPlain(parsed.value) : undefined;
};

/** No prefix is longer; numbers of a hostile one would be read digit by digit. */
const parsePrefix = (text: string): Parsed<IpPrefix> =>
  text.length > 64 ? { kind: 'defect', message: 'too long' } : parseIpPrefix(text);

const toPlain = (prefix: IpPrefix): IpPrefix =>
  isMapped(prefix.address) && prefix.length >= 96
    ? { address: { family: 4, bits: prefix.address.bits & 0xffff_ffffn, zone: '' }, length: prefix.length - 96 }
    : prefix;
