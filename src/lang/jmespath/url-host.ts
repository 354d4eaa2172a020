/** The host of a URL as Go's net/url finds it, and whether an address is one of a private network. */

import {
  containsAddress,
  isLoopback,
  isMapped,
  parseIpAddress,
  parseIpPrefix,
  type IpAddress,
} from '../go/ip-address.ts';

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
  const parsed = parseIpAddress(text);
  if (parsed.kind === 'defect') return null;
  const address = isMapped(parsed.value) ? toIpv4(parsed.value) : parsed.value;
  return isLoopback(address) || privateRanges.some((range) => containsAddress(range, { ...address, zone: '' }));
};

const toIpv4 = ({ bits }: IpAddress): IpAddress => ({ family: 4, bits: bits & 0xffff_ffffn, zone: '' });

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].flatMap((range) => {
  const parsed = parseIpPrefix(range);
  return parsed.kind === 'parsed' ? [parsed.value] : [];
});
