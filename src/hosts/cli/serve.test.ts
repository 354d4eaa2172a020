/** `vauban serve` as a person runs it: a real server, a real store, looks in processes of their own, and what may go wrong. */

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DraftedException, ListedFindings } from '../console/api/findings.ts';
import type { LiveEvent } from '../console/api/estate-state.ts';
import type { Overview } from '../console/api/overview.ts';
import { serve } from './served.ts';
import { runCli } from './test-context.ts';

const week0 = fileURLToPath(new URL('../../../examples/estate/week-0/', import.meta.url));

const folderOf = (context: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-serve-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A small estate, so that looking at it takes little. */
const pod = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${JSON.stringify(name)}, namespace: shop${more}}\nspec: {containers: [{name: app, image: nginx, securityContext: {privileged: true}}]}\n`;

const isOf =
  (kind: LiveEvent['kind']) =>
  (event: LiveEvent): boolean =>
    event.kind === kind;

/** The overview once somebody has looked. */
const firstLook = async (served: Awaited<ReturnType<typeof serve>>): Promise<void> => {
  if ((await served.estate()).lookedAt === null) await served.hear(isOf('looked'));
};

test('the example estate is looked at, kept and shown; Ctrl-C ends it quietly', async (context) => {
  const folder = folderOf(context);
  cpSync(week0, join(folder, 'estate'), { recursive: true });
  const served = await serve(context, ['estate'], { folder });
  assert.match(served.address, /^http:\/\/127\.0\.0\.1:\d+\/sign-in#token=[0-9a-f]{32}$/);
  await firstLook(served);
  const { id, ...state } = await served.estate();
  assert.deepEqual(
    { title: state.title, kind: state.kind, looking: state.looking, failing: state.failing },
    { title: 'estate', kind: 'manifests', looking: null, failing: null },
  );
  const { body } = (await served.ask(`/estates/${id}/overview`)) as { readonly body: Overview };
  assert.match(body.sentence, /^\d+ of \d+ things that matter are open to the internet today$/);
  const { findings } = (await served.ask(`/estates/${id}/findings?severity=critical&most=3`)) as ListedFindings;
  const [worst] = findings;
  assert.equal(worst?.finding.severity, 'critical');
  const draft = { finding: worst?.finding.id ?? '', reason: "it's known", owner: 'ops', expires: '2999-12-31' };
  const drafted = (await served.ask(`/estates/${id}/exceptions/draft`, { body: draft })) as DraftedException;
  assert.equal(drafted.file, 'vauban-exceptions.yaml');
  assert.ok(drafted.text.endsWith(drafted.added));
  assert.equal(existsSync(join(folder, 'vauban-exceptions.yaml')), false);
  assert.ok(existsSync(join(folder, '.local/state/vauban/history.db')));
  const [, ...typed] = drafted.command.split(' exceptions add ');
  assert.deepEqual(typed, [`${draft.finding} --reason 'it'\\''s known' --owner ops --expires 2999-12-31`]);
  const added = await runCli(
    ['exceptions', 'add', draft.finding, '--reason', draft.reason, '--owner', draft.owner, '--expires', draft.expires],
    { folder },
  );
  assert.equal(added.code, 0);
  assert.equal(readFileSync(join(folder, 'vauban-exceptions.yaml'), 'utf8'), drafted.text);
  // The file belongs to what is looked at.
  await served.hear(isOf('looked'));
  const accepted = (await served.ask(`/estates/${id}/findings?status=accepted`)) as ListedFindings;
  assert.deepEqual(
    accepted.findings.map(({ finding }) => finding.id),
    [draft.finding],
  );
  assert.equal(await served.stop(), 130);
  assert.equal(
    served.error().replaceAll(/vauban: the console is not built.*\n/g, ''),
    'vauban: the link signs in one browser, once; Enter prints another one, Ctrl-C ends\n',
  );
});

test('what is written is seen, an estate that breaks is shown as it was and marked, and mended it is well again', async (context) => {
  const folder = folderOf(context);
  const file = join(folder, 'pod.yaml');
  writeFileSync(file, pod('web'));
  const served = await serve(context, ['pod.yaml'], { folder });
  await firstLook(served);
  const before = await served.estate();
  rmSync(file);
  const failed = await served.hear(isOf('failed'));
  assert.match(failed.kind === 'failed' ? failed.message : '', /pod\.yaml/);
  const stale = await served.estate();
  assert.equal(stale.lookedAt, before.lookedAt);
  assert.equal(stale.failing?.message, failed.kind === 'failed' ? failed.message : '');
  await served.ask(`/estates/${before.id}/overview`);
  writeFileSync(file, pod('web', ', labels: {a: b}'));
  await served.hear(isOf('looked'));
  assert.equal((await served.estate()).failing, null);
});

test('hostile names pass through as the texts they are', async (context) => {
  const folder = folderOf(context);
  const names = [
    '<img src=x onerror=alert(1)>',
    '</script><script>alert(1)</script>',
    '\u202egnp.exe',
    'x'.repeat(10_000),
    "'; DROP TABLE looks; --",
  ];
  writeFileSync(
    join(folder, 'pods.yaml'),
    names.map((name) => pod(name, `, labels: {long: ${'y'.repeat(10_000)}}`)).join('---\n'),
  );
  const served = await serve(context, ['pods.yaml'], { folder });
  await firstLook(served);
  const { id } = await served.estate();
  const { findings } = (await served.ask(`/estates/${id}/findings?most=1000`)) as ListedFindings;
  const told = new Set(findings.map(({ finding }) => finding.subject.name));
  for (const name of names.filter(({ length }) => length < 1000)) assert.ok(told.has(name), name);
  assert.ok([...told].every((name) => name.length <= 1001));
  for (const view of ['overview', 'roadmap', 'attacks', 'network', 'rbac', 'policies', 'workloads'])
    await served.ask(`/estates/${id}/${view}`);
});

test('a store that another program holds is read on, and the page is told that nothing new is kept', async (context) => {
  const folder = folderOf(context);
  writeFileSync(join(folder, 'pod.yaml'), pod('web'));
  const served = await serve(context, ['pod.yaml', '--store', 'history.db'], {
    folder,
    environment: { VAUBAN_PATIENCE: '200' },
  });
  await firstLook(served);
  const before = await served.estate();
  const other = new DatabaseSync(join(folder, 'history.db'));
  context.after(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  writeFileSync(join(folder, 'pod.yaml'), pod('api'));
  const failed = await served.hear(isOf('failed'));
  assert.match(failed.kind === 'failed' ? failed.message : '', /could not be kept/);
  const stale = await served.estate();
  assert.deepEqual([stale.lookedAt, stale.failing !== null], [before.lookedAt, true]);
  await served.ask(`/estates/${before.id}/findings`);
  other.exec('ROLLBACK');
  await served.ask(`/estates/${before.id}/look`, { body: {}, status: 202 });
  await served.hear(isOf('looked'));
  assert.equal((await served.estate()).failing, null);
});

test('while the disk is full the last look is shown and marked, and with room again the next one is kept', async (context) => {
  const folder = folderOf(context);
  const small = join(folder, 'small');
  mkdirSync(small);
  writeFileSync(join(folder, 'pod.yaml'), pod('web'));
  // A disk of its own, which nobody else sees and which goes when the server does.
  const mount = 'mount -t tmpfs -o size=8m none "$0" && exec "$@"';
  const how = ['-m', '-rm'].find((flag) => spawnSync('unshare', [flag, 'sh', '-c', mount, small, 'true']).status === 0);
  if (how === undefined) return context.skip('no small disk can be mounted here: unshare is not allowed');
  const served = await serve(context, ['pod.yaml', '--store', 'small/history.db'], {
    folder,
    through: ['unshare', how, 'sh', '-c', mount, small],
  });
  await firstLook(served);
  const before = await served.estate();
  const ballast = `/proc/${served.pid}/root${small}/ballast`;
  fillDisk(ballast);
  writeFileSync(join(folder, 'pod.yaml'), pod('api'));
  const failed = await served.hear(isOf('failed'));
  assert.match(failed.kind === 'failed' ? failed.message : '', /there is no room left for .*history\.db/);
  const stale = await served.estate();
  assert.deepEqual([stale.lookedAt, stale.failing !== null], [before.lookedAt, true]);
  const { findings } = (await served.ask(`/estates/${before.id}/findings`)) as ListedFindings;
  assert.ok(findings.every(({ finding }) => finding.subject.name === 'web'));
  rmSync(ballast);
  await served.ask(`/estates/${before.id}/look`, { body: {}, status: 202 });
  await served.hear(isOf('looked'));
  assert.equal((await served.estate()).failing, null);
});

const fillDisk = (file: string): void => {
  const handle = openSync(file, 'w');
  const piece = Buffer.alloc(4096);
  try {
    for (;;) writeSync(handle, piece);
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
  } finally {
    closeSync(handle);
  }
};

test('two servers share a store, and each hears of the looks of the other', async (context) => {
  const folder = folderOf(context);
  writeFileSync(join(folder, 'pod.yaml'), pod('web'));
  const words = ['pod.yaml', '--store', 'history.db'];
  const first = await serve(context, words, { folder });
  await firstLook(first);
  const second = await serve(context, words, { folder });
  await second.hear(isOf('looked'));
  const { id, lookedAt } = await second.estate();
  await first.hear((event) => event.kind === 'looked' && event.at === lookedAt);
  assert.equal((await first.estate()).lookedAt, lookedAt);
  assert.equal((await first.estate()).id, id);
});

test('a look that is killed takes nothing with it', async (context) => {
  const folder = folderOf(context);
  writeFileSync(join(folder, 'pod.yaml'), pod('web'));
  // Stands still before it reads, as a look at a large estate would for minutes.
  const stand = join(folder, 'stand.mjs');
  writeFileSync(
    stand,
    "import { existsSync } from 'node:fs';\nif (process.argv.includes('--once') && existsSync('stand')) await new Promise((resolve) => setTimeout(resolve, 600_000));\n",
  );
  const served = await serve(context, ['pod.yaml'], { folder, node: ['--import', pathToFileURL(stand).href] });
  await firstLook(served);
  const { id } = await served.estate();
  writeFileSync(join(folder, 'stand'), '');
  await served.ask(`/estates/${id}/look`, { body: {}, status: 202 });
  await served.hear(isOf('looking'));
  const child = await childOf(served.pid);
  process.kill(child, 'SIGKILL');
  const failed = await served.hear(isOf('failed'));
  assert.deepEqual(failed, {
    kind: 'failed',
    estate: id,
    message: 'the look was ended by SIGKILL, as a system does that is short of memory',
  });
  await served.ask(`/estates/${id}/look`, { body: {}, status: 202 });
  await served.hear(isOf('looking'));
  const another = await childOf(served.pid);
  assert.equal(await served.stop(), 130);
  assert.throws(() => process.kill(another, 0), { code: 'ESRCH' });
});

/** Linux alone tells it without a program. */
const childOf = async (pid: number): Promise<number> => {
  for (;;) {
    const text = execFileSync('cat', [`/proc/${pid}/task/${pid}/children`], { encoding: 'utf8' }).trim();
    if (text !== '') return Number(text.split(' ')[0]);
    await new Promise((resolve) => setImmediate(resolve));
  }
};

test('one look alone is kept and told as lines of JSON, and a wrong word is a sentence', async (context) => {
  const folder = folderOf(context);
  writeFileSync(join(folder, 'pod.yaml'), pod('web'));
  const once = ['serve', '--once', '--store', 'history.db'];
  const ran = await runCli([...once, 'pod.yaml'], { folder });
  assert.deepEqual([ran.code, ran.error], [0, '']);
  const last = JSON.parse(ran.output.trim().split('\n').at(-1) ?? '') as unknown;
  assert.deepEqual(last, { kind: 'looked', at: '2026-11-23T12:00:00Z', seen: null });
  const cases: readonly [readonly string[], number, string][] = [
    [[...once, '-'], 2, 'vauban: serve reads again and again, and standard input only once: name paths\n'],
    [[...once, 'absent.yaml'], 2, 'vauban: there is no path absent.yaml\n'],
    [['serve', '--unless', 'x'], 2, 'vauban: --unless says when --once need not look\n'],
    [['serve', '--port', '99999', 'pod.yaml'], 2, 'vauban: --port 99999 is no port: 0 to 65535\n'],
    [
      ['serve', '--interval', '5', 'pod.yaml'],
      2,
      'vauban: --interval 5 is no such time: 1s to 24h, as 90s, 5m or 1h\n',
    ],
  ];
  for (const [words, code, error] of cases) {
    const refused = await runCli(words, { folder });
    assert.deepEqual([refused.code, refused.error, refused.output], [code, error, ''], words.join(' '));
  }
});
