/** Between two stations stands one wall for each layer, and a breach only where nothing stands. */

import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { AttackWall } from '../../../../src/hosts/console/api/attacks.ts';
import { placeWalls } from './place-walls.ts';

const wall = (layer: AttackWall['layer'], proof: AttackWall['proof']): AttackWall => ({
  id: `${layer} ${proof}`,
  title: '',
  layer,
  proof,
  todo: null,
});

const cases: readonly (readonly [
  name: string,
  standing: readonly AttackWall[],
  missing: readonly AttackWall[],
  walls: readonly (readonly [string, number])[],
])[] = [
  ['nothing stands and nothing could: an arrow alone', [], [], []],
  ['nothing stands and something could: a breach', [], [wall('network', null)], [['gap', -3.5]]],
  [
    'what is missing besides is not drawn',
    [wall('runtime', 'declared')],
    [wall('network', null)],
    [['declared', -3.5]],
  ],
  [
    'two of one layer are one wall, enforced as the better',
    [wall('network', 'declared'), wall('network', 'enforced')],
    [],
    [['enforced', -3.5]],
  ],
  [
    'two layers stand side by side around the middle',
    [wall('network', 'enforced'), wall('runtime', 'declared')],
    [],
    [
      ['enforced', -8.5],
      ['declared', 1.5],
    ],
  ],
];

for (const [name, standing, missing, walls] of cases)
  test(name, () =>
    deepEqual(
      placeWalls({ standing, missing }).map(({ state, x }) => [state, x]),
      walls,
    ),
  );
