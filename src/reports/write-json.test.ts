/** One value, one text, whichever of the two writers wrote it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Json } from '../model/json.ts';
import { writeJson } from './write-json.ts';

test('a value is written alike with an integer beyond doubles beside it and without', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = writeJson(value as Json);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      assert.equal(writeJson([value as Json, 2n ** 60n]), `[${text},${2n ** 60n}]`);
    }),
    { seed: 4 },
  );
});

test('what a terminal would obey stands as an escape', () => {
  assert.equal(writeJson({ a: '\u009b1m\u202e' }), '{"a":"\\u009b1m\\u202e"}');
});
