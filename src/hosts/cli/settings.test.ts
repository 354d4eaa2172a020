/** `vauban.yaml` as every command reads it: from which folder its paths start, and where it may have reports written. */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { runCli } from './test-context.ts';

const folderOf = (context: TestContext, files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-settings-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

const privileged = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - {name: web, image: nginx, securityContext: {privileged: true}}
`;

const accepted = `exceptions:
  - rule: pod-security/*
    namespace: shop
    name: web
    reason: a build node
    owner: ops@example.com
    expires: 2027-03-31
`;

const ended = accepted.replace('2027-03-31', '2026-01-31');

test("the exceptions file stands beside the settings, and the settings' paths start from their folder", async (context) => {
  const folder = folderOf(context, {
    'k8s/web.yaml': privileged,
    'conf/vauban.yaml': 'paths: [../k8s]\nlibrary: none\n',
    'conf/vauban-exceptions.yaml': accepted,
    'conf/named.yaml': 'paths: [../k8s]\nexceptions: other.yaml\nbaseline: none.json\n',
    'conf/other.yaml': accepted,
  });
  const { code, output } = await runCli(['scan', '--config', 'conf/vauban.yaml', '-o', 'json'], { folder });
  const { exceptions } = JSON.parse(output) as { exceptions: { file: string; covered: number }[] };
  assert.equal(code, 0);
  assert.equal(exceptions[0]?.file, 'conf/vauban-exceptions.yaml');
  assert.match(
    (await runCli(['scan', '--config', 'conf/named.yaml'], { folder })).error,
    /there is no baseline file conf\/none\.json/,
  );
});

const add = ['add', 'pod-security/baseline/privileged', '--name', 'db', '--reason', 'r', '--owner', 'o'];

test('every command of exceptions takes the file the settings name', async (context) => {
  const folder = folderOf(context, {
    'conf/vauban.yaml': 'exceptions: live-with.yaml\n',
    'conf/live-with.yaml': ended,
    '.trivyignore': 'AVD-KSV-0017\n',
  });
  const run = (...words: readonly string[]) =>
    runCli(['exceptions', ...words, '--config', 'conf/vauban.yaml'], { folder });
  const text = () => readFileSync(join(folder, 'conf/live-with.yaml'), 'utf8');
  assert.match((await run('list')).output, /conf\/live-with\.yaml:2/);
  assert.equal((await run('prune')).code, 0);
  assert.doesNotMatch(text(), /a build node/);
  assert.equal((await run(...add, '--expires', '2027-03-31')).code, 0);
  assert.match(text(), /name: db/);
  assert.equal((await run('import', '.trivyignore', '--owner', 'o', '--expires', '2027-03-31')).code, 0);
  assert.match(text(), /pod-security\/baseline\/privileged\n[^]*pod-security\/baseline\/privileged\n/);
  assert.equal(existsSync(join(folder, 'vauban-exceptions.yaml')), false);
});

test('prune keeps what a scan by the settings needs, and what the paths cannot show', async (context) => {
  const labelled =
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: privileged}}\n';
  const folder = folderOf(context, {
    'k8s/web.yaml': `${privileged}---\n${labelled}`,
    'more/c.yaml': labelled,
    'vauban.yaml': 'podSecurity: restricted\npaths: [k8s, more]\n',
    'vauban-exceptions.yaml': accepted,
  });
  const prune = (...paths: readonly string[]) => runCli(['exceptions', 'prune', ...paths, '--dry-run'], { folder });
  const nothing = 'vauban: nothing to remove from vauban-exceptions.yaml\n';
  assert.deepEqual(await prune('k8s', 'more'), { code: 0, output: '', error: nothing });
  assert.deepEqual(await prune('more'), { code: 0, output: '', error: nothing });
  rmSync(join(folder, 'vauban.yaml'));
  assert.match((await prune('k8s', 'more')).error, /covers nothing/);
});

const mistakes: readonly (readonly [setting: string, option: readonly string[], said: string])[] = [
  [
    'podSecurity: foo',
    ['--pod-security', 'foo'],
    '"foo" is no Pod Security level: use privileged, baseline, restricted.',
  ],
  ['only: [nope]', ['--only', 'nope'], 'nope fits no rule; `vauban explain` lists them'],
  ['output: [jsn]', ['-o', 'jsn'], 'there is no format jsn; did you mean json?'],
];

for (const [setting, option, said] of mistakes) {
  test(`a mistake in ${setting} names the file and the setting, and on the command line neither`, async (context) => {
    const folder = folderOf(context, { 'web.yaml': privileged, 'conf/vauban.yaml': `${setting}\n` });
    const scan = (...more: readonly string[]) => runCli(['scan', 'web.yaml', ...more], { folder });
    const key = setting.slice(0, setting.indexOf(':'));
    assert.deepEqual(await scan('--config', 'conf/vauban.yaml'), {
      code: 2,
      output: '',
      error: `vauban: conf/vauban.yaml: ${key}: ${said}\n`,
    });
    const typed = key === 'only' ? `--only ${said}` : said;
    assert.equal((await scan('--config', 'conf/vauban.yaml', ...option)).error, `vauban: ${typed}\n`);
  });
}

const outside: readonly (readonly [string, string])[] = [
  ['an absolute path', 'json=/tmp/vauban-stranger.json'],
  ['a folder above', 'json=../x.json'],
  ['a folder above and another beside', 'json=../conf-other/x.json'],
  ['a link out of it', 'json=away/x.json'],
  ['a link to a file that is not there yet', 'json=later.json'],
];

for (const [name, output] of outside) {
  test(`settings cannot have a report written through ${name}`, async (context) => {
    const folder = folderOf(context, { 'web.yaml': privileged, 'conf/vauban.yaml': `output: ["${output}"]\n` });
    symlinkSync(tmpdir(), join(folder, 'conf/away'));
    symlinkSync('../not-yet.json', join(folder, 'conf/later.json'));
    assert.deepEqual(await runCli(['scan', 'web.yaml', '--config', 'conf/vauban.yaml'], { folder }), {
      code: 2,
      output: '',
      error: `vauban: conf/vauban.yaml: output ${output} is not below the folder of the settings; say it on the command line: -o ${output}\n`,
    });
  });
}

test('settings have reports written below their folder, into folders that are made', async (context) => {
  const folder = folderOf(context, {
    'web.yaml': privileged,
    'conf/vauban.yaml': 'output: [table, json=out/new/x.json]\n',
    'vauban.yaml': 'output: [table, json=out/x.json]\n',
  });
  assert.equal((await runCli(['scan', 'web.yaml', '--config', 'conf/vauban.yaml'], { folder })).code, 1);
  assert.equal(existsSync(join(folder, 'conf/out/new/x.json')), true);
  assert.equal((await runCli(['scan', 'web.yaml'], { folder })).code, 1);
  assert.equal(existsSync(join(folder, 'out/x.json')), true);
});
