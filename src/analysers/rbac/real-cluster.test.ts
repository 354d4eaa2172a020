/** Grants in a real cluster, read through the command line: what Kubernetes made is no finding, what people planted is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plant } from '../../../tools/control-plane/plant-objects.ts';
import { useTestCluster } from '../../../tools/control-plane/test-cluster.ts';
import { runCli } from '../../hosts/cli/test-context.ts';
import { join } from '../told-of-yaml.ts';

test('a real cluster: only what people granted is told', async (context) => {
  const plane = await useTestCluster(context);
  if (plane === undefined) return;
  const rbac = 'apiVersion: rbac.authorization.k8s.io/v1';
  const bind = (name: string, role: string, subject: string): string =>
    `${rbac}\nkind: ClusterRoleBinding\nmetadata: {name: ${name}}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}\nsubjects: [{${subject}}]`;
  const ann = 'kind: User, apiGroup: rbac.authorization.k8s.io, name: ann';
  await plant(
    context,
    plane,
    join(
      `${rbac}\nkind: ClusterRole\nmetadata: {name: held-secrets}\nrules: [{apiGroups: [''], resources: [secrets], verbs: [list]}]`,
      bind('held-secrets', 'held-secrets', ann),
      bind('held-admin', 'cluster-admin', ann),
      bind('held-nowhere', 'held-missing', ann),
    ),
  );
  const { output, error } = await runCli(
    [
      'scan',
      '--cluster',
      '-o',
      'json',
      '--only',
      'rbac/held/*',
      '--only',
      'rbac/dangling-role',
      '--only',
      'rbac/unused-role',
    ],
    {
      environment: { KUBECONFIG: plane.kubeconfig },
    },
  );
  assert.notEqual(output, '', error);
  const { findings } = JSON.parse(output) as {
    readonly findings: readonly {
      readonly rule: string;
      readonly status: string;
      readonly subject: { readonly name: string };
    }[];
  };
  const told = findings
    .filter(({ status }) => status !== 'pass')
    .map(({ rule, subject }) => ({ rule, name: subject.name }))
    .filter(({ name }) => /^(?:held-|system:|cluster-admin$|admin$|edit$|view$)/.test(name));
  assert.deepEqual(told.map(({ rule, name }) => `${rule} ${name}`).toSorted(), [
    'rbac/dangling-role held-nowhere',
    'rbac/held/cluster-admin held-admin',
    'rbac/held/read-secrets held-secrets',
  ]);
});
