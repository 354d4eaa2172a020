/** The product as a whole, run as the bin: no secret comes out, no socket is opened, a real cluster is only read. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import { plantCanaries } from '../canaries/canaries.ts';
import type { RunningControlPlane } from '../control-plane/start-control-plane.ts';
import { useTestCluster } from '../control-plane/test-cluster.ts';
import { commands } from '../../src/hosts/cli/commands.ts';
import { reportFormats } from '../../src/reports/registry.ts';
import { runBin, type BinOptions } from './run-bin.ts';

const folderOf = (context: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-product-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
};

interface Line {
  readonly words: readonly string[];
  /** The exit code of a command that did what it is for. */
  readonly code: number;
}

const exception = ['--reason', 'r', '--owner', 'o', '--expires', '2999-12-31'];
/** Judges what holds the canaries, and prints what it read of them. */
const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-environment}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}
  validations:
  - expression: "!object.spec.containers.exists(c, has(c.env))"
    messageExpression: "'environment ' + object.spec.containers.map(c, c.?env.orValue([]).map(e, e.?value.orValue('')).join(',')).join(',')"
`;

const imported = ['--owner', 'o', '--expires', '2999-12-31'];

/** One line for each command, by its name: a new command must be added here before the test passes. */
const lines = (path: string): Readonly<Record<string, Line>> => ({
  scan: { words: [path, '--include-passes', '--include-skips', '--all'], code: 1 },
  explain: { words: ['run-as-non-root'], code: 0 },
  preview: { words: ['pod-security=restricted', path, '--write', 'patches'], code: 1 },
  next: { words: [path, '--from', 'any-workload', '--all', '--write', 'walls'], code: 0 },
  attacks: { words: [path, '--from', 'any-workload', '-o', 'html=ways.html', '-o', 'json'], code: 0 },
  walls: { words: [path, '-o', 'json'], code: 0 },
  'rbac who-can': { words: ['get', 'secrets', path], code: 0 },
  'rbac what-can': { words: ['group:system:authenticated', path], code: 0 },
  'network reach': { words: [path, '--why'], code: 0 },
  'network diff': { words: [path, path], code: 0 },
  'network generate': { words: [path, '--write', 'network-policies'], code: 0 },
  'policies list': { words: [], code: 0 },
  'policies export': { words: ['--mode', 'audit', '--write', 'exported'], code: 0 },
  'policies status': { words: [path], code: 0 },
  'policies run': { words: [path, 'policy.yaml', '--include-passes', '--fail-on', 'info'], code: 1 },
  test: { words: ['.'], code: 0 },
  'exceptions add': { words: ['0123456789abcdef', ...exception], code: 0 },
  'exceptions list': { words: [], code: 0 },
  'exceptions prune': { words: [path], code: 0 },
  'exceptions import': { words: ['.trivyignore', ...imported], code: 0 },
  roadmap: { words: [path, '--week', '1', '--write', 'week-1'], code: 0 },
  serve: { words: [path, '--once', '--store', 'history.db'], code: 0 },
  snapshot: { words: [path, '--write', 'snapshot.json'], code: 0 },
  permissions: { words: ['scan'], code: 0 },
  history: { words: ['--store', 'history.db'], code: 0 },
  completion: { words: ['bash'], code: 0 },
});

/** The same for the commands that read a cluster. */
const clusterLines: Readonly<Record<string, Line>> = {
  scan: { words: ['--cluster', '--include-passes', '--all'], code: 1 },
  preview: { words: ['pod-security=restricted', '--cluster', '--write', 'patches'], code: 1 },
  next: { words: ['--cluster', '--from', 'any-workload', '--allow-partial', '--write', 'walls'], code: 0 },
  attacks: { words: ['--cluster', '--from', 'any-workload', '--allow-partial'], code: 0 },
  walls: { words: ['--cluster', '--allow-partial'], code: 0 },
  'rbac who-can': { words: ['get', 'secrets', '--cluster'], code: 0 },
  'rbac what-can': { words: ['group:system:authenticated', '--cluster'], code: 0 },
  // Which plug-in the cluster has cannot be told.
  'network reach': { words: ['--cluster', '--allow-partial'], code: 0 },
  // There is no such folder: nothing was generated.
  'network diff': { words: ['--cluster', '--add', 'network-policies'], code: 2 },
  'network generate': { words: ['--cluster', '--allow-partial', '--write', 'network-policies'], code: 0 },
  'policies status': { words: ['--cluster'], code: 1 },
  'exceptions prune': { words: ['--cluster'], code: 0 },
  roadmap: { words: ['--cluster', '--allow-partial', '--week', '5', '--write', 'weeks-5-6'], code: 0 },
  serve: { words: ['--cluster', '--once', '--store', 'history.db'], code: 0 },
  snapshot: { words: ['--cluster', '--write', 'snapshot.json'], code: 0 },
  history: { words: ['--cluster', '--store', 'history.db'], code: 0 },
};

/** Every text below the folder, by its path. */
const textsBelow = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );

/** Runs the line and holds it to what every command promises; what it writes is held to the same. */
const runLine = async (name: string, { words, code }: Line, secrets: readonly string[], options: BinOptions) => {
  const line = [...name.split(' '), ...words];
  const ran = await runBin(line, options);
  const told = line.join(' ');
  assert.deepEqual(ran.sockets, [], told);
  assert.doesNotMatch(ran.error, /\n\s+at .*:\d+:\d+|this is a bug/, told);
  assert.equal(ran.code, code, `${told}: ${ran.error}`);
  for (const secret of secrets) assert.ok(!(ran.output + ran.error).includes(secret), `${told} prints ${secret}`);
};

test('no command opens a socket, leaks a secret or shows a stack trace, and each does what it is for', async (context) => {
  const { yaml, secrets } = plantCanaries();
  const folder = folderOf(context);
  const given = { 'estate.yaml': yaml, '.trivyignore': 'KSV001\n', 'policy.yaml': policy, 'fail/pod.yaml': yaml };
  mkdirSync(join(folder, 'fail'));
  for (const [name, text] of Object.entries(given)) writeFileSync(join(folder, name), text);
  const wanted = lines(join(folder, 'estate.yaml'));
  assert.deepEqual(
    Object.keys(wanted),
    commands.map(({ name }) => name),
  );
  for (const [name, line] of Object.entries(wanted)) await runLine(name, line, secrets, { folder });
  const written = [...textsBelow(folder)].filter(([path]) => !(path in given));
  assert.ok(written.filter(([path]) => path.startsWith('patches')).length >= 2);
  assert.ok(written.some(([path]) => path === 'vauban-exceptions.yaml'));
  assert.ok(written.some(([path]) => path === 'snapshot.json'));
  for (const [path, text] of written)
    for (const secret of secrets) assert.ok(!text.includes(secret), `${path} holds ${secret}`);
});

test('no report format leaks a secret', async (context) => {
  const { yaml, misplaced, secrets } = plantCanaries();
  const folder = folderOf(context);
  const outputs = reportFormats.flatMap(({ id }) => ['-o', `${id}=report.${id}`]);
  const { error } = await runBin(['scan', '-', '--include-passes', '--include-skips', '--all', ...outputs], {
    folder,
    input: `${yaml}---\n${misplaced}`,
  });
  assert.match(error, /^vauban: partial: .*; written to report\.table, report\.json, [^\n]+\n$/);
  for (const { id } of reportFormats) {
    const text = readFileSync(join(folder, `report.${id}`), 'utf8');
    assert.ok(text.length > 1000, id);
    for (const secret of secrets) assert.ok(!text.includes(secret), `${id} holds ${secret}`);
  }
});

const plantInCluster = async (
  context: TestContext,
  cluster: RunningControlPlane,
  namespace: string,
  [environment, annotation, secret]: readonly string[],
): Promise<void> => {
  const make = async (path: string, body: unknown): Promise<void> =>
    assert.equal((await cluster.request('POST', path, body)).status, 201, path);
  await make('/api/v1/namespaces', { metadata: { name: namespace } });
  context.after(() => cluster.request('DELETE', `/api/v1/namespaces/${namespace}`));
  await make(`/api/v1/namespaces/${namespace}/secrets`, {
    metadata: { name: 'database' },
    stringData: { any: secret },
  });
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': annotation };
  const env = [{ name: 'DB_PASSWORD', value: environment }];
  // Network policies are generated for what has a network of its own alone.
  for (const [name, hostNetwork] of [
    ['web', true],
    ['api', false],
  ] as const)
    await make(`/apis/apps/v1/namespaces/${namespace}/deployments`, {
      metadata: { name, annotations },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { hostNetwork, containers: [{ name, image: 'nginx', env }] },
        },
      },
    });
};

test('no command that reads a cluster opens another socket or leaks a secret', async (context) => {
  const cluster = await useTestCluster(context);
  if (cluster === undefined) return;
  assert.deepEqual(
    Object.keys(clusterLines),
    commands.filter(({ options }) => options.some(({ flags }) => flags === '--cluster')).map(({ name }) => name),
  );
  const folder = folderOf(context);
  const secrets = ['canary-of-an-environment', 'canary-of-an-annotation', 'canary-of-a-secret'];
  await plantInCluster(context, cluster, 'product-secrets', secrets);
  const options = {
    folder,
    environment: { KUBECONFIG: cluster.kubeconfig },
    onlySocket: new URL(cluster.server).host,
  };
  assert.equal((await runBin(['exceptions', 'add', '0123456789abcdef', ...exception], { folder })).code, 0);
  for (const [name, line] of Object.entries(clusterLines)) await runLine(name, line, secrets, options);
  const written = textsBelow(folder);
  assert.ok(written.size >= 2);
  for (const [path, text] of written)
    for (const secret of secrets) assert.ok(!text.includes(secret), `${path} holds ${secret}`);
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
