/**
 * Reads a certificate, or a request for one, from PEM: the fields of Go's crypto/x509 as encoding/json writes them.
 * Signatures are not looked at, only read; keys other than RSA's are refused, as Kyverno refuses them.
 */

import type { Json, JsonObject } from '../../model/json.ts';
import { parseExtensions, readExtensions, renderExtensions, toBase64, type Extension } from './parse-extensions.ts';
import { parseName } from './parse-name.ts';
import { DerDefect, DerReader, fail, readBits, readInteger, readOid, readText, readTime, tags } from './read-der.ts';

export type DecodedX509 =
  | { readonly kind: 'certificate' | 'request'; readonly fields: JsonObject }
  | { readonly kind: 'defect'; readonly message: string };

export const decodeX509 = (pem: string): DecodedX509 => {
  const block = readPem(pem);
  if (block === undefined) return defect('failed to decode PEM block');
  const isRequest = block.type === 'CERTIFICATE REQUEST';
  if (!isRequest && block.type !== 'CERTIFICATE') {
    return defect('PEM block neither contains a CERTIFICATE or CERTIFICATE REQUEST');
  }
  try {
    const fields = isRequest ? parseRequest(block.bytes) : parseCertificate(block.bytes);
    return fields === null
      ? defect('certificate should use rsa algorithm')
      : { kind: isRequest ? 'request' : 'certificate', fields };
  } catch (error) {
    if (error instanceof DerDefect) {
      return defect(`x509: malformed ${error.part === '' ? 'certificate' : error.part}${isRequest ? ' request' : ''}`);
    }
    throw error;
  }
};

const defect = (message: string): DecodedX509 => ({ kind: 'defect', message });

const readPem = (text: string): { readonly type: string; readonly bytes: Uint8Array } | undefined => {
  const begin = /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*\n/.exec(text);
  if (begin === null) return undefined;
  const [, type = ''] = begin;
  const rest = text.slice(begin.index + begin[0].length);
  const end = `-----END ${type}-----`;
  const stop = rest.startsWith(end) ? 0 : rest.indexOf(`\n${end}`);
  if (stop === -1) return undefined;
  const body = rest.slice(0, stop).replace(/[\r\n]/g, '');
  const isBase64 = body.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(body);
  return isBase64 ? { type, bytes: new Uint8Array(Buffer.from(body, 'base64')) } : undefined;
};

/** `null` where the key is none of RSA. */
const parseCertificate = (bytes: Uint8Array): JsonObject | null => {
  const outer = readWhole(bytes);
  const parts = new DerReader(outer.body);
  const tbs = readSigned(parts);
  const inner = new DerReader(tbs.body);
  const version = inner.readOptional(0xa0);
  const serial = readInteger(inner.read(tags.integer).body);
  inner.read(tags.sequence);
  const issuer = inner.read(tags.sequence);
  const validity = inner.readInside();
  const notBefore = readTime(validity.read());
  const notAfter = readTime(validity.read());
  const subject = inner.read(tags.sequence);
  const key = inner.read(tags.sequence);
  inner.readOptional(0x81);
  inner.readOptional(0x82);
  const written = inner.readOptional(0xa3);
  const extensions =
    written === undefined ? none : readExtensions(new DerReader(written.body).read(tags.sequence).body);
  const algorithm = parts.read(tags.sequence);
  const signature = parts.read(tags.bitString);
  const publicKey = readRsaKey(key.body);
  if (publicKey === null) return null;
  return {
    Raw: toBase64(outer.whole),
    RawTBSCertificate: toBase64(tbs.whole),
    RawSubjectPublicKeyInfo: toBase64(key.whole),
    RawSubject: toBase64(subject.whole),
    RawIssuer: toBase64(issuer.whole),
    Signature: toBase64(readBits(signature.body).bytes),
    SignatureAlgorithm: toAlgorithm(algorithm.body),
    PublicKeyAlgorithm: 1,
    PublicKey: publicKey,
    Version: version === undefined ? 1 : Number(readInteger(new DerReader(version.body).read(tags.integer).body)) + 1,
    SerialNumber: toNumber(serial),
    Issuer: parseName(issuer.body),
    Subject: parseName(subject.body),
    NotBefore: notBefore,
    NotAfter: notAfter,
    Extensions: renderExtensions(extensions),
    ExtraExtensions: null,
    ...parseExtensions(extensions),
  };
};

const none: readonly Extension[] = [];

const readSigned = (parts: DerReader): ReturnType<DerReader['read']> => {
  try {
    return parts.read(tags.sequence);
  } catch (error) {
    return error instanceof DerDefect ? fail('tbs certificate') : fail();
  }
};

const readWhole = (bytes: Uint8Array): ReturnType<DerReader['read']> => {
  const reader = new DerReader(bytes);
  const whole = reader.read(tags.sequence);
  return reader.isAtEnd ? whole : fail();
};

const toNumber = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;

const readRsaKey = (body: Uint8Array): JsonObject | null => {
  const parts = new DerReader(body);
  const algorithm = readOid(parts.readInside().read(tags.oid).body).join('.');
  if (algorithm !== '1.2.840.113549.1.1.1') return null;
  const key = new DerReader(readBits(parts.read(tags.bitString).body).bytes).readInside();
  const modulus = readInteger(key.read(tags.integer).body);
  return { N: String(modulus), E: toNumber(readInteger(key.read(tags.integer).body)) };
};

const toAlgorithm = (body: Uint8Array): number =>
  algorithms.get(readOid(new DerReader(body).read(tags.oid).body).join('.')) ?? 0;

/** By Go's numbers. */
const algorithms: ReadonlyMap<string, number> = new Map([
  ['1.2.840.113549.1.1.4', 2],
  ['1.2.840.113549.1.1.5', 3],
  ['1.2.840.113549.1.1.11', 4],
  ['1.2.840.113549.1.1.12', 5],
  ['1.2.840.113549.1.1.13', 6],
  ['1.2.840.10045.4.1', 9],
  ['1.2.840.10045.4.3.2', 10],
  ['1.2.840.10045.4.3.3', 11],
  ['1.2.840.10045.4.3.4', 12],
  ['1.3.101.112', 16],
]);

const parseRequest = (bytes: Uint8Array): JsonObject | null => {
  const outer = readWhole(bytes);
  const parts = new DerReader(outer.body);
  const tbs = parts.read(tags.sequence);
  const inner = new DerReader(tbs.body);
  const version = readInteger(inner.read(tags.integer).body);
  const subject = inner.read(tags.sequence);
  const key = inner.read(tags.sequence);
  const attributes = inner.readOptional(0xa0);
  const algorithm = parts.read(tags.sequence);
  const signature = parts.read(tags.bitString);
  const publicKey = readRsaKey(key.body);
  if (publicKey === null) return null;
  const { listed, extensions } = readAttributes(attributes?.body ?? new Uint8Array());
  const { DNSNames = null, EmailAddresses = null, IPAddresses = null, URIs = null } = parseExtensions(extensions);
  return {
    Raw: toBase64(outer.whole),
    RawTBSCertificateRequest: toBase64(tbs.whole),
    RawSubjectPublicKeyInfo: toBase64(key.whole),
    RawSubject: toBase64(subject.whole),
    Version: toNumber(version),
    Signature: toBase64(readBits(signature.body).bytes),
    SignatureAlgorithm: toAlgorithm(algorithm.body),
    PublicKeyAlgorithm: 1,
    PublicKey: publicKey,
    Subject: parseName(subject.body),
    Attributes: listed.length === 0 ? null : listed,
    Extensions: renderExtensions(extensions),
    ExtraExtensions: null,
    DNSNames,
    EmailAddresses,
    IPAddresses,
    URIs,
  };
};

const readAttributes = (
  body: Uint8Array,
): { readonly listed: readonly Json[]; readonly extensions: readonly Extension[] } => {
  const list = new DerReader(body);
  const listed: Json[] = [];
  const extensions: Extension[] = [];
  while (!list.isAtEnd) {
    const each = list.readInside();
    const id = readOid(each.read(tags.oid).body);
    const set = each.read(tags.set);
    const value = readPairs(set.body);
    if (value !== undefined) listed.push({ Type: id, Value: value });
    if (id.join('.') === extensionRequest) {
      extensions.push(...readExtensions(new DerReader(set.body).read(tags.sequence).body));
    }
  }
  return { listed, extensions };
};

const extensionRequest = '1.2.840.113549.1.9.14';

/** What is no set of lists of pairs is left out, as in Go. */
const readPairs = (body: Uint8Array): Json | undefined => {
  try {
    const set = new DerReader(body);
    const lists: Json[] = [];
    while (!set.isAtEnd) {
      const list = set.readInside();
      const pairs: Json[] = [];
      while (!list.isAtEnd) {
        const pair = list.readInside();
        const Type = readOid(pair.read(tags.oid).body);
        pairs.push({ Type, Value: readAny(pair.read()) });
      }
      lists.push(pairs);
    }
    return lists;
  } catch (error) {
    if (error instanceof DerDefect) return undefined;
    throw error;
  }
};

const readAny = (element: ReturnType<DerReader['read']>): Json => {
  switch (element.tag) {
    case tags.boolean:
      return element.body[0] === 0xff;
    case tags.integer:
      return toNumber(readInteger(element.body));
    case tags.octetString:
      return toBase64(element.body);
    case tags.oid:
      return readOid(element.body);
    default:
      return readText(element);
  }
};
