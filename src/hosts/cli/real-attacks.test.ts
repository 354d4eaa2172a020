/** Planted ways in a real API server: the answers are those of the files, what is proved counts as proved, and the least role is enough. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { startControlPlane, type RunningControlPlane } from '../../../tools/control-plane/start-control-plane.ts';
import type { JsonObject } from '../../model/json.ts';
import { textAt } from '../../model/read-object.ts';
import { folderOf } from './example-attacked.ts';
import { lookAt } from './look-at.ts';
import { runCli } from './test-context.ts';

const make = async (plane: RunningControlPlane, path: string, body: unknown): Promise<void> => {
  const { status, body: answer } = await plane.request('POST', path, body);
  assert.equal(status, 201, `${path}: ${JSON.stringify(answer)}`);
};

const rbac = '/apis/rbac.authorization.k8s.io/v1';

const paths: Readonly<Record<string, (namespace: string) => string>> = {
  Namespace: () => '/api/v1/namespaces',
  Node: () => '/api/v1/nodes',
  ServiceAccount: (namespace) => `/api/v1/namespaces/${namespace}/serviceaccounts`,
  Secret: (namespace) => `/api/v1/namespaces/${namespace}/secrets`,
  Service: (namespace) => `/api/v1/namespaces/${namespace}/services`,
  Pod: (namespace) => `/api/v1/namespaces/${namespace}/pods`,
  Role: (namespace) => `${rbac}/namespaces/${namespace}/roles`,
  RoleBinding: (namespace) => `${rbac}/namespaces/${namespace}/rolebindings`,
};

const makeObject = (
  kind: string,
  apiVersion: string,
  namespace: string | null,
  name: string,
  rest: JsonObject,
): JsonObject => ({
  apiVersion,
  kind,
  metadata: {
    name,
    ...(namespace === null ? {} : { namespace }),
    ...(kind === 'Pod' ? { labels: { app: name } } : {}),
  },
  ...rest,
});

const confined: JsonObject = {
  runAsNonRoot: true,
  runAsUser: 10_001,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

/** A pod on a node that a NodePort leads to; `rest` of its spec and of its container. */
const toPod = (namespace: string, name: string, spec: JsonObject, container: JsonObject): readonly JsonObject[] => [
  makeObject('Pod', 'v1', namespace, name, {
    spec: {
      nodeName: 'way-node',
      ...spec,
      containers: [
        { name: 'app', image: 'registry.example.com/app:1', ports: [{ containerPort: 8080 }], ...container },
      ],
    },
  }),
  makeObject('Service', 'v1', namespace, name, {
    spec: { type: 'NodePort', selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
  }),
];

/** An open pod with a database's Secret, one that may read Secrets, and a confined one with a Secret of its own. */
const toEstate = (ns: string): readonly JsonObject[] => [
  makeObject('Namespace', 'v1', null, ns, {}),
  makeObject('Node', 'v1', null, 'way-node', {}),
  makeObject('ServiceAccount', 'v1', ns, 'default', {}),
  makeObject('ServiceAccount', 'v1', ns, 'reader', {}),
  makeObject('Role', 'rbac.authorization.k8s.io/v1', ns, 'reader', {
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }],
  }),
  makeObject('RoleBinding', 'rbac.authorization.k8s.io/v1', ns, 'reader', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: ns }],
  }),
  makeObject('Secret', 'v1', ns, 'database', { type: 'Opaque' }),
  makeObject('Secret', 'v1', ns, 'behind', { type: 'Opaque' }),
  ...toPod(ns, 'open', { automountServiceAccountToken: false }, toEnv('database')),
  ...toPod(ns, 'reading', { serviceAccountName: 'reader' }, {}),
  ...toPod(
    `${ns}-b`,
    'safe',
    { automountServiceAccountToken: false, securityContext: { fsGroup: 10_001 } },
    { ...toEnv('kept'), securityContext: confined },
  ),
];

const toEnv = (secret: string): JsonObject => ({
  env: [{ name: 'URL', valueFrom: { secretKeyRef: { name: secret, key: 'url' } } }],
});

const plant = async (plane: RunningControlPlane, ns: string): Promise<readonly JsonObject[]> => {
  const objects = [
    makeObject('Namespace', 'v1', null, `${ns}-b`, {}),
    makeObject('Secret', 'v1', `${ns}-b`, 'kept', { type: 'Opaque' }),
    makeObject('ServiceAccount', 'v1', `${ns}-b`, 'default', {}),
    ...toEstate(ns),
  ];
  const rank = ['Namespace', 'Node', 'ServiceAccount'];
  const sorted = objects.toSorted((a, b) => rankOf(rank, b) - rankOf(rank, a));
  for (const object of sorted) {
    const kind = textAt(object, 'kind');
    const path = paths[kind]?.(textAt(object, 'metadata', 'namespace')) ?? '';
    const { status, body } = await plane.request('POST', path, object);
    // The account controller makes the default account as well.
    assert.ok(status === 201 || (status === 409 && rank.includes(kind)), `${path}: ${JSON.stringify(body)}`);
  }
  return objects;
};

const rankOf = (rank: readonly string[], object: JsonObject): number => {
  const at = rank.indexOf(textAt(object, 'kind'));
  return at === -1 ? -1 : rank.length - at;
};

/** A user with what `vauban permissions COMMAND` prints, and nothing else; without what `take` names. */
const addReader = async (plane: RunningControlPlane, command: string, name: string, take = ''): Promise<string> => {
  const { output } = await runCli(['permissions', command, '-o', 'json']);
  const role = JSON.parse(output) as { readonly rules: readonly { readonly resources?: readonly string[] }[] };
  const rules = role.rules.map(({ resources, ...rule }) =>
    resources === undefined ? rule : { ...rule, resources: resources.filter((resource) => resource !== take) },
  );
  assert.ok(
    rules.every((rule) => !('resources' in rule) || !(rule.resources as readonly string[]).includes('secrets')),
  );
  await make(plane, `${rbac}/clusterroles`, {
    metadata: { name },
    rules: rules.filter((rule) => !('resources' in rule) || (rule.resources as readonly string[]).length > 0),
  });
  await make(plane, `${rbac}/clusterrolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }],
  });
  return plane.addUser({ name, groups: [] });
};

interface Path {
  readonly to: string;
  readonly depth: number;
  readonly proven: number;
  readonly steps: readonly { readonly type: string; readonly to: string }[];
}

const toText = ({ to, depth, steps }: Path): string => `${to} ${depth}: ${steps.map(({ type }) => type).join(' ')}`;

const toFolder = (context: TestContext, objects: readonly JsonObject[]): string =>
  folderOf(context, { 'all.yaml': objects.map((object) => JSON.stringify(object)).join('\n---\n') });

/** A cluster without what other tests leave in theirs: one policy anywhere makes it a question who enforces it. */
const startOwn = async (context: TestContext): Promise<RunningControlPlane | undefined> => {
  const plane = await startControlPlane({
    environment: process.env,
    controllerManager: true,
    audit: true,
    apiServerFlags: [],
    folder: null,
  });
  if (plane.kind === 'unavailable') {
    context.skip(plane.why);
    return undefined;
  }
  context.after(() => plane.stop());
  return plane;
};

test('a real cluster: attacks, walls and next answer as from the files, with the role that permissions prints', async (context) => {
  const plane = await startOwn(context);
  if (plane === undefined) return;
  const folder = toFolder(context, await plant(plane, 'way-in'));
  const environment = { KUBECONFIG: await addReader(plane, 'attacks', 'way-reader') };

  for (const target of ['secret/way-in/database', 'secret/way-in-b/kept']) {
    const ask = async (...where: readonly string[]): Promise<readonly Path[]> => {
      const { output, error, code } = await runCli(['attacks', ...where, '--to', target, '-o', 'json'], {
        folder,
        environment,
      });
      assert.deepEqual([error, code], ['', 0], where.join(' '));
      const answer = JSON.parse(output) as { readonly complete: boolean; readonly paths: readonly Path[] };
      assert.equal(answer.complete, true);
      return answer.paths;
    };
    const live = await ask('--cluster');
    const files = await ask('.');
    assert.ok(live.length > 0);
    for (const path of files)
      assert.ok(live.map(toText).includes(toText(path)), `${toText(path)}: ${live.map(toText).join('; ')}`);
    assert.equal(live[0]?.depth, files[0]?.depth);
  }

  interface Asset {
    readonly asset: string;
    readonly depth: number | null;
    readonly proven: number | null;
  }
  const walls = async (...where: readonly string[]): Promise<ReadonlyMap<string, Asset>> => {
    const { output } = await runCli(['walls', ...where, '--all', '-o', 'json'], { folder, environment });
    const { assets } = JSON.parse(output) as { readonly assets: readonly Asset[] };
    return new Map(assets.map((asset) => [asset.asset, asset]));
  };
  const [live, files] = [await walls('--cluster'), await walls('.')];
  const tell = (all: ReadonlyMap<string, Asset>, id: string) => [all.get(id)?.depth, all.get(id)?.proven];
  assert.deepEqual(tell(live, 'secret/way-in/database'), [0, 0]);
  assert.deepEqual(tell(files, 'secret/way-in-b/kept'), [1, 0]);
  assert.deepEqual(tell(live, 'secret/way-in-b/kept'), [1, 1]);
  for (const { depth, proven } of live.values()) assert.ok(depth === null || (proven !== null && proven <= depth));

  const next = async (...where: readonly string[]): Promise<readonly string[]> => {
    const { output } = await runCli(['next', ...where, '--all', '-o', 'json'], { folder, environment });
    return [...output.matchAll(/"(runtime\/harden\/way-in\/[^"]+)"/g)].flatMap(([, id]) => id ?? []);
  };
  const builds = new Set(await next('.'));
  assert.ok(builds.size > 0);
  assert.deepEqual(new Set(await next('--cluster')), builds);
});

test('a real cluster: the views show as solid what is proved, and ask for no Secret', async (context) => {
  const plane = await startOwn(context);
  if (plane === undefined) return;
  const folder = toFolder(context, await plant(plane, 'way-seen'));
  const environment = { KUBECONFIG: await addReader(plane, 'roadmap', 'way-viewer') };
  const given = { cluster: true };
  const { look, views } = await lookAt([], { folder, environment, given });
  const files = (await lookAt(['.'], { folder })).views;
  const columnOf = ({ standing }: typeof views, place: string): string | undefined =>
    standing.sections.find((section) => section.place === place)?.columns.find(({ group }) => group === 'Runtime')
      ?.state;
  assert.equal(columnOf(files, 'secret/way-seen-b/kept'), 'hatched');
  assert.equal(columnOf(views, 'secret/way-seen-b/kept'), 'solid');
  assert.deepEqual([look.complete, look.missing], [true, []]);
  assert.equal(views.attacks.complete, true);
  const seen = views.workloads.workloads.find(({ id }) => id === 'Pod/way-seen/reading');
  assert.deepEqual(seen?.rights, ['Read the Secrets in namespace way-seen, by RoleBinding way-seen/reader']);
  assert.ok(listAsked(plane, 'way-viewer', 'pods').length > 0);
  assert.deepEqual(listAsked(plane, 'way-viewer', 'secrets'), []);
});

test('a real cluster: what may not be read makes the look incomplete, with the grant that would allow it', async (context) => {
  const plane = await startOwn(context);
  if (plane === undefined) return;
  const environment = { KUBECONFIG: await addReader(plane, 'roadmap', 'way-short', 'rolebindings') };
  const { look, views } = await lookAt([], { folder: '/', environment, given: { cluster: true } });
  assert.equal(look.complete, false);
  assert.ok(
    look.missing.some((text) => text.startsWith('RoleBinding: ') && text.includes('rolebindings')),
    look.missing.join('; '),
  );
  assert.deepEqual([views.attacks.complete, views.rbac.complete, views.policies.complete], [false, false, false]);
});

/** Requests of a user about a resource, from the API server's own audit log. */
const listAsked = ({ auditLog }: RunningControlPlane, user: string, resource: string): readonly string[] =>
  readFileSync(auditLog ?? '', 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject)
    .filter(
      (event) => textAt(event, 'user', 'username') === user && textAt(event, 'objectRef', 'resource') === resource,
    )
    .map((event) => textAt(event, 'requestURI'));
