/** Finds the hosts a text names: `http://api:8080`, `redis.data:6379`, `tcp(db:3306)`, `nc -z db 5432`; linear in its length. */

import type { Protocol } from '../network-policy.ts';

export interface HostMention {
  /** A name or an address, as written. */
  readonly host: string;
  /** As written, or what its scheme means. */
  readonly port: number | null;
  readonly scheme: string;
  readonly protocol: Protocol;
  /** It is the whole text, but for blanks. */
  readonly isAll: boolean;
  /** What is written before it on its line: `Host`, `"url":`, `--redis-host=`. At most 200 characters. */
  readonly lead: string;
  /** Counts from 0. */
  readonly line: number;
}

/** An environment or a configuration file of more is no configuration; ConfigMaps hold 1 MiB at most. */
const longest = 1_048_576;
/** A text that names more is a list of hosts (an ad blocker's) and nobody's dependencies. */
const most = 2000;
/** Each is looked at with three hundred characters around it: bounds what a hostile text can cost. */
const mostWords = 50_000;

export const findHosts = (given: string): readonly HostMention[] => {
  const text = given.slice(0, longest).replaceAll('<redacted: literal>', 'redacted');
  const found: HostMention[] = [];
  const bare = text.trim();
  let words = 0;
  for (const [line, content] of text.split('\n').entries()) {
    if (/^\s*(?:#|\/\/|;)/.test(content)) continue;
    for (const match of content.matchAll(run)) {
      words += 1;
      if (found.length >= most || words > mostWords) return found;
      const [word = ''] = /[A-Za-z0-9[].*/.exec(match[0].replace(/[._-]{1,64}$/, '')) ?? [];
      const start = match.index + match[0].indexOf(word);
      const mention = word === '' ? null : toMention(word, start, content, line, bare);
      if (mention !== null) found.push(mention);
    }
  }
  return found;
};

/** A name, an IPv4 address, or an IPv6 address in brackets. */
const run = /\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9_.-]+/g;

const toMention = (word: string, start: number, content: string, line: number, bare: string): HostMention | null => {
  const host = word.replace(/^\[(.*)\]$/, '$1');
  const rest = content.slice(start + word.length, start + word.length + 16);
  // A user's name.
  if (/^(?::[^\s/@]{0,256})?@/.test(content.slice(start + word.length, start + word.length + 260))) return null;
  const scheme = readScheme(content, start);
  const before = content[start - 1] ?? '';
  // A part of a path, of a mail address, of a variable, or what follows a port.
  if (scheme === '' && /[/@:$%\\]/.test(before)) return null;
  const colon = /^:(\d{1,5})(?![\w.-]*\w)/.exec(rest);
  // `db 5432` as nc and wait-for-it take it.
  const blank = colon === null && scheme === '' ? /^\s+(\d{2,5})(?=\s|[;"'&|]|$)/.exec(rest) : null;
  const written = colon ?? blank;
  const port = written === null ? (schemePorts.get(scheme) ?? null) : Number(written[1]);
  if (!isHost(host) || (port !== null && (port < 1 || port > 65535))) return null;
  return {
    host,
    port,
    scheme,
    protocol: scheme === 'udp' ? 'UDP' : 'TCP',
    isAll: bare === word || bare === `${word}${colon?.[0] ?? ''}`,
    lead: content.slice(Math.max(0, start - 200), start),
    line,
  };
};

/** The word before `://`, also where a user and a password stand between; the empty text where there is none. */
const readScheme = (content: string, start: number): string => {
  const lead = content.slice(Math.max(0, start - 300), start);
  const slashes = lead.lastIndexOf('://');
  if (slashes < 0) return '';
  const between = lead.slice(slashes + 3);
  if (between !== '' && !/^[^\s/"'<>]*@(?:[a-z]+\()?$/.test(between) && !/^[^\s/"'<>]*,$/.test(between)) return '';
  return /([A-Za-z][A-Za-z0-9+.-]*)$/.exec(lead.slice(0, slashes))?.[1]?.toLowerCase() ?? '';
};

const isHost = (host: string): boolean => {
  if (/^[0-9A-Fa-f]*:[0-9A-Fa-f:.]*$/.test(host)) return true;
  if (/^[\d.]+$/.test(host)) return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
  return (
    host.length <= 253 && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(host)
  );
};

export const schemePorts: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
  ['grpcs', 443],
  ['ftp', 21],
  ['ssh', 22],
  ['sftp', 22],
  ['git', 9418],
  ['ldap', 389],
  ['ldaps', 636],
  ['smtp', 25],
  ['smtps', 465],
  ['submission', 587],
  ['amqp', 5672],
  ['amqps', 5671],
  ['postgres', 5432],
  ['postgresql', 5432],
  ['mysql', 3306],
  ['mariadb', 3306],
  ['sqlserver', 1433],
  ['redis', 6379],
  ['rediss', 6379],
  ['mongodb', 27017],
  ['mongodb+srv', 27017],
  ['nats', 4222],
  ['kafka', 9092],
  ['mqtt', 1883],
  ['mqtts', 8883],
  ['memcached', 11211],
  ['clickhouse', 9000],
  ['etcd', 2379],
]);
