/** The host of a URL as Go's net/url finds it, and whether an address is one of a private network. */

export type UrlHost =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'defect'; readonly message: string };

export const readUrlHost = (url: string): UrlHost => {
  const refuse = (why: string): UrlHost => ({
    kind: 'defect',
    message: `parse ${JSON.stringify(url.slice(0, longestShown))}: ${why}`,
  });
  // oxlint-disable-next-line no-control-regex -- these are what Go refuses
  if (/[\x00-\x1f\x7f]/.test(url)) return refuse('net/url: invalid control character in URL');
  if (url.startsWith(':')) return refuse('missing protocol scheme');
  const [scheme = ''] = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(url) ?? [];
  const rest = url.slice(scheme.length).replace(/#.*$/s, '');
  const first = rest.split(/[/?]/, 1)[0] ?? '';
  if (scheme === '' && first.includes(':')) return refuse('first path segment in URL cannot contain colon');
  if (!rest.startsWith('//')) return { kind: 'host', host: '' };
  const authority = rest.slice(2).split(/[/?]/, 1)[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const problem = checkHost(host);
  return problem === null ? { kind: 'host', host: toHostname(host) } : refuse(problem);
};

const longestShown = 2000;

const checkHost = (host: string): string | null => {
  if (host.startsWith('[')) {
    const end = host.lastIndexOf(']');
    if (end < 0) return "missing ']' in host";
    return checkPort(host.slice(end + 1));
  }
  const colon = host.lastIndexOf(':');
  const wrongPort = colon < 0 ? null : checkPort(host.slice(colon));
  if (wrongPort !== null) return wrongPort;
  const [escape] = /%(?![89a-fA-F][0-9a-fA-F]|25|2[0-9a-fA-F]).{0,2}/s.exec(host) ?? [];
  if (escape !== undefined) return `invalid URL escape ${JSON.stringify(escape)}`;
  const [wrong] = /[\s"<>\\^`{|}]/.exec(host) ?? [];
  return wrong === undefined ? null : `invalid character ${JSON.stringify(wrong)} in host name`;
};

const checkPort = (text: string): string | null =>
  text === '' || /^:[0-9]*$/.test(text) ? null : `invalid port ${JSON.stringify(text)} after host`;

/** Without brackets and port; `%25` of a zone is `%`. */
const toHostname = (host: string): string => {
  if (host.startsWith('[')) return host.slice(1, host.lastIndexOf(']')).replace('%25', '%');
  return host.replace(/:[0-9]*$/, '');
};

/** Loopback, or of a private network; `null` where the text is no address. */
export const isPrivateAddress = (text: string): boolean | null => {
  const version4 = readVersion4(text);
  if (version4 !== null) return isPrivate4(version4);
  // The zone behind a `%` does not matter here.
  const groups = readVersion6(text.replace(/%.+$/s, ''));
  if (groups === null) return null;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return isPrivate4([(groups[6] ?? 0) >> 8, (groups[6] ?? 0) & 255]);
  const isLoopback = groups.every((group, index) => group === (index === 7 ? 1 : 0));
  return isLoopback || ((groups[0] ?? 0) & 0xfe00) === 0xfc00;
};

const isPrivate4 = ([a = 0, b = 0]: readonly number[]): boolean =>
  a === 127 || a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);

const readVersion4 = (text: string): readonly number[] | null => {
  const parts = text.split('.');
  const isAddress =
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256);
  return isAddress ? parts.map(Number) : null;
};

/** Eight groups of 16 bits. */
const readVersion6 = (text: string): readonly number[] | null => {
  if (!text.includes(':') || text.length > 45) return null;
  const dotted = /^(.*:)([0-9.]+)$/.exec(text);
  const tail = dotted === null || !(dotted[2] ?? '').includes('.') ? null : readVersion4(dotted[2] ?? '');
  if (tail === null && text.includes('.')) return null;
  const [a = 0, b = 0, c = 0, d = 0] = tail ?? [];
  const plain =
    tail === null ? text : `${dotted?.[1] ?? ''}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return null;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const gap = 8 - left.length - right.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return null;
  const written = [...left, ...right];
  if (!written.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return [...left, ...Array<string>(halves.length === 2 ? gap : 0).fill('0'), ...right].map((group) =>
    Number.parseInt(group, 16),
  );
};
