/** An estate's name in URLs: the same from run to run, and another for another estate. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameEstate, type EstateTarget } from './name-estate.ts';

const paths = (workingFolder: string, ...all: readonly string[]): EstateTarget => ({
  kind: 'manifests',
  paths: all,
  workingFolder,
});

test('twelve hexadecimal digits, and a title as a person said it', () =>
  assert.deepEqual(nameEstate(paths('/work', './shop')), {
    id: nameEstate(paths('/', 'work/shop/')).id,
    title: './shop',
    kind: 'manifests',
  }));

test('the order of paths does not count', () =>
  assert.equal(nameEstate(paths('/w', 'a', 'b')).id, nameEstate(paths('/w', 'b', 'a')).id));

test('estates of other paths, other folders and other kinds have other names', () => {
  const all = [
    paths('/w', 'a'),
    paths('/w', 'b'),
    paths('/v', 'a'),
    paths('/w', 'a', 'b'),
    { kind: 'cluster', context: '/w/a' } as const,
    { kind: 'cluster', context: 'prod' } as const,
  ].map((target) => nameEstate(target).id);
  assert.equal(new Set(all).size, all.length);
  for (const id of all) assert.match(id, /^[0-9a-f]{12}$/);
});
