/** The command line as a person meets it: words in, exact text and exit codes out. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folderOf, hardened, privileged } from './example-manifests.ts';
import { runCli } from './test-context.ts';

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));

test('without a word it prints help, with the commands in their order', async () => {
  const { code, output } = await runCli([]);
  assert.equal(code, 0);
  const commands = [...output.matchAll(/^ {2}(\w+)(?: |$)/gm)].map((match) => match[1]);
  assert.deepEqual(commands, [
    'scan',
    'explain',
    'preview',
    'next',
    'attacks',
    'walls',
    'rbac',
    'network',
    'policies',
    'test',
    'exceptions',
    'roadmap',
    'serve',
    'snapshot',
    'permissions',
    'history',
    'completion',
  ]);
});

test('help of a command has its options and examples', async () => {
  const { code, output } = await runCli(['scan', '--help']);
  assert.equal(code, 0);
  assert.match(output, /--pod-security <level\[:version\]>/);
  assert.match(output, /Examples:\n {2}vauban scan \.\/manifests\n/);
});

for (const words of [['scan'], ['exceptions', 'add'], []]) {
  test(`help ${words.join(' ')} is ${words.join(' ')} --help`, async () => {
    const asked = await runCli(['help', ...words]);
    assert.deepEqual(asked, await runCli([...words, '--help']));
    assert.equal(asked.code, 0);
  });
}

test('the version is one line', async () => {
  const { code, output } = await runCli(['--version']);
  assert.deepEqual({ code, output }, { code: 0, output: '0.1.0\n' });
});

const usageErrors: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a mistyped command', ['scna', '.'], /vauban: unknown command 'scna'\n.*Did you mean scan\?/s],
  [
    'a mistyped option',
    ['scan', '--podsecurity', 'baseline'],
    /unknown option '--podsecurity'.*Did you mean --pod-security\?/s,
  ],
  [
    'a mistyped severity',
    ['scan', '--fail-on', 'bad'],
    /'--fail-on <severity>' argument 'bad' is invalid. Allowed choices are critical, high/,
  ],
  [
    'a mistyped level',
    ['scan', '--pod-security', 'strict'],
    /^vauban: "strict" is no Pod Security level: use privileged, baseline, restricted\.\n$/,
  ],
  ['a mistyped format', ['scan', '-o', 'jsn'], /^vauban: there is no format jsn; did you mean json\?\n$/],
  [
    'two formats on standard output',
    ['scan', '-o', 'json', '-o', 'sarif'],
    /only one format can go to standard output/,
  ],
  [
    'a pattern that fits no rule',
    ['scan', '--only', 'pod-security/baseline/privilegd'],
    /fits no rule; did you mean pod-security\/baseline\/privileged\?/,
  ],
  ['a name after --cluster', ['scan', '--cluster', 'prod'], /did you mean --context prod\?/],
  ['a name after a path and --cluster', ['scan', examples, '--cluster', 'prod'], /did you mean --context prod\?/],
  [
    'a name stuck to --cluster',
    ['scan', '--cluster=prod'],
    /^vauban: --cluster takes no name; did you mean --context prod\?\n/,
  ],
  ['a severity in capitals', ['scan', '--fail-on', 'High'], /low, info, none\. Did you mean high\?\n/],
  [
    "a finding's id to explain",
    ['explain', '3f2a9c1b77d0e4aa'],
    /^vauban: 3f2a9c1b77d0e4aa is a finding's id, not a rule; /,
  ],
  ['a date that is none', ['scan', '--as-of', 'tomorrow'], /--as-of tomorrow is no date/],
  [
    'a baseline that is not there',
    ['scan', '--baseline', '/nowhere/b.json'],
    /there is no baseline file \/nowhere\/b\.json/,
  ],
  [
    'a rule that is not there',
    ['explain', 'pod-security/restricted/run-as-nonroot'],
    /did you mean pod-security\/restricted\/run-as-non-root\?/,
  ],
  ['a shell without completion', ['completion', 'tcsh'], /one of bash, zsh, fish/],
  ['a preview of something else', ['preview', 'mesh=strict'], /say pod-security=baseline or pod-security=restricted/],
  ['an exception without a reason', ['exceptions', 'add', '0123456789abcdef'], /--reason is missing: why is it fine\?/],
  [
    'an exception from everything',
    ['exceptions', 'add', '*', '--reason', 'r'],
    /narrow it with --namespace, --kind or --name/,
  ],
];

for (const [name, words, message] of usageErrors) {
  test(`${name} is refused in plain words with exit code 2`, async () => {
    const { code, output, error } = await runCli(words);
    assert.match(error, message);
    assert.deepEqual({ code, output }, { code: 2, output: '' });
    assert.doesNotMatch(error, /\n\s+at /);
  });
}

const escape = '\u001b[31m';

const hostile: readonly (readonly [string, readonly string[]])[] = [
  ['a key of the settings', ['scan', '--config', 'settings.txt']],
  ['a format', ['scan', '-o', `${escape}json`]],
  ['a file to write to', ['scan', '-', '-o', `json=settings.txt/${escape}`]],
  ['a rule', ['explain', `${escape}rule`]],
  ['a date', ['scan', '--as-of', `${escape}2026`]],
  ['a command', [`${escape}scan`]],
  ['an option', ['scan', `--${escape}`]],
];

for (const [name, words] of hostile) {
  test(`${name} with an escape in it does not reach the terminal`, async (context) => {
    const folder = folderOf(context, { 'settings.txt': '"x\\e[31mPWN": 1\n' });
    const { code, output, error } = await runCli(words, { folder, standardInput: hardened });
    assert.deepEqual({ code, output }, { code: 2, output: '' });
    assert.match(error, /^vauban: .*\\x1b\[31m/);
    // eslint-disable-next-line no-control-regex -- this is what must not be there
    assert.doesNotMatch(error, /[\u0000-\u0009\u000b-\u001f]/);
  });
}

test('a line break in a key of the settings makes no second line', async (context) => {
  const folder = folderOf(context, { 'vauban.yaml': '"x\\nvauban: all is well": 1\n' });
  const { error } = await runCli(['scan'], { folder });
  assert.equal(error, 'vauban: vauban.yaml: there is no setting x vauban: all is well\n');
});

test('a clean scan exits 0, findings from --fail-on on exit 1, and none never fails', async (context) => {
  const folder = folderOf(context, { 'bad.yaml': privileged });
  const clean = folderOf(context, { 'good.yaml': hardened });
  assert.equal((await runCli(['scan', clean])).code, 0);
  assert.equal((await runCli(['scan', folder])).code, 1);
  assert.equal((await runCli(['scan', folder, '--fail-on', 'critical', '--library', 'none'])).code, 0);
  assert.equal((await runCli(['scan', folder, '--fail-on', 'none'])).code, 0);
});

test('standard input is scanned as -', async () => {
  const { code, output } = await runCli(['scan', '-', '-o', 'json', '--library', 'none'], {
    standardInput: privileged,
  });
  const report = JSON.parse(output) as { findings: { rule: string; subject: { file: string; line: number } }[] };
  assert.equal(code, 1);
  const finding = report.findings.find(({ rule }) => rule === 'pod-security/baseline/privileged');
  assert.deepEqual(finding?.subject, {
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: 'shop',
    name: 'web',
    file: '-',
    line: 8,
    cluster: null,
  });
});

test('the namespace may come last, and its labels count', async () => {
  const labelled = `${privileged}---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: privileged}}
`;
  const { code, output } = await runCli(['scan', '-', '-o', 'json', '--library', 'none'], { standardInput: labelled });
  const { summary } = JSON.parse(output) as { summary: { fail: number; skip: number } };
  assert.equal(code, 0);
  assert.equal(summary.fail, 0);
  assert.ok(summary.skip > 0);
});

test('the same input gives the same bytes', async () => {
  const words = ['scan', join(examples, 'estate/week-0'), '-o', 'json', '--as-of', '2026-11-23'];
  const [first, second] = [await runCli(words), await runCli(words)];
  assert.equal(first.output, second.output);
});

test('what cannot be read is never called clean', async (context) => {
  const folder = folderOf(context, { 'good.yaml': hardened, 'broken.yaml': 'apiVersion: v1\nkind: [Pod\n' });
  const { code, output } = await runCli(['scan', folder]);
  assert.equal(code, 1);
  assert.match(output, /^partial/);
  assert.match(output, /broken\.yaml:2/);
  assert.equal((await runCli(['scan', folder, '--allow-partial'])).code, 0);
});

test('files without a Kubernetes object exit 2, or 0 for a hook that asked for it', async (context) => {
  const folder = folderOf(context, { 'package.json': '{"name": "shop"}', 'broken.yaml': 'apiVersion: v1\nkind: [' });
  const file = join(folder, 'package.json');
  assert.equal((await runCli(['scan', file])).code, 2);
  assert.equal((await runCli(['scan', file, '--allow-empty'])).code, 0);
  assert.notEqual((await runCli(['scan', join(folder, 'broken.yaml'), '--allow-empty'])).code, 0);
});

test('nothing readable at all exits 2', async (context) => {
  const { code, error } = await runCli(['scan', join(folderOf(context, {}), 'nowhere')]);
  assert.equal(code, 2);
  assert.match(error, /nothing could be read, so nothing can be said/);
});

test('the hardened example of the guide fails restricted on seccomp alone', async () => {
  const { output } = await runCli([
    'scan',
    join(examples, 'guide/security-context.yaml'),
    '--library',
    'none',
    '-o',
    'json',
    '--fail-on',
    'none',
  ]);
  const { findings } = JSON.parse(output) as { findings: { rule: string }[] };
  assert.deepEqual(
    findings.map(({ rule }) => rule),
    ['pod-security/restricted/seccomp'],
  );
});

test('the same example with its indentation lost is a problem that says so', async () => {
  const { code, output } = await runCli(['scan', join(examples, 'guide/broken/security-context.yaml')]);
  assert.notEqual(code, 0);
  assert.match(output, /the indentation seems lost/);
});

test('the estate as it should be has findings only where it says so, and as found it has many', async () => {
  const week12 = await runCli(['scan', join(examples, 'estate/week-12'), '-o', 'json']);
  const { findings } = JSON.parse(week12.output) as {
    findings: { status: string; severity: string; rule: string; subject: { namespace: string; name: string } }[];
  };
  const isAgents = ({ namespace, name }: { namespace: string; name: string }): boolean =>
    namespace === 'platform-agents' || name === 'platform-agents';
  assert.deepEqual(
    findings
      .filter(({ status, severity, subject }) => status === 'fail' && severity !== 'info' && !isAgents(subject))
      .map(({ rule, subject }) => `${rule} ${subject.name}`),
    // The one writable root that the estate's own README owns up to, and the Secrets that its manifest does.
    ['workload/read-only-root-filesystem ingress-nginx', 'rbac/held/read-secrets ingress-nginx'],
  );
  const week0 = await runCli(['scan', join(examples, 'estate/week-0'), '--brief', '--fail-on', 'none']);
  assert.equal(week0.code, 0);
  assert.ok(week0.output.trimEnd().split('\n').length <= 25);
  assert.match(week0.output, /Next\n {2}vauban /);
});

test('a preview shows what would be refused and the patch that mends it', async (context) => {
  const folder = folderOf(context, {
    'web.yaml': hardened.replace('    seccompProfile: {type: RuntimeDefault}\n', ''),
  });
  const { code, output } = await runCli(['preview', 'pod-security=restricted', folder]);
  assert.equal(code, 1);
  assert.match(output, /^1 of 1 objects would be refused if restricted:latest were enforced/);
  assert.match(output, /seccompProfile:\n\s+type: RuntimeDefault/);
  assert.match(output, /1 would be admitted with the patch alone, 0 need a decision/);
  const fine = await runCli(['preview', 'pod-security=baseline', folder]);
  assert.equal(fine.code, 0);
  assert.match(fine.output, /kubectl label namespace NAMESPACE pod-security\.kubernetes\.io\/enforce=baseline/);
});

test('a report that cannot be written is one line, and leaves no half of it', async (context) => {
  const folder = folderOf(context, { 'web.yaml': privileged });
  const below = join(folder, 'web.yaml/report.json');
  const { code, error } = await runCli(['scan', folder, '-o', `json=${below}`]);
  assert.deepEqual(
    { code, error },
    { code: 2, error: `vauban: ${below} could not be written: what should be its folder is a file\n` },
  );
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const failing = await runCli(['scan', folder, '-o', 'json=report.json'], {
    files: { write: () => Promise.reject(full) },
  });
  assert.deepEqual(
    { code: failing.code, error: failing.error },
    { code: 2, error: 'vauban: report.json could not be written: the disk is full\n' },
  );
});

test('settings come from a file, the command line wins, and a mistake in it is refused', async (context) => {
  const folder = folderOf(context, {
    'web.yaml': privileged,
    'settings.txt': 'failOn: none\n',
    'wrong.txt': 'failon: none\n',
    'shape.txt': 'only: pod-security/*\n',
  });
  const scan = (file: string, ...more: readonly string[]) =>
    runCli(['scan', join(folder, 'web.yaml'), '--config', join(folder, file), ...more]);
  assert.equal((await scan('settings.txt')).code, 0);
  assert.equal((await scan('settings.txt', '--fail-on', 'high')).code, 1);
  assert.match((await scan('wrong.txt')).error, /there is no setting failon; did you mean failOn\?/);
  assert.match((await scan('shape.txt')).error, /only must be a list of texts/);
});

for (const shell of ['bash', 'zsh', 'fish']) {
  test(`completion of ${shell} knows every command and option`, async () => {
    const { code, output } = await runCli(['completion', shell]);
    assert.equal(code, 0);
    for (const word of ['scan', 'explain', 'preview', 'exceptions', 'prune', 'pod-security', 'baseline'])
      assert.match(output, new RegExp(word));
  });
}

test('a namespace nobody has is refused, with the one that was meant', async (context) => {
  const folder = folderOf(context, { 'web.yaml': privileged });
  for (const words of [
    ['scan', folder],
    ['preview', 'pod-security=restricted', folder],
  ]) {
    const { code, error } = await runCli([...words, '-n', 'shpo']);
    assert.deepEqual(
      { code, error },
      {
        code: 2,
        error: 'vauban: there is no namespace shpo in what was read, nor anything in it; did you mean shop?\n',
      },
    );
  }
  assert.equal((await runCli(['scan', folder, '-n', 'shop'])).code, 1);
});

test('the digest of the policies changes with the level', async () => {
  const digests = await Promise.all(
    [
      [],
      ['--pod-security', 'baseline'],
      ['--pod-security', 'baseline:v1.20'],
      ['--only', 'pod-security/baseline/*'],
    ].map(async (words) => {
      const { output } = await runCli(['scan', '-', '-o', 'json', ...words], { standardInput: hardened });
      return (JSON.parse(output) as { policySet: string }).policySet;
    }),
  );
  assert.equal(new Set(digests).size, digests.length);
});

test('what several paths share is read and counted once', async (context) => {
  const folder = folderOf(context, { 'web.yaml': privileged, 'broken.yaml': 'a: [' });
  const summaryOf = async (...paths: readonly string[]) => {
    const { output } = await runCli(['scan', ...paths, '-o', 'json', '--fail-on', 'none']);
    const { summary, problems } = JSON.parse(output) as { summary: object; problems: readonly object[] };
    return { summary, problems: problems.length };
  };
  const once = await summaryOf(folder);
  assert.deepEqual(await summaryOf(folder, folder), once);
  assert.deepEqual(await summaryOf(join(folder, 'web.yaml'), folder, `${folder}/../${folder.split('/').at(-1)}`), once);
});
