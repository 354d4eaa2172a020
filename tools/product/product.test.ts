/** The product as a whole, run as the bin: no secret comes out, no socket is opened, a real cluster is only read. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { plantCanaries } from '../canaries/canaries.ts';
import { useTestCluster } from '../control-plane/test-cluster.ts';
import { commands } from '../../src/hosts/cli/commands.ts';
import { reportFormats } from '../../src/reports/registry.ts';
import { runBin } from './run-bin.ts';

const folderOf = (context: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-product-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
};

/** One line for each command, by its name: a new command must be added here before the test passes. */
const lines = (path: string): Readonly<Record<string, readonly string[]>> => ({
  scan: ['scan', path, '--include-passes', '--include-skips', '--all'],
  explain: ['explain', 'run-as-non-root'],
  preview: ['preview', 'pod-security=restricted', path, '--write', 'patches'],
  'exceptions add': [
    'exceptions',
    'add',
    '0123456789abcdef',
    '--reason',
    'r',
    '--owner',
    'o',
    '--expires',
    '2999-12-31',
  ],
  'exceptions list': ['exceptions', 'list'],
  'exceptions prune': ['exceptions', 'prune', path, '--dry-run'],
  'exceptions import': ['exceptions', 'import', '.trivyignore', '--owner', 'o', '--expires', '2999-12-31'],
  completion: ['completion', 'bash'],
});

test('no command opens a socket, leaks a secret or shows a stack trace', async (context) => {
  const { yaml, misplaced, secrets } = plantCanaries();
  const folder = folderOf(context);
  const path = join(folder, 'estate.yaml');
  writeFileSync(path, `${yaml}---\n${misplaced}`);
  writeFileSync(join(folder, '.trivyignore'), 'KSV001\n');
  const wanted = lines(path);
  assert.deepEqual(
    Object.keys(wanted),
    commands.map(({ name }) => name),
  );
  for (const words of Object.values(wanted)) {
    const { code, output, error, sockets } = await runBin(words, { folder });
    assert.deepEqual(sockets, [], words.join(' '));
    assert.notEqual(code, null, words.join(' '));
    assert.doesNotMatch(error, /\n\s+at .*:\d+:\d+|this is a bug/, words.join(' '));
    for (const secret of secrets) assert.ok(!(output + error).includes(secret), `${words.join(' ')} prints ${secret}`);
  }
});

test('no report format leaks a secret', async (context) => {
  const { yaml, misplaced, secrets } = plantCanaries();
  const folder = folderOf(context);
  const outputs = reportFormats.flatMap(({ id }) => ['-o', `${id}=report.${id}`]);
  const { error } = await runBin(['scan', '-', '--include-passes', '--include-skips', '--all', ...outputs], {
    folder,
    input: `${yaml}---\n${misplaced}`,
  });
  assert.equal(error, '');
  for (const { id } of reportFormats) {
    const text = readFileSync(join(folder, `report.${id}`), 'utf8');
    assert.ok(text.length > 1000, id);
    for (const secret of secrets) assert.ok(!text.includes(secret), `${id} holds ${secret}`);
  }
});

test('a live cluster is scanned through the one socket it needs, and what a Deployment and its Pods say is said once', async (context) => {
  const cluster = await useTestCluster(context);
  if (cluster === undefined) return;
  const namespace = 'product-scan';
  await cluster.request('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
  context.after(() => cluster.request('DELETE', `/api/v1/namespaces/${namespace}`));
  const spec = { containers: [{ name: 'web', image: 'nginx', securityContext: { privileged: true } }] };
  await cluster.request('POST', `/apis/apps/v1/namespaces/${namespace}/deployments`, {
    metadata: { name: 'web' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec },
    },
  });
  const { host } = new URL(cluster.server);
  const scan = (...more: readonly string[]) =>
    runBin(['scan', '--cluster', '-n', namespace, '-o', 'json', ...more], {
      environment: { KUBECONFIG: cluster.kubeconfig },
      onlySocket: host,
    });
  const { code, output, error, sockets } = await scan('--only', 'pod-security/baseline/*');
  assert.deepEqual({ code, error, sockets }, { code: 1, error: '', sockets: [] });
  const report = JSON.parse(output) as {
    cluster: string;
    complete: boolean;
    findings: { rule: string; status: string; subject: { kind: string; name: string }; owner: unknown }[];
  };
  assert.equal(report.complete, true);
  assert.deepEqual(
    report.findings.map(({ rule, subject: { kind, name } }) => `${kind}/${name} ${rule}`),
    ['Deployment/web pod-security/baseline/privileged'],
  );
});

test('an unreachable cluster is one line and exit code 2', async (context) => {
  const folder = folderOf(context);
  const kubeconfig = join(folder, 'config');
  writeFileSync(
    kubeconfig,
    `apiVersion: v1
kind: Config
current-context: gone
clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: u, user: {token: canary-token}}]
contexts: [{name: gone, context: {cluster: c, user: u}}]
`,
  );
  const { code, output, error } = await runBin(['scan', '--cluster'], {
    environment: { KUBECONFIG: kubeconfig },
    onlySocket: '127.0.0.1:1',
  });
  assert.equal(code, 2);
  assert.match(output, /gone/);
  assert.doesNotMatch(output + error, /canary-token|\n\s+at /);
});
