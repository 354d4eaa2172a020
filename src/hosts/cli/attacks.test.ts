/** `vauban attacks` as a person meets it: the ways in, in words and in every format, and what it says when it cannot know. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderOf, privileged, published, reader, web } from './example-attacked.ts';
import { runCli } from './test-context.ts';

interface Paths {
  readonly from: string;
  readonly complete: boolean;
  readonly notes: readonly string[];
  readonly unknowns: readonly string[];
  readonly paths: readonly {
    readonly to: string;
    readonly depth: number;
    readonly proven: number;
    readonly steps: readonly {
      readonly type: string;
      readonly from: string;
      readonly to: string;
      readonly controls: readonly { readonly id: string; readonly state: string; readonly effect: string }[];
    }[];
  }[];
}

const ask = async (folder: string, ...words: readonly string[]) => {
  const ran = await runCli(['attacks', ...words, '-o', 'json'], { folder });
  return { ...ran, answer: JSON.parse(ran.output) as Paths };
};

test('a way in is told step by step, with what grants each, the wall that is missing and how to have it', async (context) => {
  const folder = folderOf(context, { 'tools.yaml': privileged });
  const { code, output, error } = await runCli(['attacks', 'tools.yaml', '--most', '1'], { folder });
  assert.deepEqual({ code, error }, { code: 0, error: '' });
  assert.equal(
    output,
    `1 of 2 things that matter is open to the internet: no wall stands before it.

1. A node (node//*): open, no wall stands before it
   1. the internet takes over, by a port it listens on, container app of Deployment ops/tools: Service
      ops/tools (LoadBalancer) publishes TCP 8080 [T1190 ENDPOINT_EXPLOIT] (tools.yaml:16)
      missing   runtime: Confine container app of Deployment ops/tools: no root, no capabilities, no
                more system calls than the runtime allows [runtime/harden/ops/tools/app]
      fix       set spec.template.spec.containers[name=app].securityContext.privileged to false, set
                spec.template.spec.containers[name=app].securityContext.allowPrivilegeEscalation to false and
                3 more in Deployment ops/tools (tools.yaml:1)
   2. container app of Deployment ops/tools loads a kernel module on a node: container app of Deployment
      ops/tools is privileged [T1611 CE_MODULE_LOAD] (tools.yaml:1)
      missing   runtime: Run without privileges Deployment ops/tools
                [runtime/drop-privileged/ops/tools]
      fix       set spec.template.spec.containers[name=app].securityContext.privileged to false in
                Deployment ops/tools (tools.yaml:1)

vauban next says which walls to build first, and writes their files.
Reaching a port counts as taking the workload that listens there.
`,
  );
});

test('the JSON names places, steps, grants and controls', async (context) => {
  const folder = folderOf(context, { 'shop.yaml': `${web}---\n${published}` });
  const { code, answer } = await ask(folder, 'shop.yaml');
  assert.equal(code, 0);
  const [first] = answer.paths;
  assert.deepEqual(
    { from: answer.from, complete: answer.complete, to: first?.to, depth: first?.depth, proven: first?.proven },
    { from: 'internet', complete: true, to: 'secret/shop/database', depth: 0, proven: 0 },
  );
  assert.deepEqual(
    first?.steps.map(({ type, from, to }) => [type, from, to]),
    [
      ['ENDPOINT_EXPLOIT', 'internet', 'container/shop/web/app'],
      ['VOLUME_DISCOVER', 'container/shop/web/app', 'secret/shop/database'],
    ],
  );
});

test('where nothing is exposed the answer says so, and shows who is in any workload', async (context) => {
  const folder = folderOf(context, { 'web.yaml': web });
  const { code, answer, error } = await ask(folder, 'web.yaml');
  const note =
    'Nothing that was read is exposed to the internet: this is what an attacker reaches who already runs code in any workload.';
  assert.deepEqual(
    { code, from: answer.from, notes: answer.notes, error },
    { code: 0, from: 'any-workload', notes: [note], error: `vauban: ${note}\n` },
  );
  assert.deepEqual(
    answer.paths.map(({ to, steps }) => [to, ...steps.map(({ type }) => type)]),
    [['secret/shop/database', 'MEMBER', 'VOLUME_DISCOVER']],
  );
});

test('an identity is an entry of its own, and one that nobody speaks of is refused with what was meant', async (context) => {
  const folder = folderOf(context, { 'shop.yaml': `${web}---\n${reader}` });
  const { answer } = await ask(folder, 'shop.yaml', '--from', 'identity:serviceaccount:shop:reader');
  assert.equal(answer.from, 'identity/serviceaccount:shop:reader');
  assert.deepEqual(
    answer.paths.map(({ to, steps }) => [to, ...steps.map(({ type }) => type)]),
    [['secret/shop/database', 'SECRET_READ']],
  );
  const entries = [
    [
      'identity:serviceaccount:shop:readre',
      'nothing that was read speaks of it; did you mean identity:serviceaccount:shop:reader?',
    ],
    ['identity:reader', 'say identity: with user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME'],
    [
      'intranet',
      'say internet, any-workload, or identity: with user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME; did you mean internet?',
    ],
  ] as const;
  for (const [from, why] of entries) {
    const refused = await runCli(['attacks', 'shop.yaml', '--from', from], { folder });
    assert.deepEqual(refused, { code: 2, output: '', error: `vauban: --from ${from}: ${why}\n` });
  }
});

test('--to takes an id, a pattern or a word, and refuses what is nowhere', async (context) => {
  const folder = folderOf(context, { 'all.yaml': [web, published, privileged].join('---\n') });
  const ends = async (to: string) => [
    ...new Set((await ask(folder, 'all.yaml', '--to', to)).answer.paths.map((path) => path.to)),
  ];
  assert.deepEqual(await ends('secret/shop/database'), ['secret/shop/database']);
  assert.deepEqual(await ends('secret/*'), ['secret/shop/database']);
  assert.deepEqual(await ends('secrets'), ['secret/shop/database']);
  assert.deepEqual(await ends('nodes'), ['node//*']);
  assert.deepEqual(await ends('cluster-admin'), []);
  assert.deepEqual(await ends('container/ops/tools/app'), ['container/ops/tools/app']);
  const refused = await runCli(['attacks', 'all.yaml', '--to', 'secret/shop/databse'], { folder });
  assert.equal(refused.code, 2);
  assert.match(
    refused.error,
    /^vauban: --to secret\/shop\/databse: there is no such place .*; did you mean secret\/shop\/database\?\n$/,
  );
});

test('--open tells only ways before which no wall stands', async (context) => {
  const confined = web.replace(
    'image: registry',
    `securityContext:
          runAsNonRoot: true
          runAsUser: 1000
          allowPrivilegeEscalation: false
          capabilities: {drop: [ALL]}
          seccompProfile: {type: RuntimeDefault}
        image: registry`,
  );
  const folder = folderOf(context, { 'shop.yaml': `${confined}---\n${published}` });
  const { answer } = await ask(folder, 'shop.yaml');
  assert.deepEqual(
    answer.paths.map(({ to, depth, proven }) => ({ to, depth, proven })),
    [{ to: 'secret/shop/database', depth: 1, proven: 0 }],
  );
  assert.deepEqual((await ask(folder, 'shop.yaml', '--open')).answer.paths, []);
  const { output } = await runCli(['attacks', 'shop.yaml'], { folder });
  assert.match(
    output,
    /^None of 3 things that matter is open to the internet: there are ways to 1, and walls before each\.\n/,
  );
  assert.match(output, /\n1\. Secret shop\/database \(secret\/shop\/database\): 1 wall, none of them proved\n/);
  assert.match(output, /\n {6}stands {4}runtime, declared: Confine /);
});

test('--fail-on makes a pipeline fail by how few walls stand', async (context) => {
  const folder = folderOf(context, { 'shop.yaml': `${web}---\n${published}`, 'web.yaml': web });
  const codeOf = async (...words: readonly string[]) => (await runCli(['attacks', ...words], { folder })).code;
  assert.equal(await codeOf('shop.yaml'), 0);
  assert.equal(await codeOf('shop.yaml', '--fail-on', '0'), 1);
  assert.equal(await codeOf('shop.yaml', '--fail-on', '0', '--to', 'cluster-admin'), 0);
  assert.equal(await codeOf('shop.yaml', '--fail-on', 'none'), 0);
  const refused = await runCli(['attacks', 'shop.yaml', '--fail-on', 'high'], { folder });
  assert.deepEqual(refused, {
    code: 2,
    output: '',
    error: 'vauban: --fail-on high: say a number of walls, such as 0, or none\n',
  });
});

test('what could not be read makes the answer incomplete and the exit code 1', async (context) => {
  const folder = folderOf(context, {
    'shop.yaml': `${web}---\n${published}`,
    'broken.yaml': 'apiVersion: v1\nkind: [Role\n',
  });
  const { code, answer, error } = await ask(folder, '.');
  assert.deepEqual(
    { code, complete: answer.complete, unknowns: answer.unknowns.length },
    { code: 1, complete: false, unknowns: 1 },
  );
  assert.match(error, /^vauban: partial: broken\.yaml:\d+: /);
  assert.equal((await runCli(['attacks', '.', '--allow-partial'], { folder })).code, 0);
  const { output } = await runCli(['attacks', '.', '--allow-partial'], { folder });
  assert.match(output, /^At least 1 of 3 things that matter is open to the internet/);
});

test('a kind that grants steps and could not be read makes the answer incomplete', async (context) => {
  const folder = folderOf(context, { 'shop.yaml': `${web}---\n${published}` });
  await runCli(['snapshot', 'shop.yaml', '--write', 'estate.json'], { folder });
  assert.equal((await ask(folder, 'estate.json')).answer.complete, true);
  const unread = { kind: 'RoleBinding', group: 'rbac.authorization.k8s.io', cluster: null, namespace: null };
  const file = join(folder, 'estate.json');
  const line = JSON.stringify({ ...unread, reason: 'forbidden', grant: 'list on rolebindings' });
  writeFileSync(file, readFileSync(file, 'utf8').replace('"unread":[\n', `"unread":[\n${line}\n`));
  const { code, answer } = await ask(folder, 'estate.json');
  assert.deepEqual({ code, complete: answer.complete }, { code: 1, complete: false });
  assert.match(answer.unknowns.join('\n'), /RoleBinding/);
});

test('names that strangers chose move no terminal and break no drawing', async (context) => {
  const name = '"we\\e[31mb\\u202e\\"] --> evil; `x` <script>"';
  const folder = folderOf(context, {
    'shop.yaml': `${web}---\n${published}`
      .replace('name: app', `name: ${name}`)
      .replace('name: database', `name: ${name}`),
  });
  for (const format of ['text', 'json', 'mermaid', 'html']) {
    const { code, output, error } = await runCli(['attacks', 'shop.yaml', '-o', format], { folder });
    assert.equal(code, 0, error);
    assert.ok(output.includes('31mb'), format);
    // eslint-disable-next-line no-control-regex -- these are the characters that must not be there
    assert.doesNotMatch(output + error, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/, format);
    if (format === 'html') assert.ok(!output.includes('<script>"'));
  }
  const { output } = await runCli(['attacks', 'shop.yaml', '-o', 'mermaid'], { folder });
  for (const line of output.split('\n').filter((each) => each !== ''))
    assert.match(
      line,
      /^(?:flowchart LR| {2}p\d+(?:\["|\("|\[\[")[^"<>`]*(?:"\]|"\)|"\]\])| {2}p\d+ (?:-->|-\.->)\|"[^"<>`]*"\| p\d+)$/,
    );
});

test('the Mermaid flowchart draws places once, and walls as broken arrows', async (context) => {
  const folder = folderOf(context, { 'shop.yaml': `${web}---\n${published}` });
  const { output } = await runCli(['attacks', 'shop.yaml', '-o', 'mermaid'], { folder });
  assert.equal(
    output,
    `flowchart LR
  p0("the internet")
  p1["container app of Deployment shop/web"]
  p0 -->|"takes over, by a port it listens on (ENDPOINT_EXPLOIT)"| p1
  p2[["Secret shop/database"]]
  p1 -->|"finds, in its files or environment (VOLUME_DISCOVER)"| p2
`,
  );
});

test('several formats go to files, and the page loads nothing', async (context) => {
  const folder = folderOf(context, { 'shop.yaml': `${web}---\n${published}` });
  const { code, output } = await runCli(['attacks', 'shop.yaml', '-o', 'html=ways.html', '-o', 'json'], { folder });
  assert.equal(code, 0);
  assert.equal((JSON.parse(output) as Paths).paths.length, 1);
  const page = readFileSync(join(folder, 'ways.html'), 'utf8');
  assert.match(page, /^<!doctype html>/);
  assert.doesNotMatch(page, /\bsrc=|<link\b/);
});

test('--edges streams every step, hubs included', async (context) => {
  const folder = folderOf(context, { 'shop.yaml': `${web}---\n${published}` });
  const { code, output } = await runCli(['attacks', 'shop.yaml', '--edges', '-o', 'ndjson'], { folder });
  assert.equal(code, 0);
  const steps = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const entry = steps.find(({ from, type }) => from === 'internet' && type === 'ENDPOINT_EXPLOIT');
  assert.deepEqual(
    { ...entry, to: '', toHub: false, controls: [] },
    {
      type: 'ENDPOINT_EXPLOIT',
      technique: 'T1190',
      from: 'internet',
      to: '',
      fromHub: false,
      toHub: false,
      cost: 0,
      grant: 'Service shop/web (NodePort 30080) publishes TCP 8080',
      by: 'Service shop/web',
      controls: [],
    },
  );
  assert.ok(steps.some(({ type, toHub }) => type === 'MEMBER' && toHub === true));
  const refused = await runCli(['attacks', 'shop.yaml', '--edges', '-o', 'json'], { folder });
  assert.deepEqual(
    [refused.code, refused.error],
    [2, 'vauban: --edges writes one step a line: say -o ndjson, not -o json\n'],
  );
});

test('what vauban.yaml marks matters too, and a pattern that fits nothing is told', async (context) => {
  const folder = folderOf(context, {
    'shop.yaml': `${web}---\n${published}`,
    'vauban.yaml': 'crownJewels: [container/shop/*, container/payments/*]\n',
  });
  const { answer, error } = await ask(folder, 'shop.yaml', '--to', 'marked');
  assert.deepEqual(
    answer.paths.map(({ to }) => to),
    ['container/shop/web/app'],
  );
  assert.equal(error, 'vauban: crownJewels: nothing that was read fits container/payments/*\n');
});

test('an estate without an object is refused', async (context) => {
  const folder = folderOf(context, { 'notes.txt': 'nothing' });
  assert.deepEqual(await runCli(['attacks', '.'], { folder }), {
    code: 2,
    output: '',
    error: 'vauban: .: there is no YAML or JSON file in this folder\nvauban: nothing could be read\n',
  });
});
