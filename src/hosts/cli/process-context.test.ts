/** The process as the command line sees it: what a reader that goes away early is told. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { bin } from '../../../tools/product/run-bin.ts';

const estate = join(import.meta.dirname, '../../../examples/estate/week-0');

const runUnread = async (
  words: readonly string[],
): Promise<{ readonly code: number | null; readonly error: string }> => {
  const child = spawn(process.execPath, [bin, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  // The only reader goes before the first byte was written.
  child.stdout.destroy();
  let error = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, error };
};

for (const words of [
  ['scan', estate],
  ['scan', estate, '--fail-on', 'none'],
  ['preview', 'pod-security=restricted', estate],
]) {
  test(`${words.filter((word) => word !== estate).join(' ')} whose output nobody reads is quiet and not clean`, async () => {
    assert.deepEqual(await runUnread(words), { code: 141, error: '' });
  });
}
