/** `vauban walls` as a person meets it: a table of what matters, worst first, and every asset in JSON. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderOf, privileged, published, web } from './example-attacked.ts';
import { runCli } from './test-context.ts';

const all = [web, published, privileged].join('---\n');

test('the table tells each thing that matters, worst first, and where no way is known', async (context) => {
  const folder = folderOf(context, { 'all.yaml': all });
  assert.deepEqual(await runCli(['walls', 'all.yaml'], { folder }), {
    code: 0,
    error: '',
    output: `2 of 3 things that matter are open to the internet: no wall stands before them.

walls   proved  before                layers on the way
open    0       node//*
open    0       secret/shop/database
no way          cluster-admin

vauban attacks --to ASSET shows the ways to one of them, vauban next what to build.
`,
  });
});

test('the JSON has every asset, with the worst way to it', async (context) => {
  const folder = folderOf(context, { 'all.yaml': all });
  const { code, output } = await runCli(['walls', 'all.yaml', '-o', 'json'], { folder });
  assert.equal(code, 0);
  const answer = JSON.parse(output) as {
    readonly from: string;
    readonly complete: boolean;
    readonly assets: readonly Readonly<Record<string, unknown>>[];
  };
  assert.deepEqual([answer.from, answer.complete], ['internet', true]);
  assert.deepEqual(
    answer.assets.map(({ asset, depth, proven, reachable, layers }) => ({ asset, depth, proven, reachable, layers })),
    [
      { asset: 'node//*', depth: 0, proven: 0, reachable: true, layers: [] },
      { asset: 'secret/shop/database', depth: 0, proven: 0, reachable: true, layers: [] },
      { asset: 'cluster-admin', depth: null, proven: null, reachable: false, layers: [] },
    ],
  );
  assert.deepEqual(
    answer.assets.map(
      ({ path }) => (path as readonly { readonly type: string }[] | null)?.map(({ type }) => type) ?? null,
    ),
    [['ENDPOINT_EXPLOIT', 'CE_MODULE_LOAD'], ['ENDPOINT_EXPLOIT', 'VOLUME_DISCOVER'], null],
  );
});

test('many alike are one row, unless all are asked for', async (context) => {
  const secrets = ['a', 'b', 'c', 'd'].map(
    (name) => `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: shop}\ntype: Opaque\n`,
  );
  const folder = folderOf(context, { 'all.yaml': [web, published, ...secrets].join('---\n') });
  const { output } = await runCli(['walls', 'all.yaml', '--to', 'secrets'], { folder });
  assert.match(output, /\nno way {10}4 Secrets in shop \(Opaque\)\n/);
  const every = await runCli(['walls', 'all.yaml', '--to', 'secrets', '--all'], { folder });
  assert.match(every.output, /\nno way {10}secret\/shop\/d \(Opaque\)\n/);
});

test('--to narrows the table and the gate, and what matters to nobody is refused', async (context) => {
  const folder = folderOf(context, { 'all.yaml': all });
  const gate = async (...words: readonly string[]) => (await runCli(['walls', 'all.yaml', ...words], { folder })).code;
  assert.equal(await gate('--fail-on', '0'), 1);
  assert.equal(await gate('--fail-on', '3', '--to', 'cluster-admin'), 0);
  assert.deepEqual(await runCli(['walls', 'all.yaml', '--to', 'container/shop/web/app'], { folder }), {
    code: 2,
    output: '',
    error:
      'vauban: --to container/shop/web/app: nothing of that is told to matter; --crown-jewels says what else does\n',
  });
  const marked = ['--crown-jewels', 'container/shop/*', '--to', 'container/shop/web/app'];
  assert.match(
    (await runCli(['walls', 'all.yaml', ...marked], { folder })).output,
    /\nopen {3}0 {7}container\/shop\/web\/app\n/,
  );
});

test('an estate with nothing to attack has no way in, and says where it looked from', async (context) => {
  const folder = folderOf(context, {
    'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n',
  });
  const { code, output, error } = await runCli(['walls', 'map.yaml'], { folder });
  assert.equal(code, 0);
  assert.match(error, /^vauban: Nothing that was read is exposed to the internet: /);
  assert.match(output, /^No way is known from any workload of the cluster to any of 2 things that matter\.\n/);
});
