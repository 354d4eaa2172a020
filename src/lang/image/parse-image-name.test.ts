/** Image names taken apart, and what is none refused. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseImageName } from './parse-image-name.ts';

const long = 'a'.repeat(255);
const sum = 'ab'.repeat(32);

const names: readonly (readonly [written: string, parts: string])[] = [
  ['nginx', 'docker.io | nginx |  | '],
  ['nginx:1.25', 'docker.io | nginx | 1.25 | '],
  ['localhost/a/b', 'localhost | a/b |  | '],
  ['ghcr.io:5000/a/b:v1', 'ghcr.io:5000 | a/b | v1 | '],
  ['[2001:db8::1]:5000/a', '[2001:db8::1]:5000 | a |  | '],
  [`a@sha256:${sum}`, `docker.io | a |  | sha256:${sum}`],
  [`a:v1@sha256:${sum}`, `docker.io | a | v1 | sha256:${sum}`],
  ['Host/a', 'Host | a |  | '],
  ['under_score.io/a', ' | under_score.io/a |  | '],
  [`ghcr.io/${long}:v1`, `ghcr.io | ${long} | v1 | `],
];

for (const [written, parts] of names) {
  test(`${written.slice(0, 40)} is read`, () => {
    const parsed = parseImageName(written);
    assert.ok(parsed.kind === 'name');
    const { domain, path, tag, digest } = parsed.name;
    assert.equal([domain, path, tag, digest].join(' | '), parts);
  });
}

const wrong: readonly (readonly [written: string, why: string])[] = [
  ['', 'invalid reference format'],
  ['a:', 'invalid reference format'],
  ['ghcr.io/Nginx', 'repository name must be lowercase'],
  [`ghcr.io/${long}a`, 'repository name must not be more than 255 characters'],
  [`a@sha1:${sum}`, 'unsupported digest algorithm'],
  [`a@sha256:${sum}ab`, 'invalid checksum digest length'],
  [`a@sha256:${sum.toUpperCase()}`, 'invalid checksum digest format'],
  ['a-'.repeat(50_000), 'invalid reference format'],
];

for (const [written, why] of wrong) {
  test(`${written.slice(0, 40)} is refused: ${why}`, () => {
    const parsed = parseImageName(written);
    assert.ok(parsed.kind === 'defect');
    assert.ok(parsed.message.endsWith(`: ${why}`), parsed.message);
  });
}
