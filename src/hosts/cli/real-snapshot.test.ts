/** Snapshots of a real cluster, and the roles that commands need of it: equal reports, exact rights, half rights told. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { contextName } from '../../../tools/control-plane/kubeconfig.ts';
import type { RunningControlPlane } from '../../../tools/control-plane/start-control-plane.ts';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { objectsAt, textAt, textsAt } from '../../model/read-object.ts';
import { sourceById } from '../../sources/registry.ts';
import { clusterNeeds } from '../assemble/cluster-needs.ts';
import { findKind } from '../../kube/schema/kinds.ts';
import { toReaderRole, type RoleRule } from '../assemble/reader-role.ts';
import { createTestContext, runCli } from './test-context.ts';

const make = async (plane: RunningControlPlane, path: string, body: unknown): Promise<void> => {
  const { status, body: answer } = await plane.request('POST', path, body);
  assert.equal(status, 201, `${path}: ${JSON.stringify(answer)}`);
};

const folderOf = (context: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-snapshot-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
};

const rbac = '/apis/rbac.authorization.k8s.io/v1';

/** A user who may do what the rules say in the whole cluster; the administrator's kubeconfig, impersonating. */
const grant = async (plane: RunningControlPlane, name: string, rules: readonly RoleRule[]): Promise<string> => {
  await make(plane, `${rbac}/clusterroles`, { metadata: { name }, rules });
  await make(plane, `${rbac}/clusterrolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }],
  });
  return impersonate(plane, name);
};

const impersonate = (plane: RunningControlPlane, name: string): string => {
  const config = JSON.parse(readFileSync(plane.kubeconfig, 'utf8')) as { users: { user: JsonObject }[] };
  const [first] = config.users;
  return plane.addKubeconfig(`as-${name}`, { kind: 'user', user: { ...first?.user, as: name } });
};

/** The authoriser learns of a binding through a watch: it is asked until it has. */
const untilSo = async <Value>(ask: () => Promise<Value>, isSo: (value: Value) => boolean): Promise<Value> => {
  let value = await ask();
  for (let round = 0; round < 50 && !isSo(value); round += 1) value = await ask();
  return value;
};

const rolesOf = async (command: string): Promise<readonly RoleRule[]> => {
  const needs = await clusterNeeds.get(command)?.([]);
  assert.ok(needs !== undefined);
  return toReaderRole('any', null, needs).rules;
};

/** Counters grow from one reading to the next, and the hour is another. */
const toComparable = (output: string): unknown => {
  const { asOf, ...report } = JSON.parse(output.replaceAll(/\b\d+(?:,\d{3})*(?= [a-z]+ )/g, 'N')) as JsonObject;
  assert.equal(typeof asOf, 'string');
  return report;
};

test('a real cluster: a scan of its snapshot says what a scan of the cluster said', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const folder = folderOf(context);
  const options = { folder, environment: { KUBECONFIG: plane.kubeconfig } };
  const namespace = 'snapshot-equal';
  await make(plane, '/api/v1/namespaces', {
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/warn': 'baseline' } },
  });
  await make(plane, `/api/v1/namespaces/${namespace}/podtemplates`, {
    metadata: { name: 'web' },
    template: { spec: { hostNetwork: true, containers: [{ name: 'web', image: 'nginx:1' }] } },
  });
  await make(plane, `/api/v1/namespaces/${namespace}/secrets`, {
    metadata: { name: 'hidden' },
    stringData: { password: 'canary-snapshot' },
  });
  const policy = { metadata: { name: 'snapshot-equal' } };
  const admission = '/apis/admissionregistration.k8s.io/v1';
  await make(plane, `${admission}/validatingadmissionpolicies`, {
    ...policy,
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['podtemplates'] }],
      },
      validations: [{ expression: "object.metadata.name != 'web'" }],
    },
  });
  context.after(() => plane.request('DELETE', `${admission}/validatingadmissionpolicies/snapshot-equal`));
  const taken = await runCli(['snapshot', '--cluster', '--write', 'estate.json.gz'], options);
  assert.match(taken.error, new RegExp(`^vauban: \\d+ objects of ${contextName} written to estate\\.json\\.gz\\n$`));
  assert.deepEqual([taken.code, taken.output], [0, '']);
  for (const words of [[], ['-n', namespace], ['--only', 'pod-security/*']]) {
    const scan = ['scan', ...words, '-o', 'json', '--include-passes', '--include-skips'];
    const live = await runCli([...scan, '--cluster'], options);
    const offline = await runCli([...scan, 'estate.json.gz'], { folder });
    assert.deepEqual(toComparable(offline.output), toComparable(live.output), words.join(' '));
    assert.deepEqual([offline.code, offline.error], [live.code, live.error]);
  }
  const preview = ['preview', 'pod-security=restricted'];
  const status = ['policies', 'status', '-o', 'json', '--all'];
  for (const words of [preview, status]) {
    const live = await runCli([...words, '--cluster'], options);
    const offline = await runCli([...words, 'estate.json.gz'], { folder });
    assert.equal(offline.output.replaceAll(/[\d,]+ /g, 'N '), live.output.replaceAll(/[\d,]+ /g, 'N '));
    assert.equal(offline.code, live.code);
  }
  const { error, code } = await runCli(['snapshot', 'estate.json.gz', '--write', 'again.json'], { folder });
  assert.deepEqual(
    [code, error.replace(/\d+/, 'N')],
    [0, `vauban: N objects of ${contextName} written to again.json\n`],
  );
  const text = readFileSync(join(folder, 'again.json'), 'utf8');
  assert.doesNotMatch(text, /canary-snapshot|"kind":"Secret"|managedFields/);
  assert.match(text, /"name":"snapshot-equal"/);
});

test('a real cluster: whoever has exactly the role of a command is answered in full', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const folder = folderOf(context);
  const run = async (words: readonly string[], kubeconfig: string) =>
    runCli(words, { folder, environment: { KUBECONFIG: kubeconfig } });
  for (const [command, words] of [
    ['scan', ['scan', '--cluster', '-o', 'json']],
    ['preview', ['preview', 'pod-security=restricted', '--cluster', '-o', 'json']],
    ['policies status', ['policies', 'status', '--cluster', '-o', 'json']],
    ['rbac who-can', ['rbac', 'who-can', 'get', 'secrets', '--cluster', '-o', 'json']],
    ['rbac what-can', ['rbac', 'what-can', 'group:ops', '--cluster', '-o', 'json']],
  ] as const) {
    const kubeconfig = await grant(plane, `exact-${command.replace(' ', '-')}`, await rolesOf(command));
    const { output } = await untilSo(
      () => run(words, kubeconfig),
      (ran) => ran.output !== '' && isComplete(ran.output),
    );
    assert.ok(isComplete(output), `${command}: ${output.slice(0, 2000)}`);
  }
  const kubeconfig = await grant(plane, 'exact-snapshot', await rolesOf('snapshot'));
  const { code, error } = await untilSo(
    () => run(['snapshot', '--cluster', '--write', 'exact.json'], kubeconfig),
    (ran) => ran.code === 0,
  );
  assert.deepEqual(
    [code, error.replace(/\d+/, 'N')],
    [0, `vauban: N objects of ${contextName} written to exact.json\n`],
  );
});

test('a real cluster: whoever has exactly the role of a command is answered as its administrator is', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const folder = folderOf(context);
  writeFileSync(
    join(folder, 'accepted.yaml'),
    'exceptions:\n- rule: workload/privileged\n  namespace: nobody-has-it\n  reason: it is gone\n  owner: ann\n',
  );
  const run = async (words: readonly string[], kubeconfig: string) =>
    runCli(words, { folder, environment: { KUBECONFIG: kubeconfig } });
  for (const [command, words, part] of [
    ['network reach', ['network', 'reach', '--cluster', '-o', 'json'], /"connections"/],
    ['network generate', ['network', 'generate', '--cluster'], /\S/],
    ['exceptions prune', ['exceptions', 'prune', '--file', 'accepted.yaml', '--dry-run', '--cluster'], /\S/],
  ] as const) {
    const administrator = await run(words, plane.kubeconfig);
    const kubeconfig = await grant(plane, `alike-${command.replace(' ', '-')}`, await rolesOf(command));
    const asked = await untilSo(
      () => run(words, kubeconfig),
      (ran) => ran.error === administrator.error && ran.output === administrator.output,
    );
    assert.deepEqual(asked, administrator, command);
    assert.match(asked.output + asked.error, part);
    assert.doesNotMatch(asked.output + asked.error, /forbidden|not everything could be read/);
  }
});

test('a real cluster: whoever has the role of a scan is told what another command could not read, and the grant', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const folder = folderOf(context);
  const granted = await rolesOf('scan');
  const kubeconfig = await grant(plane, 'only-scan', granted);
  const run = async (words: readonly string[]) => runCli(words, { folder, environment: { KUBECONFIG: kubeconfig } });
  await untilSo(
    () => run(['scan', '--cluster', '-o', 'json']),
    (ran) => isComplete(ran.output),
  );
  const taken = await run(['snapshot', '--cluster', '--write', 'partial.json']);
  assert.equal(taken.code, 1);
  const needed = toResources(await rolesOf('snapshot')).filter((one) => !toResources(granted).includes(one));
  const served = await servedResources(plane);
  const missing = needed.filter((one) => served.has(one));
  assert.ok(missing.length > 1);
  const lines = taken.error.trim().split('\n');
  assert.match(lines.at(-1) ?? '', /; the snapshot is partial, and says of what$/);
  assert.deepEqual(
    lines
      .slice(0, -1)
      .map((line) => /resources: \["([^"]+)"\]/.exec(line)?.[1] ?? '')
      .toSorted(),
    missing.map((one) => one.split('/')[1] ?? '').toSorted(),
  );
  for (const line of lines.slice(0, -1))
    assert.match(
      line,
      /^vauban: \w+ was not read: .*is forbidden: User "only-scan" cannot list resource .*; to allow it: get, list on \S+ \(\S+\)(?: in all namespaces)?: \{apiGroups: /,
    );
  // What it could not read is unread for whoever asks the snapshot.
  const asked = await run(['network', 'generate', 'partial.json']);
  const live = await run(['network', 'generate', '--cluster']);
  assert.equal(asked.error, live.error);
  assert.match(asked.error, /get, list on endpointslices \(discovery\.k8s\.io\) in all namespaces/);
});

const toResources = (rules: readonly RoleRule[]): readonly string[] =>
  rules.flatMap(({ apiGroups = [], resources = [] }) =>
    apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
  );

const isComplete = (output: string): boolean => {
  const value: unknown = JSON.parse(output);
  return isJsonObject(value) && value['complete'] === true;
};

test('a real cluster: without any one resource of the role something is unread, and the grant that would help is told', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const rules = await rolesOf('snapshot');
  const needs = await clusterNeeds.get('snapshot')?.([]);
  const served = await servedResources(plane);
  const resources = rules.flatMap(({ apiGroups: [group = ''] = [], resources: names = [] }) =>
    names.filter((name) => served.has(`${group}/${name}`)).map((name) => ({ group, name })),
  );
  assert.ok(resources.length > 30);
  const kinds = (needs?.kinds ?? []).flatMap(({ kind, groups }) => groups.map((group) => ({ group, kind })));
  for (const [index, { group, name }] of resources.entries()) {
    const without = rules.map((rule) =>
      rule.apiGroups?.[0] === group
        ? { ...rule, resources: rule.resources?.filter((one) => one !== name) ?? [] }
        : rule,
    );
    const kubeconfig = await grant(
      plane,
      `without-${index}`,
      without.filter((rule) => rule.resources === undefined || rule.resources.length > 0),
    );
    const unread = await untilSo(
      () => readUnread(kubeconfig, kinds),
      (said) => said.length === 1,
    );
    const scope = served.get(`${group}/${name}`) === true ? ' in all namespaces' : '';
    const rule = `{apiGroups: ["${group}"], resources: ["${name}"], verbs: ["get", "list"]}`;
    assert.deepEqual(unread, [`get, list on ${name} (${group === '' ? 'core' : group})${scope}: ${rule}`]);
  }
});

/** Whether each resource is namespaced, by its group and name. */
const servedResources = async (plane: RunningControlPlane): Promise<ReadonlyMap<string, boolean>> => {
  const served = new Map<string, boolean>();
  const groups = objectsAt((await plane.request('GET', '/apis')).body as JsonObject, 'groups');
  const paths = ['/api/v1', ...groups.map((group) => `/apis/${textAt(group, 'preferredVersion', 'groupVersion')}`)];
  for (const path of paths)
    for (const resource of objectsAt((await plane.request('GET', path)).body as JsonObject, 'resources'))
      if (textsAt(resource, 'verbs').includes('list'))
        served.set(
          `${path === '/api/v1' ? '' : (path.split('/')[2] ?? '')}/${textAt(resource, 'name')}`,
          resource['namespaced'] === true,
        );
  return served;
};

const readUnread = async (
  kubeconfig: string,
  kinds: readonly { readonly group: string; readonly kind: string }[],
): Promise<readonly string[]> => {
  const context = createTestContext([], [], { environment: { KUBECONFIG: kubeconfig } });
  const said: string[] = [];
  for await (const item of sourceById('cluster').read('', { ...context, kinds }))
    if (item.kind === 'unread') said.push(item.unread.grant ?? item.unread.reason);
  return said;
};

test('a real cluster: without the counters a scan is whole, and says what they would tell', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const rules = (await rolesOf('scan')).filter(({ nonResourceURLs }) => nonResourceURLs === undefined);
  const kubeconfig = await grant(plane, 'without-metrics', rules);
  const { output } = await untilSo(
    () =>
      runCli(['scan', '--cluster', '-o', 'json', '--include-skips', '--only', 'control-plane/*'], {
        environment: { KUBECONFIG: kubeconfig },
      }),
    (ran) => isComplete(ran.output),
  );
  assert.ok(isComplete(output));
  assert.match(output, /Grant get on \/metrics: \{nonResourceURLs: \[\\"\/metrics\\"\], verbs: \[\\"get\\"\]\}/);
});

test('a real cluster: a Role for one namespace is enough to scan it', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const namespace = 'snapshot-role';
  await make(plane, '/api/v1/namespaces', { metadata: { name: namespace } });
  const printed = await runCli(['permissions', 'scan', '-n', namespace, '-o', 'json']);
  const role = JSON.parse(printed.output) as JsonObject;
  assert.equal(role['kind'], 'Role');
  const path = `${rbac}/namespaces/${namespace}`;
  await make(plane, `${path}/roles`, role);
  await make(plane, `${path}/rolebindings`, {
    metadata: { name: 'r' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'vauban-scan' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'role-of-one' }],
  });
  const kubeconfig = impersonate(plane, 'role-of-one');
  const { output } = await untilSo(
    () => runCli(['scan', '--cluster', '-n', namespace, '-o', 'json'], { environment: { KUBECONFIG: kubeconfig } }),
    (ran) => ran.output !== '' && isComplete(ran.output),
  );
  assert.ok(isComplete(output), output.slice(0, 2000));
});

test('no role grants Secrets, a watch or a change', async () => {
  for (const command of clusterNeeds.keys())
    for (const { resources = [], nonResourceURLs, verbs, apiGroups } of await rolesOf(command)) {
      assert.deepEqual(verbs, nonResourceURLs === undefined ? ['get', 'list'] : ['get']);
      assert.ok(!(apiGroups?.includes('') === true && resources.includes('secrets')), command);
      if (resources.includes('*')) assert.equal(findKind(apiGroups?.[0] ?? '', '*'), undefined);
    }
});
