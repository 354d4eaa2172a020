/** Walls before each asset: the depths of the whole graph, and one way that has them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { layers } from '../model/layer.ts';
import { compileGraph } from './compile-graph.ts';
import { findDepths } from './find-depths.ts';
import { findWays } from './find-ways.ts';
import { randomChains } from './random-chains.ts';
import { randomParts } from './random-parts.ts';
import { summariseWalls } from './summarise-walls.ts';

test('every asset has its depths, and the way and the layers that make them', () => {
  fc.assert(
    fc.property(fc.oneof(randomParts(), randomChains()), (parts) => {
      const graph = compileGraph(parts);
      const entry = graph.numberOf('internet');
      assert.ok(entry !== undefined);
      const depth = findDepths(graph, entry, 'depth').cost;
      const proven = findDepths(graph, entry, 'proven').cost;
      const walls = summariseWalls(graph, entry);
      assert.deepEqual(
        walls.map(({ asset, place }) => [asset.place, place.id]),
        graph.assets.map(({ asset }) => [asset.place, asset.place]),
      );
      for (const [at, wall] of walls.entries()) {
        const number = graph.assets[at]?.place ?? -1;
        const reached = depth[number] !== -1;
        assert.equal(wall.depth, reached ? depth[number] : null);
        assert.equal(wall.proven, reached ? proven[number] : null);
        assert.equal(wall.way?.depth ?? null, wall.depth);
        const bits = (wall.way?.moves ?? [])
          .flatMap(({ steps }) => steps)
          .reduce((bits, step) => bits | (graph.layers.depth[step] ?? 0), 0);
        assert.deepEqual(
          wall.layers,
          layers.filter((_, layer) => (bits & (1 << layer)) !== 0),
        );
        assert.deepEqual(findWays(graph, entry, [number], { most: 1 })[0] ?? null, wall.way);
      }
    }),
    { numRuns: 300 },
  );
});

test('a wall that is only declared counts, and is not proved', () => {
  const graph = compileGraph([
    {
      places: [
        { id: 'internet', kind: 'internet', title: 'the internet', namespace: null },
        { id: 'secret/shop/a', kind: 'secret', title: 'Secret shop/a', namespace: 'shop' },
        { id: 'secret/shop/b', kind: 'secret', title: 'Secret shop/b', namespace: 'shop' },
      ],
      steps: [{ type: 'SECRET_READ', from: 'internet', to: 'secret/shop/a', grant: 'anybody may', by: null }],
      controls: [
        {
          id: 'network/closed',
          title: 'Close it',
          layer: 'network',
          scope: 'cluster',
          state: { kind: 'standing', proof: 'declared' },
          effect: 'guard',
          steps: [{ types: null, from: 'internet', to: null, by: null }],
          remedy: null,
          needs: [],
        },
      ],
      assets: ['a', 'b'].map((name) => ({ place: `secret/shop/${name}`, kind: 'secret', type: 'Opaque', weight: 2 })),
      unknowns: [],
    },
  ]);
  assert.deepEqual(
    summariseWalls(graph, graph.numberOf('internet') ?? -1).map(({ place, depth, proven, layers, way }) => [
      place.id,
      depth,
      proven,
      layers,
      way?.moves.length ?? null,
    ]),
    [
      ['secret/shop/a', 1, 0, ['network'], 1],
      ['secret/shop/b', null, null, [], null],
    ],
  );
});
