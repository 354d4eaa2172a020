/** What a person accepts, as the command line takes it: baselines, and exceptions until their last day. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderOf, hardened, privileged } from './example-manifests.ts';
import { runCli } from './test-context.ts';

test('a baseline lets only what is new fail, and counts what was fixed', async (context) => {
  const folder = folderOf(context, { 'web.yaml': privileged });
  const baseline = join(folder, 'baseline.json.txt');
  assert.equal((await runCli(['scan', folder, '-o', `json=${baseline}`])).code, 1);
  assert.equal((await runCli(['scan', folder, '--baseline', baseline])).code, 0);
  writeFileSync(join(folder, 'db.yaml'), privileged.replace('name: web,', 'name: db,'));
  assert.equal((await runCli(['scan', folder, '--baseline', baseline])).code, 1);
  writeFileSync(join(folder, 'db.yaml'), '');
  writeFileSync(join(folder, 'web.yaml'), hardened);
  const { code, output } = await runCli(['scan', folder, '--baseline', baseline]);
  assert.equal(code, 0);
  assert.match(output, /fixed/);
});

test('an exception hides a finding until its last day, and says so after it', async (context) => {
  const folder = folderOf(context, { 'web.yaml': privileged });
  const file = join(folder, 'exceptions.txt');
  const only = ['--only', 'pod-security/baseline/privileged', '--exceptions', file];
  const { output } = await runCli([
    'scan',
    join(folder, 'web.yaml'),
    '--only',
    'pod-security/baseline/privileged',
    '-o',
    'json',
  ]);
  const [{ id }] = (JSON.parse(output) as { findings: [{ id: string }] }).findings;
  const added = await runCli([
    'exceptions',
    'add',
    id,
    '--reason',
    'a build node',
    '--owner',
    'ops@example.com',
    '--expires',
    '2026-12-31',
    '--file',
    file,
  ]);
  assert.deepEqual(added, {
    code: 0,
    output: '',
    error: `vauban: added to ${file}; it counts until 2026-12-31; the next scan tells whether it covers a finding\n`,
  });
  assert.equal((await runCli(['scan', join(folder, 'web.yaml'), ...only])).code, 0);
  const late = await runCli(['scan', join(folder, 'web.yaml'), ...only, '--as-of', '2027-01-01']);
  assert.equal(late.code, 1);
  assert.match(late.output, /Ended on 2026-12-31/);
  const pruned = await runCli(['exceptions', 'prune', '--file', file, '--as-of', '2027-01-01']);
  assert.equal(pruned.code, 0);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /a build node/);
});

test('an exception that is only looked at writes nothing', async (context) => {
  const folder = folderOf(context, {});
  const words = ['exceptions', 'add', '0123456789abcdef', '--reason', 'r', '--owner', 'o', '--expires', '2027-01-31'];
  const { code, output } = await runCli([...words, '--file', join(folder, 'e.yaml'), '--dry-run']);
  assert.equal(code, 0);
  assert.match(output, /^\+ # .*\n\+ exceptions:\n\+ {3}- finding: /);
  assert.deepEqual(readdirSync(folder), []);
});

test('what is accepted already is not accepted twice, unless that has ended', async (context) => {
  const folder = folderOf(context, {});
  const words = ['exceptions', 'add', '0123456789abcdef', '--reason', 'r', '--owner', 'o', '--expires'];
  assert.equal((await runCli([...words, '2026-12-31'], { folder })).code, 0);
  assert.deepEqual(await runCli([...words, '2027-01-31'], { folder }), {
    code: 2,
    output: '',
    error: 'vauban: vauban-exceptions.yaml:3 has this exception already, until 2026-12-31; change it there\n',
  });
  const other = ['exceptions', 'add', 'fedcba9876543210', ...words.slice(3), '2027-01-31'];
  assert.equal((await runCli(other, { folder })).code, 0);
  assert.equal((await runCli([...words, '2027-01-31'], { folder, now: '2027-01-01T00:00:00Z' })).code, 0);
});

test('an annotation with a misspelt rule is told, and hides nothing', async (context) => {
  const annotation = 'annotations: {except.vauban.dev/b: rule=pod-security/baseline/privilegd; reason=r; owner=o}';
  const folder = folderOf(context, {
    'web.yaml': privileged.replace('namespace: shop}', `namespace: shop, ${annotation}}`),
  });
  const { code, output } = await runCli(['scan', 'web.yaml'], { folder });
  assert.equal(code, 1);
  assert.match(output, /web\.yaml:3: pod-security\/baseline\/privilegd: Covers nothing/);
  assert.match(
    output,
    /web\.yaml:3: this exception hides nothing: there is no rule pod-security\/baseline\/privilegd; did you mean pod-security\/baseline\/privileged\?\n/,
  );
});

test('a mistake in the exceptions file exits 2 and the findings are still printed', async (context) => {
  const folder = folderOf(context, { 'web.yaml': hardened, 'e.txt': 'exceptions:\n  - rul: x\n' });
  const { code, output } = await runCli([
    'scan',
    join(folder, 'web.yaml'),
    '--exceptions',
    join(folder, 'e.txt'),
    '--allow-partial',
  ]);
  assert.equal(code, 2);
  assert.match(output, /"rul" is no part of an exception/);
  assert.doesNotMatch(output, /^partial/);
});
