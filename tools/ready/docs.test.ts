/** Fails when a page made from the code is stale, and when the version stands in two places. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { version } from '../../src/hosts/assemble/version.ts';
import { renderDocs } from './generated-docs.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

for (const [path, text] of await renderDocs()) {
  test(`${path} says what the code says (npm run docs)`, () => {
    assert.equal(read(path), text);
  });
}

test('the version is that of package.json', () => {
  assert.equal((JSON.parse(read('package.json')) as { version: string }).version, version);
});
