/** URLs as Go's net/url reads them, which is not how browsers do. Texts are held as UTF-8, one character a byte: escapes may spell any. */

import { quoteGo } from '../../lang/go/quote-go.ts';
import { parseIpAddress } from '../../lang/go/ip-address.ts';

export interface GoUrl {
  readonly scheme: string;
  /** What follows the scheme where that is no path: of `mailto:a@b`. */
  readonly opaque: string;
  readonly user: { readonly name: string; readonly password: string | null } | null;
  readonly host: string;
  readonly path: string;
  /** The path as written, where encoding `path` would not give it back; else the empty text. */
  readonly rawPath: string;
  readonly rawQuery: string;
  /** Written with a `?` and nothing behind it. */
  readonly forcesQuery: boolean;
  readonly omitsHost: boolean;
  readonly fragment: string;
  readonly rawFragment: string;
}

export type ParsedUrl =
  | { readonly kind: 'url'; readonly url: GoUrl }
  | { readonly kind: 'defect'; readonly message: string };

/** As Go's ParseRequestURI: an absolute URL or a path. A fragment is read into what stands before it. */
export const parseRequestUri = (text: string): ParsedUrl => guard(text, () => parseWhole(toBytes(text), true));

/** As Go's Parse. */
export const parseUrl = (text: string): ParsedUrl => {
  const [before, fragment] = cut(text, '#');
  const url = guard(before, () => parseWhole(toBytes(before), false));
  if (url.kind === 'defect' || fragment === '') return url;
  return guard(text, () => ({ ...url.url, ...readEncoded(toBytes(fragment), 'fragment', 'fragment', 'rawFragment') }));
};

/** Names and values in the order written; what is not well formed is left out. */
export const readQuery = ({ rawQuery }: GoUrl): ReadonlyMap<string, readonly string[]> => {
  const values = new Map<string, string[]>();
  const pairs = rawQuery.split('&');
  // Go's own bound.
  if (pairs.length > 10_000) return values;
  for (const pair of pairs) {
    if (pair === '' || pair.includes(';')) continue;
    const [name, value] = cut(pair, '=').map((part) => unescapeQuery(part));
    if (name === undefined || name === null || value === undefined || value === null) continue;
    const known = values.get(toText(name));
    if (known === undefined) values.set(toText(name), [toText(value)]);
    else known.push(toText(value));
  }
  return values;
};

export const hostname = ({ host }: GoUrl): string => splitHost(host)[0];
export const port = ({ host }: GoUrl): string => splitHost(host)[1];

export const escapedPath = ({ path, rawPath }: GoUrl): string => escaped(path, rawPath, 'path');

export const renderUrl = (url: GoUrl): string => {
  const query = url.forcesQuery || url.rawQuery !== '' ? `?${url.rawQuery}` : '';
  const fragment = url.fragment === '' ? '' : `#${escaped(url.fragment, url.rawFragment, 'fragment')}`;
  return `${renderAuthority(url)}${query}${fragment}`;
};

/** A text of UTF-8 bytes, one character each, as a text. */
export const toText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

const toBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const renderAuthority = (url: GoUrl): string => {
  const { scheme, host, user } = url;
  const start = scheme === '' ? '' : `${scheme}:`;
  if (url.opaque !== '') return start + url.opaque;
  const path = escapedPath(url);
  const hasAuthority =
    (scheme !== '' || host !== '' || user !== null) && !(url.omitsHost && host === '' && user === null);
  const slashes = hasAuthority && (host !== '' || url.path !== '' || user !== null) ? '//' : '';
  const name = user === null ? '' : `${renderUser(user)}@`;
  const authority = hasAuthority ? slashes + name + escape(host, 'host') : '';
  const gap = path !== '' && !path.startsWith('/') && host !== '' ? '/' : '';
  const dot = start + authority + gap === '' && (path.split('/')[0] ?? '').includes(':') ? './' : '';
  return start + authority + gap + dot + path;
};

const renderUser = ({ name, password }: NonNullable<GoUrl['user']>): string =>
  escape(name, 'user') + (password === null ? '' : `:${escape(password, 'user')}`);

/** Thrown and caught within this file. */
class UrlDefect {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const guard = (text: string, read: () => GoUrl): ParsedUrl => {
  try {
    return { kind: 'url', url: read() };
  } catch (error) {
    if (!(error instanceof UrlDefect)) throw error;
    return { kind: 'defect', message: `parse ${quoteGo(text)}: ${error.text}` };
  }
};

const empty: GoUrl = {
  scheme: '',
  opaque: '',
  user: null,
  host: '',
  path: '',
  rawPath: '',
  rawQuery: '',
  forcesQuery: false,
  omitsHost: false,
  fragment: '',
  rawFragment: '',
};

const parseWhole = (text: string, isRequest: boolean): GoUrl => {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) throw new UrlDefect('net/url: invalid control character in URL');
  if (text === '' && isRequest) throw new UrlDefect('empty url');
  if (text === '*') return { ...empty, path: '*' };
  if (text.startsWith(':')) throw new UrlDefect('missing protocol scheme');
  const scheme = /^[a-zA-Z][a-zA-Z0-9+.-]*(?=:)/.exec(text)?.[0] ?? '';
  const afterScheme = scheme === '' ? text : text.slice(scheme.length + 1);
  const forcesQuery = afterScheme.indexOf('?') === afterScheme.length - 1 && afterScheme !== '';
  const [rest, rawQuery] = cut(afterScheme, '?');
  const head = { ...empty, scheme: scheme.toLowerCase(), rawQuery, forcesQuery };
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...head, opaque: rest };
    if (isRequest) throw new UrlDefect('invalid URI for request');
    if (cut(rest, '/')[0].includes(':')) throw new UrlDefect('first path segment in URL cannot contain colon');
  }
  return parseHierarchy(head, rest, isRequest);
};

const parseHierarchy = (head: GoUrl, rest: string, isRequest: boolean): GoUrl => {
  const mayHaveHost = head.scheme !== '' || (!isRequest && !rest.startsWith('///'));
  if (!mayHaveHost || !rest.startsWith('//')) {
    return { ...head, omitsHost: head.scheme !== '' && rest.startsWith('/'), ...readPath(rest) };
  }
  const slash = rest.indexOf('/', 2);
  const authority = slash === -1 ? rest.slice(2) : rest.slice(2, slash);
  const at = authority.lastIndexOf('@');
  const host = parseHost(head.scheme, authority.slice(at + 1));
  const user = at === -1 ? null : parseUser(authority.slice(0, at));
  return { ...head, host, user, ...readPath(slash === -1 ? '' : rest.slice(slash)) };
};

const readPath = (text: string): Partial<GoUrl> => readEncoded(text, 'path', 'path', 'rawPath');

const readEncoded = (text: string, mode: Mode, plain: keyof GoUrl, raw: keyof GoUrl): Partial<GoUrl> => {
  const decoded = unescape(text, mode);
  return { [plain]: decoded, [raw]: escape(decoded, mode) === text ? '' : text };
};

const parseUser = (text: string): GoUrl['user'] => {
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(text)) throw new UrlDefect('net/url: invalid userinfo');
  if (!text.includes(':')) return { name: unescape(text, 'user'), password: null };
  const [name, password] = cut(text, ':');
  return { name: unescape(name, 'user'), password: unescape(password, 'user') };
};

const parseHost = (scheme: string, host: string): string => {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) throw new UrlDefect('invalid IP-literal');
  if (bracket === 0) return parseLiteral(host);
  const first = host.indexOf(':');
  if (first !== -1) {
    // Only the last colon counts, but where http is strict.
    const colon = scheme === 'http' || scheme === 'https' ? first : host.lastIndexOf(':');
    assertPort(host.slice(colon));
  }
  return unescape(host, 'host');
};

const parseLiteral = (host: string): string => {
  const end = host.lastIndexOf(']');
  if (end === -1) throw new UrlDefect("missing ']' in host");
  assertPort(host.slice(end + 1));
  const after = unescape(host.slice(end + 1), 'host');
  const inner = host.slice(1, end);
  const zone = inner.indexOf('%25');
  const name =
    zone === -1
      ? unescape(inner, 'host')
      : unescape(inner.slice(0, zone), 'host') + unescape(inner.slice(zone), 'zone');
  const address = parseIpAddress(toText(name));
  if (address.kind === 'defect') throw new UrlDefect(`invalid host: ${address.message}`);
  if (address.value.family === 4) throw new UrlDefect('invalid IP-literal');
  return `[${name}]${after}`;
};

const assertPort = (text: string): void => {
  if (!isOptionalPort(text)) throw new UrlDefect(`invalid port ${quoteGo(toText(text))} after host`);
};

const isOptionalPort = (text: string): boolean => /^(?::[0-9]*)?$/.test(text);

const splitHost = (text: string): readonly [host: string, port: string] => {
  const colon = text.lastIndexOf(':');
  const hasPort = colon !== -1 && isOptionalPort(text.slice(colon));
  const host = hasPort ? text.slice(0, colon) : text;
  const isLiteral = host.startsWith('[') && host.endsWith(']');
  return [isLiteral ? host.slice(1, -1) : host, hasPort ? text.slice(colon + 1) : ''];
};

type Mode = 'path' | 'host' | 'zone' | 'user' | 'query' | 'fragment';

/** What each part may hold without being escaped, beside letters, digits and `-._~`. */
const plain: Readonly<Record<Mode, RegExp>> = {
  path: /[\w\-.~$&+,/:;=@]/,
  host: /[\w\-.~!"$&'()*+,:;<=>[\]]/,
  zone: /[\w\-.~!"$&'()*+,:;<=>[\]]/,
  user: /[\w\-.~$&+,;=]/,
  query: /[\w\-.~]/,
  fragment: /[\w\-.~!$&()*+,/:;=?@]/,
};

const escape = (text: string, mode: Mode): string =>
  Array.from(text, (byte) => (plain[mode].test(byte) ? byte : toEscape(byte))).join('');

const toEscape = (byte: string): string => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

const unescape = (text: string, mode: Mode): string => {
  const isHost = mode === 'host' || mode === 'zone';
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] ?? '';
    if (byte === '%') {
      assertEscape(text.slice(at, at + 3), mode);
      at += 2;
    } else if (isHost && byte < '\u0080' && !plain[mode].test(byte)) {
      throw new UrlDefect(`invalid character ${quoteGo(byte)} in host name`);
    }
  }
  return text.replace(/%(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
};

const assertEscape = (escape: string, mode: Mode): void => {
  const isEscape = /^%[0-9a-fA-F]{2}$/.test(escape);
  const byte = isEscape ? String.fromCharCode(Number.parseInt(escape.slice(1), 16)) : '';
  const isForbidden =
    (mode === 'host' && byte < '\u0080' && escape !== '%25') ||
    (mode === 'zone' && escape !== '%25' && byte !== ' ' && !plain.host.test(byte));
  if (!isEscape || isForbidden) throw new UrlDefect(`invalid URL escape ${quoteGo(toText(escape))}`);
};

const unescapeQuery = (text: string): string | null => {
  try {
    return unescape(text.replaceAll('+', '%20'), 'query');
  } catch (error) {
    if (error instanceof UrlDefect) return null;
    throw error;
  }
};

const escaped = (decoded: string, raw: string, mode: 'path' | 'fragment'): string => {
  if (raw !== '' && isEncoded(raw, mode) && unescape(raw, mode) === decoded) return raw;
  return decoded === '*' && mode === 'path' ? '*' : escape(decoded, mode);
};

const isEncoded = (text: string, mode: 'path' | 'fragment'): boolean =>
  Array.from(text).every((byte) => /[!$&'()*+,;=:@[\]%]/.test(byte) || plain[mode].test(byte));

const cut = (text: string, separator: string): [before: string, after: string] => {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
};
