/** A merged graph answers as the whole one does. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { AttackParts } from '../model/attack-parts.ts';
import type { Place } from '../model/place.ts';
import type { Step } from '../model/step.ts';
import { compileGraph } from './compile-graph.ts';
import { findDepths } from './find-depths.ts';
import type { AttackGraph } from './graph.ts';
import { labelSteps } from './label-steps.ts';
import { mergePlaces } from './merge-places.ts';
import { randomParts } from './random-parts.ts';

const toPlace = (id: string): Place => ({
  id,
  kind: id === 'internet' ? 'internet' : 'container',
  title: `container ${id}`,
  namespace: null,
});
const toStep = (from: string, to: string): Step => ({
  type: 'POD_EXEC',
  from,
  to,
  grant: `${from} to ${to}`,
  by: null,
});

/** `internet` reaches `b`, `c` and `d`; from each of the three one reaches `secret`; `e` leads nowhere. */
const fan = (more: Partial<AttackParts> = {}): AttackGraph =>
  compileGraph([
    {
      places: ['internet', 'b', 'c', 'd', 'e', 'secret'].map(toPlace),
      steps: [
        ...['b', 'c', 'd', 'e'].map((id) => toStep('internet', id)),
        ...['b', 'c', 'd'].map((id) => toStep(id, 'secret')),
      ],
      controls: [],
      assets: [{ place: 'secret', kind: 'secret', type: '', weight: 2 }],
      unknowns: [],
      ...more,
    },
  ]);

const tellClasses = (graph: AttackGraph): readonly string[] => {
  const { graph: merged, members } = mergePlaces(graph, [graph.numberOf('internet') ?? -1]);
  return merged.places.map((_, place) =>
    members(place)
      .map((member) => graph.places[member]?.id)
      .join('+'),
  );
};

test('places from which the same steps lead to the same places are one', () =>
  assert.deepEqual(tellClasses(fan()), ['b+c+d', 'e', 'internet', 'secret']));

test('a merged place is named after its first member and told with the number of the others', () => {
  const { graph, classOf, members } = mergePlaces(fan(), [4]);
  assert.deepEqual(
    graph.places.map(({ id, title }) => [id, title]),
    [
      ['b', 'container b and 2 more'],
      ['e', 'container e'],
      ['internet', 'container internet'],
      ['secret', 'container secret'],
    ],
  );
  assert.deepEqual([...classOf], [0, 0, 0, 1, 2, 3]);
  assert.deepEqual(members(0), [0, 1, 2]);
  assert.equal(graph.numberOf('d'), 0);
  assert.equal(graph.numberOf('z'), undefined);
  assert.deepEqual(
    graph.steps.map(({ from, to, grant }) => [from, to, grant]),
    [
      ['b', 'secret', 'b to secret'],
      ['internet', 'b', 'internet to b'],
      ['internet', 'e', 'internet to e'],
    ],
  );
  assert.deepEqual(
    graph.assets.map(({ place }) => place),
    [3],
  );
});

test('a control that may come to stand on the steps of one place keeps it apart', () =>
  assert.deepEqual(
    tellClasses(
      fan({
        controls: [
          {
            id: 'x',
            title: 'X',
            layer: 'network',
            scope: 'cluster',
            state: { kind: 'absent' },
            effect: 'guard',
            steps: [{ types: null, from: 'c', to: null, by: null }],
            remedy: null,
            needs: [],
          },
        ],
      }),
    ),
    ['b+d', 'c', 'e', 'internet', 'secret'],
  ));

test('an asset stands alone, whatever leads out of it', () =>
  assert.deepEqual(
    tellClasses(
      fan({
        assets: ['b', 'secret'].map((place) => ({ place, kind: 'marked', type: '', weight: 1 })),
      }),
    ),
    ['b', 'c+d', 'e', 'internet', 'secret'],
  ));

const distancesOf = (graph: AttackGraph, entry: number, count: 'depth' | 'proven', supposed: readonly number[]) => {
  const { cost, length } = findDepths(graph, entry, count, supposed);
  return graph.assets.map(({ asset, place }) => [asset.place, cost[place], length[place]]);
};

test('depth, proven and length from every entry to every asset are those of the whole graph, whatever is supposed to stand', () =>
  fc.assert(
    fc.property(randomParts({ places: 14, steps: 34 }), fc.infiniteStream(fc.boolean()), (parts, coins) => {
      const graph = compileGraph(parts);
      const entries = ['internet', 'any-workload'].map((id) => graph.numberOf(id) ?? -1);
      const { graph: merged, classOf } = mergePlaces(graph, entries);
      for (let round = 0; round < 3; round += 1) {
        const supposed = [...graph.controls.keys()].filter(() => coins.next().value === true);
        for (const entry of entries)
          for (const count of ['depth', 'proven'] as const)
            assert.deepEqual(
              distancesOf(merged, classOf[entry] ?? -1, count, supposed),
              distancesOf(graph, entry, count, supposed),
            );
      }
    }),
    { numRuns: 300 },
  ));

test('the classes are the coarsest: those found by splitting all at once until nothing changes', () =>
  fc.assert(
    fc.property(randomParts({ places: 14, steps: 24 }), (parts) => {
      const graph = compileGraph(parts);
      const labels = labelSteps(graph);
      const assets = new Set(graph.assets.map(({ place }) => place));
      let names = graph.places.map(({ id, kind }, place) => (assets.has(place) || id === 'internet' ? id : kind));
      for (let round = 0; round < graph.places.length; round += 1) {
        const told = graph.places.map((_, place) => {
          const leaving = graph.steps.flatMap((_, step) =>
            graph.from[step] === place ? [`${labels[step]} ${names[graph.to[step] ?? 0]}`] : [],
          );
          return JSON.stringify([names[place], [...new Set(leaving)].sort()]);
        });
        const numbers = new Map([...new Set(told)].map((text, number) => [text, `${number}`]));
        names = told.map((text) => numbers.get(text) ?? '');
      }
      const { classOf } = mergePlaces(graph, [graph.numberOf('internet') ?? -1]);
      for (const a of graph.places.keys())
        for (const b of graph.places.keys()) assert.equal(classOf[a] === classOf[b], names[a] === names[b]);
    }),
  ));

test('steps share a label where they have one type and the same controls', () =>
  fc.assert(
    fc.property(randomParts(), (parts) => {
      const graph = compileGraph(parts);
      const told = graph.steps.map(({ type }, step) => {
        const controls = graph.controls.flatMap((_, control) =>
          graph.guarded.subarray(graph.guardedStart[control], graph.guardedStart[control + 1]).includes(step)
            ? [control]
            : [],
        );
        return JSON.stringify([type, controls]);
      });
      const labels = labelSteps(graph);
      assert.equal(new Set(labels).size, new Set(told).size);
      for (const a of told.keys())
        for (const b of told.keys()) assert.equal(labels[a] === labels[b], told[a] === told[b]);
    }),
  ));
