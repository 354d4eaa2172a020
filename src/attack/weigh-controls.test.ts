/** What to do next: gains as if everything were computed anew, and nothing proposed that cannot be had. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { AttackParts } from '../model/attack-parts.ts';
import type { Control, ControlState, Remedy } from '../model/control.ts';
import type { Asset, Place } from '../model/place.ts';
import type { Step } from '../model/step.ts';
import { compileGraph } from './compile-graph.ts';
import { findDepths } from './find-depths.ts';
import type { AttackGraph } from './graph.ts';
import { planControls } from './plan-controls.ts';
import { randomChains } from './random-chains.ts';
import { randomParts } from './random-parts.ts';
import { weighControls, type Weighed } from './weigh-controls.ts';

const entryOf = (graph: AttackGraph): number => {
  const entry = graph.numberOf('internet');
  assert.ok(entry !== undefined);
  return entry;
};

const parts = fc.oneof(randomParts(), randomParts({ places: 30, steps: 90, controls: 20 }), randomChains());

/** With the state of some controls changed, and everything made anew of it. */
const rebuild = (drawn: readonly AttackParts[], ids: readonly string[]): AttackGraph =>
  compileGraph(
    drawn.map((part) => ({
      ...part,
      controls: part.controls.map((control) =>
        ids.includes(control.id) ? { ...control, state: { kind: 'standing', proof: 'declared' } } : control,
      ),
    })),
  );

const depthsOf = (graph: AttackGraph): readonly (number | null)[] => {
  const { cost } = findDepths(graph, entryOf(graph), 'depth');
  return graph.assets.map(({ place }) => (cost[place] === -1 ? null : (cost[place] ?? null)));
};

const expectWeighed = ({ gain, after }: Weighed, before: AttackGraph, then: AttackGraph): void => {
  const [depthsBefore, depthsThen] = [depthsOf(before), depthsOf(then)];
  assert.equal(
    gain,
    before.assets.reduce(
      (sum, { asset }, at) =>
        sum + asset.weight * (Math.min(16, depthsThen[at] ?? 16) - Math.min(16, depthsBefore[at] ?? 16)),
      0,
    ),
  );
  assert.ok(gain >= 0);
  assert.deepEqual(
    after,
    before.assets.flatMap(({ asset }, at): Weighed['after'] => {
      const [depth = null, later = null] = [depthsBefore[at], depthsThen[at]];
      return depth === later ? [] : [{ asset, before: depth, after: later }];
    }),
  );
};

const standingIn = ({ controls }: AttackGraph): ReadonlySet<string> =>
  new Set(controls.filter(({ state }) => state.kind === 'standing').map(({ id }) => id));

test('a gain is what computing everything anew with the control standing tells', () => {
  fc.assert(
    fc.property(parts, (drawn) => {
      const graph = compileGraph(drawn);
      for (const weighed of weighControls(graph, entryOf(graph)))
        expectWeighed(weighed, graph, rebuild(drawn, [weighed.control.id]));
    }),
    { numRuns: 600 },
  );
});

test('each control of a plan gains what computing everything anew with those before it tells', () => {
  fc.assert(
    fc.property(parts, (drawn) => {
      const graph = compileGraph(drawn);
      const plan = planControls(graph, entryOf(graph), 6);
      for (const [at, weighed] of plan.entries()) {
        const before = plan.slice(0, at).map(({ control }) => control.id);
        const graphBefore = rebuild(drawn, before);
        expectWeighed(weighed, graphBefore, rebuild(drawn, [...before, weighed.control.id]));
        const standing = new Set([...standingIn(graph), ...before]);
        assert.ok(weighed.control.needs.every((need) => standing.has(need)));
      }
    }),
    { numRuns: 300 },
  );
});

test('whatever would gain is proposed, unless it stands, has no remedy, or what it needs does not stand', () => {
  fc.assert(
    fc.property(parts, (drawn) => {
      const graph = compileGraph(drawn);
      const proposed = new Set(weighControls(graph, entryOf(graph)).map(({ control }) => control.id));
      const standing = standingIn(graph);
      for (const { id, remedy, needs } of graph.controls) {
        if (standing.has(id) || remedy === null || !needs.every((need) => standing.has(need)))
          assert.ok(!proposed.has(id));
        else if (!proposed.has(id)) assert.deepEqual(depthsOf(rebuild(drawn, [id])), depthsOf(graph));
      }
    }),
    { numRuns: 300 },
  );
});

const place = (id: string): Place => ({
  id,
  kind: id === 'internet' ? 'internet' : 'container',
  title: id,
  namespace: null,
});

const asset = (id: string, weight: number): Asset => ({ place: id, kind: 'marked', type: '', weight });

const absent: ControlState = { kind: 'absent' };
const advice: Remedy = { kind: 'advice', text: 'have it' };

const control = (
  id: string,
  guards: readonly (readonly [string, string])[],
  {
    effect = 'guard',
    needs = [],
    remedy = advice,
    state = absent,
    scope = 'cluster',
    layer = 'network',
  }: Partial<Control> = {},
): Control => ({
  id,
  title: `Have ${id}`,
  layer,
  scope,
  state,
  effect,
  steps: guards.map(([from, to]) => ({ types: null, from, to, by: null })),
  remedy,
  needs,
});

const draw = (
  steps: readonly (readonly [string, string])[],
  controls: readonly Control[],
  assets: readonly Asset[],
): AttackGraph =>
  compileGraph([
    {
      places: [...new Set(steps.flat())].map(place),
      steps: steps.map(([from, to]): Step => ({ type: 'ENDPOINT_EXPLOIT', from, to, grant: '', by: null })),
      controls,
      assets,
      unknowns: [],
    },
  ]);

const write = ({ control, gain, tight, after }: Weighed): string =>
  `${control.id} ${gain} ${tight}${after.map(({ asset, before, after }) => ` ${asset.place}:${before}→${after}`).join('')}`;

const tell = (graph: AttackGraph): readonly string[] => weighControls(graph, entryOf(graph)).map(write);
const plan = (graph: AttackGraph, most = 9): readonly string[] => planControls(graph, entryOf(graph), most).map(write);

test('a remover gains what is left up to sixteen, a guard one wall, each by the weight of what lies behind', () => {
  const steps = [
    ['internet', 'web'],
    ['web', 'db'],
  ] as const;
  const graph = draw(
    steps,
    [control('drop', [['web', 'db']], { effect: 'remove' }), control('guard', [['internet', 'web']])],
    [asset('web', 1), asset('db', 3)],
  );
  assert.deepEqual(tell(graph), ['drop 48 1 db:0→null', 'guard 4 1 db:0→1 web:0→1']);
});

const sideBySide = [
  ['internet', 'a'],
  ['internet', 'b'],
  ['a', 'db'],
  ['b', 'db'],
  ['b', 'far'],
  ['far', 'db'],
] as const;

test('of two open ways side by side no single control gains: the one that guards most steps comes first, then by scope and id', () => {
  const graph = draw(
    sideBySide,
    [
      control('1', [['a', 'db']], { scope: 'namespace b' }),
      control('2', [['a', 'db']], { scope: 'namespace a' }),
      control('3', [['a', 'db']], { scope: 'namespace a' }),
      control('4', [
        ['b', 'db'],
        ['internet', 'b'],
      ]),
    ],
    [asset('db', 1)],
  );
  assert.deepEqual(tell(graph), ['4 0 2', '2 0 1', '3 0 1', '1 0 1']);
  assert.deepEqual(plan(graph), ['4 0 2', '2 1 1 db:0→1']);
});

test('a plan does not guard one way where nothing can be had on the other', () => {
  const graph = draw(sideBySide, [control('1', [['a', 'db']])], [asset('db', 1)]);
  assert.deepEqual(tell(graph), ['1 0 1']);
  assert.deepEqual(plan(graph), []);
});

test('what stands, has no remedy, is on no shortest way or adds no layer is not proposed', () => {
  const steps = [
    ['internet', 'web'],
    ['web', 'db'],
    ['internet', 'other'],
    ['other', 'db'],
  ] as const;
  const standing: ControlState = { kind: 'standing', proof: 'declared' };
  const graph = draw(
    steps,
    [
      control('stands', [['internet', 'other']], { state: standing }),
      control('impossible', [['web', 'db']], { remedy: null }),
      control('aside', [['other', 'db']]),
      control('again', [['internet', 'other']]),
      control('unknown', [['web', 'db']], { state: { kind: 'unknown', why: 'who knows' } }),
    ],
    [asset('db', 1)],
  );
  assert.deepEqual(tell(graph), ['unknown 1 1 db:0→1']);
});

test('what makes others possible is proposed before them, even where it gains nothing by itself', () => {
  const steps = [
    ['internet', 'web'],
    ['web', 'db'],
  ] as const;
  const graph = draw(
    steps,
    [
      control('enforcement', [], {}),
      control(
        'deny',
        [
          ['internet', 'web'],
          ['web', 'db'],
        ],
        { needs: ['enforcement'] },
      ),
      control('never', [['web', 'db']], { needs: ['what nobody has'] }),
    ],
    [asset('db', 2)],
  );
  assert.deepEqual(tell(graph), ['enforcement 0 2']);
  assert.deepEqual(plan(graph), ['enforcement 0 2', 'deny 4 2 db:0→2']);
});

test('a plan ends where no way is left, and at the most that is asked', () => {
  const steps = [
    ['internet', 'web'],
    ['web', 'db'],
  ] as const;
  const graph = draw(
    steps,
    [
      control('guard', [['internet', 'web']]),
      control('drop', [['internet', 'web']], { effect: 'remove' }),
      control('more', [['web', 'db']], { layer: 'image' }),
    ],
    [asset('db', 2)],
  );
  assert.deepEqual(plan(graph), ['drop 32 1 db:0→null']);
  assert.deepEqual(plan(graph, 0), []);
});
