/** The walls before what matters as rows and as one sentence: the worst first, and what is missing is said. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleWalls } from './example-attack.ts';
import { listOpen, renderOpen, renderWallsBriefly, renderWallsDepth, renderWallsDoubt, toWallsRows } from './walls.ts';

test('things of one kind are a row, the worst of them counts, and what was marked stands alone', () =>
  assert.deepEqual(
    toWallsRows(exampleWalls).map((row) => [row.what, renderWallsDepth(row), renderOpen(row), row.layers.join(', ')]),
    [
      ['Secrets', 'open', '1 of 2 open', ''],
      ['the data of claim shop/orders', 'open', '', ''],
      ['service account shop/api', '1 wall, none proved', '', 'network'],
      ['the administrator of the cluster', '2 walls, 1 proved', '', 'cluster, runtime'],
      ['a node', 'no known path', '', ''],
    ],
  ));

test('several of which none is open are told by the worst', () => {
  const [first] = toWallsRows({
    ...exampleWalls,
    assets: exampleWalls.assets
      .filter(({ asset }) => asset.kind === 'secret')
      .map((each, index) => ({ ...each, depth: index + 1, proven: 1 })),
  });
  assert.ok(first !== undefined);
  assert.equal(`${renderWallsDepth(first)}, ${renderOpen(first)}`, '1 wall, 1 proved, the worst of 2');
});

test('one sentence tells the least of each kind, and that it is partial', () => {
  const all = 'cluster-admin 2, marked 1, nodes no known path, Secrets 0 (1 of 2 open), data 0';
  assert.equal(renderWallsBriefly(exampleWalls), `Walls before what matters (from the internet, partial): ${all}`);
  assert.equal(
    renderWallsBriefly({ ...exampleWalls, complete: true }),
    `Walls before what matters (from the internet): ${all}`,
  );
});

test('the first reason for doubt is told, and how many more there are', () => {
  assert.equal(
    renderWallsDoubt(exampleWalls),
    'There may be fewer: NetworkPolicy could not be read in namespace shop; and 1 more reason',
  );
  assert.equal(renderWallsDoubt({ ...exampleWalls, complete: true, unknowns: [] }), null);
});

test('what stands open is what no wall is before', () =>
  assert.deepEqual(
    listOpen(exampleWalls).map(({ place }) => place.id),
    ['secret/shop/database', 'data/shop/orders'],
  ));
