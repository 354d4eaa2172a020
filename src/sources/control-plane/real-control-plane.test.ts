/** Facts of real API servers, started one way and the other: audit, encryption and strangers are told apart. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { contextName } from '../../../tools/control-plane/kubeconfig.ts';
import {
  startControlPlane,
  type ControlPlane,
  type RunningControlPlane,
} from '../../../tools/control-plane/start-control-plane.ts';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { listFacts, type FactKind, type FactValues } from '../../kube/control-plane/fact.ts';
import type { Evidence } from '../../model/evidence.ts';
import { createScriptedContext } from '../scripted-context.ts';
import type { SourceContext } from '../source.ts';
import { controlPlaneSource } from './index.ts';

const contextFor = (kubeconfig: string, namespaces: readonly string[]): SourceContext => {
  const context = createScriptedContext({ environment: { KUBECONFIG: kubeconfig, PATH: process.env['PATH'] ?? '' } });
  return { ...context, namespaces, disk: { ...context.disk, read: (path) => createReadStream(path) } };
};

const read = async (kubeconfig: string, namespaces: readonly string[] = []): Promise<readonly Evidence[]> => {
  const found: Evidence[] = [];
  for await (const item of controlPlaneSource.read('', contextFor(kubeconfig, namespaces))) {
    assert.equal(item.kind, 'evidence');
    if (item.kind === 'evidence') found.push(item.evidence);
  }
  return found;
};

/** The one fact of a kind that the counters or a request gave. */
const factOf = <Kind extends FactKind>(evidence: readonly Evidence[], kind: Kind): FactValues[Kind] | undefined =>
  listFacts(evidence, kind).find(({ value }) => value.means === 'metrics' || value.means === 'request')?.value;

const statesOf = (evidence: readonly Evidence[]): readonly (string | undefined)[] => [
  factOf(evidence, 'control-plane/audit')?.state,
  factOf(evidence, 'control-plane/encryption')?.state,
  factOf(evidence, 'control-plane/anonymous')?.state,
];

const files = mkdtempSync(join(tmpdir(), 'vauban-facts-'));

const write = (name: string, text: string): string => {
  const path = join(files, name);
  writeFileSync(path, text);
  return path;
};

const encryption = write(
  'encryption.yaml',
  `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
- resources: [secrets]
  providers:
  - secretbox: {keys: [{name: first, secret: ${randomBytes(32).toString('base64')}}]}
  - identity: {}
`,
);

const healthOnly = write(
  'authentication.yaml',
  `apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
anonymous: {enabled: true, conditions: [{path: /livez}, {path: /readyz}, {path: /healthz}]}
`,
);

const silence = write('silence.yaml', 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: None}]\n');

const startWith = (apiServerFlags: readonly string[]): Promise<ControlPlane> =>
  startControlPlane({ environment: process.env, controllerManager: false, audit: false, apiServerFlags, folder: null });

let started: Readonly<Record<'closed' | 'changed', Promise<ControlPlane>>> | undefined;

/** Both start when the first test asks, so that none waits for all. */
const startBoth = () => ({
  closed: startWith([
    `--encryption-provider-config=${encryption}`,
    '--anonymous-auth=false',
    '--disable-admission-plugins=PodSecurity',
  ]),
  changed: startWith([]),
});

after(async () => {
  const planes = started === undefined ? [] : await Promise.all(Object.values(started));
  for (const plane of planes) if (plane.kind === 'running') await plane.stop();
  rmSync(files, { recursive: true, force: true });
});

const use = async (test: TestContext, which: 'closed' | 'changed'): Promise<RunningControlPlane | undefined> => {
  started ??= startBoth();
  const plane = await started[which];
  if (plane.kind === 'running') return plane;
  test.skip(plane.why);
  return undefined;
};

const writeSecret = async (plane: RunningControlPlane, name: string): Promise<void> => {
  const path = '/api/v1/namespaces/default/secrets';
  assert.equal((await plane.request('POST', path, { metadata: { name } })).status, 201);
};

test('a real API server with everything on: encrypted from the start, and no stranger let in', async (test) => {
  const plane = await use(test, 'closed');
  if (plane === undefined) return;
  await writeSecret(plane, 'first');
  const evidence = await read(plane.kubeconfig);
  assert.deepEqual(statesOf(evidence), ['off', 'on', 'disabled']);
  assert.deepEqual(factOf(evidence, 'control-plane/encryption')?.providers, ['secretbox']);
  assert.deepEqual(factOf(evidence, 'control-plane/admission-plug-ins')?.missing, ['PodSecurity']);
  assert.deepEqual(factOf(evidence, 'control-plane/not-read'), undefined);
  assert.ok(evidence.every(({ about, at }) => about?.name === contextName && at === '2026-01-01T00:00:00.000Z'));
});

test('a real API server restarted with encryption: old Secrets are still plain, until all are written anew', async (test) => {
  const plane = await use(test, 'changed');
  if (plane === undefined) return;
  await writeSecret(plane, 'old');
  await plane.request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    metadata: { name: 'strangers' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:discovery' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:unauthenticated' }],
  });
  // The authoriser learns of a binding through a watch: asked until it has.
  let open = await read(plane.kubeconfig);
  for (let round = 0; round < 50 && factOf(open, 'control-plane/anonymous')?.state !== 'discovery'; round += 1)
    open = await read(plane.kubeconfig);
  assert.deepEqual(statesOf(open), ['off', 'off', 'discovery']);
  assert.deepEqual(factOf(open, 'control-plane/admission-plug-ins')?.missing, []);

  const flags = [
    `--encryption-provider-config=${encryption}`,
    `--authentication-config=${healthOnly}`,
    `--audit-policy-file=${silence}`,
    `--audit-log-path=${join(files, 'silent.log')}`,
  ];
  assert.equal(await plane.restartApiServer(flags), undefined);
  assert.deepEqual(statesOf(await read(plane.kubeconfig)), ['silent', 'plain', 'health-only']);
  await writeSecret(plane, 'new');
  assert.deepEqual(statesOf(await read(plane.kubeconfig)), ['silent', 'partly', 'health-only']);

  const secret = '/api/v1/namespaces/default/secrets/old';
  assert.equal((await plane.request('PUT', secret, (await plane.request('GET', secret)).body)).status, 200);
  assert.equal(await plane.restartApiServer(flags), undefined);
  assert.equal(factOf(await read(plane.kubeconfig), 'control-plane/encryption')?.state, 'on');
});

test('a real API server with audit on and nothing else: who may not see the counters is told which grant to ask for', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  await plane.request('POST', '/api/v1/namespaces/default/secrets', { metadata: { name: 'counted' } });
  const evidence = await read(plane.kubeconfig);
  assert.deepEqual(statesOf(evidence), ['on', 'off', 'forbidden']);
  assert.match(factOf(evidence, 'control-plane/version')?.server ?? '', /^v1\.\d+\.\d+$/);
  assert.deepEqual(listFacts(evidence, 'control-plane/provider'), []);

  const refused = await read(await plane.addUser({ name: 'reader', groups: [] }));
  assert.deepEqual(statesOf(refused), [undefined, undefined, 'forbidden']);
  assert.deepEqual(
    listFacts(refused, 'control-plane/not-read').map(({ value }) => [value.what, value.grant]),
    [
      ['kubelets', 'list on nodes (core): {apiGroups: [""], resources: ["nodes"], verbs: ["list"]}'],
      [
        'arguments',
        'list on pods (core) in namespace kube-system: {apiGroups: [""], resources: ["pods"], verbs: ["list"]}',
      ],
      ['metrics', 'get on /metrics: {nonResourceURLs: ["/metrics"], verbs: ["get"]}'],
    ],
  );
});

test('a real API server: a mirror Pod tells the arguments, a Pod of that label alone tells nothing', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  const make = async (name: string, annotations: Record<string, string>) => {
    const command = ['kube-apiserver', '--authorization-mode=Node,RBAC', '--anonymous-auth=false', '--profiling=false'];
    const { status, body } = await plane.request('POST', '/api/v1/namespaces/kube-system/pods', {
      metadata: { name, labels: { component: 'kube-apiserver' }, annotations },
      spec: { nodeName: 'nobody', containers: [{ name: 'kube-apiserver', image: 'kube-apiserver', command }] },
    });
    assert.equal(status, 201, JSON.stringify(body));
  };
  await make('kube-apiserver-liar', {});
  await make('kube-apiserver-node', { 'kubernetes.io/config.mirror': 'digest' });
  const told = (await read(plane.kubeconfig)).filter(({ source }) => source.startsWith('arguments'));
  assert.deepEqual(
    [...new Set(told.map(({ source }) => source))],
    ['arguments of Pod kube-system/kube-apiserver-node'],
  );
  assert.equal(listFacts(told, 'control-plane/audit')[0]?.value.state, 'off');
  assert.equal(listFacts(told, 'control-plane/anonymous')[0]?.value.state, 'disabled');
  assert.equal(listFacts(told, 'control-plane/arguments')[0]?.value.arguments['profiling'], 'false');
});

test('a real API server: who asks for a namespace does not ask about the cluster', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  assert.deepEqual(await read(plane.kubeconfig, ['default']), []);
});
