/** Globs beside what the library says that Kyverno matches images with (gobwas/glob 0.2.3). */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { compileGlob } from './compile-glob.ts';

const cases: readonly (readonly [string, string, boolean])[] = [
  ['ghcr.io/{acme,other}/*', 'ghcr.io/acme/app:v1', true],
  ['ghcr.io/{acme,other}/*', 'ghcr.io/else/app:v1', false],
  ['ghcr.io/{acme,other}/*', 'ghcr.io/other/a/b@sha256:1', true],
  ['*.io/*', 'ghcr.io/acme/app:v1', true],
  ['*.io/*', 'io/x', false],
  ['registry-[0-9].example.com/*', 'registry-1.example.com/a', true],
  ['registry-[0-9].example.com/*', 'registry-x.example.com/a', false],
  ['registry-[0-9].example.com/*', 'registry-12.example.com/a', false],
  ['nginx:1.2?', 'nginx:1.27', true],
  ['nginx:1.2?', 'nginx:1.2', false],
  ['[!g]*', 'ghcr.io/a', false],
  ['[!g]*', 'docker.io/a', true],
  ['[!g]*', '', false],
  ['{ghcr.io/{a,b},quay.io}/**', 'ghcr.io/b/x', true],
  ['{ghcr.io/{a,b},quay.io}/**', 'quay.io/x', true],
  ['{ghcr.io/{a,b},quay.io}/**', 'ghcr.io/c/x', false],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['a,b}c', 'a,b}c', true],
  ['*[.,]*', 'x,y', true],
  ['*[.,]*', 'xy', false],
];

for (const [glob, text, expected] of cases) {
  test(`the glob '${glob}' ${expected ? 'matches' : 'does not match'} '${text}'`, () => {
    const compiled = compileGlob(glob);
    assert.equal(compiled.kind === 'glob' && compiled.matches(text), expected);
  });
}

const wrong: readonly (readonly [string, string])[] = [
  ['[a-', 'a range in brackets has two ends and nothing else'],
  ['[a-zA-Z]', 'a range in brackets has two ends and nothing else'],
  ['[]', 'there is nothing between the brackets'],
  ['[z-a]', 'the range z-a ends before it begins'],
  ['[abc', 'a bracket is not closed'],
];

for (const [glob, message] of wrong) {
  test(`the glob '${glob}' is refused, as it is there`, () =>
    assert.deepEqual(compileGlob(glob), { kind: 'defect', message }));
}

test('whatever stands in it, a glob is compiled or refused, and answers', () => {
  const glob = fc.string({ unit: fc.constantFrom(...Array.from('ab*?[]{},!-\\/.é^$(')), maxLength: 12 });
  fc.assert(
    fc.property(glob, fc.string(), (written, text) => {
      const compiled = compileGlob(written);
      assert.ok(compiled.kind === 'defect' || typeof compiled.matches(text) === 'boolean');
    }),
    { numRuns: 3000, seed: 11 },
  );
});

test('a glob that is too long or nests too deeply is refused', () => {
  assert.deepEqual(compileGlob('{a,b}'.repeat(2000)), {
    kind: 'defect',
    message: 'a glob has at most 5000 characters',
  });
  assert.deepEqual(compileGlob('{a'.repeat(2000)), {
    kind: 'defect',
    message: 'the glob nests too deeply, or is too large',
  });
});
