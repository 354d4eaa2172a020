/** Where reports go: two never into one file, however it is called. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { toOutputs } from './outputs.ts';
import { createTestContext } from './test-context.ts';

const folderFor = (context: TestContext): string => {
  const folder = fs.mkdtempSync(join(tmpdir(), 'vauban-outputs-'));
  context.after(() => fs.rmSync(folder, { recursive: true }));
  fs.mkdirSync(join(folder, 'real'));
  fs.writeFileSync(join(folder, 'real/old.json'), '');
  fs.symlinkSync('real', join(folder, 'link'));
  fs.symlinkSync('real/old.json', join(folder, 'old'));
  return folder;
};

const refused: readonly (readonly [name: string, first: string, second: string, said: string])[] = [
  ['one name twice', 'a.json', 'a.json', 'a.json'],
  ['two spellings of one name', 'a.json', './real/../a.json', 'one file: a.json and ./real/../a.json'],
  ['a file and a link to it', 'real/old.json', 'old', 'one file: real/old.json and old'],
  ['a new file through a linked folder', 'real/new.json', 'link/new.json', 'one file: real/new.json and link/new.json'],
  ['a new file in a new folder', 'new/a.json', 'new/./a.json', 'one file: new/a.json and new/./a.json'],
];

for (const [name, first, second, said] of refused) {
  test(`${name} is refused`, async (context) => {
    const desk = createTestContext([], [], { folder: folderFor(context) });
    const message = `two formats are to be written to ${said}`;
    await assert.rejects(toOutputs([`json=${first}`, `sarif=${second}`], desk), { name: 'UsageError', message });
  });
}

test('an absolute name and a relative one of one file are refused', async (context) => {
  const folder = folderFor(context);
  const outputs = toOutputs([`json=${join(folder, 'a.json')}`, 'sarif=a.json'], createTestContext([], [], { folder }));
  await assert.rejects(outputs, /are to be written to one file/);
});

test('files of one name in two folders are two, and so is standard output', async (context) => {
  const desk = createTestContext([], [], { folder: folderFor(context) });
  const outputs = await toOutputs(['json=real/a.json', 'sarif=a.json', 'table'], desk);
  assert.deepEqual(
    outputs.map(({ format, file }) => [format.id, file]),
    [
      ['json', 'real/a.json'],
      ['sarif', 'a.json'],
      ['table', null],
    ],
  );
});

test('a FIFO takes two reports', { skip: process.platform === 'win32' }, async (context) => {
  const folder = folderFor(context);
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const outputs = await toOutputs(['json=pipe', 'sarif=pipe'], createTestContext([], [], { folder }));
  assert.equal(outputs.length, 2);
});
