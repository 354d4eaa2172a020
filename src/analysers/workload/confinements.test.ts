/** Tests of what in a pod hinders an escape: one wall of the layer runtime before each way that it really stands before. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw, listControls, toDeployment, toMounted } from './harness.ts';

const nonRoot = 'runAsUser: 1000, runAsGroup: 1000, allowPrivilegeEscalation: false';
const add = (name: string, more = ''): string => `securityContext: {capabilities: {add: [${name}]}${more}}`;
const [etcPod, etcMount] = toMounted('/etc', 'readOnly: true');
const [sockPod, sockMount] = toMounted('/run/docker.sock');

const cases: readonly (readonly [
  name: string,
  pod: string,
  container: string,
  type: string,
  walls: readonly string[],
])[] = [
  [
    'a user namespace before a privileged container',
    'hostUsers: false',
    'securityContext: {privileged: true}',
    'CE_PRIV_MOUNT',
    ['user-namespace'],
  ],
  ['a user namespace before a capability', 'hostUsers: false', add('SYS_MODULE'), 'CE_MODULE_LOAD', ['user-namespace']],
  ["no user namespace before the node's own files", `hostUsers: false\n${etcPod}`, etcMount, 'EXPLOIT_HOST_READ', []],
  ['another user before a capability', '', add('SYS_MODULE', `, ${nonRoot}`), 'CE_MODULE_LOAD', ['non-root']],
  [
    'another user of the pod before files',
    `securityContext: {runAsNonRoot: true}\n${etcPod}`,
    `securityContext: {allowPrivilegeEscalation: false}\n${etcMount}`,
    'EXPLOIT_HOST_READ',
    ['non-root'],
  ],
  ['no user that may become root', etcPod, `securityContext: {runAsUser: 1000}\n${etcMount}`, 'EXPLOIT_HOST_READ', []],
  ['no user that nobody says', etcPod, etcMount, 'EXPLOIT_HOST_READ', []],
  [
    'no root',
    etcPod,
    `securityContext: {runAsUser: 0, allowPrivilegeEscalation: false}\n${etcMount}`,
    'EXPLOIT_HOST_READ',
    [],
  ],
  [
    'another user and group before a socket',
    sockPod,
    `securityContext: {${nonRoot}}\n${sockMount}`,
    'EXPLOIT_CONTAINERD_SOCK',
    ['non-root'],
  ],
  [
    'no user in the group of root before a socket',
    sockPod,
    `securityContext: {runAsUser: 1000, allowPrivilegeEscalation: false}\n${sockMount}`,
    'EXPLOIT_CONTAINERD_SOCK',
    [],
  ],
  [
    'no user in a group more before a socket',
    `securityContext: {supplementalGroups: [998]}\n${sockPod}`,
    `securityContext: {${nonRoot}}\n${sockMount}`,
    'EXPLOIT_CONTAINERD_SOCK',
    [],
  ],
  [
    'AppArmor before mounting',
    '',
    add('SYS_ADMIN', ', appArmorProfile: {type: RuntimeDefault}'),
    'CE_PRIV_MOUNT',
    ['app-armor'],
  ],
  [
    'AppArmor before tracing',
    'hostPID: true\nsecurityContext: {appArmorProfile: {type: RuntimeDefault}}',
    add('SYS_PTRACE'),
    'CE_SYS_PTRACE',
    ['app-armor'],
  ],
  [
    'no AppArmor that is switched off',
    '',
    add('SYS_ADMIN', ', appArmorProfile: {type: Unconfined}'),
    'CE_PRIV_MOUNT',
    [],
  ],
  [
    'no AppArmor before a privileged container',
    '',
    'securityContext: {privileged: true, appArmorProfile: {type: RuntimeDefault}}',
    'CE_PRIV_MOUNT',
    [],
  ],
  [
    'no AppArmor before modules',
    '',
    add('SYS_MODULE', ', appArmorProfile: {type: RuntimeDefault}'),
    'CE_MODULE_LOAD',
    [],
  ],
  [
    'no seccomp before a capability that it lets pass',
    '',
    add('SYS_MODULE', ', seccompProfile: {type: RuntimeDefault}'),
    'CE_MODULE_LOAD',
    [],
  ],
];

for (const [name, pod, container, type, walls] of cases)
  test(`there stands ${name}`, () => {
    const controls = listControls(draw(toDeployment(pod, container)), 'container/shop/web/web', type);
    assert.deepEqual(
      controls.filter((id) => id.endsWith('*')),
      walls.map((id) => `runtime/${id}/shop/web*`),
    );
  });

test('of two ways the one that nothing hinders counts', () => {
  const [pod, mount] = toMounted('/proc/sys/kernel');
  const text = toDeployment(`hostUsers: false\n${pod}`, `securityContext: {privileged: true}\n${mount}`);
  assert.ok(!listControls(draw(text), 'container/shop/web/web', 'CE_UMH_CORE_PATTERN').some((id) => id.endsWith('*')));
});

test('a wall in a pod that runs is enforced, one in a manifest declared', () => {
  const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  nodeName: n1
  hostUsers: false
  containers: [{name: web, image: web, securityContext: {privileged: true}}]`;
  const proof = (kind: 'cluster' | 'manifests'): unknown =>
    draw(pod, { kind }).controls.find(({ id }) => id === 'runtime/user-namespace/shop/web')?.state;
  assert.deepEqual(proof('cluster'), { kind: 'standing', proof: 'enforced' });
  assert.deepEqual(proof('manifests'), { kind: 'standing', proof: 'declared' });
});
