/** The extensions of a certificate that Go's crypto/x509 understands, as its fields. */

import type { Json, JsonObject } from '../../model/json.ts';
import { DerReader, readBits, readInteger, readOid, tags, fail } from './read-der.ts';

export interface Extension {
  readonly id: readonly number[];
  readonly isCritical: boolean;
  readonly value: Uint8Array;
}

/** `body` is that of the SEQUENCE around all of them. */
export const readExtensions = (body: Uint8Array): readonly Extension[] => {
  const list = new DerReader(body);
  const extensions: Extension[] = [];
  while (!list.isAtEnd) {
    const each = list.readInside();
    const id = readOid(each.read(tags.oid).body);
    const critical = each.readOptional(tags.boolean);
    extensions.push({ id, isCritical: critical?.body[0] === 0xff, value: each.read(tags.octetString).body });
  }
  return extensions;
};

export const renderExtensions = (extensions: readonly Extension[]): Json =>
  extensions.length === 0
    ? null
    : extensions.map(({ id, isCritical, value }) => ({ Id: id, Critical: isCritical, Value: toBase64(value) }));

export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Every field, those without an extension as Go leaves them. */
export const parseExtensions = (extensions: readonly Extension[]): JsonObject => {
  const fields: Record<string, Json> = { ...unset };
  for (const extension of extensions) {
    const parse = parsers.get(extension.id.join('.'));
    if (parse !== undefined) Object.assign(fields, parse(extension));
  }
  return fields;
};

const unset: JsonObject = {
  KeyUsage: 0,
  ExtKeyUsage: null,
  UnknownExtKeyUsage: null,
  BasicConstraintsValid: false,
  IsCA: false,
  MaxPathLen: 0,
  MaxPathLenZero: false,
  SubjectKeyId: null,
  AuthorityKeyId: null,
  OCSPServer: null,
  IssuingCertificateURL: null,
  DNSNames: null,
  EmailAddresses: null,
  IPAddresses: null,
  URIs: null,
  PermittedDNSDomainsCritical: false,
  PermittedDNSDomains: null,
  ExcludedDNSDomains: null,
  PermittedIPRanges: null,
  ExcludedIPRanges: null,
  PermittedEmailAddresses: null,
  ExcludedEmailAddresses: null,
  PermittedURIDomains: null,
  ExcludedURIDomains: null,
  CRLDistributionPoints: null,
  PolicyIdentifiers: null,
};

type Parse = (extension: Extension) => JsonObject;

const orNull = (list: readonly Json[]): Json => (list.length === 0 ? null : list);

const toLatin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const keyUsage: Parse = ({ value }) => {
  const { bytes, count } = readBits(new DerReader(value).read(tags.bitString).body);
  let usage = 0;
  for (let at = 0; at < Math.min(count, 9); at += 1) {
    if (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) usage |= 1 << at;
  }
  return { KeyUsage: usage };
};

const basicConstraints: Parse = ({ value }) => {
  const inner = new DerReader(value).readInside();
  const isCa = inner.readOptional(tags.boolean)?.body[0] === 0xff;
  const written = inner.readOptional(tags.integer);
  const most = written === undefined ? -1 : Number(readInteger(written.body));
  return { BasicConstraintsValid: true, IsCA: isCa, MaxPathLen: most, MaxPathLenZero: most === 0 };
};

const extKeyUsage: Parse = ({ value }) => {
  const inner = new DerReader(value).readInside();
  const known: number[] = [];
  const unknown: Json[] = [];
  while (!inner.isAtEnd) {
    const id = readOid(inner.read(tags.oid).body);
    const usage = usages.get(id.join('.'));
    if (usage === undefined) unknown.push(id);
    else known.push(usage);
  }
  return { ExtKeyUsage: orNull(known), UnknownExtKeyUsage: orNull(unknown) };
};

const usages: ReadonlyMap<string, number> = new Map([
  ['2.5.29.37.0', 0],
  ['1.3.6.1.5.5.7.3.1', 1],
  ['1.3.6.1.5.5.7.3.2', 2],
  ['1.3.6.1.5.5.7.3.3', 3],
  ['1.3.6.1.5.5.7.3.4', 4],
  ['1.3.6.1.5.5.7.3.5', 5],
  ['1.3.6.1.5.5.7.3.6', 6],
  ['1.3.6.1.5.5.7.3.7', 7],
  ['1.3.6.1.5.5.7.3.8', 8],
  ['1.3.6.1.5.5.7.3.9', 9],
  ['1.3.6.1.4.1.311.10.3.3', 10],
  ['2.16.840.1.113730.4.1', 11],
  ['1.3.6.1.4.1.311.2.1.22', 12],
  ['1.3.6.1.4.1.311.61.1.1', 13],
]);

/** GeneralName: the context tags of the forms that are read. */
const forms = { email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87 } as const;

const alternativeNames: Parse = ({ value }) => {
  const inner = new DerReader(value).readInside();
  const found = { email: [] as string[], dns: [] as string[], uri: [] as string[], ip: [] as string[] };
  while (!inner.isAtEnd) {
    const { tag, body } = inner.read();
    if (tag === forms.email) found.email.push(toLatin(body));
    else if (tag === forms.dns) found.dns.push(toLatin(body));
    else if (tag === forms.uri) found.uri.push(toLatin(body));
    else if (tag === forms.ip) found.ip.push(renderIp(body));
  }
  return {
    EmailAddresses: orNull(found.email),
    DNSNames: orNull(found.dns),
    IPAddresses: orNull(found.ip),
    URIs: orNull(found.uri),
  };
};

/** As Go writes an address: the longest run of zeros is left out. */
const renderIp = (bytes: Uint8Array): string => {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return fail();
  const isMapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (isMapped) return bytes.subarray(12).join('.');
  const words = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0));
  let best = { from: -1, length: 1 };
  for (let from = 0; from < 8; from += 1) {
    let length = 0;
    while (from + length < 8 && words[from + length] === 0) length += 1;
    if (length > best.length) best = { from, length };
  }
  const hex = (part: readonly number[]): string => part.map((word) => word.toString(16)).join(':');
  return best.from === -1
    ? hex(words)
    : `${hex(words.slice(0, best.from))}::${hex(words.slice(best.from + best.length))}`;
};

const nameConstraints: Parse = ({ value, isCritical }) => {
  const inner = new DerReader(value).readInside();
  const permitted = inner.readOptional(0xa0);
  const excluded = inner.readOptional(0xa1);
  return {
    PermittedDNSDomainsCritical: isCritical,
    ...(permitted === undefined ? {} : toConstraints('Permitted', permitted.body)),
    ...(excluded === undefined ? {} : toConstraints('Excluded', excluded.body)),
  };
};

const toConstraints = (prefix: 'Permitted' | 'Excluded', body: Uint8Array): JsonObject => {
  const list = new DerReader(body);
  const found = { email: [] as string[], dns: [] as string[], uri: [] as string[], ip: [] as Json[] };
  while (!list.isAtEnd) {
    const { tag, body: name } = list.readInside().read();
    if (tag === forms.email) found.email.push(toLatin(name));
    else if (tag === forms.dns) found.dns.push(toLatin(name));
    else if (tag === forms.uri) found.uri.push(toLatin(name));
    else if (tag === forms.ip) {
      const half = name.length / 2;
      found.ip.push({ IP: renderIp(name.subarray(0, half)), Mask: toBase64(name.subarray(half)) });
    }
  }
  return {
    [`${prefix}DNSDomains`]: orNull(found.dns),
    [`${prefix}EmailAddresses`]: orNull(found.email),
    [`${prefix}URIDomains`]: orNull(found.uri),
    [`${prefix}IPRanges`]: orNull(found.ip),
  };
};

const distributionPoints: Parse = ({ value }) => {
  const points = new DerReader(value).readInside();
  const found: string[] = [];
  while (!points.isAtEnd) {
    const name = points.readInside().readOptional(0xa0);
    const full = name === undefined ? undefined : new DerReader(name.body).readOptional(0xa0);
    if (full === undefined) continue;
    const names = new DerReader(full.body);
    while (!names.isAtEnd) {
      const { tag, body } = names.read();
      if (tag === forms.uri) found.push(toLatin(body));
    }
  }
  return { CRLDistributionPoints: orNull(found) };
};

const authorityAccess: Parse = ({ value }) => {
  const list = new DerReader(value).readInside();
  const ocsp: string[] = [];
  const issuers: string[] = [];
  while (!list.isAtEnd) {
    const each = list.readInside();
    const method = readOid(each.read(tags.oid).body).join('.');
    const { tag, body } = each.read();
    if (tag !== forms.uri) continue;
    if (method === '1.3.6.1.5.5.7.48.1') ocsp.push(toLatin(body));
    else if (method === '1.3.6.1.5.5.7.48.2') issuers.push(toLatin(body));
  }
  return { OCSPServer: orNull(ocsp), IssuingCertificateURL: orNull(issuers) };
};

const policies: Parse = ({ value }) => {
  const list = new DerReader(value).readInside();
  const found: Json[] = [];
  while (!list.isAtEnd) found.push(readOid(list.readInside().read(tags.oid).body));
  return { PolicyIdentifiers: orNull(found) };
};

const authorityKey: Parse = ({ value }) => {
  const key = new DerReader(value).readInside().readOptional(0x80);
  return key === undefined ? {} : { AuthorityKeyId: toBase64(key.body) };
};

const subjectKey: Parse = ({ value }) => ({ SubjectKeyId: toBase64(new DerReader(value).read(tags.octetString).body) });

const parsers: ReadonlyMap<string, Parse> = new Map([
  ['2.5.29.14', subjectKey],
  ['2.5.29.15', keyUsage],
  ['2.5.29.17', alternativeNames],
  ['2.5.29.19', basicConstraints],
  ['2.5.29.30', nameConstraints],
  ['2.5.29.31', distributionPoints],
  ['2.5.29.32', policies],
  ['2.5.29.35', authorityKey],
  ['2.5.29.37', extKeyUsage],
  ['1.3.6.1.5.5.7.1.1', authorityAccess],
]);
