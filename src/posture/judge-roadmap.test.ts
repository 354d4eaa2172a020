/** Where a roadmap stands: every state an action can have, what counts and what does not, what it buys, and when. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Weighed } from '../attack/weigh-controls.ts';
import { broken, door, exampleRoadmap, factsOf, gap, own } from './example-facts.ts';
import type { Item } from './item.ts';
import { judgeRoadmap, type RoadmapFacts } from './judge-roadmap.ts';
import type { ActionAnswer, ActionState } from './roadmap-answer.ts';

const actionOf = (facts: RoadmapFacts, id = 'locks'): ActionAnswer => {
  const found = judgeRoadmap(facts)
    .phases.flatMap(({ actions }) => actions)
    .find((action) => action.id === id);
  assert.ok(found !== undefined);
  return found;
};

const tell = ({ state, met, of, proof }: ActionAnswer): string => `${state} ${met}/${of} ${proof ?? '-'}`;

const met = door('a', 'met');
const proved = door('b', 'met', { proof: 'enforced' });
const open = door('c', 'unmet');
const unknown = door('d', 'unknown');

const states: readonly (readonly [string, readonly Item[], string])[] = [
  ['all met is done', [met, met], 'done 2/2 declared'],
  ['some met is partly', [met, open], 'partly 1/2 declared'],
  ['none met is not begun', [open, open], 'not-begun 0/2 -'],
  ['nothing to count cannot be told', [], 'cannot-tell 0/0 -'],
  ['all unknown cannot be told', [unknown, unknown], 'cannot-tell 0/0 -'],
  ['what is unknown does not count, and keeps what is met from being done', [met, unknown], 'partly 1/1 declared'],
  ['what is open is open, whatever else is unknown', [open, unknown], 'not-begun 0/1 -'],
  ['met, open and unknown together are partly', [met, open, unknown], 'partly 1/2 declared'],
];

for (const [name, items, told] of states) test(name, () => assert.equal(tell(actionOf(factsOf(items))), told));

test('what is met is proved where a cluster proves all of it', () => {
  assert.equal(tell(actionOf(factsOf([proved], { of: 'cluster' }))), 'done 1/1 enforced');
  assert.equal(tell(actionOf(factsOf([proved, met], { of: 'cluster' }))), 'done 2/2 declared');
});

const accepted: readonly (readonly [string, readonly Item[], Parameters<typeof gap>, string, readonly string[]])[] = [
  [
    'a gap that somebody lives with does not keep an action from being done',
    [met, open],
    ['Door c'],
    'done 1/2 declared',
    [],
  ],
  ['an action of which every gap is accepted is accepted', [open], ['Door ?'], 'accepted 0/1 -', []],
  ['a gap without an item is the whole action', [open, unknown], [null], 'accepted 0/1 -', []],
  ['a gap counts on its last day', [open], ['Door c', { until: '2026-09-16' }], 'accepted 0/1 -', []],
  [
    'a gap counts no more the day after, and that is said',
    [open],
    ['Door c', { until: '2026-09-15' }],
    'not-begun 0/1 -',
    ['what was accepted until 2026-09-15 counts no more: Door c (it leads nowhere)'],
  ],
  [
    'a gap that names nothing accepts nothing, and that is said',
    [open],
    ['Dor c'],
    'not-begun 0/1 -',
    ['what was accepted is not open, or is called otherwise: Dor c (it leads nowhere)'],
  ],
  [
    'a gap of what is met is not needed any more',
    [met],
    ['Door a'],
    'done 1/1 declared',
    ['what was accepted is not open, or is called otherwise: Door a (it leads nowhere)'],
  ],
  ['a gap of another action accepts nothing here', [open], ['*', { action: 'lamps' }], 'not-begun 0/1 -', []],
];

for (const [name, items, words, told, doubts] of accepted)
  test(name, () => {
    const action = actionOf(factsOf(items, { own: own([gap(...words)]) }));
    assert.equal(tell(action), told);
    assert.deepEqual(action.doubts, doubts);
  });

test('items stand in the order in which they matter: open, untold, accepted, met', () => {
  const items = [met, unknown, open, door('e', 'unmet')];
  const action = actionOf(factsOf(items, { own: own([gap('Door c', { owner: 'ann' })]) }));
  assert.deepEqual(
    action.items.map(({ what, accepted }) => [what, accepted]),
    [
      ['Door e', null],
      ['Door d', null],
      ['Door c', { reason: 'it leads nowhere', owner: 'ann', until: '2026-12-31' }],
      ['Door a', null],
    ],
  );
});

test('the command that settles it is ready to be typed, and gone when nothing is left', () => {
  const action = actionOf(factsOf([unknown]));
  assert.equal(action.settle, "npx vauban scan ./house --only 'house/*'");
  assert.equal(action.commands[0]?.line, 'turn key ./house');
  assert.equal(actionOf(factsOf([unknown], { estate: '' })).settle, "npx vauban scan --only 'house/*'");
  assert.equal(actionOf(factsOf([unknown], { estate: "'$& a'" })).settle, "npx vauban scan '$& a' --only 'house/*'");
  assert.equal(actionOf(factsOf([met])).settle, null);
  const doubt = 'the gate could not be read';
  const surveyed = [{ criterion: 'house/locks', items: [met], doubt }];
  const doubted = actionOf(factsOf([], { surveyed }));
  assert.deepEqual([doubted.state, doubted.doubts], ['done', [doubt]]);
  assert.notEqual(doubted.settle, null);
});

test('a criterion that nobody looked at cannot be told', () => {
  const action = actionOf(factsOf([], { surveyed: [] }));
  assert.equal(tell(action), 'cannot-tell 0/0 -');
  assert.deepEqual(
    action.items.map(({ what, why }) => `${what}: ${why}`),
    ['house/locks: it was not looked at'],
  );
});

test('the owner is the closest that is named', () => {
  const owners = { '*': 'all', 'week-1': 'first', lamps: 'lamp' };
  const facts = factsOf([met], { own: own([], { owners }) });
  assert.deepEqual(
    ['locks', 'lamps', 'repairs'].map((id) => actionOf(facts, id).owner),
    ['first', 'lamp', 'all'],
  );
});

const weigh = (id: string, gain: number): Weighed => ({
  control: {
    id,
    title: `Build ${id}`,
    layer: 'network',
    scope: 'cluster',
    state: { kind: 'absent' },
    effect: 'guard',
    steps: [],
    remedy: null,
    needs: [],
  },
  gain,
  tight: 0,
  after: [],
});

test('an action buys each wall of its open items once, and what buys most comes first in its week', () => {
  const lamp = door('lamp', 'unmet', { controls: ['light'] });
  const doors = [
    door('a', 'unmet', { controls: ['wall', 'wall'] }),
    door('b', 'unmet', { controls: ['wall'] }),
    door('c', 'met', { controls: ['light'] }),
    door('d', 'unmet', { controls: ['moat'] }),
  ];
  const facts = factsOf([], {
    surveyed: [
      { criterion: 'house/locks', items: doors, doubt: null },
      { criterion: 'house/lamps', items: [lamp], doubt: null },
    ],
    weighed: [weigh('light', 7), weigh('wall', 4), weigh('moat', 1), weigh('tower', 50)],
    own: own([gap('Door d')]),
  });
  const [phase] = judgeRoadmap(facts).phases;
  assert.deepEqual(
    phase?.actions.map(({ id, buys }) => [id, buys.gain, buys.controls.map((each) => each.id)]),
    [
      ['lamps', 7, ['light']],
      ['locks', 4, ['wall']],
    ],
  );
});

const phases: readonly (readonly [string, readonly Item[], readonly Item[], ActionState])[] = [
  ['a phase is done where all of it is', [met], [met], 'done'],
  ['a phase is not begun where nothing of it is', [open], [open], 'not-begun'],
  ['a phase of which nothing can be told cannot be told', [unknown], [unknown], 'cannot-tell'],
  ['what cannot be told is no beginning', [open], [unknown], 'not-begun'],
  ['what cannot be told keeps a phase from being done', [met], [unknown], 'partly'],
  ['one half of a phase is part of it', [met], [open], 'partly'],
];

for (const [name, locks, lamps, state] of phases)
  test(name, () => {
    const surveyed = [
      { criterion: 'house/locks', items: locks, doubt: null },
      { criterion: 'house/lamps', items: lamps, doubt: null },
    ];
    assert.equal(judgeRoadmap(factsOf([], { surveyed })).phases[0]?.state, state);
  });

test('accepted and done together are done, accepted alone is accepted', () => {
  const gaps = own([gap(null), gap(null, { action: 'lamps' })]);
  const surveyed = (lamps: Item): RoadmapFacts['surveyed'] => [
    { criterion: 'house/locks', items: [open], doubt: null },
    { criterion: 'house/lamps', items: [lamps], doubt: null },
  ];
  assert.equal(judgeRoadmap(factsOf([], { surveyed: surveyed(open), own: gaps })).phases[0]?.state, 'accepted');
  assert.equal(judgeRoadmap(factsOf([], { surveyed: surveyed(met), own: gaps })).phases[0]?.state, 'done');
});

test('what to do now is the first phase with something open, before one of which something cannot be told', () => {
  assert.equal(judgeRoadmap(factsOf([open])).current, 'week-1');
  assert.equal(judgeRoadmap(factsOf([unknown], { findings: [broken('chair')] })).current, 'weeks-2-3');
  assert.equal(judgeRoadmap(factsOf([unknown])).current, 'week-1');
  assert.equal(judgeRoadmap(factsOf([met])).current, null);
});

const skipped = {
  status: 'skip',
  reason: 'excepted',
  evidence: [{ text: 'Accepted until 2026-12-01 by ann: it is art', source: 'vauban-exceptions.yaml:2' }],
} as const;

test('findings are counted by what they are about', () => {
  const findings = [
    broken('stool'),
    broken('stool', { severity: 'critical', message: 'It burns.' }),
    broken('bench', { severity: 'medium' }),
    broken('throne', skipped),
    broken('sofa', { status: 'error', reason: 'no-evidence', message: 'It was out of sight.' }),
    broken('swing', { responsible: 'provider' }),
    broken('table', { status: 'pass' }),
    broken('shelf', { status: 'skip', reason: 'not-applicable' }),
  ];
  const action = actionOf(factsOf([met], { findings, judged: 10 }), 'repairs');
  assert.equal(tell(action), 'partly 7/9 declared');
  assert.deepEqual(
    action.items.map(({ what, state, why, source, accepted }) => [what, state, why, source, accepted]),
    [
      ['Chair hall/stool', 'unmet', 'It burns', 'stool.yaml:1', null],
      ['Chair hall/sofa', 'unknown', 'It was out of sight', 'sofa.yaml:1', null],
      [
        'Chair hall/throne',
        'unmet',
        'It is broken',
        'throne.yaml:1',
        { reason: 'it is art', owner: 'ann', until: '2026-12-01' },
      ],
    ],
  );
});

test('where every object is as it should be, findings are mended', () => {
  assert.equal(tell(actionOf(factsOf([met]), 'repairs')), 'done 5/5 declared');
  assert.equal(tell(actionOf(factsOf([met], { judged: 0 }), 'repairs')), 'cannot-tell 0/0 -');
});

test('of named kinds each object is an item', () => {
  const [first] = exampleRoadmap.phases;
  assert.ok(first !== undefined);
  const chair = (name: string) => ({ apiVersion: 'v1', kind: 'Chair', namespace: 'hall', name });
  const [locks] = first.actions;
  assert.ok(locks !== undefined);
  const criteria = [{ kind: 'findings', rules: ['house/*'], severity: 'high', kinds: ['/Chair'] }] as const;
  const roadmap = { version: 1, phases: [{ ...first, actions: [{ ...locks, criteria }] }] };
  const objects = (kinds: readonly string[]) => (kinds.includes('/Chair') ? [chair('stool'), chair('bench')] : []);
  const action = actionOf(factsOf([], { roadmap, objects, findings: [broken('stool'), broken('ghost')] }));
  assert.equal(tell(action), 'partly 1/2 declared');
  assert.deepEqual(
    action.items.map(({ what, why }) => `${what}: ${why}`),
    ['Chair hall/stool: It is broken', 'Chair hall/bench: nothing open is known of it'],
  );
});

const better: Readonly<Record<ActionState, number>> = {
  'not-begun': 0,
  'cannot-tell': 0,
  partly: 1,
  accepted: 2,
  done: 3,
};

const anyItem = fc
  .record({ name: fc.string({ unit: 'binary', maxLength: 6 }), state: fc.constantFrom('met', 'unmet', 'unknown') })
  .map(({ name, state }) => door(name, state));

const anyGap = fc
  .record({
    item: fc.option(fc.string({ unit: fc.constantFrom('*', '?', 'D', 'o', ' ', 'a'), maxLength: 6 })),
    until: fc.constantFrom('2026-09-15', '2026-09-16'),
  })
  .map(({ item, until }) => gap(item, { until }));

const anyFacts = fc.tuple(fc.array(anyItem, { maxLength: 8 }), fc.array(anyGap, { maxLength: 3 }));

test('any items and gaps: the numbers fit the items, and an answer survives JSON', () => {
  fc.assert(
    fc.property(anyFacts, ([items, gaps]) => {
      const answer = judgeRoadmap(factsOf(items, { own: own(gaps) }));
      assert.deepEqual(JSON.parse(JSON.stringify(answer)), answer);
      const action = answer.phases[0]?.actions.find(({ id }) => id === 'locks');
      assert.ok(action !== undefined);
      const { met, of, state, proof } = action;
      assert.equal(action.items.length, items.length);
      assert.equal(met, items.filter((item) => item.state === 'met').length);
      assert.equal(of, items.filter((item) => item.state !== 'unknown').length);
      assert.equal(proof === null, met === 0);
      if (met < of && gaps.length === 0) assert.notEqual(state, 'done');
      if (state === 'done') assert.ok(met > 0);
    }),
    { seed: 8, numRuns: 400 },
  );
});

test('one more item that is met never makes an action worse, and settling what is unknown never makes it worse than open', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(), ([items, gaps], at) => {
      const judge = (some: readonly Item[]): number => better[actionOf(factsOf(some, { own: own(gaps) })).state];
      const before = judge(items);
      assert.ok(judge([...items, met]) >= before);
      const index = items.length === 0 ? 0 : at % items.length;
      const mended = items.map((item, here) => (here === index ? { ...item, state: 'met' as const } : item));
      assert.ok(judge(mended) >= before);
    }),
    { seed: 8, numRuns: 400 },
  );
});

test('one more gap that is accepted never makes an action worse', () => {
  fc.assert(
    fc.property(anyFacts, anyGap, ([items, gaps], more) => {
      const judge = (some: typeof gaps): number => better[actionOf(factsOf(items, { own: own(some) })).state];
      assert.ok(judge([...gaps, more]) >= judge(gaps));
    }),
    { seed: 9, numRuns: 400 },
  );
});

test('a hostile name neither throws nor stalls', () => {
  const items = ['__proto__', 'constructor', '\u202e<b>', 'a'.repeat(2_000_000), ''].map((name) => door(name, 'unmet'));
  const action = actionOf(factsOf(items, { own: own([gap('*?b?*'.repeat(150)), gap('?'.repeat(900))]) }));
  assert.equal(action.items.length, 5);
});
