/** Credential plug-ins: what they are told, how long their answer is kept, and that no token of theirs is ever quoted. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientError } from './client-error.ts';
import { openPlugin, type PluginResult, type PluginRun, runPlugin } from './exec-plugin.ts';
import type { ClusterEntry, ExecEntry } from './kubeconfig.ts';

const cluster: ClusterEntry = {
  name: 'c',
  server: 'https://k8s:6443',
  authority: null,
  insecure: false,
  serverName: null,
  proxy: null,
};

const exec: ExecEntry = {
  apiVersion: 'client.authentication.k8s.io/v1',
  command: 'login',
  parameters: ['get-token'],
  environment: { REGION: 'west' },
  installHint: null,
  provideClusterInfo: true,
};

const ended = (status: unknown): PluginResult => ({
  kind: 'ended',
  code: 0,
  output: JSON.stringify({ kind: 'ExecCredential', status }),
  error: '',
});

const open = (results: readonly PluginResult[], entry: ExecEntry = exec) => {
  const runs: PluginRun[] = [];
  const time = { now: Date.UTC(2026, 0, 1) };
  const clock = { now: () => time.now, wait: async () => undefined };
  const run = async (asked: PluginRun): Promise<PluginResult> => {
    runs.push(asked);
    return results[Math.min(runs.length, results.length) - 1] ?? { kind: 'missing' };
  };
  return { get: openPlugin(entry, cluster, 'PEM', { environment: { PATH: '/bin' }, clock, run }), runs, time };
};

test('a plug-in gets its variables, and is told about the cluster where it asks to be', async () => {
  const { get, runs } = open([ended({ token: 't' })]);
  await get(false);
  assert.deepEqual([runs[0]?.command, runs[0]?.parameters], ['login', ['get-token']]);
  const { KUBERNETES_EXEC_INFO: info, ...rest } = runs[0]?.environment ?? {};
  assert.deepEqual(rest, { PATH: '/bin', REGION: 'west' });
  assert.deepEqual(JSON.parse(info ?? ''), {
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false, cluster: { server: 'https://k8s:6443', 'certificate-authority-data': 'UEVN' } },
  });
});

test('a credential is kept until it expires, or until a fresh one is asked for', async () => {
  const { get, runs, time } = open([
    ended({ token: 'one', expirationTimestamp: '2026-01-01T00:10:00Z' }),
    ended({ token: 'two' }),
  ]);
  assert.equal((await get(false)).token, 'one');
  assert.equal((await get(false)).token, 'one');
  time.now += 11 * 60_000;
  assert.equal((await get(false)).token, 'two');
  time.now += 11 * 60_000;
  assert.equal((await get(false)).token, 'two');
  await get(true);
  assert.equal(runs.length, 3);
});

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJlLXdpdGgtbGVuZ3Ro';

const failures: readonly (readonly [string, PluginResult, Partial<ExecEntry>, string])[] = [
  ['a plug-in that is not there', { kind: 'missing' }, {}, 'is not there: install it, or put it on the PATH'],
  [
    'a plug-in that is not there but says where to get it',
    { kind: 'missing' },
    { installHint: 'brew install\nlogin' },
    'is not there: brew install login',
  ],
  [
    'one that never ends',
    { kind: 'late' },
    {},
    'did not answer within 120 seconds; log in with it first, for example by running kubectl get namespaces',
  ],
  [
    'one that fails',
    { kind: 'ended', code: 3, output: token, error: '\u001B[31mplease log in\nstack\n' },
    {},
    'ended with code 3: [31mplease log in',
  ],
  [
    'one that fails in silence',
    { kind: 'ended', code: 1, output: '', error: '' },
    {},
    'ended with code 1: it said nothing',
  ],
  [
    'one that fails with a token in its words',
    { kind: 'ended', code: 1, output: '', error: `refused: bearer ${token} password=hunter2` },
    {},
    'ended with code 1: refused: bearer … password=…',
  ],
  [
    'one that prints something else',
    { kind: 'ended', code: 0, output: token, error: '' },
    {},
    'did not print an ExecCredential with a status',
  ],
  [
    'one without a status',
    { kind: 'ended', code: 0, output: '{"kind":"ExecCredential"}', error: '' },
    {},
    'did not print an ExecCredential with a status',
  ],
];

for (const [name, result, change, message] of failures) {
  test(`${name} is one line without a token`, async () => {
    const error = await open([result], { ...exec, ...change })
      .get(false)
      .catch((caught: unknown) => caught);
    assert.ok(error instanceof ClientError);
    assert.equal(error.message, `the credential plug-in "login" of the kubeconfig ${message}`);
    assert.equal(error.code, 'plugin');
  });
}

const script = (text: string, timeout = 20_000): Promise<PluginResult> =>
  runPlugin({ command: process.execPath, parameters: ['-e', text], environment: { A: 'b' }, timeout });

test('a real program runs without a shell, with exactly the given variables', async () => {
  const result = await script('console.log(process.env.A, process.env.HOME); console.error("no"); process.exit(4)');
  assert.deepEqual(result, { kind: 'ended', code: 4, output: 'b undefined\n', error: 'no\n' });
});

test('a real program that hangs is ended', async () => {
  assert.deepEqual(await script('setInterval(() => {}, 1000)', 300), { kind: 'late' });
});

test('a real program that is not there is missing', async () => {
  const result = await runPlugin({ command: '/nowhere/login', parameters: [], environment: {}, timeout: 1000 });
  assert.deepEqual(result, { kind: 'missing' });
});
