/** Where a policy's HTTP calls may not go, whatever way that is written. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainForbiddenUrl, findForbiddenRange } from './forbidden-host.ts';

const refused: readonly (readonly [url: string, why: string])[] = [
  ['http://127.0.0.1/', 'connection to 127.0.0.1 blocked: IP 127.0.0.1 falls in blocked range 127.0.0.0/8'],
  ['http://192.0.0.192/', 'connection to 192.0.0.192 blocked: IP 192.0.0.192 falls in blocked range 192.0.0.0/24'],
  ['http://224.0.0.1/', 'connection to 224.0.0.1 blocked: IP 224.0.0.1 falls in blocked range 224.0.0.0/4'],
  [
    'http://[::ffff:0:127.0.0.1]/',
    'connection to [::ffff:0:7f00:1] blocked: IP ::ffff:0:7f00:1 falls in blocked range 127.0.0.0/8',
  ],
  ['http://127.1:8080/', 'connection to 127.0.0.1:8080 blocked: IP 127.0.0.1 falls in blocked range 127.0.0.0/8'],
  ['http://2130706433/', 'connection to 127.0.0.1 blocked: IP 127.0.0.1 falls in blocked range 127.0.0.0/8'],
  ['http://0x7f000001/', 'connection to 127.0.0.1 blocked: IP 127.0.0.1 falls in blocked range 127.0.0.0/8'],
  ['http://0/', 'connection to 0.0.0.0 blocked: IP 0.0.0.0 falls in blocked range 0.0.0.0/8'],
  ['http://[::1]:9/', 'connection to [::1]:9 blocked: IP ::1 falls in blocked range ::1/128'],
  [
    'http://[::ffff:169.254.169.254]/',
    'connection to [::ffff:a9fe:a9fe] blocked: IP ::ffff:a9fe:a9fe falls in blocked range 169.254.0.0/16',
  ],
  [
    'http://[2002:a9fe:a9fe::]/',
    'connection to [2002:a9fe:a9fe::] blocked: IP 2002:a9fe:a9fe:: falls in blocked range 169.254.0.0/16',
  ],
  [
    'http://[64:ff9b::10.0.0.1]/',
    'connection to [64:ff9b::a00:1] blocked: IP 64:ff9b::a00:1 falls in blocked range 10.0.0.0/8',
  ],
  [
    'http://[fd00:ec2::254]/latest',
    'connection to [fd00:ec2::254] blocked: IP fd00:ec2::254 falls in blocked range fc00::/7',
  ],
  ['https://10.96.0.1/api', 'connection to 10.96.0.1 blocked: IP 10.96.0.1 falls in blocked range 10.0.0.0/8'],
  ['http://localhost:8080/a', 'URL "http://localhost:8080/a" is blocked: hostname "localhost" is on the blocklist'],
  ['http://LOCALHOST./a', 'URL "http://LOCALHOST./a" is blocked: hostname "localhost" is on the blocklist'],
  [
    'http://metadata.google.internal./',
    'URL "http://metadata.google.internal./" is blocked: hostname "metadata.google.internal" is on the blocklist',
  ],
  ['file:///etc/passwd', 'unsupported protocol scheme "file"'],
  ['not a url', 'invalid URL "not a url"'],
];

for (const [url, why] of refused) {
  test(`${url} is refused`, () => {
    assert.equal(explainForbiddenUrl(url), why);
  });
}

test('what the world can reach may be reached', () => {
  for (const url of ['https://example.com/a', 'http://8.8.8.8/', 'http://[2606:4700::1111]/', 'http://172.32.0.1/']) {
    assert.equal(explainForbiddenUrl(url), null, url);
  }
});

test('an address with a zone is the same address', () => {
  assert.equal(findForbiddenRange('fe80::1%eth0'), 'fe80::/10');
});
