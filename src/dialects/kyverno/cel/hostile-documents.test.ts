/** Whatever stands in a document of policies.kyverno.io, reading it ends with defects and never throws. */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { scanPlaceholders } from './generating/scan-placeholders.ts';
import { any, boolean, findDefects, integer, listOf, mapOf, object, text, word, type Shape } from './parse/shape.ts';

const pieces = ['((', '))', '\\((', '(', ')', '"', "'", '\\', ' ', 'a', 'é', '\n', 'size(x)', '":)"'] as const;

test('whatever a text holds, its placeholders are found or refused, and put together they are the text', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 40 }), (parts) => {
      const written = parts.join('');
      const scanned = scanPlaceholders(written);
      if (scanned.kind === 'defect') {
        assert.match(scanned.message, / at offset \d+$/);
        return;
      }
      const collapse = (value: string): string => value.replaceAll(/\s/g, '');
      const joined = scanned.segments.map((one) => (one.kind === 'text' ? one.text : `((${one.source}))`)).join('');
      assert.equal(collapse(joined), collapse(written.replaceAll('\\((', '((')));
    }),
  );
});

test('a text without two parentheses together holds no placeholder', () => {
  fc.assert(
    fc.property(fc.string(), (given) => {
      const written = given.replaceAll('((', '(');
      if (written.includes('((')) return;
      const expected = written === '' ? [] : [{ kind: 'text', text: written }];
      assert.deepEqual(scanPlaceholders(written), { kind: 'segments', segments: expected });
    }),
  );
});

test('ten thousand opened placeholders are refused at once', () => {
  assert.equal(scanPlaceholders('(('.repeat(10_000)).kind, 'defect');
});

const shape: Shape = object(
  {
    name: text,
    count: integer,
    on: boolean,
    mode: word('A', 'B'),
    list: listOf(object({ name: text }, 'name')),
    map: mapOf(listOf(text)),
    rest: any,
  },
  'name',
);

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, 0, 1.5, 2n ** 63n, 'A', ''),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(
        fc.tuple(
          fc.oneof(
            fc.constantFrom(
              'name',
              'count',
              'on',
              'mode',
              'list',
              'map',
              'rest',
              '__proto__',
              'constructor',
              'toString',
            ),
            fc.string(),
          ),
          tie('value'),
        ),
        { maxLength: 6 },
      )
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value as fc.Arbitrary<Json>;

test('a document of any shape is told field by field, and never falls over', () => {
  fc.assert(
    fc.property(json, (value) => {
      for (const { message, path } of findDefects(value, shape, ['spec'])) {
        assert.ok(message.length < 200, message);
        assert.equal(path[0], 'spec');
        // Every place but that of a field that is missing is one of the document.
        const at = path.slice(1).reduce<unknown>((found, step) => {
          assert.ok(typeof found === 'object' && found !== null && Object.hasOwn(found, step), path.join('.'));
          return (found as Record<string | number, unknown>)[step];
        }, value);
        assert.notEqual(at, undefined);
      }
    }),
    { numRuns: 500 },
  );
});

test('what fits a shape has no defects', () => {
  const fitting = fc.record(
    {
      name: fc.string(),
      count: fc.oneof(fc.maxSafeInteger(), fc.bigInt()),
      on: fc.boolean(),
      mode: fc.constantFrom('A', 'B'),
      list: fc.array(fc.record({ name: fc.string() })),
      map: fc.dictionary(fc.string(), fc.array(fc.string())),
      rest: json,
    },
    { requiredKeys: ['name'] },
  );
  fc.assert(fc.property(fitting, (value) => assert.deepEqual(findDefects(value as Json, shape, []), [])));
});
