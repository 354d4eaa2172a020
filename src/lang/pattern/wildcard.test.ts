/** Wildcard patterns against a table and against the regular expression that means the same. */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { compileWildcard } from './wildcard.ts';

const cases: readonly (readonly [string, string, boolean])[] = [
  ['pod-security/*', 'pod-security/baseline/privileged', true],
  ['pod-security/*', 'pod-security', false],
  ['*/privileged', 'pod-security/baseline/privileged', true],
  ['pod-*/privileged', 'pod-security/baseline/privileged', true],
  ['*baseline*', 'pod-security/baseline/privileged', true],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['a*a', 'a', false],
  ['a*b*c', 'a/b/b/c', true],
  ['a*b*c', 'a/c/b', false],
  ['shop-?', 'shop-1', true],
  ['shop-?', 'shop-12', false],
  ['?*', '', false],
  ['a.c', 'abc', false],
];

for (const [pattern, text, expected] of cases) {
  test(`'${pattern}' ${expected ? 'matches' : 'does not match'} '${text}'`, () =>
    assert.equal(compileWildcard(pattern)(text), expected));
}

test('a pattern means what its regular expression means', () => {
  const piece = fc.constantFrom('a', 'b', '/', '.', '*', '?');
  const pattern = fc.array(piece, { maxLength: 7 }).map((parts) => parts.join(''));
  const text = fc.array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 9 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, text, (pattern, text) => {
      const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
      assert.equal(compileWildcard(pattern)(text), new RegExp(`^${source}$`).test(text));
    }),
    { numRuns: 3000, seed: 7 },
  );
});
