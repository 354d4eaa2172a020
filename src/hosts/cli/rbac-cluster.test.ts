/** `rbac` on a real cluster: what is stored is the answer, and who may read but a part is told of what. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunningControlPlane } from '../../../tools/control-plane/start-control-plane.ts';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { runCli } from './test-context.ts';

const group = 'rbac.authorization.k8s.io';

const make = async (plane: RunningControlPlane, path: string, body: unknown): Promise<void> => {
  const { status, body: answer } = await plane.request('POST', path, body);
  assert.equal(status, 201, `${path}: ${JSON.stringify(answer)}`);
};

interface Told {
  readonly complete: boolean;
  readonly missing: readonly string[];
  readonly subjects: readonly {
    readonly subject: string;
    readonly note?: string;
    readonly via: readonly { readonly binding: string }[];
  }[];
}

const whoCan = async (kubeconfig: string, ...words: readonly string[]) => {
  const { code, output, error } = await runCli(['rbac', 'who-can', ...words, '--cluster', '-o', 'json'], {
    environment: { KUBECONFIG: kubeconfig },
  });
  assert.notEqual(output, '', error);
  return { code, told: JSON.parse(output) as Told };
};

test('a real cluster: grants as they are stored, and a partial answer for whoever may not read ClusterRoles', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  await make(plane, '/api/v1/namespaces', { metadata: { name: 'rbac-cli' } });
  const path = `/apis/${group}/v1/namespaces/rbac-cli`;
  await make(plane, `${path}/roles`, {
    metadata: { name: 'reader' },
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
  });
  await make(plane, `${path}/rolebindings`, {
    metadata: { name: 'readers' },
    roleRef: { apiGroup: group, kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'gone' }],
  });

  const owner = await plane.addUser({ name: 'rbac-owner', groups: ['system:masters'] });
  const whole = await whoCan(owner, 'get', 'secrets', '-n', 'rbac-cli');
  assert.deepEqual([whole.code, whole.told.complete, whole.told.missing], [0, true, []]);
  const gone = whole.told.subjects.find(({ subject }) => subject === 'serviceaccount:rbac-cli:gone');
  assert.equal(gone?.note, 'does not exist');
  assert.deepEqual(
    gone?.via.map(({ binding }) => binding),
    ['RoleBinding rbac-cli/readers'],
  );

  await make(plane, `/apis/${group}/v1/clusterroles`, {
    metadata: { name: 'rbac-cli-part' },
    rules: [
      { apiGroups: [group], resources: ['roles', 'rolebindings', 'clusterrolebindings'], verbs: ['list'] },
      { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['list'] },
      { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['list'] },
    ],
  });
  await make(plane, `/apis/${group}/v1/clusterrolebindings`, {
    metadata: { name: 'rbac-cli-part' },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'rbac-cli-part' },
    subjects: [{ apiGroup: group, kind: 'User', name: 'rbac-part' }],
  });
  const part = await whoCan(await plane.addUser({ name: 'rbac-part', groups: [] }), 'get', 'secrets', '-n', 'rbac-cli');
  assert.deepEqual([part.code, part.told.complete, part.told.missing.length], [1, false, 1]);
  assert.match(part.told.missing[0] ?? '', /^ClusterRole: .*list.* clusterroles/s);
  assert.ok(part.told.subjects.some(({ subject }) => subject === 'serviceaccount:rbac-cli:gone'));
});
