/** The source `cluster` against a real API server: paging, partial rights, credentials, and proof that it only reads. */

import assert from 'node:assert/strict';
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { contextName } from '../../../tools/control-plane/kubeconfig.ts';
import type { RunningControlPlane } from '../../../tools/control-plane/start-control-plane.ts';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { describeAccess, openAccess } from '../../kube/client/access.ts';
import type { Clock } from '../../kube/client/clock.ts';
import { openCredentials } from '../../kube/client/credentials.ts';
import { discoverKinds } from '../../kube/client/discover-kinds.ts';
import { runPlugin } from '../../kube/client/exec-plugin.ts';
import { createHttpsTransport } from '../../kube/client/https-transport.ts';
import { createKubeClient, type KubeClient } from '../../kube/client/kube-client.ts';
import { listObjects } from '../../kube/client/list-objects.ts';
import { createScriptedClock } from '../../kube/client/scripted-transport.ts';
import { builtInKinds } from '../../kube/schema/kinds.ts';
import { createScriptedContext } from '../scripted-context.ts';
import type { SourceContext, SourceItem } from '../source.ts';
import { clusterSource } from './index.ts';

const contextFor = (kubeconfig: string, namespaces: readonly string[]): SourceContext => {
  const context = createScriptedContext({ environment: { KUBECONFIG: kubeconfig, PATH: process.env['PATH'] ?? '' } });
  return { ...context, namespaces, disk: { ...context.disk, read: (path) => createReadStream(path) } };
};

const read = async (kubeconfig: string, namespaces: readonly string[] = []): Promise<readonly SourceItem[]> => {
  const items: SourceItem[] = [];
  for await (const item of clusterSource.read('', contextFor(kubeconfig, namespaces))) items.push(item);
  return items;
};

/** What was read of one namespace, in order; other tests use the same cluster. */
const namesIn = (items: readonly SourceItem[], namespace: string): readonly string[] =>
  items.flatMap((item) =>
    item.kind === 'resource' && (item.resource.ref.namespace === namespace || item.resource.ref.name === namespace)
      ? [`${item.resource.ref.kind} ${item.resource.ref.name}`]
      : [],
  );

const unreadIn = (items: readonly SourceItem[]) =>
  items.flatMap((item) => (item.kind === 'unread' ? [item.unread] : []));

const problemsIn = (items: readonly SourceItem[]): readonly string[] =>
  items.flatMap((item) => (item.kind === 'problem' ? [item.problem.message] : []));

const make = async (plane: RunningControlPlane, path: string, body: unknown): Promise<void> => {
  const { status, body: answer } = await plane.request('POST', path, body);
  assert.equal(status, 201, `${path}: ${JSON.stringify(answer)}`);
};

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1' }] } };
const selector = { matchLabels: { app: 'web' } };

const makeNamespace = (plane: RunningControlPlane, name: string) =>
  make(plane, '/api/v1/namespaces', { metadata: { name, labels: { 'pod-security.kubernetes.io/warn': 'baseline' } } });

const makeTemplate = (plane: RunningControlPlane, namespace: string, name: string) =>
  make(plane, `/api/v1/namespaces/${namespace}/podtemplates`, { metadata: { name }, template });

/** A user with a certificate who may do what the rules say, in one namespace. */
const addUser = async (
  plane: RunningControlPlane,
  name: string,
  namespace: string,
  resources: Readonly<Record<string, readonly string[]>>,
): Promise<string> => {
  const role = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  const rules = Object.entries(resources).map(([group, list]) => ({
    apiGroups: [group],
    resources: list,
    verbs: ['get', 'list'],
  }));
  await make(plane, `${role}/roles`, { metadata: { name }, rules });
  await make(plane, `${role}/rolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }],
  });
  return plane.addUser({ name, groups: [] });
};

const openClient = async (
  test: TestContext,
  kubeconfig: string,
  clock: Clock = createScriptedClock(),
): Promise<KubeClient> => {
  const access = await openAccess('', {
    environment: { KUBECONFIG: kubeconfig },
    readText: async (path) => readFileSync(path, 'utf8'),
  });
  const credentials = await openCredentials(access, {
    environment: {},
    clock,
    runPlugin,
    readBytes: async (path) => readFileSync(path),
  });
  const transport = createHttpsTransport({
    access,
    credentials,
    environment: {},
    timeout: 20_000,
    userAgent: 'vauban/test',
  });
  test.after(() => transport.close());
  return createKubeClient({ transport, clock, signal: new AbortController().signal, where: describeAccess(access) });
};

test('a real cluster: all kinds with pods, owners first, and not one Secret', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  const space = 'order';
  await makeNamespace(plane, space);
  await makeTemplate(plane, space, 'a-template');
  // Without replicas no controller makes anything more, so that what is read does not depend on when.
  const spec = { replicas: 0, selector, template };
  await make(plane, `/apis/apps/v1/namespaces/${space}/replicasets`, { metadata: { name: 'a-set' }, spec });
  await make(plane, `/apis/apps/v1/namespaces/${space}/deployments`, {
    metadata: { name: 'z-web' },
    spec: { ...spec, paused: true },
  });
  await make(plane, `/apis/batch/v1/namespaces/${space}/cronjobs`, {
    metadata: { name: 'z-night' },
    spec: {
      schedule: '0 0 1 1 *',
      suspend: true,
      jobTemplate: { spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } } },
    },
  });
  await make(plane, `/api/v1/namespaces/${space}/secrets`, {
    metadata: { name: 'hidden' },
    stringData: { password: 'canary-real' },
  });
  const items = await read(plane.kubeconfig);
  assert.deepEqual(namesIn(items, space), [
    'Namespace order',
    'Deployment z-web',
    'CronJob z-night',
    'ReplicaSet a-set',
    'PodTemplate a-template',
  ]);
  assert.deepEqual([unreadIn(items), problemsIn(items)], [[], []]);
  assert.doesNotMatch(JSON.stringify(items), /canary-real|managedFields/);
});

test('a real cluster: a user of one namespace reads it, and is told what to ask for', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  await makeNamespace(plane, 'mine');
  await makeNamespace(plane, 'theirs');
  await makeTemplate(plane, 'mine', 'seen');
  await makeTemplate(plane, 'theirs', 'unseen');
  const path = await addUser(plane, 'jane', 'mine', { '': ['podtemplates'] });
  const config = JSON.parse(readFileSync(path, 'utf8')) as { contexts: { context: { namespace?: string } }[] };
  for (const { context } of config.contexts) context.namespace = 'mine';
  writeFileSync(path, JSON.stringify(config));
  const items = await read(path);
  assert.deepEqual(namesIn(items, 'mine'), ['PodTemplate seen']);
  assert.deepEqual(namesIn(items, 'theirs'), []);
  const unread = unreadIn(items);
  assert.deepEqual(
    unread.find(({ kind }) => kind === 'PodTemplate'),
    {
      kind: 'PodTemplate',
      group: '',
      cluster: contextName,
      namespace: null,
      reason:
        'only namespace mine was read: podtemplates is forbidden: User "jane" cannot list resource "podtemplates" in API group "" at the cluster scope',
      grant:
        'get, list on podtemplates (core) in all namespaces: {apiGroups: [""], resources: ["podtemplates"], verbs: ["get", "list"]}',
    },
  );
  assert.ok(unread.some(({ kind, group }) => kind === 'Deployment' && group === 'apps'));
});

test('a real cluster: the grant in the report is the grant that helps', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  const name = 'asker';
  const path = await plane.addUser({ name, groups: [] });
  const before = unreadIn(await read(path));
  const rules = before.map(({ grant }) => toRule(grant ?? ''));
  await make(plane, '/apis/rbac.authorization.k8s.io/v1/clusterroles', { metadata: { name }, rules });
  await make(plane, '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }],
  });
  assert.ok(before.length > 5);
  // The authoriser learns of a binding through a watch: asked until it has.
  let after = unreadIn(await read(path));
  for (let round = 0; round < 50 && after.length > 0; round += 1) after = unreadIn(await read(path));
  assert.deepEqual(after, []);
});

test('a real cluster: whoever may read one namespace and names it has everything of it, and nothing is missing', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  await makeNamespace(plane, 'named');
  await makeTemplate(plane, 'named', 'seen');
  const path = await addUser(plane, 'joan', 'named', {
    '': ['namespaces', 'podtemplates', 'pods', 'replicationcontrollers'],
    apps: ['*'],
    batch: ['*'],
  });
  const named = await read(path, ['named']);
  assert.deepEqual(namesIn(named, 'named'), ['Namespace named', 'PodTemplate seen']);
  assert.deepEqual([unreadIn(named), problemsIn(named)], [[], []]);
  assert.ok(unreadIn(await read(path)).length > 5);
});

/** The rule behind the colon, which is a YAML flow mapping. */
const toRule = (grant: string): unknown => JSON.parse(grant.slice(grant.indexOf('{')).replaceAll(/(\w+):/g, '"$1":'));

test('a real cluster: a list of many pages gives each object once, in order', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  await makeNamespace(plane, 'pages');
  const names = Array.from({ length: 25 }, (_, index) => `t-${String(index).padStart(2, '0')}`);
  await Promise.all(names.map((name) => makeTemplate(plane, 'pages', name)));
  const client = await openClient(test, plane.kubeconfig);
  const served = {
    group: '',
    version: 'v1',
    kind: 'PodTemplate',
    plural: 'podtemplates',
    namespaced: true,
    verbs: ['list'],
  };
  const found: unknown[] = [];
  const remaining: unknown[] = [];
  for await (const page of listObjects(client, served, { namespace: 'pages', limit: 10 })) {
    found.push(...page.objects.map(({ metadata }) => (metadata as { name: string }).name));
    remaining.push(page.remaining);
  }
  assert.deepEqual(found, names);
  assert.deepEqual(remaining, [15, 5, null]);
});

test('a real cluster: aggregated discovery and the old one say the same', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  const client = await openClient(test, plane.kubeconfig);
  const groups = [...new Set(builtInKinds.map(({ group }) => group))];
  const old: KubeClient = {
    ...client,
    get: (path, options = {}) => client.get(path, { ...options, accept: 'application/json' }),
  };
  const [one, two] = [await discoverKinds(client, groups), await discoverKinds(old, groups)];
  const show = ({ kinds }: typeof one) =>
    kinds.map(({ verbs, ...kind }) => `${JSON.stringify(kind)} ${verbs.toSorted().join()}`).sort();
  assert.ok(one.kinds.length > 40);
  assert.deepEqual(show(one), show(two));
});

const account = async (plane: RunningControlPlane, name: string): Promise<string> => {
  await make(plane, '/api/v1/namespaces/default/serviceaccounts', { metadata: { name } });
  const { status, body } = await plane.request('POST', `/api/v1/namespaces/default/serviceaccounts/${name}/token`, {
    spec: { expirationSeconds: 600 },
  });
  assert.equal(status, 201);
  return (body as { status: { token: string } }).status.token;
};

test('a real cluster: a token of a ServiceAccount is taken for it', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  const token = await account(plane, 'by-token');
  const items = await read(plane.addKubeconfig('by-token', { kind: 'user', user: { token } }));
  assert.match(unreadIn(items)[0]?.reason ?? '', /User "system:serviceaccount:default:by-token" cannot list/);
  assert.doesNotMatch(JSON.stringify(items), new RegExp(token));
});

test('a real cluster: an exec plug-in gives the token, and is told the cluster it is for', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  const token = await account(plane, 'by-plugin');
  const script = `
    const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
    if (info.spec.cluster.server !== ${JSON.stringify(plane.server)}) throw new Error('which cluster?');
    console.log(JSON.stringify({ apiVersion: info.apiVersion, kind: 'ExecCredential', status: { token: process.env.TOKEN } }));`;
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: ['-e', script],
    env: [{ name: 'TOKEN', value: token }],
    interactiveMode: 'Never',
    provideClusterInfo: true,
  };
  const items = await read(plane.addKubeconfig('by-plugin', { kind: 'user', user: { exec } }));
  assert.match(unreadIn(items)[0]?.reason ?? '', /User "system:serviceaccount:default:by-plugin" cannot list/);
});

test('a real cluster: an impersonated user is judged with its groups', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  const config = JSON.parse(readFileSync(plane.kubeconfig, 'utf8')) as { users: { user: Record<string, unknown> }[] };
  const [first] = config.users;
  const items = await read(
    plane.addKubeconfig('as-bot', {
      kind: 'user',
      user: { ...first?.user, as: 'bot', 'as-groups': ['system:masters'] },
    }),
  );
  assert.deepEqual(unreadIn(items), []);
});

test('a real cluster: a token it does not know is one problem, without the token', async (test) => {
  const plane = await useTestCluster(test);
  if (plane === undefined) return;
  const items = await read(plane.addKubeconfig('bad-token', { kind: 'user', user: { token: 'canary-of-a-token' } }));
  assert.deepEqual(
    items.map(({ kind }) => kind),
    ['problem'],
  );
  assert.deepEqual(problemsIn(items), [
    `context "vauban-test" (${plane.server}) does not know who we are (401); the token or certificate may have expired: log in again and check with kubectl auth whoami`,
  ]);
});

const tls: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
  [
    'an authority that did not sign the server',
    { 'certificate-authority-data': '' },
    "the server's certificate is signed by an authority that is not trusted; check certificate-authority-data of the cluster in the kubeconfig",
  ],
  [
    'another name',
    { 'tls-server-name': 'elsewhere.example' },
    "the server's certificate is for another name; set tls-server-name in the kubeconfig if that is meant",
  ],
];

for (const [name, change, message] of tls) {
  test(`a real cluster: ${name} is refused`, async (test) => {
    const plane = await useTestCluster(test);
    if (plane === undefined) return;
    const items = await read(withCluster(plane, name, change));
    assert.deepEqual(problemsIn(items), [`context "vauban-test" (${plane.server}): ${message}`]);
  });
}

const accepted: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['tls-server-name that the certificate has', { 'tls-server-name': 'kubernetes.default.svc' }],
  [
    'insecure-skip-tls-verify, which the person asked for',
    { 'certificate-authority-data': '', 'insecure-skip-tls-verify': true },
  ],
];

for (const [name, change] of accepted) {
  test(`a real cluster: ${name} is accepted`, async (test) => {
    const plane = await useTestCluster(test);
    if (plane === undefined) return;
    assert.deepEqual(problemsIn(await read(withCluster(plane, name, change))), []);
  });
}

const withCluster = (plane: RunningControlPlane, name: string, change: Readonly<Record<string, unknown>>): string => {
  const config = JSON.parse(readFileSync(plane.kubeconfig, 'utf8')) as { clusters: { cluster: object }[] };
  for (const entry of config.clusters) entry.cluster = { ...entry.cluster, ...change };
  const path = join(plane.folder, `${name.replaceAll(/\W+/g, '-')}.kubeconfig`);
  writeFileSync(path, JSON.stringify(config));
  return path;
};

test('a real cluster: its audit log saw nothing from us but get and list', async (test) => {
  const plane = await useTestCluster(test);
  if (plane?.auditLog === undefined || plane.auditLog === null) return;
  await read(plane.kubeconfig);
  const events = readFileSync(plane.auditLog, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { verb: string; userAgent?: string; objectRef?: { resource?: string } });
  const ours = events.filter(({ userAgent }) => userAgent?.startsWith('vauban') === true);
  assert.ok(ours.length > 10);
  assert.deepEqual([...new Set(ours.map(({ verb }) => verb))].sort(), ['get', 'list']);
  assert.deepEqual(
    ours.filter(({ objectRef }) => objectRef?.resource === 'secrets'),
    [],
  );
});
