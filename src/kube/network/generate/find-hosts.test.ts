/** Which hosts a text names, as people write them in environments, commands and configuration. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findHosts } from './find-hosts.ts';

/** `host:port` or `scheme://host:port`, only those with a port: what else a text may name is for others to judge. */
const named = (text: string): readonly string[] =>
  findHosts(text)
    .filter(({ port }) => port !== null)
    .map(({ host, port, scheme }) => `${scheme === '' ? '' : `${scheme}://`}${host}:${port}`);

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['a host with a port', 'redis.data.svc.cluster.local:6379', ['redis.data.svc.cluster.local:6379']],
  [
    'a URL with the port of its scheme',
    'https://api.payments.example.net/v1',
    ['https://api.payments.example.net:443'],
  ],
  ['a URL with a port', 'http://api:8080/healthz?to=x', ['http://api:8080']],
  ['a user and a password before the host', 'postgres://shop:pass@db.data:5432/shop', ['postgres://db.data:5432']],
  [
    'a redacted password before the host',
    'postgres://shop:<redacted: literal>@db.data:5432/shop',
    ['postgres://db.data:5432'],
  ],
  ['a password alone', 'redis://:secret@cache:6379/0', ['redis://cache:6379']],
  ['several hosts in one text', 'kafka-0.kafka:9092,kafka-1.kafka:9092', ['kafka-0.kafka:9092', 'kafka-1.kafka:9092']],
  ['several hosts of one URL', 'mongodb://a:27017,b:27018/db', ['mongodb://a:27017', 'mongodb://b:27018']],
  ['a Go data source', 'user:pw@tcp(db:3306)/shop', ['db:3306']],
  ['a JDBC URL', 'jdbc:postgresql://db:5432/shop', ['postgresql://db:5432']],
  ['what nc is given', 'until nc -z postgres 5432; do sleep 1; done', ['postgres:5432']],
  ['an IPv4 address', 'http://10.0.0.5:9000', ['http://10.0.0.5:9000']],
  ['an IPv6 address', 'http://[2001:db8::1]:9000', ['http://2001:db8::1:9000']],
  ['a port alone', ':8080', []],
  ['an image with a version', 'redis:7.2.5', []],
  ['a path', '/etc/config.d:80', []],
  ['a comment', '# http://old:80', []],
  ['a port that is none', 'http://api:99999', []],
  ['a mail address', 'ops@example.com:25', []],
  ['a sentence at the end of which a URL stands', 'see http://api:8080.', ['http://api:8080']],
];

for (const [name, text, expected] of cases) test(`${name}: ${text}`, () => assert.deepEqual(named(text), expected));

test('a hostile text costs no more than its length', () => {
  const texts = [
    '-'.repeat(1_000_000),
    'a.'.repeat(500_000),
    'http://'.repeat(150_000),
    'a:1@'.repeat(250_000),
    '_'.repeat(1_000_000),
  ];
  const start = performance.now();
  for (const text of texts) findHosts(text);
  assert.ok(performance.now() - start < 5000, `${performance.now() - start} ms`);
});
