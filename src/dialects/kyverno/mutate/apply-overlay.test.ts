/** Overlays: what they make of objects, as Kyverno's own code answered, and what nobody may make of them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isEqualJson } from '../../../lang/patch/json-value.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import { applyOverlay, toOverlay, type Patched } from './apply-overlay.ts';
import { MergeSteps } from './merge-steps.ts';
import { createMeetsCondition } from './meets-condition.ts';
import golden from './overlays.golden.json' with { type: 'json' };

const apply = (overlay: Json, object: JsonObject): Patched => {
  const read = toOverlay(overlay);
  assert.ok(read !== undefined);
  return applyOverlay(read, object, createMeetsCondition(), new MergeSteps());
};

const expectObject = (overlay: Json, object: JsonObject): JsonObject => {
  const patched = apply(overlay, object);
  assert.ok(patched.kind === 'object', JSON.stringify(patched));
  return patched.object;
};

test(`each of ${golden.answers.length} overlays makes of an object what Kyverno makes of it`, () => {
  const objects = golden.objects as readonly JsonObject[];
  const patches = golden.patches as readonly Json[];
  for (const [patch, object, answer] of golden.answers as unknown as readonly Answer[]) {
    const before = objects[object] ?? {};
    const overlay = patches[patch] ?? null;
    const where = `${JSON.stringify(overlay)} on ${JSON.stringify(before)}`;
    const patched = apply(overlay, before);
    if (answer !== undefined && 'error' in answer) {
      assert.equal(patched.kind, 'defect', where);
      // The reference goes on to print the node.
      assert.ok(patched.kind === 'defect' && answer.error.startsWith(patched.message), `${where}: ${answer.error}`);
    } else {
      assert.ok(patched.kind === 'object', where);
      assert.ok(isEqualJson(patched.object, answer?.object ?? before), `${where}: ${JSON.stringify(patched.object)}`);
    }
  }
});

type Answer = readonly [
  patch: number,
  object: number,
  answer?: { readonly object: JsonObject } | { readonly error: string },
];

const pod = (...containers: readonly JsonObject[]): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers },
});

test('two items with conditions that nothing meets are both removed, where the reference crashes', () => {
  const object = pod({ name: 'a', image: 'a:1' });
  const overlay = {
    spec: {
      containers: [
        { '(name)': 'x', tty: true },
        { '(name)': 'y', stdin: true },
      ],
    },
  };
  assert.deepEqual(expectObject(overlay, object), object);
});

test('a field named __proto__ is a field like any other', () => {
  const object = JSON.parse('{"kind":"X","__proto__":{"a":1},"constructor":{"b":2}}') as JsonObject;
  const overlay = JSON.parse('{"__proto__":{"c":3},"constructor":{"+(b)":9,"+(d)":4}}') as Json;
  const expected = JSON.parse('{"kind":"X","__proto__":{"a":1,"c":3},"constructor":{"b":2,"d":4}}') as JsonObject;
  assert.ok(isEqualJson(expectObject(overlay, object), expected));
  assert.equal(({} as Record<string, unknown>)['c'], undefined);
});

test('an object is never changed in place, and merging once more changes nothing', () => {
  const value = fc.letrec<{ json: Json; map: JsonObject }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json>('x', '1', 1, true, 2.5),
      tie('map'),
      fc.array(tie('json'), { maxLength: 3 }),
    ),
    map: fc.dictionary(fc.constantFrom('a', 'b', 'name', 'c'), tie('json'), { maxKeys: 3, minKeys: 1 }),
  })).map;
  fc.assert(
    fc.property(value, value, (overlay, object) => {
      const before = structuredClone(object);
      const once = apply(overlay, object);
      assert.ok(isEqualJson(object, before));
      if (once.kind === 'object') assert.ok(isEqualJson(expectObject(overlay, once.object), once.object));
    }),
  );
});

test('lists that multiply are refused before they fill the memory', () => {
  const items = Array.from({ length: 6000 }, (_, index) => ({ name: `n${index}`, image: 'x' }));
  const anchored = Array.from({ length: 10 }, () => ({ '(name)': '*', tty: true }));
  const patched = apply({ spec: { list: anchored } }, { kind: 'X', spec: { list: items } });
  assert.deepEqual(patched, { kind: 'defect', message: "the overlay's list grows beyond 20000 items" });
});
