/** Texts made to break the readers: each is read or refused, and none throws. */

import { test } from 'node:test';

import { array, assert as check, constantFrom, property } from 'fast-check';

import { parseIpAddress, parseIpPrefix, renderIpAddress } from '../../lang/go/ip-address.ts';
import { namedFormats } from './named-format.ts';
import { parseNormalisedSemver, parseSemver } from '../../lang/go/parse-semver.ts';
import { escapedPath, hostname, parseRequestUri, parseUrl, port, readQuery, renderUrl } from './parse-url.ts';

const pieces = Array.from('aZ09:/?#[]@!&=+,;%.-_~ \\\u0000\u00e9\u{1f600}\ud800').concat(
  '::',
  '%20',
  '%c3',
  '%25',
  '1.2.3',
  '//',
);

const text = array(constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join(''));

const readers: readonly (readonly [name: string, read: (given: string) => void])[] = [
  [
    'URLs',
    (given) => {
      parseRequestUri(given);
      const parsed = parseUrl(given);
      if (parsed.kind === 'defect') return;
      for (const ask of [escapedPath, hostname, port, readQuery, renderUrl]) ask(parsed.url);
    },
  ],
  [
    'addresses',
    (given) => {
      parseIpPrefix(given);
      const parsed = parseIpAddress(given);
      if (parsed.kind === 'parsed') renderIpAddress(parsed.value);
    },
  ],
  [
    'versions',
    (given) => {
      parseSemver(given);
      parseNormalisedSemver(given);
    },
  ],
  [
    'formats',
    (given) => {
      for (const { validate } of namedFormats.values()) validate(given);
    },
  ],
];

for (const [name, read] of readers) {
  test(`no text makes the reader of ${name} throw`, () => {
    check(property(text, read), { numRuns: 500 });
  });
}
