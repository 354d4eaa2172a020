/** What `--dry-run` shows of an edit of the exceptions file. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pruneExceptions } from '../../engine/except/exception-file.ts';
import { saveExceptions } from './save-exceptions.ts';
import { createTestContext } from './test-context.ts';

const entry = (name: string): string =>
  `  - rule: pod-security/baseline/privileged\n    name: ${name}\n    reason: builds images\n    owner: ops\n`;

const show = async (before: string, after: string): Promise<string> => {
  const output: string[] = [];
  const input = { words: [], options: { dryRun: true } };
  const code = await saveExceptions(
    { file: 'e.yaml', before, after, done: '' },
    input,
    createTestContext(output, [], {}),
  );
  assert.equal(code, 0);
  return output.join('');
};

test('an entry that goes is shown as it stands, though others say the same', async () => {
  const before = `exceptions:\n${entry('one')}${entry('two')}${entry('three')}`;
  const pruned = pruneExceptions(before, new Set([6]));
  assert.equal(pruned.kind, 'text');
  assert.equal(
    await show(before, pruned.kind === 'text' ? pruned.text : ''),
    '-   - rule: pod-security/baseline/privileged\n-     name: two\n-     reason: builds images\n-     owner: ops\n',
  );
});

test('an edit that changes nothing says so', async () =>
  assert.equal(await show('a\n', 'a\n'), 'nothing would change\n'));

test('an escape in the file is shown and not obeyed', async () =>
  assert.equal(await show('', '# \u001b[2J\n'), '+ # \\x1b[2J\n'));
