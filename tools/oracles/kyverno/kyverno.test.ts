/** The real Kyverno and Vauban agree about a few written policies; `npm run oracle -- kyverno` asks for more. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBinary, main } from './main.ts';

test('written policies are answered as by Kyverno', async (context) => {
  if (findBinary() === null) {
    context.skip('there is no kubectl-kyverno on PATH');
    return;
  }
  assert.equal(await main(['written', '--seed', '7', '--count', '1', '--quiet']), 0);
});
