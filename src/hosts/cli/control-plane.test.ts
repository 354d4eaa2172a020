/** The command line on control planes: files handed over, and what a real API server tells of itself. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { contextName } from '../../../tools/control-plane/kubeconfig.ts';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { runCli } from './test-context.ts';

const write = (test: TestContext, files: Readonly<Record<string, unknown>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-handed-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, value] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(value));
  return folder;
};

const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b' } };

const cluster = {
  name: 'shop',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  version: '1.36',
  logging: { clusterLogging: [{ types: ['audit'], enabled: false }] },
  resourcesVpcConfig: { endpointPublicAccess: false },
};

interface Told {
  readonly complete: boolean;
  readonly findings: readonly {
    readonly rule: string;
    readonly status: string;
    readonly responsible: string;
    readonly subject: { readonly kind: string; readonly name: string };
    readonly evidence: readonly { readonly text: string }[];
  }[];
}

const all = ['--include-passes', '--include-skips', '-o', 'json'];

const scan = async (words: readonly string[], folder: string, kubeconfig = '') => {
  const only = ['scan', ...words, '--only', 'control-plane/*', ...all];
  const { code, output, error } = await runCli(only, { folder, environment: { KUBECONFIG: kubeconfig } });
  const told = output === '' ? null : (JSON.parse(output) as Told);
  const lines = told?.findings.map(
    ({ rule, status, responsible, subject }) =>
      `${status} ${rule.slice('control-plane/'.length)} of ${subject.name}, ${responsible}`,
  );
  return { code, error, told, lines: (lines ?? []).toSorted() };
};

test('--facts: what a provider says of a cluster is judged beside the manifests', async (test) => {
  const folder = write(test, { 'a.json': configMap, 'eks.facts': { cluster } });
  const { code, lines, told } = await scan(['a.json', '--facts', 'eks.facts'], folder);
  assert.deepEqual(lines, [
    'fail audit-logging of shop, platform',
    'pass api-server-reachable-from-anywhere of shop, platform',
    'pass authorization-mode of shop, provider',
    'pass encryption-at-rest of shop, platform',
    'pass supported-version of shop, platform',
    'skip admission-plug-ins of shop, platform',
    'skip anonymous-access of shop, platform',
  ]);
  assert.deepEqual([code, told?.complete], [1, true]);
});

test('--facts: a file that describes no cluster makes the scan fail, and says what is read', async (test) => {
  const folder = write(test, { 'a.json': configMap });
  const { code, told } = await scan(['a.json', '--facts', 'a.json'], folder);
  assert.deepEqual([code, told?.complete, told?.findings], [1, false, []]);
});

test('without a fact nothing is said of a cluster', async (test) => {
  const { code, lines } = await scan(['a.json'], write(test, { 'a.json': configMap }));
  assert.deepEqual([code, lines], [0, []]);
});

test('a real cluster: what its API server tells is judged, and a file handed over beside it is about it', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  await plane.request('POST', '/api/v1/namespaces/default/secrets', { metadata: { name: 'cli-counted' } });
  const folder = write(test, { 'eks.facts': { cluster } });
  const alone = await scan(['--cluster'], folder, plane.kubeconfig);
  const own = (line: string): string => line.replace('%', contextName);
  assert.deepEqual(
    alone.lines.filter((line) => !line.includes('authorization-mode')),
    [
      'fail anonymous-access of %, platform',
      'fail encryption-at-rest of %, platform',
      'pass admission-plug-ins of %, platform',
      'pass audit-logging of %, platform',
      'pass supported-version of %, platform',
      'skip api-server-reachable-from-anywhere of %, platform',
    ].map(own),
  );
  assert.equal(alone.told?.complete, true);

  const together = await scan(['--cluster', '--facts', 'eks.facts'], folder, plane.kubeconfig);
  assert.ok(together.lines.includes(own('fail audit-logging of %, platform')));
  assert.ok(together.lines.includes(own('fail anonymous-access of %, provider')));
  assert.ok(together.lines.every((line) => line.includes(contextName)));

  const reader = await scan(['--cluster'], folder, await plane.addUser({ name: 'cli-reader', groups: [] }));
  const untold = reader.told?.findings.find(({ rule }) => rule === 'control-plane/audit-logging');
  assert.deepEqual(
    [untold?.status, untold?.evidence[0]?.text],
    ['skip', 'Grant get on /metrics: {nonResourceURLs: ["/metrics"], verbs: ["get"]}'],
  );
});
