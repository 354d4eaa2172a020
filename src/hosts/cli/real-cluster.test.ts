/** The command line on a real cluster: namespaces that are named, and two contexts in one report. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunningControlPlane } from '../../../tools/control-plane/start-control-plane.ts';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { runCli } from './test-context.ts';

const make = async (plane: RunningControlPlane, path: string, body: unknown): Promise<void> => {
  const { status, body: answer } = await plane.request('POST', path, body);
  assert.equal(status, 201, `${path}: ${JSON.stringify(answer)}`);
};

/** A namespace with one pod template that fails at baseline. Tests share the cluster: each has namespaces of its own. */
const makeNamespace = async (plane: RunningControlPlane, name: string): Promise<void> => {
  await make(plane, '/api/v1/namespaces', {
    metadata: { name, labels: { 'pod-security.kubernetes.io/warn': 'baseline' } },
  });
  await make(plane, `/api/v1/namespaces/${name}/podtemplates`, {
    metadata: { name: 'web' },
    template: { spec: { hostNetwork: true, containers: [{ name: 'web', image: 'nginx:1' }] } },
  });
};

interface Told {
  readonly cluster: string;
  readonly complete: boolean;
  readonly unread: readonly { readonly kind: string; readonly namespace: string | null }[];
  readonly findings: readonly {
    readonly id: string;
    readonly rule: string;
    readonly subject: { readonly kind: string; readonly namespace: string; readonly name: string };
  }[];
}

const scan = async (kubeconfig: string, ...words: readonly string[]) => {
  const { code, output, error } = await runCli(
    ['scan', '-o', 'json', '--only', 'pod-security/baseline/host-namespaces', ...words],
    { environment: { KUBECONFIG: kubeconfig } },
  );
  return { code, error, told: output === '' ? null : (JSON.parse(output) as Told) };
};

const subjectsOf = (told: Told | null): readonly string[] | undefined =>
  told?.findings.map(({ subject: { kind, namespace, name } }) => `${kind} ${namespace}/${name}`);

test('a real cluster: -n reads that namespace for whoever may read no other, and the report is whole', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  await makeNamespace(plane, 'cli-mine');
  await makeNamespace(plane, 'cli-theirs');
  const role = '/apis/rbac.authorization.k8s.io/v1/namespaces/cli-mine';
  await make(plane, `${role}/rolebindings`, {
    metadata: { name: 'mary' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'mary' }],
  });
  await make(plane, `${role}/roles`, {
    metadata: { name: 'templates' },
    rules: [{ apiGroups: [''], resources: ['podtemplates'], verbs: ['get', 'list'] }],
  });
  await make(plane, `${role}/rolebindings`, {
    metadata: { name: 'mary-templates' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'templates' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'mary' }],
  });
  const kubeconfig = await plane.addUser({ name: 'mary', groups: [] });

  const named = await scan(kubeconfig, '--cluster', '-n', 'cli-mine');
  assert.deepEqual(named.told?.unread, []);
  assert.deepEqual(subjectsOf(named.told), ['PodTemplate cli-mine/web']);
  assert.deepEqual([named.code, named.error, named.told?.complete], [1, '', true]);

  const all = await scan(kubeconfig, '--cluster');
  assert.equal(all.told?.complete, false);

  const theirs = await scan(kubeconfig, '--cluster', '-n', 'cli-theirs');
  assert.deepEqual([...new Set(theirs.told?.unread.map(({ namespace }) => namespace))], ['cli-theirs']);
  assert.equal(theirs.told?.complete, false);
});

test('a real cluster: -n with a name that nobody has says which was meant, and is not clean', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  await makeNamespace(plane, 'cli-checkout');
  const { code, error, told } = await scan(plane.kubeconfig, '--cluster', '-n', 'cli-chekcout');
  assert.deepEqual([code, told], [2, null]);
  assert.match(error, /there is no namespace cli-chekcout .*; did you mean cli-checkout\?/);
});

test('a real cluster: two contexts are two estates in one report, each finding with an id of its own', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  await makeNamespace(plane, 'cli-twice');
  const kubeconfig = withContexts(plane, ['one', 'two']);
  const one = await scan(kubeconfig, '--context', 'one', '-n', 'cli-twice');
  const both = await scan(kubeconfig, '--context', 'one', '--context', 'two', '-n', 'cli-twice');
  assert.deepEqual([one.told?.cluster, both.told?.cluster], ['one', 'one,two']);
  assert.deepEqual(subjectsOf(both.told), ['PodTemplate cli-twice/web', 'PodTemplate cli-twice/web']);
  assert.equal(new Set(both.told?.findings.map(({ id }) => id)).size, 2);
  assert.deepEqual([both.code, both.error, both.told?.complete], [1, '', true]);
});

test('a real cluster: policies that may not be read are missed by whoever asks for no other rules about them', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  await make(plane, `${rbac}/clusterroles`, {
    metadata: { name: 'cli-no-policies' },
    rules: [{ apiGroups: ['', 'apps', 'batch'], resources: ['*'], verbs: ['get', 'list'] }],
  });
  await make(plane, `${rbac}/clusterrolebindings`, {
    metadata: { name: 'cli-no-policies' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cli-no-policies' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'john' }],
  });
  const kubeconfig = await plane.addUser({ name: 'john', groups: [] });
  const run = async (...words: readonly string[]): Promise<Told> => {
    const all = ['scan', '--cluster', '--library', 'none', '-o', 'json', ...words];
    const { output } = await runCli(all, { environment: { KUBECONFIG: kubeconfig } });
    return JSON.parse(output) as Told;
  };
  const told = await run();
  assert.deepEqual(
    told.unread.map(({ kind }) => kind),
    [
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
      'MutatingAdmissionPolicy',
      'MutatingAdmissionPolicyBinding',
    ],
  );
  assert.equal(told.complete, false);
  assert.equal((await run('--only', 'pod-security/*')).complete, true);
});

/** The administrator's kubeconfig under these names for its context. */
const withContexts = (plane: RunningControlPlane, names: readonly string[]): string => {
  const config = JSON.parse(readFileSync(plane.kubeconfig, 'utf8')) as { contexts: { context: unknown }[] };
  const [first] = config.contexts;
  const path = join(plane.folder, 'contexts.kubeconfig');
  const contexts = names.map((name) => ({ name, context: first?.context }));
  writeFileSync(path, JSON.stringify({ ...config, contexts, 'current-context': names[0] }));
  return path;
};
