/** Edits between two objects: applied they make the one of the other, and list items go by the key that the server merges by. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import { applyEdits } from './apply-edits.ts';
import { findEdits } from './find-edits.ts';
import { mergeChanges } from './merge-changes.ts';

/** Lists of one name have items of one shape, as in Kubernetes. */
const objects: fc.Arbitrary<JsonObject> = fc.record(
  {
    labels: fc.dictionary(fc.constantFrom('a', 'b.c/d', 'e'), fc.constantFrom('1', '2'), { noNullPrototype: true }),
    containers: fc.uniqueArray(
      fc.record(
        { name: fc.constantFrom('web', 'log', 'x"y'), image: fc.constantFrom('a', 'b') },
        { noNullPrototype: true },
      ),
      { selector: ({ name }) => name },
    ),
    rules: fc.array(fc.record({ verbs: fc.subarray(['get', 'list', 'watch']) }, { noNullPrototype: true }), {
      maxLength: 3,
    }),
    hostPID: fc.boolean(),
  },
  { requiredKeys: [], noNullPrototype: true },
);

test('edits by number make the one object of the other', () => {
  fc.assert(
    fc.property(objects, objects, (before, after) => {
      assert.deepEqual(applyEdits(before, findEdits(before, after, false)), after);
    }),
  );
});

test('edits by key make the same of it, whatever the order of merged lists', () => {
  const sorted = (object: JsonObject): JsonObject => ({
    ...object,
    ...(Array.isArray(object['containers'])
      ? { containers: object['containers'].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) }
      : {}),
  });
  fc.assert(
    fc.property(objects, objects, (before, after) => {
      assert.deepEqual(sorted(applyEdits(before, findEdits(before, after, true))), sorted(after));
    }),
  );
});

test('an edit inside a list that the server replaces tells the list whole', () => {
  const before = { rules: [{ verbs: ['get'] }, { verbs: ['list'] }] };
  assert.deepEqual(findEdits(before, { rules: [{ verbs: ['get'] }] }, true), [
    {
      path: 'rules',
      before: { kind: 'value', value: [{ verbs: ['get'] }, { verbs: ['list'] }] },
      after: { kind: 'value', value: [{ verbs: ['get'] }] },
    },
  ]);
});

test('one change is merged as it is, and a change merged with none or itself changes nothing more', () => {
  fc.assert(
    fc.property(objects, objects, (base, made) => {
      assert.deepEqual(mergeChanges(base, [made]), made);
      assert.deepEqual(mergeChanges(base, [made, base]), made);
      assert.deepEqual(mergeChanges(base, [base, made]), made);
      assert.deepEqual(mergeChanges(base, [made, made]), made);
    }),
  );
});

test('changes made apart from each other are all there', () => {
  const rule = (...resources: readonly string[]) => ({ resources, verbs: ['get'] });
  const base = { rules: [rule('secrets', 'pods'), rule('nodes'), rule('events')], hostPID: true };
  const merged = mergeChanges(base, [
    { ...base, rules: [rule('pods'), rule('nodes'), rule('events')] },
    { ...base, rules: [rule('secrets', 'pods'), rule('events')] },
    { rules: base.rules, automount: false },
  ]);
  assert.deepEqual(merged, { rules: [rule('pods'), rule('events')], automount: false });
});
