/** Lines however the stream is cut. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readLines } from './read-lines.ts';

test('lines are cut at any size of chunk, and one too long is passed over', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.stringMatching(/^[a-c]{0,12}$/)),
      fc.integer({ min: 1, max: 9 }),
      async (lines, size) => {
        const whole = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const chunks = async function* chunks() {
          for (let from = 0; from < whole.length; from += size) yield whole.subarray(from, from + size);
        };
        const found: (string | null)[] = [];
        for await (const line of readLines(chunks(), 8))
          found.push(line.kind === 'line' ? Buffer.from(line.bytes).toString('utf8') : null);
        assert.deepEqual(
          found,
          lines.map((line) => (line.length > 8 ? null : line)),
        );
      },
    ),
  );
});
