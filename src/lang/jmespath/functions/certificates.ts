/** Kyverno's function of certificates. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { decodeX509 } from '../../x509/decode-x509.ts';
import { fault, pure, textAt, type Call, type QueryFunction } from './function.ts';

const x509Decode: Call = (given, run) => {
  run.spendText(textAt(given, 0).length);
  const decoded = decodeX509(textAt(given, 0));
  if (decoded.kind === 'defect') return fault(decoded.message);
  const fields = { ...decoded.fields, URIs: toUrls(decoded.fields['URIs'] ?? null) };
  return decoded.kind === 'certificate' ? withPolicies(fields) : fields;
};

/** What newer versions of Go's crypto/x509 say beside the rest. Constraints of policies are not read: none is the usual. */
const withPolicies = (fields: JsonObject): JsonObject => ({
  InhibitAnyPolicy: 0,
  InhibitAnyPolicyZero: false,
  InhibitPolicyMapping: 0,
  InhibitPolicyMappingZero: false,
  RequireExplicitPolicy: 0,
  RequireExplicitPolicyZero: false,
  PolicyMappings: null,
  Policies: toDotted(fields['PolicyIdentifiers'] ?? null),
  UnhandledCriticalExtensions: toUnhandled(fields['Extensions'] ?? null),
  ...fields,
  // Kyverno reads the digits as a double.
  SerialNumber: Number(fields['SerialNumber']),
});

/** Of 2.5.29: what Go knows the meaning of. */
const handled: ReadonlySet<number> = new Set([14, 15, 17, 19, 30, 31, 32, 33, 35, 36, 37, 54]);

const toUnhandled = (extensions: Json): Json => {
  const unknown = (isJsonArray(extensions) ? extensions : []).flatMap((extension) => {
    if (!isJsonObject(extension) || extension['Critical'] !== true) return [];
    const id = isJsonArray(extension['Id']) ? extension['Id'] : [];
    const isHandled =
      id.length === 4 && id.slice(0, 3).map(Number).join('.') === '2.5.29' && handled.has(Number(id[3]));
    return isHandled ? [] : [id];
  });
  return unknown.length === 0 ? null : unknown;
};

/** As encoding/json writes Go's url.URL; a user and a password are not shown. */
const toUrls = (urls: Json): Json =>
  isJsonArray(urls) ? urls.map((url) => (typeof url === 'string' ? toUrl(url) : null)) : null;

const toUrl = (text: string): Json => {
  const [, scheme = '', , authority, rest = '', query, fragment = ''] = urlParts.exec(text) ?? [];
  const at = (authority ?? '').lastIndexOf('@');
  const isOpaque = authority === undefined && scheme !== '' && !rest.startsWith('/');
  return {
    Scheme: scheme.toLowerCase(),
    Opaque: isOpaque ? rest : '',
    User: at < 0 ? null : {},
    Host: (authority ?? '').slice(at + 1),
    Path: isOpaque ? '' : rest,
    RawPath: '',
    OmitHost: false,
    ForceQuery: query === '',
    RawQuery: query ?? '',
    Fragment: fragment,
    RawFragment: '',
  };
};

const urlParts = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

const toDotted = (identifiers: Json): Json =>
  isJsonArray(identifiers)
    ? identifiers.map((parts) => (isJsonArray(parts) ? parts.map(Number).join('.') : parts))
    : null;

export const certificateFunctions: readonly QueryFunction[] = [pure('x509_decode', [['string']], x509Decode)];
