/** `vauban network diff` as a person meets it: what a change opens and closes, and by which policy. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { folderOf } from './example-policies.ts';
import { runCli } from './test-context.ts';

const toWorkload = (name: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {namespace: shop, name: ${name}}
spec: {selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: c, image: c}]}}}
`;

const toPolicy = (ingress: string): string => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: shop, name: api}
spec:
  podSelector: {matchLabels: {app: api}}
  ingress:
  - ${ingress}
`;

const workloads = `${toWorkload('api')}${toWorkload('web')}`;
const fromWeb = (ports: string): string =>
  toPolicy(`{from: [{podSelector: {matchLabels: {app: web}}}], ports: [${ports}]}`);

const diff = async (context: TestContext, old: string, now: string, words: readonly string[] = []) => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-network-diff-'));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'old.yaml'), old);
  writeFileSync(join(folder, 'new.yaml'), now);
  return runCli(['network', 'diff', 'old.yaml', 'new.yaml', ...words], { folder });
};

test('ports are compared symbolically: what is opened and closed of them, and by which rule', async (context) => {
  const old = `${workloads}${fromWeb('{port: 80}, {port: 8000, endPort: 8100}')}`;
  const now = `${workloads}${fromWeb('{port: 443}, {port: 8050, endPort: 8200}')}`;
  assert.deepEqual(await diff(context, old, now), {
    code: 0,
    error: '',
    output: `Opened
  shop/web to shop/api on TCP 443, 8101-8200
      egress   no policy selects shop/web for egress
      ingress  NetworkPolicy shop/api lets it in to shop/api: spec.ingress[0] (new.yaml:18)

Closed
  shop/web to shop/api on TCP 80, 8000-8049
      egress   no policy selects shop/web for egress
      ingress  NetworkPolicy shop/api lets it in to shop/api: spec.ingress[0] (old.yaml:18)

1 connection opened, 1 connection closed.
`,
  });
});

test('destinations closed for the same reason are told together, and addresses as far as both networks differ in them', async (context) => {
  const closed = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: shop, name: closed}
spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 192.0.2.0/24}}]}]}
`;
  assert.equal(
    (await diff(context, `${workloads}${toWorkload('db')}`, `${workloads}${toWorkload('db')}${closed}`)).output,
    `Closed
  shop/web to everyone in shop on every port
      egress   no policy selects shop/web for egress
      ingress  no policy selects them for ingress
  shop/web to the internet except 192.0.2.0/24 on every port
      egress   no policy selects shop/web for egress

0 connections opened, 3 connections closed.
`,
  );
});

test('the JSON tells each with why, from the side that has it', async (context) => {
  const { output } = await diff(
    context,
    `${workloads}${fromWeb('{port: 80}')}`,
    `${workloads}${fromWeb('{port: 443}')}`,
    ['-o', 'json'],
  );
  const toRow = (port: number, file: string) => ({
    from: 'workload/shop/web',
    to: 'workload/shop/api',
    protocol: 'TCP',
    ports: [[port, port]],
    because: [
      { direction: 'egress', text: 'no policy selects shop/web for egress' },
      {
        direction: 'ingress',
        policy: 'NetworkPolicy shop/api',
        rule: 'spec.ingress[0]',
        selector: 'app=api',
        file,
        line: 18,
        text: 'NetworkPolicy shop/api lets it in to shop/api: spec.ingress[0]',
      },
    ],
  });
  assert.deepEqual(JSON.parse(output), {
    complete: true,
    opened: [toRow(443, 'new.yaml')],
    closed: [toRow(80, 'old.yaml')],
    added: [],
    removed: [],
    partial: [],
    problems: [],
  });
});

test('prefixes that only one side names are compared piece by piece', async (context) => {
  const from = (cidr: string): string => `${workloads}${toPolicy(`{from: [{ipBlock: {cidr: ${cidr}}}]}`)}`;
  const { output } = await diff(context, from('10.0.0.0/8'), from('10.0.0.0/9'), ['-o', 'json']);
  const { opened, closed } = JSON.parse(output) as Record<'opened' | 'closed', readonly { from: string; to: string }[]>;
  assert.deepEqual(opened, []);
  assert.deepEqual(
    [...new Set(closed.map((row) => `${row.from} ${row.to}`))],
    ['cidr//10.128.0.0/9 workload/shop/api'],
  );
});

test('a workload that is new opens what it may do, and is named', async (context) => {
  const { output } = await diff(context, workloads, `${workloads}${toWorkload('cart')}`);
  assert.equal(
    output,
    `Opened
  everyone in shop to shop/cart on every port
      egress   no policy selects them for egress
      ingress  no policy selects shop/cart for ingress
  shop/cart to everyone in shop on every port
      egress   no policy selects shop/cart for egress
      ingress  no policy selects them for ingress
  shop/cart to the internet on every port
      egress   no policy selects shop/cart for egress
  the internet to shop/cart on every port
      ingress  no policy selects shop/cart for ingress

New, with the connections above: shop/cart

6 connections opened, 0 connections closed.
`,
  );
});

const gates: readonly (readonly [failOn: string, opens: number, closes: number])[] = [
  ['none', 0, 0],
  ['opened', 1, 0],
  ['closed', 0, 1],
  ['any', 1, 1],
];

for (const [failOn, opens, closes] of gates) {
  test(`--fail-on ${failOn} makes a gate of it`, async (context) => {
    const shut = `${workloads}${fromWeb('{port: 80}')}`;
    assert.equal((await diff(context, shut, workloads, ['--fail-on', failOn])).code, opens);
    assert.equal((await diff(context, workloads, shut, ['--fail-on', failOn])).code, closes);
    assert.equal((await diff(context, shut, shut, ['--fail-on', failOn])).code, 0);
  });
}

test('--add compares with what applying a folder would make, also where OLD holds that folder', async (context) => {
  const folder = folderOf(context, {
    'app/web.yaml': workloads,
    'app/old.yaml': fromWeb('{port: 80}'),
    'app/policies/api.yaml': fromWeb('{port: 443}'),
  });
  const words = ['network', 'diff', 'app', '--add', 'app/policies', '-o', 'json'];
  const { code, error, output } = await runCli(words, { folder });
  assert.deepEqual([code, error], [0, '']);
  const { opened, closed } = JSON.parse(output) as Record<
    'opened' | 'closed',
    readonly { ports: unknown; because: unknown }[]
  >;
  assert.deepEqual(
    [opened, closed].map((rows) => rows.map(({ ports }) => ports)),
    [[[[443, 443]]], [[[80, 80]]]],
  );
  assert.match(JSON.stringify(opened), /"file":"app\/policies\/api\.yaml","line":8/);
});

test('a NEW without workloads is mostly what is to be added, and is said to be', async (context) => {
  const { error } = await diff(context, workloads, fromWeb('{port: 80}'));
  assert.equal(error, 'vauban: new.yaml holds no workloads: did you mean --add new.yaml?\n');
});

for (const words of [['a'], ['a', 'b', 'c'], ['a', 'b', '--cluster']]) {
  test(`diff ${words.join(' ')} is refused`, async () => {
    assert.deepEqual(await runCli(['network', 'diff', ...words]), {
      code: 2,
      output: '',
      error: 'vauban: name OLD and NEW, or OLD (paths or --cluster) and with --add what is applied to it\n',
    });
  });
}

test('nothing to compare is refused, and what is partial says which side', async (context) => {
  const nothing = await diff(context, workloads, '');
  assert.equal(nothing.code, 2);
  assert.match(nothing.error, /vauban: nothing could be read of new\.yaml, so nothing can be compared\n$/);
  const broken = await diff(context, workloads, `${workloads}${fromWeb('{port: 70000}')}`);
  assert.equal(broken.code, 1);
  assert.match(broken.error, /^vauban: partial: new\.yaml: /m);
});

test('standard input cannot be both', async () => {
  assert.deepEqual(await runCli(['network', 'diff', '-', '-']), {
    code: 2,
    output: '',
    error: 'vauban: standard input can be one of the two, not both\n',
  });
});
