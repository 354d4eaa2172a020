/** Blocks and lists of conditions, with their messages, in the order in which they are looked at. */

import assert from 'node:assert/strict';
import test from 'node:test';
import type { Json } from '../../../model/json.ts';
import { createRuleContext } from '../context/create-rule-context.ts';
import { RuleFault, type RuleContext } from '../rule-context.ts';
import { compileConditions, type ConditionsDecision } from './compile-conditions.ts';

const context: RuleContext = createRuleContext({
  subject: {
    ref: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' },
    operation: 'CREATE',
    subresource: '',
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { type: 'NodePort', ports: [{ port: 80 }, { port: 1_000_000 }] },
    },
    oldObject: null,
    user: null,
    namespaceLabels: () => ({}),
  },
  answer: () => ({ kind: 'absent' }),
});

const decide = (written: Json): ConditionsDecision => {
  const compiled = compileConditions(written, []);
  assert.equal(compiled.kind, 'conditions');
  return compiled.conditions.decide(context);
};

const yes = (message: string): Json => ({ key: 'a', operator: 'Equals', value: 'a', message });
const no = (message: string): Json => ({ key: 'a', operator: 'Equals', value: 'b', message });
const unresolved: Json = { key: '{{ request.object.spec.missing }}', operator: 'Equals', value: 'a' };

const cases: readonly (readonly [string, Json, boolean, string])[] = [
  ['no conditions hold', null, true, ''],
  ['an empty block holds', {}, true, ''],
  ['an empty any holds for nothing', { any: [] }, false, ''],
  ['any of null is no any', { any: null, all: [yes('x')] }, true, 'x'],
  ['any stops at the first that holds', { any: [no('n'), yes('y'), unresolved] }, true, 'y'],
  ['all stops at the first that fails', { all: [yes('y'), no('n'), unresolved] }, false, 'n'],
  ['both must hold, and say what holds', { any: [yes('a')], all: [yes('b'), yes('')] }, true, 'a; b'],
  ['what fails is told of both', { any: [no('a')], all: [no('b')] }, false, 'a; b'],
  ['a flat list is all of them', [yes('a'), yes('b')], true, 'a;b'],
  ['a flat list stops at the first that fails', [yes('a'), no('b'), unresolved], false, 'b'],
  ['a list may be of blocks', [{ any: [no('a'), yes('b')] }, { all: [yes('c')] }], true, 'b;c'],
  [
    'variables are put in on both sides',
    [{ key: '{{ request.object.spec.type }}', operator: 'AnyIn', value: ['{{ request.object.spec.type }}'] }],
    true,
    '',
  ],
  [
    'a number of the object prints as a double',
    [{ key: '{{ request.object.spec.ports[1].port }}', operator: 'AnyIn', value: ['1e+06'] }],
    true,
    '',
  ],
  [
    'and is none of the whole numbers of a written list',
    [{ key: '{{ request.object.spec.ports[1].port }}', operator: 'AnyIn', value: [1_000_000] }],
    false,
    '',
  ],
  [
    'a list of the object equals no written list of numbers',
    [{ key: '{{ request.object.spec.ports[].port }}', operator: 'Equals', value: [80, 1_000_000] }],
    false,
    '',
  ],
];

for (const [name, written, holds, message] of cases) {
  test(name, () => assert.deepEqual(decide(written), { holds, message }));
}

test('an unresolved variable is a fault where it is looked at', () => {
  assert.throws(
    () => decide([unresolved]),
    (thrown) => thrown instanceof RuleFault && thrown.kind === 'not-found',
  );
  assert.throws(() => decide({ any: [no('')], all: [unresolved] }), RuleFault);
});

const defects: readonly (readonly [string, Json, string, readonly (string | number)[]])[] = [
  ['a text is no conditions', 'x', 'conditions must be an object with any and all, or a list', ['here']],
  ['a block has two fields', { some: [] }, 'conditions have any and all, and no "some"', ['here', 'some']],
  ['any must be a list', { any: 'x' }, 'any must be a list of conditions', ['here', 'any']],
  ['a condition must be an object', [1], 'a condition must be an object with key, operator and value', ['here', 0]],
  [
    'a condition needs a value',
    { all: [{ key: 'a', operator: 'Equals' }] },
    'a condition needs a value',
    ['here', 'all', 0],
  ],
  [
    'operators are written as Kyverno has them',
    [{ key: 'a', operator: 'equals', value: 'a' }],
    '"equals" is no operator: use one of Equals, Equal, NotEquals, NotEqual, In, NotIn, AnyIn, AnyNotIn, AllIn, AllNotIn, GreaterThan, GreaterThanOrEquals, LessThan, LessThanOrEquals, DurationGreaterThan, DurationGreaterThanOrEquals, DurationLessThan, DurationLessThanOrEquals',
    ['here', 0, 'operator'],
  ],
];

for (const [name, written, message, path] of defects) {
  test(name, () =>
    assert.deepEqual(compileConditions(written, ['here']), {
      kind: 'defects',
      defects: [{ severity: 'error', message, path }],
    }),
  );
}
