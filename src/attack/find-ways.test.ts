/** Ways in: the best simple ones by depth, length and ids, each made of steps that exist, told in words. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { AttackParts } from '../model/attack-parts.ts';
import type { Control } from '../model/control.ts';
import type { Place } from '../model/place.ts';
import type { Step } from '../model/step.ts';
import { compileGraph } from './compile-graph.ts';
import { findDepths } from './find-depths.ts';
import { findWays } from './find-ways.ts';
import type { AttackGraph } from './graph.ts';
import { randomChains } from './random-chains.ts';
import { randomParts } from './random-parts.ts';
import { countLayers } from './terrain.ts';
import type { Way } from './way.ts';

const numberOf = (graph: AttackGraph, id: string): number => {
  const number = graph.numberOf(id);
  assert.ok(number !== undefined, id);
  return number;
};

const write = ({ depth, moves }: Way): string =>
  `${depth} ${moves[0]?.from.id ?? ''}${moves.map(({ type, to }) => ` ${type} ${to.id}`).join('')}`;

/** Every simple way over shown places, by trying all chains of hubs. */
const listAllWays = (graph: AttackGraph, entry: number, target: number): readonly string[] => {
  const isHub = (place: number) => graph.places[place]?.kind === 'hub';
  const stepsFrom = (place: number) => [...graph.steps.keys()].filter((step) => graph.from[step] === place);
  const known = new Map<number, ReadonlyMap<string, number>>();
  const movesFrom = (place: number): ReadonlyMap<string, number> => {
    const before = known.get(place);
    if (before !== undefined) return before;
    const moves = new Map<string, number>();
    const follow = (at: number, type: string, cost: number, passed: readonly number[]): void => {
      for (const step of stepsFrom(at)) {
        const to = graph.to[step] ?? -1;
        const own = graph.steps[step]?.type ?? 'MEMBER';
        const next = type === 'MEMBER' ? own : type;
        const total = cost + countLayers(graph.layers.depth[step] ?? 0);
        const key = `${to} ${next}`;
        if (!isHub(to)) moves.set(key, Math.min(total, moves.get(key) ?? Infinity));
        else if (!passed.includes(to)) follow(to, next, total, [...passed, to]);
      }
    };
    follow(place, 'MEMBER', 0, []);
    known.set(place, moves);
    return moves;
  };
  const ways: { cost: number; moves: readonly (readonly [number, string])[] }[] = [];
  const walk = (
    at: number,
    cost: number,
    moves: readonly (readonly [number, string])[],
    on: readonly number[],
  ): void => {
    if (at === target) ways.push({ cost, moves });
    else
      for (const [key, price] of movesFrom(at)) {
        const [to = '', type = ''] = key.split(' ');
        if (!on.includes(Number(to)))
          walk(Number(to), cost + price, [...moves, [Number(to), type]], [...on, Number(to)]);
      }
  };
  walk(entry, 0, [], [entry]);
  const name = (place: number) => graph.places[place]?.id ?? '';
  return ways
    .sort((a, b) => {
      if (a.cost !== b.cost || a.moves.length !== b.moves.length)
        return a.cost - b.cost || a.moves.length - b.moves.length;
      for (const [at, [place, type]] of a.moves.entries()) {
        const [other = -1, otherType = ''] = b.moves[at] ?? [];
        if (place !== other) return place - other;
        if (type !== otherType) return type < otherType ? -1 : 1;
      }
      return 0;
    })
    .map(
      ({ cost, moves }) =>
        `${cost} ${moves.length === 0 ? '' : name(entry)}${moves.map(([to, type]) => ` ${type} ${name(to)}`).join('')}`,
    );
};

test('the ways to one place are the first of all its simple ways', () => {
  fc.assert(
    fc.property(randomChains(), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 30 }), (parts, at, most) => {
      const graph = compileGraph(parts);
      const entry = numberOf(graph, 'internet');
      const target = numberOf(graph, `container/${at}`);
      assert.deepEqual(
        findWays(graph, entry, [target], { most }).map(write),
        listAllWays(graph, entry, target).slice(0, most),
      );
    }),
    { numRuns: 150 },
  );
});

test('a way is made of steps that exist, from the entry to its end, and its costs add up', () => {
  fc.assert(
    fc.property(fc.oneof(randomParts(), randomChains()), (parts) => {
      const graph = compileGraph(parts);
      const entry = numberOf(graph, 'internet');
      const targets = [...graph.places.keys()].filter((place) => graph.places[place]?.kind !== 'hub');
      const depths = findDepths(graph, entry, 'depth').cost;
      const ways = findWays(graph, entry, targets, { most: 40 });
      for (const target of targets)
        assert.equal(
          ways.filter(({ to }) => to === target).reduce((least, { depth }) => Math.min(least, depth), Infinity),
          depths[target] === -1 ? Infinity : depths[target],
        );
      assert.deepEqual(
        ways.map(({ depth }) => depth),
        ways.map(({ depth }) => depth).toSorted((a, b) => a - b),
      );
      assert.equal(
        new Set(ways.map(write)).size,
        ways.filter(({ moves }) => moves.length > 0).length + (ways.length > 0 ? 1 : 0),
      );
      for (const { to, depth, proven, moves } of ways) {
        const steps = moves.flatMap((move) => move.steps);
        let at = entry;
        for (const step of steps) {
          assert.equal(graph.from[step], at);
          at = graph.to[step] ?? -1;
        }
        assert.equal(at, to);
        const price = (count: 'depth' | 'proven') =>
          steps.reduce((sum, step) => sum + countLayers(graph.layers[count][step] ?? 0), 0);
        assert.deepEqual([depth, proven], [price('depth'), price('proven')]);
        assert.equal(
          depth,
          moves.reduce((sum, { cost }) => sum + cost, 0),
        );
        const shown = [graph.places[entry]?.id, ...moves.map((move) => move.to.id)];
        assert.equal(new Set(shown).size, shown.length);
        assert.ok(moves.every(({ from, to }) => from.kind !== 'hub' && to.kind !== 'hub'));
      }
    }),
    { numRuns: 150 },
  );
});

const place = (id: string): Place => ({
  id,
  kind: id.startsWith('hub/') ? 'hub' : id === 'internet' ? 'internet' : 'container',
  title: id,
  namespace: null,
});

const draw = (
  steps: readonly (readonly [Step['type'], string, string, string?, string?])[],
  controls: readonly (Pick<Control, 'id' | 'layer' | 'state' | 'effect'> & {
    guards: readonly (readonly [string, string])[];
  })[] = [],
  weights: Readonly<Record<string, number>> = {},
): readonly [AttackParts] => [
  {
    places: [...new Set(steps.flatMap(([, from, to]) => [from, to]))].map(place),
    steps: steps.map(([type, from, to, grant = '', by]) => ({ type, from, to, grant, by: by ?? null })),
    controls: controls.map(({ guards, ...control }) => ({
      ...control,
      title: control.id,
      scope: 'cluster',
      steps: guards.map(([from, to]) => ({ types: null, from, to, by: null })),
      remedy: null,
      needs: [],
    })),
    assets: Object.entries(weights).map(([place, weight]) => ({ place, kind: 'marked', type: '', weight })),
    unknowns: [],
  },
];

const standing = { kind: 'standing', proof: 'declared' } as const;
const absent = { kind: 'absent' } as const;

test('a move through hubs is told as one, with the grants, objects and controls of all its steps', () => {
  const graph = compileGraph(
    draw(
      [
        ['MEMBER', 'internet', 'hub/out', 'everybody may', '/Group//all'],
        ['POD_EXEC', 'hub/out', 'hub/in', 'the role allows it', '/Role/shop/exec'],
        ['MEMBER', 'hub/in', 'web', '', '/Role/shop/exec'],
      ],
      [
        { id: 'b', layer: 'network', effect: 'guard', state: standing, guards: [['internet', 'hub/out']] },
        {
          id: 'c',
          layer: 'cluster',
          effect: 'guard',
          state: { kind: 'unknown', why: 'who knows' },
          guards: [['hub/out', 'hub/in']],
        },
        {
          id: 'a',
          layer: 'identity',
          effect: 'remove',
          state: absent,
          guards: [
            ['hub/out', 'hub/in'],
            ['hub/in', 'web'],
          ],
        },
        { id: 'd', layer: 'image', effect: 'guard', state: absent, guards: [['web', 'internet']] },
      ],
    ),
  );
  const [way] = findWays(graph, numberOf(graph, 'internet'), [numberOf(graph, 'web')], { most: 5 });
  assert.deepEqual(
    way?.moves.map(({ type, technique, from, to, cost, grant, by, controls, steps }) => ({
      type,
      technique,
      from: from.id,
      to: to.id,
      cost,
      grant,
      by,
      controls: controls.map(({ id }) => id),
      steps: steps.length,
    })),
    [
      {
        type: 'POD_EXEC',
        technique: 'T1609',
        from: 'internet',
        to: 'web',
        cost: 1,
        grant: 'everybody may; the role allows it',
        by: ['/Group//all', '/Role/shop/exec'],
        controls: ['a', 'b', 'c'],
        steps: 3,
      },
    ],
  );
});

test('going around through a dearer hub is no second way', () => {
  const graph = compileGraph(
    draw(
      [
        ['ENDPOINT_EXPLOIT', 'internet', 'hub/open'],
        ['MEMBER', 'hub/open', 'web'],
        ['ENDPOINT_EXPLOIT', 'internet', 'hub/closed'],
        ['MEMBER', 'hub/closed', 'web'],
      ],
      [{ id: 'wall', layer: 'network', effect: 'guard', state: standing, guards: [['internet', 'hub/closed']] }],
    ),
  );
  assert.deepEqual(findWays(graph, numberOf(graph, 'internet'), [numberOf(graph, 'web')], { most: 5 }).map(write), [
    '0 internet ENDPOINT_EXPLOIT web',
  ]);
});

const estate = draw(
  [
    ['ENDPOINT_EXPLOIT', 'internet', 'web'],
    ['ENDPOINT_EXPLOIT', 'internet', 'api'],
    ['ADMIN', 'web', 'admin'],
    ['ADMIN', 'api', 'admin'],
    ['SECRET_READ', 'admin', 'hub/secrets'],
    ['MEMBER', 'hub/secrets', 'secret-1'],
    ['MEMBER', 'hub/secrets', 'secret-2'],
    ['MEMBER', 'hub/secrets', 'secret-3'],
    ['VOLUME_DISCOVER', 'api', 'secret-3'],
  ],
  [],
  { admin: 10, 'secret-1': 2, 'secret-2': 2, 'secret-3': 2 },
);
const targetsOf = (graph: AttackGraph) =>
  ['secret-1', 'secret-2', 'secret-3', 'admin'].map((id) => numberOf(graph, id));

test('where all have room, the best way to each comes first, then further ones that lead through nothing worth more', () => {
  const graph = compileGraph(estate);
  assert.deepEqual(findWays(graph, numberOf(graph, 'internet'), targetsOf(graph), { most: 20 }).map(write), [
    '0 internet ENDPOINT_EXPLOIT api ADMIN admin',
    '0 internet ENDPOINT_EXPLOIT api VOLUME_DISCOVER secret-3',
    '0 internet ENDPOINT_EXPLOIT web ADMIN admin',
    '0 internet ENDPOINT_EXPLOIT api ADMIN admin SECRET_READ secret-1',
    '0 internet ENDPOINT_EXPLOIT api ADMIN admin SECRET_READ secret-2',
  ]);
});

test('where not all have room, what leads through something worth more comes last', () => {
  const graph = compileGraph(estate);
  assert.deepEqual(findWays(graph, numberOf(graph, 'internet'), targetsOf(graph), { most: 3 }).map(write), [
    '0 internet ENDPOINT_EXPLOIT api ADMIN admin',
    '0 internet ENDPOINT_EXPLOIT api VOLUME_DISCOVER secret-3',
    '0 internet ENDPOINT_EXPLOIT web ADMIN admin',
  ]);
});

test('a search that may not look at much keeps the best ways and says that there may be others', () => {
  const graph = compileGraph(estate);
  const work = { left: 3 };
  assert.deepEqual(
    findWays(graph, numberOf(graph, 'internet'), [numberOf(graph, 'admin')], { most: 5, work }).map(write),
    ['0 internet ENDPOINT_EXPLOIT api ADMIN admin'],
  );
  assert.ok(work.left < 0);
});

test('whatever work there is, what is found is whole and comes in order', () => {
  fc.assert(
    fc.property(randomChains(), fc.integer({ min: 0, max: 3000 }), (parts, left) => {
      const graph = compileGraph(parts);
      const entry = numberOf(graph, 'internet');
      const target = numberOf(graph, 'container/0');
      const all = findWays(graph, entry, [target], { most: 20 }).map(write);
      const work = { left };
      const some = findWays(graph, entry, [target], { most: 20, work }).map(write);
      assert.deepEqual(some, all.slice(0, some.length));
      assert.ok(work.left < 0 || some.length === all.length);
    }),
    { numRuns: 150 },
  );
});

test('who begins at an asset has it by no move', () => {
  const graph = compileGraph(estate);
  const admin = numberOf(graph, 'admin');
  assert.deepEqual(findWays(graph, admin, [admin], { most: 5 }), [{ to: admin, depth: 0, proven: 0, moves: [] }]);
});
