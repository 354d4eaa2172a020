/** Writing files: what was there before decides how, and a link, a mode or a FIFO is still there afterwards. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createFileWriter } from './file-writer.ts';
import { explainWriteFailure } from './outputs.ts';

const folderFor = (context: TestContext): string => {
  const folder = fs.mkdtempSync(join(tmpdir(), 'vauban-writer-'));
  context.after(() => fs.rmSync(folder, { recursive: true }));
  return folder;
};

const modeOf = (path: string): number => fs.statSync(path).mode & 0o777;

/** Nothing but these is in the folder: no draft was left. */
const assertHolds = (folder: string, names: readonly string[]): void =>
  assert.deepEqual(fs.readdirSync(folder).toSorted(), names);

test('a new file is made with its folders', async (context) => {
  const folder = folderFor(context);
  await createFileWriter(folder).write('a/b/new.json', ['one ', 'two']);
  assert.equal(fs.readFileSync(join(folder, 'a/b/new.json'), 'utf8'), 'one two');
  assertHolds(join(folder, 'a/b'), ['new.json']);
});

test('a file that is there keeps its mode', async (context) => {
  const folder = folderFor(context);
  for (const mode of [0o600, 0o666, 0o755]) {
    const file = join(folder, 'report.json');
    fs.writeFileSync(file, 'old and longer');
    fs.chmodSync(file, mode);
    await createFileWriter(folder).write('report.json', ['new']);
    assert.equal(fs.readFileSync(file, 'utf8'), 'new');
    assert.equal(modeOf(file), mode);
  }
  assertHolds(folder, ['report.json']);
});

test('a link is followed and stays a link', async (context) => {
  const folder = folderFor(context);
  fs.mkdirSync(join(folder, 'real'));
  fs.writeFileSync(join(folder, 'real/report.json'), 'old', { mode: 0o600 });
  fs.symlinkSync('real/report.json', join(folder, 'first'));
  fs.symlinkSync('first', join(folder, 'second'));
  await createFileWriter(folder).write('second', ['new']);
  assert.equal(fs.readlinkSync(join(folder, 'second')), 'first');
  assert.equal(fs.readlinkSync(join(folder, 'first')), 'real/report.json');
  assert.equal(fs.readFileSync(join(folder, 'real/report.json'), 'utf8'), 'new');
  assert.equal(modeOf(join(folder, 'real/report.json')), 0o600);
  assertHolds(join(folder, 'real'), ['report.json']);
});

test('a link to a file that is not there yet makes that file', async (context) => {
  const folder = folderFor(context);
  fs.mkdirSync(join(folder, 'here'));
  fs.symlinkSync('../there/report.json', join(folder, 'here/link'));
  await createFileWriter(folder).write('here/link', ['new']);
  assert.equal(fs.readlinkSync(join(folder, 'here/link')), '../there/report.json');
  assert.equal(fs.readFileSync(join(folder, 'there/report.json'), 'utf8'), 'new');
});

test('a FIFO is written to and stays one', { skip: process.platform === 'win32' }, async (context) => {
  const folder = folderFor(context);
  const fifo = join(folder, 'pipe');
  execFileSync('mkfifo', [fifo]);
  fs.symlinkSync('pipe', join(folder, 'link'));
  for (const name of ['pipe', 'link']) {
    const [text] = await Promise.all([
      readFile(fifo, 'utf8'),
      createFileWriter(folder).write(name, ['a report, ', 'in pieces']),
    ]);
    assert.equal(text, 'a report, in pieces');
    assert.ok(fs.lstatSync(fifo).isFIFO());
  }
  assertHolds(folder, ['link', 'pipe']);
});

test('a report that breaks off leaves the old one, and no draft', async (context) => {
  const folder = folderFor(context);
  fs.writeFileSync(join(folder, 'report.json'), 'old');
  const pieces = function* (): Generator<string> {
    yield 'half';
    throw new Error('no more');
  };
  await assert.rejects(createFileWriter(folder).write('report.json', pieces()), /no more/);
  assert.equal(fs.readFileSync(join(folder, 'report.json'), 'utf8'), 'old');
  assertHolds(folder, ['report.json']);
});

const refusals: readonly (readonly [name: string, path: string, why: string])[] = [
  ['a folder', 'folder', 'it is a folder'],
  ['a path through a file', 'file/report.json', 'what should be its folder is a file'],
  ['a path through a file, deeper', 'file/a/b/report.json', 'what should be its folder is a file'],
  ['links in a circle', 'circle', 'its links lead in a circle'],
  ['a name no disk takes', `${'n'.repeat(300)}.json`, 'the name is too long'],
];

for (const [name, path, why] of refusals) {
  test(`${name} is refused in plain words`, async (context) => {
    const folder = folderFor(context);
    fs.mkdirSync(join(folder, 'folder'));
    fs.writeFileSync(join(folder, 'file'), 'old');
    fs.symlinkSync('circle', join(folder, 'circle'));
    const before = fs.readdirSync(folder);
    const cause: unknown = await createFileWriter(folder)
      .write(path, ['new'])
      .then(() => undefined)
      .catch((error: unknown) => error);
    assert.equal(explainWriteFailure(cause), why);
    assert.deepEqual(fs.readdirSync(folder), before);
  });
}

test(
  'a folder that takes no new ones is refused, not tried for ever',
  { skip: process.platform !== 'linux' },
  async () => {
    const cause: unknown = await createFileWriter('/proc')
      .write('vauban-was-here/deep/report.json', ['new'])
      .catch((error: unknown) => error);
    assert.equal(explainWriteFailure(cause), 'its folder cannot be made there');
  },
);
