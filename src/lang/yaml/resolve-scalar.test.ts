/** What is called a text at a glance resolves to that text. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isSurelyText, resolvePlain } from './resolve-scalar.ts';

const assertText = (text: string): boolean => {
  if (!isSurelyText(text)) return false;
  assert.deepEqual(resolvePlain(text), { kind: 'value', value: text, float: false });
  return true;
};

test('words and numbers, and what is nearly one', () => {
  const letters = fc.constantFrom(...Array.from('yYnNtTrReEuUoOfFsSlLaAiI0123456789.+-_xXbB~'));
  let sure = 0;
  fc.assert(
    fc.property(fc.array(letters, { minLength: 1, maxLength: 7 }), (each) => {
      if (assertText(each.join(''))) sure += 1;
    }),
    { seed: 4, numRuns: 50_000 },
  );
  assert.ok(sure > 10_000, `${sure} were sure`);
});

test('the texts that manifests are full of need no second look', () => {
  for (const text of ['name', 'nginx', 'tmp', 'to', 'front', 'yaml', '64Mi', '500m', 'RollingUpdate'])
    assert.equal(assertText(text), true, text);
});
