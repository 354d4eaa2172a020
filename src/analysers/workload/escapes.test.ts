/** Tests of every escape: the pod that has it, and the same pod without what grants it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw, listMoves, toDeployment, toMounted } from './harness.ts';
import { escapes, validateEscapes } from './registry.ts';

interface Case {
  readonly name: string;
  readonly pod?: string;
  readonly container?: string;
  /** Types of the moves onto the node, sorted. */
  readonly moves: readonly string[];
}

const hostPath = (name: string, path: string, mount: string, moves: readonly string[]): Case => {
  const [pod, container] = toMounted(path, mount);
  return { name, pod, container, moves };
};

const add = (names: string): string => `securityContext: {capabilities: {add: [${names}]}}`;

const cases: readonly Case[] = [
  { name: 'a pod that asks for nothing', moves: [] },
  {
    name: 'a privileged container',
    container: 'securityContext: {privileged: true}',
    moves: ['CE_MODULE_LOAD', 'CE_PRIV_MOUNT', 'CE_UMH_CORE_PATTERN'],
  },
  { name: 'one that says it is not', container: 'securityContext: {privileged: false}', moves: [] },
  {
    name: 'a privileged container with the processes of the node',
    pod: 'hostPID: true',
    container: 'securityContext: {privileged: true}',
    moves: [
      'CE_MODULE_LOAD',
      'CE_NSENTER',
      'CE_PRIV_MOUNT',
      'CE_SYS_PTRACE',
      'CE_UMH_CORE_PATTERN',
      'SHARE_PS_NAMESPACE',
    ],
  },
  {
    name: 'a privileged container that drops all capabilities',
    container: 'securityContext: {privileged: true, capabilities: {drop: [ALL]}}',
    moves: ['CE_MODULE_LOAD', 'CE_PRIV_MOUNT', 'CE_UMH_CORE_PATTERN'],
  },
  { name: 'the capability SYS_MODULE', container: add('SYS_MODULE'), moves: ['CE_MODULE_LOAD'] },
  { name: 'the same in its long name', container: add('CAP_SYS_MODULE'), moves: ['CE_MODULE_LOAD'] },
  {
    name: 'SYS_MODULE beside the drop of all others',
    container: 'securityContext: {capabilities: {add: [SYS_MODULE], drop: [ALL]}}',
    moves: ['CE_MODULE_LOAD'],
  },
  {
    name: 'SYS_MODULE added and dropped',
    container: 'securityContext: {capabilities: {add: [SYS_MODULE], drop: [SYS_MODULE]}}',
    moves: [],
  },
  {
    name: 'all capabilities',
    container: add('ALL'),
    moves: ['CE_MODULE_LOAD', 'CE_PRIV_MOUNT', 'EXPLOIT_HOST_READ'],
  },
  { name: 'a capability that leads nowhere', container: add('NET_BIND_SERVICE, CHOWN, MKNOD'), moves: [] },
  { name: 'the capability SYS_ADMIN', container: add('SYS_ADMIN'), moves: ['CE_PRIV_MOUNT'] },
  { name: 'the capability DAC_READ_SEARCH', container: add('DAC_READ_SEARCH'), moves: ['EXPLOIT_HOST_READ'] },
  { name: 'the capability SYS_PTRACE without the processes of the node', container: add('SYS_PTRACE'), moves: [] },
  {
    name: 'SYS_PTRACE with the processes of the node',
    pod: 'hostPID: true',
    container: add('SYS_PTRACE'),
    moves: ['CE_SYS_PTRACE', 'SHARE_PS_NAMESPACE'],
  },
  { name: 'the processes of the node alone', pod: 'hostPID: true', moves: ['SHARE_PS_NAMESPACE'] },
  {
    name: 'the processes of the node, by somebody who is not root and stays so',
    pod: 'hostPID: true',
    container: 'securityContext: {runAsUser: 65534, allowPrivilegeEscalation: false}',
    moves: [],
  },
  hostPath('the core pattern, for writing', '/proc/sys/kernel/core_pattern', '', ['CE_UMH_CORE_PATTERN']),
  hostPath('the folder of the core pattern', '/proc/sys/kernel/', '', ['CE_UMH_CORE_PATTERN']),
  hostPath('the folder of the core pattern, for reading', '/proc/sys/kernel', 'readOnly: true', []),
  hostPath('/proc of the node', '/proc', '', ['CE_UMH_CORE_PATTERN', 'EXPLOIT_HOST_READ']),
  hostPath('the folder of logs without a right to read logs', '/var/log', '', []),
  hostPath('the socket of containerd', '/run/containerd/containerd.sock', '', ['EXPLOIT_CONTAINERD_SOCK']),
  hostPath('the socket of docker, by the old path', '/var/run/docker.sock', '', ['EXPLOIT_CONTAINERD_SOCK']),
  hostPath('the socket of docker, for reading', '/var/run/docker.sock', 'readOnly: true', ['EXPLOIT_CONTAINERD_SOCK']),
  hostPath('the socket of CRI-O', '/var/run/crio/crio.sock', '', ['EXPLOIT_CONTAINERD_SOCK']),
  hostPath('the socket of cri-dockerd', '/run/cri-dockerd.sock', '', ['EXPLOIT_CONTAINERD_SOCK']),
  hostPath('the socket of podman', '/run/podman/podman.sock', '', ['EXPLOIT_CONTAINERD_SOCK']),
  hostPath('the folder of the sockets', '/var/run/', '', ['EXPLOIT_CONTAINERD_SOCK', 'EXPLOIT_HOST_WRITE']),
  hostPath('the folder of one', '/run/containerd', 'readOnly: true', ['EXPLOIT_CONTAINERD_SOCK']),
  hostPath('a socket of nobody who starts containers', '/run/datadog/apm.sock', '', []),
  hostPath('the root of the node', '/', '', [
    'CE_UMH_CORE_PATTERN',
    'EXPLOIT_CONTAINERD_SOCK',
    'EXPLOIT_HOST_READ',
    'EXPLOIT_HOST_TRAVERSE',
    'EXPLOIT_HOST_WRITE',
  ]),
  hostPath('the root of the node, for reading', '/', 'readOnly: true', [
    'EXPLOIT_CONTAINERD_SOCK',
    'EXPLOIT_HOST_READ',
    'EXPLOIT_HOST_TRAVERSE',
  ]),
  hostPath('the root of the node in another spelling', '/./', 'readOnly: true', [
    'EXPLOIT_CONTAINERD_SOCK',
    'EXPLOIT_HOST_READ',
    'EXPLOIT_HOST_TRAVERSE',
  ]),
  hostPath('/etc', '/etc', '', ['EXPLOIT_HOST_READ', 'EXPLOIT_HOST_WRITE']),
  hostPath('the keys of the control plane', '/etc/kubernetes/pki', 'readOnly: true', ['EXPLOIT_HOST_READ']),
  hostPath('static pods', '/etc/kubernetes/manifests', '', ['EXPLOIT_HOST_READ', 'EXPLOIT_HOST_WRITE']),
  hostPath('jobs of cron', '/etc/cron.d', '', ['EXPLOIT_HOST_WRITE']),
  hostPath('jobs of cron, for reading', '/etc/cron.d', 'readOnly: true', []),
  hostPath('the home of root', '/root/.ssh', '', ['EXPLOIT_HOST_READ', 'EXPLOIT_HOST_WRITE']),
  hostPath('homes, for reading', '/home', 'readOnly: true', ['EXPLOIT_HOST_READ']),
  hostPath('etcd, for reading', '/var/lib/etcd', 'readOnly: true', ['EXPLOIT_HOST_READ']),
  hostPath('programs of the pod network', '/opt/cni/bin', '', ['EXPLOIT_HOST_WRITE']),
  hostPath('the folder of the kubelet, for reading', '/var/lib/kubelet', 'readOnly: true', [
    'EXPLOIT_HOST_READ',
    'EXPLOIT_HOST_TRAVERSE',
  ]),
  hostPath('the volumes of pods', '/var/lib/kubelet/pods', 'readOnly: true', ['EXPLOIT_HOST_TRAVERSE']),
  hostPath('a folder whose name begins like another', '/etc-backup', '', []),
  hostPath('a folder of data', '/srv/data', '', []),
  hostPath('the time zone', '/etc/localtime', 'readOnly: true', []),
  hostPath('a folder of data of the root', '/', 'subPath: srv/data', []),
  hostPath('a sub-path that leads to credentials', '/etc', 'subPath: kubernetes, readOnly: true', [
    'EXPLOIT_HOST_READ',
  ]),
  hostPath('a sub-path by a variable that nobody set', '/root', 'subPathExpr: $(FOLDER)/a, readOnly: true', [
    'EXPLOIT_HOST_READ',
  ]),
  {
    name: 'a sub-path by a variable that is set',
    pod: 'volumes: [{name: host, hostPath: {path: /}}]',
    container: `env: [{name: FOLDER, value: srv}]
volumeMounts: [{name: host, mountPath: /host, subPathExpr: $(FOLDER)/data}]`,
    moves: [],
  },
  {
    name: "a sub-path by the pod's own name",
    pod: 'volumes: [{name: host, hostPath: {path: /var/lib/kubelet}}]',
    container: `env: [{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
volumeMounts: [{name: host, mountPath: /host, subPathExpr: $(POD)}]`,
    moves: [],
  },
  { name: 'a volume that no container mounts', pod: 'volumes: [{name: host, hostPath: {path: /}}]', moves: [] },
  {
    name: 'a HostProcess pod of Windows',
    pod: 'os: {name: windows}\nhostNetwork: true\nsecurityContext: {windowsOptions: {hostProcess: true}}',
    moves: ['CE_HOST_PROCESS'],
  },
  {
    name: 'a HostProcess pod whose container says it is none',
    pod: 'os: {name: windows}\nsecurityContext: {windowsOptions: {hostProcess: true}}',
    container: 'securityContext: {windowsOptions: {hostProcess: false}}',
    moves: [],
  },
  hostPath('the pipe of docker on Windows', "'\\\\.\\pipe\\docker_engine'", '', ['EXPLOIT_CONTAINERD_SOCK']),
  hostPath('the disk of Windows', "'C:\\'", '', ['EXPLOIT_HOST_READ', 'EXPLOIT_HOST_TRAVERSE', 'EXPLOIT_HOST_WRITE']),
];

for (const { name, pod = '', container = '', moves } of cases)
  test(`${name} leads out by ${moves.length === 0 ? 'nothing' : moves.join(', ')}`, () => {
    const drawn = listMoves(draw(toDeployment(pod, container)), 'container/shop/web/web');
    assert.deepEqual(
      drawn.map((move) => move.split(' ')[0]),
      moves,
    );
  });

const role = (rules: string, kind = 'Role'): string => `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: logs, namespace: shop}
rules: [${rules}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata: {name: logs, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: logs}
subjects: [{kind: ServiceAccount, name: default, namespace: shop}]`;

const podLogs = '{apiGroups: [""], resources: [pods/log], verbs: [get]}';

const logCases: readonly (readonly [name: string, text: string, has: boolean])[] = [
  ['the logs of pods and a token', role(podLogs), true],
  [
    'the logs of nodes and a token',
    role('{apiGroups: [""], resources: [nodes/log], verbs: [get]}', 'ClusterRole'),
    true,
  ],
  [
    'the proxy of nodes and a token',
    role('{apiGroups: [""], resources: [nodes/proxy], verbs: ["*"]}', 'ClusterRole'),
    true,
  ],
  ['the logs of nodes in one namespace', role('{apiGroups: [""], resources: [nodes/log], verbs: [get]}'), false],
  ['pods alone', role('{apiGroups: [""], resources: [pods], verbs: [get]}'), false],
];

for (const [name, grants, has] of logCases)
  test(`the folder of logs with ${name} is ${has ? 'a' : 'no'} way out`, () => {
    const pod = toDeployment(...toMounted('/var/log'));
    const withToken = pod.replace('automountServiceAccountToken: false', '');
    const drawn = (text: string): boolean =>
      listMoves(draw(text + grants), 'container/shop/web/web').includes('CE_VAR_LOG_SYMLINK node//*');
    assert.equal(drawn(withToken), has);
    assert.equal(drawn(pod), false, 'without a token');
    assert.equal(drawn(withToken.replace('mountPath: /host', 'mountPath: /host, readOnly: true')), false, 'read-only');
  });

const spec = `
      volumes: [{name: host, hostPath: {path: /etc/kubernetes}}]
      containers: [{name: web, image: web, volumeMounts: [{name: host, mountPath: /host, readOnly: true}]}]`;
const template = `  template:\n    spec:${spec}`;
const kinds: readonly (readonly [kind: string, apiVersion: string, body: string])[] = [
  ['Pod', 'v1', `spec:${spec}`],
  ['Deployment', 'apps/v1', `spec:\n${template}`],
  ['StatefulSet', 'apps/v1', `spec:\n${template}`],
  ['DaemonSet', 'apps/v1', `spec:\n${template}`],
  ['ReplicaSet', 'apps/v1', `spec:\n${template}`],
  ['ReplicationController', 'v1', `spec:\n${template}`],
  ['Job', 'batch/v1', `spec:\n${template}`],
  ['CronJob', 'batch/v1', `spec:\n  jobTemplate:\n    spec:\n${template.replaceAll(/^/gm, '    ')}`],
];

for (const [kind, apiVersion, body] of kinds)
  test(`a ${kind} is looked into`, () => {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web, namespace: shop}\n${body}`;
    assert.ok(listMoves(draw(text), 'container/shop/web/web').includes('EXPLOIT_HOST_READ node//*'));
  });

for (const list of ['initContainers', 'ephemeralContainers'])
  test(`${list} count`, () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers: [{name: web, image: web}]
  ${list}: [{name: other, image: other, securityContext: {privileged: true}}]`;
    assert.ok(listMoves(draw(text), 'container/shop/web/other').includes('CE_PRIV_MOUNT node//*'));
    assert.ok(!listMoves(draw(text), 'container/shop/web/web').some((move) => move.startsWith('CE_')));
  });

test('a container that was added to one pod of a Deployment counts', () => {
  const owner = (kind: string, name: string): string =>
    `ownerReferences: [{apiVersion: apps/v1, kind: ${kind}, name: ${name}, controller: true}]`;
  const text = `${toDeployment('', '')}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web-1, namespace: shop, ${owner('Deployment', 'web')}}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web-1-a, namespace: shop, labels: {app: web}, ${owner('ReplicaSet', 'web-1')}}
spec:
  nodeName: n1
  containers: [{name: web, image: web}]
  ephemeralContainers: [{name: debugger, image: busybox, securityContext: {privileged: true}}]`;
  const parts = draw(text, { kind: 'cluster' });
  assert.ok(listMoves(parts, 'container/shop/web/debugger').includes('CE_PRIV_MOUNT node//n1'));
  assert.deepEqual(listMoves(parts, 'container/shop/web/web'), []);
});

test('two escapes of one type are refused when the program starts', () => {
  const [first] = escapes;
  assert.ok(first !== undefined);
  assert.throws(() => validateEscapes([first, first]), { message: `two escapes are of the type ${first.type}` });
});
