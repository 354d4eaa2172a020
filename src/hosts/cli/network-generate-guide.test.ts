/** What `vauban network generate` says beside its policies: what was not read, mistakes, and how to see what would change. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folderOf } from './example-policies.ts';
import { runCli } from './test-context.ts';

const week0 = fileURLToPath(new URL('../../../examples/estate/week-0', import.meta.url));

test('nothing is written from half a picture unless that is allowed; what is shown or written then is marked', async (context) => {
  const folder = folderOf(context, {
    'estate/broken.yaml': 'apiVersion: v1\nkind: [\n',
    'estate/web.yaml': readFileSync(join(week0, 'shop/web.yaml'), 'utf8'),
  });
  const words = ['network', 'generate', 'estate', '--write', 'policies'];
  const refused = await runCli(words, { folder });
  assert.equal(refused.code, 1);
  assert.match(
    refused.error,
    /\nvauban: nothing is written: a default-deny from half a picture cuts what was not read\. Read the rest, or --allow-partial; --dry-run shows it\n$/,
  );
  assert.deepEqual(readdirSync(folder), ['estate']);
  const shown = await runCli([...words, '--dry-run'], { folder });
  assert.equal(shown.code, 1);
  assert.match(
    shown.output,
    /^# Made by .*\n# PARTIAL: connections that only the following shows are closed by this file\.\n# estate\/broken\.yaml/,
  );
  assert.equal((await runCli([...words, '--allow-partial'], { folder })).code, 0);
  const guide = readFileSync(join(folder, 'policies/README.md'), 'utf8');
  assert.match(guide, /\n## Partial\n\n.*\n\n- estate\/broken\.yaml/);
});

test('a mistake in an existing policy is told with its place, and the exit code says so', async (context) => {
  const folder = folderOf(context, {
    'estate/web.yaml': readFileSync(join(week0, 'shop/web.yaml'), 'utf8'),
    'estate/policy.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: office, namespace: shop}
spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]}
`,
  });
  const { code, error } = await runCli(['network', 'generate', 'estate', '--write', 'policies'], { folder });
  assert.equal(code, 1);
  assert.match(error, /^vauban: estate\/policy\.yaml:4: NetworkPolicy shop\/office: .*10\.0\.0\.0\/33/);
  assert.match(
    readFileSync(join(folder, 'policies/README.md'), 'utf8'),
    /\n- NetworkPolicy shop\/office: .* \(estate\/policy\.yaml:4\): the API server refuses it, so it guards nothing and is not counted here\.\n/,
  );
});

test('the command that the README.md shows works as it stands there, from files and from a snapshot', async (context) => {
  const folder = folderOf(context, {});
  await runCli(['snapshot', week0, '--write', 'estate.json.gz'], { folder });
  for (const old of [week0, 'estate.json.gz']) {
    await runCli(['network', 'generate', old, '--write', 'new policies'], { folder });
    const guide = readFileSync(join(folder, 'new policies/README.md'), 'utf8');
    const [, line = ''] = /^ {4}vauban (network diff .*)$/m.exec(guide) ?? [];
    assert.equal(line, `network diff ${old} --add 'new policies'`);
    const ran = await runCli(['network', 'diff', old, '--add', 'new policies', '--fail-on', 'opened'], { folder });
    assert.equal(ran.code, 0);
    assert.match(ran.output, /\n0 connections opened, \d+ connections closed\.\n$/);
  }
});
