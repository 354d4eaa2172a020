/** Ways are found by every word of a search, and stand behind each other by their walls. */

import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { AttackWay } from '../../../../src/hosts/console/api/attacks.ts';
import { groupByDepth, narrowWays } from './narrow-ways.ts';

const place = (title: string) => ({ id: title, kind: 'secret', title }) as const;

const way = (title: string, depth: number, through: string): AttackWay => ({
  to: place(title),
  depth,
  proven: 0,
  layers: depth === 0 ? [] : ['runtime'],
  moves: [
    {
      from: place('the internet'),
      to: place(through),
      technique: null,
      text: '',
      grant: '',
      by: [],
      standing: [],
      missing: [],
    },
  ],
});

const ways = [way('Secret shop/db', 2, 'api'), way('a node', 0, 'toolbox'), way('Secret shop/tls', 0, 'web')];

const cases: readonly (readonly [name: string, text: string, titles: readonly string[]])[] = [
  ['nothing searched leaves all', ' ', ['Secret shop/db', 'a node', 'Secret shop/tls']],
  ['every word must occur, in any order', 'DB secret', ['Secret shop/db']],
  ['what a way leads through finds it', 'toolbox', ['a node']],
  ['the layer of its walls finds it', 'runtime', ['Secret shop/db']],
  ['a word that is nowhere finds nothing', 'db toolbox', []],
];

for (const [name, text, titles] of cases)
  test(name, () =>
    deepEqual(
      narrowWays(ways, text).map(({ to }) => to.title),
      titles,
    ),
  );

test('what is open stands first', () =>
  deepEqual(
    groupByDepth(ways).map(({ depth, ways: same }) => [depth, same.length]),
    [
      [0, 2],
      [2, 1],
    ],
  ));
