/** What goes wrong around a file, each with the real thing: ended processes, full disks, other writers, damaged files, missing rights. */

import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test, { type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { everyFinding } from '../findings-query.ts';
import { makeFinding, makeLook } from '../made-up-looks.ts';
import { openStore } from '../registry.ts';
import { StoreError, type Store } from '../store.ts';

const script = fileURLToPath(new URL('../../../tools/store-faults/recording-process.ts', import.meta.url));
const options = { now: () => '2026-11-24T00:00:00Z', keepDays: 400, patience: 50 };

const folderOf = (context: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-store-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const open = (context: TestContext, file: string): Store => {
  const store = openStore(file, options);
  context.after(() => store.close());
  return store;
};

/** Starts the other process; resolves when it has said the word. */
const start = async (context: TestContext, word: string, ...words: readonly string[]): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [script, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  context.after(() => child.kill('SIGKILL'));
  for await (const text of child.stdout) if (String(text).includes(word)) return child;
  throw new Error(`the other process ended without saying ${word}`);
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once('exit', resolve);
  });
};

const explain = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof StoreError, String(error));
    return `${error.kind}: ${error.message}`;
  }
  assert.fail('it went well');
};

const query = { filter: everyFinding, order: 'worst', after: null, most: 1000 } as const;

/** A look is whole where what is listed, counted, viewed and told of it fit together. */
const assertWhole = (file: string): number => {
  const store = openStore(file, options);
  try {
    const [row] = store.looks.estates();
    if (row?.last === undefined || row.last === null) return -1;
    const number = store.looks.view(row.id, 'number')?.body;
    const { total, findings } = store.findings.list({ ...query, estate: row.id });
    assert.equal(total, 500);
    assert.equal(row.last.open, 500);
    assert.deepEqual(
      new Set(findings.map(({ finding }) => finding.id)),
      new Set(Array.from({ length: 500 }, (_, index) => `f${Number(number) + index}`)),
    );
    const [facet] = store.findings.facets(row.id, everyFinding).status;
    assert.deepEqual(facet, { value: 'fail', count: 500 });
    assert.equal(
      store.findings.list({ ...query, estate: row.id, filter: { ...everyFinding, text: 'privileged' } }).total,
      500,
    );
    return Number(number);
  } finally {
    store.close();
  }
};

test('a process that is killed in the midst of a look leaves the look before, and room for the next', async (context) => {
  const file = join(folderOf(context), 'history.db');
  spawnSync(process.execPath, [script, file, 'record']);
  const child = await start(context, 'midway', file, 'stop-midway');
  // While it is still at it, readers see the last whole look and wait for nothing.
  const begun = performance.now();
  assert.equal(assertWhole(file), 0);
  assert.ok(performance.now() - begun < 5000);
  child.kill('SIGKILL');
  await ended(child);
  assert.equal(assertWhole(file), 0);
  assert.equal(
    spawnSync(process.execPath, [script, file, 'record-on', 'two'], { timeout: 1500, killSignal: 'SIGKILL' }).status,
    null,
  );
  const database = new DatabaseSync(file);
  assert.deepEqual({ ...database.prepare('pragma integrity_check').get() }, { integrity_check: 'ok' });
  database.close();
});

test('killed at any moment, again and again, it holds one whole look or the next', async (context) => {
  const file = join(folderOf(context), 'history.db');
  let last = -1;
  for (const delay of [5, 40, 90, 150, 210, 333]) {
    const child = await start(context, 'recording', file, 'record-on');
    await new Promise((resolve) => {
      setTimeout(resolve, delay);
    });
    child.kill('SIGKILL');
    await ended(child);
    const number = assertWhole(file);
    assert.ok(number >= last, `${number} after ${last}`);
    last = number;
  }
});

test('two processes that record at once both have all they recorded', async (context) => {
  const file = join(folderOf(context), 'history.db');
  const both = await Promise.all(
    ['one', 'two'].map((estate) => start(context, 'recorded', file, 'record', estate, '8')),
  );
  await Promise.all(both.map(ended));
  const store = open(context, file);
  assert.deepEqual(
    store.looks.estates().map(({ id, last }) => [id, last?.at]),
    [
      ['one', '2026-11-20T00:07:00.000Z'],
      ['two', '2026-11-20T00:07:00.000Z'],
    ],
  );
  assert.equal(store.history.days('one', 9)[0]?.looks, 8);
});

test('while another process writes a reader answers, and a writer says who is in the way when its patience ends', async (context) => {
  const file = join(folderOf(context), 'history.db');
  const store = open(context, file);
  store.looks.record(makeLook('2026-11-20', [makeFinding('a')]));
  await start(context, 'held', file, 'hold');
  assert.equal(
    explain(() => store.looks.record(makeLook('2026-11-21', []))),
    `locked: ${file} is being written by another process; try again when that has ended, or name another file with --store (database is locked)`,
  );
  for (const each of [store, open(context, file)]) {
    const begun = performance.now();
    assert.equal(each.findings.list({ ...query, estate: '0123456789ab' }).total, 1);
    assert.equal(each.history.days('0123456789ab', 9).length, 1);
    assert.ok(performance.now() - begun < 1000);
  }
});

test('on a full disk a look is not kept, what was there is, and a person is told', (context) => {
  const folder = folderOf(context);
  const small = join(folder, 'small');
  mkdirSync(small);
  const inside = `mount -t tmpfs -o size=4m none '${small}' && exec '${process.execPath}' '${script}' '${small}/history.db' fill`;
  const ran = ['-m', '-rm']
    .map((how) => spawnSync('unshare', [how, 'sh', '-c', inside], { encoding: 'utf8' }))
    .find(({ status, stdout }) => status === 0 && stdout !== '');
  if (ran === undefined) {
    context.diagnostic('no small disk can be mounted here: unshare is not allowed');
    return;
  }
  const told = JSON.parse(ran.stdout) as Record<string, unknown>;
  assert.equal(told['kind'], 'full');
  assert.match(
    String(told['message']),
    /^there is no room left for .*history\.db; nothing of this look was kept; make room on the disk, or name another file with --store/,
  );
  assert.ok(Number(told['recorded']) > 1, ran.stdout);
  assert.equal(
    told['last'],
    new Date(Date.parse('2026-11-20T00:00:00Z') + (Number(told['recorded']) - 1) * 500 * 60_000).toISOString(),
  );
});

test('a file that is damaged, no database, of another program, or of a newer Vauban is left as it is', (context) => {
  const folder = folderOf(context);
  const file = (name: string): string => join(folder, name);
  const away = 'move it away, or put a copy of it back, and history begins anew from there';

  writeFileSync(file('text'), 'apiVersion: v1\n'.repeat(1000));
  assert.match(
    explain(() => openStore(file('text'), options)),
    /^damaged: .*text is no store of Vauban; name another file with --store/,
  );
  assert.equal(statSync(file('text')).size, 15_000);

  const other = new DatabaseSync(file('other'));
  other.exec('create table notes (text)');
  other.close();
  assert.equal(
    explain(() => openStore(file('other'), options)),
    `refused: ${file('other')} is a database of another program; name another file with --store`,
  );

  openStore(file('newer'), options).close();
  const newer = new DatabaseSync(file('newer'));
  newer.exec('pragma user_version = 99');
  newer.close();
  assert.match(
    explain(() => openStore(file('newer'), options)),
    /^newer: .*newer was written by a newer Vauban \(version 99 of the store, this one knows 1\); use that Vauban, or name another file/,
  );

  const before = openStore(file('damaged'), options);
  before.looks.record(
    makeLook(
      '2026-11-20',
      Array.from({ length: 3000 }, (_, index) => makeFinding(`f${index}`)),
    ),
  );
  before.close();
  const descriptor = openSync(file('damaged'), 'r+');
  for (let page = 1; page < statSync(file('damaged')).size / 4096; page++)
    writeSync(descriptor, 'x'.repeat(2000), page * 4096);
  closeSync(descriptor);
  assert.ok(
    explain(() => openStore(file('damaged'), options).findings.list({ ...query, estate: '0123456789ab' })).startsWith(
      `damaged: ${file('damaged')} is damaged; ${away}`,
    ),
  );
});

test('where a file cannot be made or written, a person is told which', (context) => {
  const folder = folderOf(context);
  writeFileSync(join(folder, 'file'), '');
  for (const place of [join(folder, 'file', 'history.db'), folder, join(folder, 'no', 'such', 'folder')])
    assert.match(
      explain(() => openStore(place, options)),
      /^unreachable: .* cannot be opened for writing; give yourself the right to the file and its folder, or name another file with --store \((?:ENOTDIR|EISDIR|ENOENT)\)$/,
    );
  const closed = join(folder, 'closed');
  mkdirSync(closed, { mode: 0o500 });
  chmodSync(folder, 0o755);
  // To the superuser nothing is closed: somebody else asks.
  const isSuperuser = process.getuid?.() === 0;
  const words = [process.execPath, script, join(closed, 'history.db'), 'open'];
  const [program = '', ...rest] = isSuperuser ? ['setpriv', '--reuid=65534', '--clear-groups', ...words] : words;
  const ran = spawnSync(program, rest, { encoding: 'utf8' });
  if (isSuperuser && ran.status !== 0) context.diagnostic('nobody else can be asked here: setpriv does not work');
  else assert.match(ran.stdout, /^unreachable: .* cannot be opened for writing; .* \(EACCES\)\n$/);
});

test('the file and those beside it are their owner’s alone', (context) => {
  const file = join(folderOf(context), 'history.db');
  const store = open(context, file);
  store.looks.record(makeLook('2026-11-20', [makeFinding('a')]));
  for (const name of [file, `${file}-wal`, `${file}-shm`]) assert.equal(statSync(name).mode & 0o777, 0o600, name);
});

test('a look that changes nothing writes next to nothing, and one that changes little writes little', (context) => {
  const file = join(folderOf(context), 'history.db');
  const findings = Array.from({ length: 20_000 }, (_, index) =>
    makeFinding(`f${index}`, { name: `web-${index % 100}` }),
  );
  const first = openStore(file, options);
  first.looks.record(makeLook('2026-11-20', findings));
  first.close();
  assert.ok(!existsSync(`${file}-wal`));
  const store = open(context, file);
  store.looks.record(makeLook('2026-11-21', findings));
  const unchanged = statSync(`${file}-wal`).size;
  assert.ok(unchanged < 100_000, `${unchanged} bytes for no change`);
  store.looks.record(
    makeLook('2026-11-22', findings.with(7, makeFinding('f7', { message: 'something else' })).slice(1)),
  );
  const changed = statSync(`${file}-wal`).size - unchanged;
  assert.ok(changed < 500_000, `${changed} bytes for two changes`);
  assert.equal(statSync(file).size > 10_000_000, true);
});
