/** What charts drew becomes one graph: each place, step and control once, by number, and what stands on what. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { AttackParts } from '../model/attack-parts.ts';
import type { Control, ControlState } from '../model/control.ts';
import type { Asset, Place } from '../model/place.ts';
import type { Step } from '../model/step.ts';
import { compileGraph } from './compile-graph.ts';
import type { AttackGraph } from './graph.ts';
import { randomParts } from './random-parts.ts';

const toPlace = (id: string): Place => ({ id, kind: 'container', title: id, namespace: null });
const toStep = (from: string, to: string, more: Partial<Step> = {}): Step => ({
  type: 'POD_EXEC',
  from,
  to,
  grant: '',
  by: null,
  ...more,
});
const toControl = (id: string, more: Partial<Control> = {}): Control => ({
  id,
  title: id,
  layer: 'network',
  scope: 'cluster',
  state: { kind: 'standing', proof: 'enforced' },
  effect: 'guard',
  steps: [{ types: null, from: 'a', to: null, by: null }],
  remedy: null,
  needs: [],
  ...more,
});
const toAsset = (place: string, more: Partial<Asset> = {}): Asset => ({
  place,
  kind: 'secret',
  type: '',
  weight: 2,
  ...more,
});
const toParts = (more: Partial<AttackParts>): AttackParts => ({
  places: [],
  steps: [],
  controls: [],
  assets: [],
  unknowns: [],
  ...more,
});
const abc = ['c', 'a', 'b'].map(toPlace);

const tellSteps = ({ steps, layers }: AttackGraph): readonly string[] =>
  steps.map(({ type, from, to }, step) => `${type} ${from}→${to} ${layers.depth[step]} ${layers.proven[step]}`);

test('places are numbered in the order of their ids, and the first chart that declares one names it', () => {
  const graph = compileGraph([
    toParts({ places: abc }),
    toParts({ places: [{ ...toPlace('a'), title: 'another title' }, toPlace('aa')] }),
  ]);
  assert.deepEqual(
    graph.places.map(({ id, title }) => [id, title]),
    [
      ['a', 'a'],
      ['aa', 'aa'],
      ['b', 'b'],
      ['c', 'c'],
    ],
  );
  assert.equal(graph.numberOf('c'), 3);
  assert.equal(graph.numberOf('d'), undefined);
});

test('a step or an asset at a place that no chart declared is a bug, told with its id', () => {
  assert.throws(
    () => compileGraph([toParts({ places: abc, steps: [toStep('a', 'd')] })]),
    /^Error: the step POD_EXEC from a to d names d, which no chart declared$/,
  );
  assert.throws(
    () => compileGraph([toParts({ places: abc, assets: [toAsset('d')] })]),
    /^Error: the asset d is at a place that no chart declared$/,
  );
});

test('a control guards the steps that any of its selectors fits, whichever chart drew them', () => {
  const steps = [
    toStep('a', 'b'),
    toStep('a', 'c', { by: '/Role/shop/r' }),
    toStep('b', 'c', { type: 'MEMBER' }),
    toStep('c', 'a'),
  ];
  const guardedBy = (control: Partial<Control>) => {
    const graph = compileGraph([
      toParts({ places: abc, steps: steps.slice(0, 2) }),
      toParts({ steps: steps.slice(2), controls: [toControl('x', control)] }),
    ]);
    return [...graph.guarded].map((step) => `${graph.steps[step]?.from}→${graph.steps[step]?.to}`);
  };
  const selector = { types: null, from: null, to: null, by: null };
  assert.deepEqual(guardedBy({ steps: [{ ...selector, from: 'a' }] }), ['a→b', 'a→c']);
  assert.deepEqual(guardedBy({ steps: [{ ...selector, to: 'c' }] }), ['a→c', 'b→c']);
  assert.deepEqual(guardedBy({ steps: [{ ...selector, from: 'a', to: 'c' }] }), ['a→c']);
  assert.deepEqual(guardedBy({ steps: [{ ...selector, by: '/Role/shop/r' }] }), ['a→c']);
  assert.deepEqual(guardedBy({ steps: [{ ...selector, by: '/Role/shop/other' }] }), []);
  assert.deepEqual(guardedBy({ steps: [{ ...selector, to: 'c', types: ['MEMBER'] }] }), ['b→c']);
  assert.deepEqual(guardedBy({ steps: [{ ...selector, from: 'nowhere' }] }), []);
  assert.deepEqual(
    guardedBy({
      steps: [
        { ...selector, to: 'c' },
        { ...selector, from: 'a' },
      ],
    }),
    ['a→b', 'a→c', 'b→c'],
  );
  assert.throws(
    () => guardedBy({ steps: [selector] }),
    /^Error: a selector of the control x names neither a place nor what grants a step$/,
  );
});

test('two guards of one layer are one wall, and only what is enforced is proven', () => {
  const graph = compileGraph([
    toParts({
      places: abc,
      steps: [toStep('a', 'b')],
      controls: [
        toControl('one'),
        toControl('two'),
        toControl('three', { layer: 'runtime', state: { kind: 'standing', proof: 'declared' } }),
        toControl('four', { layer: 'identity', state: { kind: 'absent' } }),
        toControl('five', { layer: 'secrets', state: { kind: 'unknown', why: 'nobody can tell' } }),
      ],
    }),
  ]);
  assert.deepEqual(tellSteps(graph), ['POD_EXEC a→b 10 2']);
  assert.deepEqual(graph.unknowns, ['nobody can tell']);
});

test('a standing remover deletes its steps; one that does not stand keeps them in its hand', () => {
  const graphWith = (state: ControlState) =>
    compileGraph([
      toParts({
        places: abc,
        steps: [toStep('c', 'a'), toStep('a', 'b'), toStep('b', 'c')],
        controls: [
          toControl('remover', { effect: 'remove', state }),
          toControl('guard', { steps: [{ types: ['POD_EXEC'], from: null, to: 'c', by: null }] }),
        ],
      }),
    ]);
  const removed = graphWith({ kind: 'standing', proof: 'declared' });
  assert.deepEqual(tellSteps(removed), ['POD_EXEC b→c 2 2', 'POD_EXEC c→a 0 0']);
  assert.deepEqual([...removed.guarded], [0]);
  assert.deepEqual([...removed.guardedStart], [0, 1, 1]);
  const absent = graphWith({ kind: 'absent' });
  assert.deepEqual(tellSteps(absent), ['POD_EXEC a→b 0 0', 'POD_EXEC b→c 2 2', 'POD_EXEC c→a 0 0']);
  assert.deepEqual([...absent.guarded], [1, 0]);
});

const enforced: ControlState = { kind: 'standing', proof: 'enforced' };
const declared: ControlState = { kind: 'standing', proof: 'declared' };
const absent: ControlState = { kind: 'absent' };
const unknown: ControlState = { kind: 'unknown', why: 'x' };
const nameOf = (state: ControlState): string => (state.kind === 'standing' ? state.proof : state.kind);

for (const [first, second, merged] of [
  [enforced, declared, declared],
  [declared, absent, absent],
  [absent, unknown, unknown],
  [enforced, unknown, unknown],
  [unknown, { kind: 'unknown', why: 'y' }, { kind: 'unknown', why: 'x; y' }],
] as const)
  test(`a control that one chart calls ${nameOf(first)} and another ${nameOf(second)} is ${nameOf(merged)} for both`, () => {
    const other = { types: null, from: 'b', to: null, by: null };
    const graph = compileGraph([
      toParts({ places: abc, steps: [toStep('a', 'b')], controls: [toControl('x', { state: first, needs: ['n'] })] }),
      toParts({
        steps: [toStep('b', 'c')],
        controls: [toControl('x', { state: second, steps: [other], needs: ['m'] })],
      }),
    ]);
    assert.equal(graph.controls.length, 1);
    assert.deepEqual(graph.controls[0]?.state, merged);
    assert.deepEqual(graph.controls[0]?.needs, ['n', 'm']);
    assert.deepEqual([...graph.guarded], [0, 1]);
  });

test('one id for two effects or two layers is a bug, told with the id', () =>
  assert.throws(
    () =>
      compileGraph([toParts({ controls: [toControl('x'), toControl('x', { layer: 'runtime', effect: 'remove' })] })]),
    /^Error: the control x is a guard of layer network and a remove of layer runtime$/,
  ));

test('a place is one asset, the heaviest that charts call it', () => {
  const graph = compileGraph([
    toParts({ places: abc, assets: [toAsset('b'), toAsset('a', { type: 'first' })] }),
    toParts({ assets: [toAsset('b', { kind: 'marked', weight: 10 }), toAsset('a', { type: 'second' })] }),
  ]);
  assert.deepEqual(
    graph.assets.map(({ asset, place }) => [place, asset.kind, asset.type, asset.weight]),
    [
      [0, 'secret', 'first', 2],
      [1, 'marked', '', 10],
    ],
  );
});

test('steps are found from their places, and masks follow from the controls, in any graph', () =>
  fc.assert(
    fc.property(randomParts(), (parts) => {
      const graph = compileGraph(parts);
      const { places, steps, out, outStart, into, intoStart, controls, guarded, guardedStart, layers } = graph;
      for (const [number, { id }] of places.entries()) {
        assert.equal(graph.numberOf(id), number);
        const leaving = [...out.subarray(outStart[number], outStart[number + 1])];
        assert.deepEqual(
          leaving,
          [...steps.keys()].filter((step) => steps[step]?.from === id),
        );
        const coming = [...into.subarray(intoStart[number], intoStart[number + 1])];
        assert.deepEqual(
          coming,
          [...steps.keys()].filter((step) => steps[step]?.to === id),
        );
      }
      const standing = steps.map(() => new Set<string>());
      for (const [number, { steps: selectors, state, effect, layer }] of controls.entries()) {
        const tied = [...guarded.subarray(guardedStart[number], guardedStart[number + 1])];
        const fit = steps.flatMap(({ type, from, to, by }, step) =>
          selectors.some(
            (one) =>
              (one.types ?? [type]).includes(type) &&
              (one.from ?? from) === from &&
              (one.to ?? to) === to &&
              (one.by ?? by) === by,
          )
            ? [step]
            : [],
        );
        assert.deepEqual(tied, fit);
        if (state.kind === 'standing' && effect === 'remove') assert.deepEqual(tied, []);
        if (state.kind === 'standing' && effect === 'guard') for (const step of tied) standing[step]?.add(layer);
      }
      for (const [step, names] of standing.entries())
        assert.equal((layers.depth[step] ?? 0).toString(2).replaceAll('0', '').length, names.size);
    }),
  ));
