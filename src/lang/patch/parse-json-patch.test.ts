/** JSON patches out of anything: always operations or a named defect, and what applies them throws as little. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isJsonArray, type Json } from '../../model/json.ts';
import { applyJsonPatch, strict } from './apply-json-patch.ts';
import { parseJsonPatch } from './parse-json-patch.ts';

const lenient = { ensurePath: true, allowMissing: true };

const token = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    '-',
    '0',
    '1',
    '-1',
    '01',
    '99999999999',
    '~0',
    '~1',
    '~',
    '~2',
    '',
    '__proto__',
    'constructor',
  ),
  fc.string({ maxLength: 4 }),
);
const path = fc.oneof(
  fc.array(token, { maxLength: 5 }).map((tokens) => tokens.map((each) => `/${each}`).join('')),
  fc.string({ maxLength: 6 }),
);
const value = fc.jsonValue({ maxDepth: 3 }).map((each) => each as Json);
const operation = fc.record(
  {
    op: fc.oneof(fc.constantFrom('add', 'replace', 'remove', 'move', 'copy', 'test', 'ADD', ''), value),
    path: fc.oneof({ weight: 5, arbitrary: path }, { weight: 1, arbitrary: value }),
    from: fc.oneof({ weight: 5, arbitrary: path }, { weight: 1, arbitrary: value }),
    value,
  },
  { requiredKeys: [] },
);
const patch = fc.oneof(
  { weight: 4, arbitrary: fc.array(operation, { maxLength: 6 }).map((each) => each as Json) },
  { weight: 1, arbitrary: value },
);

test('any value is operations, one for each written, or a defect that says which one is wrong', () => {
  fc.assert(
    fc.property(patch, (written) => {
      const parsed = parseJsonPatch(written);
      const count = isJsonArray(written) ? written.length : 0;
      if (parsed.kind === 'operations') assert.equal(parsed.operations.length, count);
      else {
        assert.notEqual(parsed.message, '');
        assert.ok(parsed.index === null ? !isJsonArray(written) : parsed.index < count);
      }
    }),
    { numRuns: 1000 },
  );
});

test('whatever is applied to whatever, the document stays as it was and no prototype is touched', () => {
  fc.assert(
    fc.property(value, patch, (document, written) => {
      const parsed = parseJsonPatch(written);
      if (parsed.kind === 'defect') return;
      const before = JSON.stringify(document);
      for (const options of [strict, lenient]) {
        const result = applyJsonPatch(document, parsed.operations, options);
        if (result.kind === 'fault') assert.notEqual(result.message, '');
        else JSON.stringify(result.value);
      }
      assert.equal(JSON.stringify(document), before);
      assert.equal(Object.hasOwn(Object.prototype, 'a'), false);
    }),
    { numRuns: 1000 },
  );
});

test('a patch that copies the object into itself ends', () => {
  const copies = Array.from({ length: 60 }, (_, index) => ({ op: 'copy', from: '', path: `/c${index}` }));
  const parsed = parseJsonPatch(copies);
  assert.ok(parsed.kind === 'operations');
  assert.equal(applyJsonPatch({ a: 'x'.repeat(1000) }, parsed.operations, strict).kind, 'fault');
});
