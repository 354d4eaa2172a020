/** Depths are the least number of walls on any way, however the graph winds. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { AttackParts } from '../model/attack-parts.ts';
import type { Control } from '../model/control.ts';
import { compileGraph } from './compile-graph.ts';
import { createDepthFinder, findDepths } from './find-depths.ts';
import type { AttackGraph, Count } from './graph.ts';
import { randomParts } from './random-parts.ts';

const counts = ['depth', 'proven'] as const satisfies readonly Count[];

/** Tries every way that enters no place twice. */
const tryEveryWay = (graph: AttackGraph, entry: number, count: Count): readonly (readonly [number, number])[] => {
  const best = graph.places.map((): readonly [number, number] => [-1, -1]);
  const visited = new Set<number>();
  const visit = (place: number, cost: number, length: number): void => {
    const [leastCost, leastLength] = best[place] ?? [-1, -1];
    if (leastCost < 0 || cost < leastCost || (cost === leastCost && length < leastLength)) best[place] = [cost, length];
    visited.add(place);
    for (const [step, { type, from, to }] of graph.steps.entries()) {
      const end = graph.numberOf(to) ?? -1;
      if (graph.numberOf(from) !== place || visited.has(end)) continue;
      const price = (graph.layers[count][step] ?? 0).toString(2).replaceAll('0', '').length;
      visit(end, cost + price, length + (type === 'MEMBER' ? 0 : 1));
    }
    visited.delete(place);
  };
  visit(entry, 0, 0);
  return best;
};

const tell = (graph: AttackGraph, entry: number, count: Count, supposed: readonly number[] = []) => {
  const { cost, length } = findDepths(graph, entry, count, supposed);
  return graph.places.map((_, place) => [cost[place] ?? -2, length[place] ?? -2]);
};

test('depth and length are those of the best of all ways, on graphs of up to 12 places', () =>
  fc.assert(
    fc.property(randomParts({ places: 12, steps: 22 }), (parts) => {
      const graph = compileGraph(parts);
      for (const entry of graph.places.keys())
        for (const count of counts) assert.deepEqual(tell(graph, entry, count), tryEveryWay(graph, entry, count));
    }),
  ));

test('the distances to a place are those from all others', () =>
  fc.assert(
    fc.property(randomParts(), (parts) => {
      const graph = compileGraph(parts);
      const back = createDepthFinder(graph, 'into');
      for (const target of graph.places.keys()) {
        const { cost, length } = back.find(target, 'depth');
        for (const entry of graph.places.keys()) {
          const there = findDepths(graph, entry, 'depth');
          assert.deepEqual([cost[entry], length[entry]], [there.cost[target], there.length[target]]);
        }
      }
    }),
  ));

/** All parts with the controls of one id standing, enforced. */
const withStanding = (parts: readonly AttackParts[], ids: ReadonlySet<string>): readonly AttackParts[] =>
  parts.map((part) => ({
    ...part,
    controls: part.controls.map((control): Control =>
      ids.has(control.id) ? { ...control, state: { kind: 'standing', proof: 'enforced' } } : control,
    ),
  }));

test('what is supposed to stand counts as if the graph were compiled with it, and is forgotten afterwards', () =>
  fc.assert(
    fc.property(randomParts(), fc.infiniteStream(fc.boolean()), (parts, coins) => {
      const graph = compileGraph(parts);
      const supposed = [...graph.controls.keys()].filter(() => coins.next().value === true);
      const ids = new Set(supposed.map((number) => graph.controls[number]?.id ?? ''));
      const compiled = compileGraph(withStanding(parts, ids));
      const finder = createDepthFinder(graph);
      for (const count of counts) {
        const before = tell(graph, 0, count);
        const { cost, length } = finder.find(0, count, supposed);
        const wanted = findDepths(compiled, 0, count);
        assert.deepEqual([cost, length], [wanted.cost, wanted.length]);
        const again = finder.find(0, count);
        assert.deepEqual(
          graph.places.map((_, place) => [again.cost[place], again.length[place]]),
          before,
        );
      }
    }),
  ));

const asInfinite = (cost: number | undefined): number => (cost === undefined || cost < 0 ? Infinity : cost);

test('a guard more never lowers a depth, and a grant more never raises one', () =>
  fc.assert(
    fc.property(randomParts({ places: 12, steps: 40 }), fc.nat({ max: 39 }), (parts, number) => {
      const graph = compileGraph(parts);
      const steps = parts.flatMap((part) => part.steps);
      const dropped = steps[number % Math.max(1, steps.length)];
      const fewer = compileGraph(
        parts.map((part) => ({ ...part, steps: part.steps.filter((step) => step !== dropped) })),
      );
      for (const count of counts)
        for (const entry of graph.places.keys()) {
          const { cost } = findDepths(graph, entry, count);
          for (const control of graph.controls.keys()) {
            const more = findDepths(graph, entry, count, [control]);
            for (const place of graph.places.keys()) assert.ok(asInfinite(more.cost[place]) >= asInfinite(cost[place]));
          }
          const without = findDepths(fewer, entry, count);
          for (const place of graph.places.keys())
            assert.ok(asInfinite(without.cost[place]) >= asInfinite(cost[place]));
        }
    }),
    { numRuns: 50 },
  ));
