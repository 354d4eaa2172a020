/** `x509.decode`: a certificate, or a request for one, as an object. */

import { global, libraryOf } from '../../../../kube/cel/declare-overload.ts';
import type { Library } from '../../../../lang/cel/overload.ts';
import { dynType, stringType } from '../../../../lang/cel/type.ts';
import type { Value } from '../../../../lang/cel/value.ts';
import { decodeX509 } from '../../../../lang/x509/decode-x509.ts';
import type { JsonObject } from '../../../../model/json.ts';
import { refuse } from '../kyverno-world.ts';
import { toDoubles } from './go-json.ts';

const decode = (pem: Value): Value => {
  const decoded = decodeX509(pem as string);
  if (decoded.kind === 'defect') return refuse(decoded.message);
  return toDoubles(decoded.kind === 'certificate' ? selectFields(decoded.fields) : decoded.fields);
};

/** Kyverno leaves these out of a certificate, and keeps 64 bits of its number. */
const selectFields = (fields: JsonObject): JsonObject => {
  const { SerialNumber: serial } = fields;
  const kept = Object.entries(fields).filter(([name]) => !leftOut.has(name));
  const number = typeof serial === 'number' || typeof serial === 'bigint' ? BigInt.asIntN(64, BigInt(serial)) : 0n;
  return { ...Object.fromEntries(kept), SerialNumber: number };
};

const leftOut: ReadonlySet<string> = new Set([
  'SignatureAlgorithm',
  'Version',
  'Subject',
  'UnknownExtKeyUsage',
  'SubjectKeyId',
  'URIs',
]);

export const x509Library: Library = libraryOf('kyverno.x509', [
  global('x509_decode_string', 'x509.decode', [stringType], dynType, decode),
]);
