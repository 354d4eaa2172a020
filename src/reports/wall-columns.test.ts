/** Sections through the fortress: solid where proved, hatched where declared, a gap where nothing of a group stands. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AssetWalls } from '../attack/summarise-walls.ts';
import type { Control } from '../model/control.ts';
import { exampleWalls, toControl } from './example-attack.ts';
import { toWallColumns } from './wall-columns.ts';

const [open] = exampleWalls.assets;
const [move] = open?.way?.moves ?? [];

const sectionOf = (controls: readonly Control[], layers: AssetWalls['layers'] = []): string => {
  assert.ok(move !== undefined);
  const way = { to: 0, depth: 0, proven: 0, moves: [{ ...move, controls }] };
  return toWallColumns({ way, layers })
    .map(({ state, walls, missing }) => [state, ...walls, ...missing.map((title) => `(${title})`)].join(' '))
    .join(' | ');
};

const standing = (proof: 'enforced' | 'declared') => ({ state: { kind: 'standing', proof } }) as const;
const advice = { kind: 'advice', text: 'Do it.' } as const;

const cases: readonly (readonly [string, Parameters<typeof sectionOf>, string])[] = [
  ['without a wall there are five gaps', [[]], 'gap | gap | gap | gap | gap'],
  [
    'what is proved is solid, what is declared hatched, in the group of its layer',
    [
      [
        toControl('a', 'A', { ...standing('enforced'), layer: 'network' }),
        toControl('b', 'B', { ...standing('declared'), layer: 'mesh' }),
      ],
    ],
    'solid A | gap | gap | hatched B | gap',
  ],
  [
    'one proved wall makes a group solid',
    [
      [
        toControl('a', 'A', { ...standing('declared'), layer: 'cluster' }),
        toControl('b', 'B', { ...standing('enforced'), layer: 'network' }),
      ],
    ],
    'solid A B | gap | gap | gap | gap',
  ],
  [
    'what is missing and could be had is told, and leaves the gap',
    [[toControl('a', 'A', { layer: 'runtime', remedy: advice }), toControl('b', 'B', { layer: 'runtime' })]],
    'gap | gap | gap (A) | gap | gap',
  ],
  [
    'what may hold nothing up is no wall',
    [[toControl('a', 'A', { layer: 'image', state: { kind: 'unknown', why: 'unbound' }, remedy: advice })]],
    'gap | gap (A) | gap | gap | gap',
  ],
  [
    'a remover that stands is no wall on a way that is there',
    [[toControl('a', 'A', { ...standing('enforced'), layer: 'identity', effect: 'remove' })]],
    'gap | gap | gap | gap | gap',
  ],
  [
    'a layer that is counted stands, even where its wall lies on no drawn step',
    [[], ['runtime']],
    'gap | gap | hatched | gap | gap',
  ],
];

for (const [name, words, section] of cases) test(name, () => assert.equal(sectionOf(...words), section));

test('a wall on two moves is told once', () => {
  const wall = toControl('a', 'A', { ...standing('enforced'), layer: 'secrets' });
  assert.equal(sectionOf([wall, wall]), 'gap | gap | gap | solid A | gap');
});
