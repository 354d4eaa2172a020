/** JSON patches: what they make of documents, as the reference's library answered and as RFC 6902 defines it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Json } from '../../model/json.ts';
import { applyJsonPatch, strict, type JsonPatchOptions, type PatchResult } from './apply-json-patch.ts';
import golden from './json-patches.golden.json' with { type: 'json' };
import { isEqualJson, measure } from './json-value.ts';
import { parseJsonPatch } from './parse-json-patch.ts';

const lenient: JsonPatchOptions = { ensurePath: true, allowMissing: true };

const apply = (document: Json, patch: Json, options: JsonPatchOptions): PatchResult => {
  const parsed = parseJsonPatch(patch);
  return parsed.kind === 'operations'
    ? applyJsonPatch(document, parsed.operations, options)
    : { kind: 'fault', message: parsed.message };
};

test(`each of ${golden.answers.length} patches does to a document what evanphx/json-patch does with Kyverno's options`, () => {
  const objects = golden.objects as readonly Json[];
  const patches = golden.patches as readonly Json[];
  for (const [patch, object, answer] of golden.answers as unknown as readonly Answer[]) {
    const before = objects[object] ?? null;
    const result = apply(before, patches[patch] ?? null, lenient);
    const where = `${JSON.stringify(patches[patch])} on ${JSON.stringify(before)}: ${JSON.stringify(result)}`;
    if (answer !== undefined && 'error' in answer) assert.equal(result.kind, 'fault', where);
    else assert.ok(result.kind === 'value' && isEqualJson(result.value, answer?.object ?? before), where);
  }
});

type Answer = readonly [patch: number, object: number, answer?: { readonly object: Json } | { readonly error: string }];

test('faults say which operation does not apply, and why', () => {
  const cases: readonly (readonly [Json, string])[] = [
    [
      [{ op: 'replace', path: '/b', value: 1 }],
      'replace operation does not apply: doc is missing key: /b: missing value',
    ],
    [[{ op: 'test', path: '/a', value: 2 }], 'testing value /a failed: test failed'],
    [
      [{ op: 'remove', path: '/b' }],
      "error in remove for path: '/b': unable to remove nonexistent key: b: missing value",
    ],
    [
      [{ op: 'add', path: '/x/y', value: 1 }],
      'add operation does not apply: doc is missing path: "/x/y": missing value',
    ],
    [
      [{ op: 'add', path: '/l/9', value: 1 }],
      "error in add for path: '/l/9': Unable to access invalid index: 9: invalid index referenced",
    ],
    [
      [{ op: 'add', path: '/a' }],
      `invalid operation {"op":"add","path":"/a"}: failed to decode 'value': operation, missing value field: missing value`,
    ],
    [{ op: 'add' }, 'a JSON patch is a list of operations'],
  ];
  for (const [patch, message] of cases) {
    assert.deepEqual(apply({ a: 1, l: [] }, patch, strict), { kind: 'fault', message });
  }
});

test('what is added can be tested and removed again, and nothing else has changed', () => {
  const key = fc.string({ minLength: 1, maxLength: 4 });
  const document = fc.dictionary(key, fc.oneof(fc.integer(), fc.string(), fc.dictionary(key, fc.integer())));
  fc.assert(
    fc.property(document, key, key, fc.integer(), (object, first, second, value) => {
      const escape = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
      fc.pre(!Object.hasOwn(object, first));
      const path = `/${escape(first)}/${escape(second)}`;
      const added = apply(object, [{ op: 'add', path, value }], lenient);
      // An index or `-` makes a list.
      fc.pre(!/^(?:[+-]?\d+|-)$/.test(second));
      assert.ok(added.kind === 'value');
      const back = apply(
        added.value,
        [
          { op: 'test', path, value },
          { op: 'remove', path: `/${escape(first)}` },
        ],
        strict,
      );
      assert.ok(back.kind === 'value' && isEqualJson(back.value, object));
    }),
  );
});

test('a move is a copy and a removal', () => {
  const document = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.array(fc.integer(), { maxLength: 3 }));
  const path = fc.constantFrom('/a', '/b', '/c', '/a/0', '/b/1', '/c/-', '/d');
  fc.assert(
    fc.property(document, path, path, (object, from, to) => {
      fc.pre(from !== to && !from.startsWith(`${to}/`) && !to.startsWith(`${from}/`));
      fc.pre(from.slice(0, 2) !== to.slice(0, 2));
      const moved = apply(object, [{ op: 'move', from, path: to }], strict);
      const copied = apply(
        object,
        [
          { op: 'copy', from, path: to },
          { op: 'remove', path: from },
        ],
        strict,
      );
      assert.equal(moved.kind, copied.kind);
      if (moved.kind === 'value' && copied.kind === 'value') assert.ok(isEqualJson(moved.value, copied.value));
    }),
  );
});

test('copies that double a document with each operation are stopped', () => {
  const patch = Array.from({ length: 60 }, (_, index) => ({ op: 'copy', from: '', path: `/c${index}` }));
  assert.deepEqual(apply({ a: 'x' }, patch, lenient), {
    kind: 'fault',
    message: 'copy makes the object larger or deeper than what is allowed here',
  });
});

test('neither an index nor a path can be made to fill the memory or the stack', () => {
  const far = apply({}, [{ op: 'add', path: '/a/999999999', value: 1 }], lenient);
  assert.deepEqual(far, { kind: 'fault', message: 'an index beyond 10000 is not filled up to' });
  const deep = apply({}, [{ op: 'add', path: '/a'.repeat(100_000), value: 1 }], lenient);
  assert.deepEqual(deep, { kind: 'fault', message: 'the path of an operation has more than 200 steps' });
});

test('a field named __proto__ is set on the document, not on what all objects share', () => {
  const patched = apply({}, [{ op: 'add', path: '/__proto__/polluted', value: true }], lenient);
  assert.ok(patched.kind === 'value');
  assert.equal(JSON.stringify(patched.value), '{"__proto__":{"polluted":true}}');
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('the size of a value counts what stands in it several times, and stops at the bound', () => {
  const part = { name: 'x'.repeat(100) };
  assert.equal(measure([part, part, part], 10_000, 10), (measure(part, 10_000, 10) ?? 0) * 3 + 2);
  assert.equal(measure([part, part, part], 200, 10), undefined);
  assert.equal(measure([[[1]]], 200, 2), undefined);
});
